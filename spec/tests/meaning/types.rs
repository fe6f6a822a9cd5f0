//! Tests the parts of types, and the outcomes of payments that they declare.

use alignet_spec::contract::{Field, Fill, Kind, Literal, Outcome, Reading};

use crate::{body, contract, declared, endpoint, field, reply, spelled, union};

#[test]
fn values_and_the_fields_that_lead_to_them_tell_an_outcome() {
    let contract = contract("outcomes");
    let Kind::Enumeration(values) = &declared(&contract, "TrinketState").kind else { panic!() };
    let outcomes: Vec<_> = values.iter().map(|value| (value.name.as_str(), value.outcome)).collect();
    let says = |name, outcome| (name, Some(outcome));
    assert_eq!(
        outcomes,
        [
            says("Sent", Outcome::Authorised),
            says("Waiting", Outcome::Pending),
            says("Refused", Outcome::Declined),
            says("ThirdParty", Outcome::Unknown),
        ]
    );

    let told = |name: &str| {
        let index = contract.types.iter().position(|one| one.name == name).unwrap();
        let wire = |field: &usize| contract.fields(index)[*field].wire.clone();
        let proof = contract.types[index].outcome.as_ref()?;
        Some((proof.fields.iter().map(wire).collect::<Vec<_>>().join(" "), proof.reason.as_ref().map(wire)))
    };
    let tells = |fields: &str, reason: Option<&str>| Some((fields.to_owned(), reason.map(str::to_owned)));
    assert_eq!(told("GetTrinketReply"), tells("state parts review", Some("why")));
    assert_eq!(told("TrinketPart"), tells("state", Some("note")));
    assert_eq!(told("TrinketsReply"), tells("parts", None));
    assert_eq!(told("Meta"), None);
}

#[test]
fn shapes_nest() {
    let contract = contract("shapes");
    let sent = body(&contract, "create_gizmo");
    let spelled =
        |fields: &[Field]| fields.iter().map(|field| spelled(&contract, field)).collect::<Vec<_>>().join(" ");
    assert_eq!(
        spelled(sent),
        "GizmoPatron GizmoPatron? [GizmoLine] {string} [[integer]] json [{json}] numeric"
    );
    assert_eq!(
        spelled(reply(&contract, "create_gizmo")),
        "flag GizmoPatron numeric integer boolean? seconds secret scopes? {[GizmoLine]}? Meta"
    );
}

#[test]
fn types_know_which_side_holds_them() {
    let contract = contract("shapes");
    let sides = |name: &str| (declared(&contract, name).in_request, declared(&contract, name).in_reply);
    assert_eq!(sides("GizmoPatron"), (true, true));
    assert_eq!(sides("GizmoPatronPhone"), (true, true));
    assert_eq!(sides("GizmoLine"), (true, true));
    assert_eq!(sides("Meta"), (false, true));
    assert_eq!(sides("CreateGizmoReply"), (false, true));
}

#[test]
fn values_get_predictable_names() {
    let contract = contract("enumerations");
    let Kind::Enumeration(values) = &declared(&contract, "TrinketState").kind else { panic!() };
    let names: Vec<_> = values.iter().map(|value| (value.wire.as_str(), value.name.as_str())).collect();
    assert_eq!(
        names,
        [
            ("IN_PROCESS", "InProcess"),
            ("Sent", "Sent"),
            ("3DS", "_3Ds"),
            ("n/a", "None"),
            ("unknown", "NotKnown")
        ]
    );
    assert_eq!(values[0].doc, "It is being made.");
    let query = &endpoint(&contract, "list_trinkets").query;
    assert_eq!(query[0].fill, Fill::Default(Literal::String("IN_PROCESS".to_owned())));
}

#[test]
fn a_union_says_where_its_fields_stand() {
    let contract = contract("unions");
    let place = |name: &str| {
        let union = union(&contract, name);
        (union.tag.clone(), union.content.clone(), union.content_optional)
    };
    assert_eq!(place("WidgetTarget"), ("kind".to_owned(), None, false));
    assert_eq!(place("WidgetMethod"), ("method_name".to_owned(), Some("method_details".to_owned()), false));
    assert_eq!(place("WidgetReason"), ("code".to_owned(), Some("details".to_owned()), true));
}

#[test]
fn variants_name_an_object_each() {
    let contract = contract("unions");
    let variants: Vec<_> = ["WidgetTarget", "WidgetMethod"]
        .iter()
        .flat_map(|name| &union(&contract, name).variants)
        .map(|one| (one.wire.as_str(), one.name.as_str(), contract.types[one.of].name.as_str()))
        .collect();
    assert_eq!(
        variants,
        [
            ("account", "Account", "WidgetAccount"),
            ("wallet", "Wallet", "WidgetWallet"),
            ("WIRE", "Wire", "WidgetAccount"),
            ("3RD_PARTY", "ThirdParty", "WidgetWallet"),
        ]
    );
    assert_eq!(union(&contract, "WidgetTarget").variants[1].doc, "A wallet of the same merchant.");
}

#[test]
fn secrets_live_as_long_as_the_field_beside_them_says() {
    let contract = contract("fills");
    let fields = reply(&contract, "open_gadget");
    let secret = |wire: &str| {
        let field = field(fields, wire);
        (field.lifetime.clone(), field.single_use)
    };
    assert_eq!(secret("session"), (Some("lives".to_owned()), true));
    assert_eq!(secret("renewal"), (Some("lives".to_owned()), false));
    assert_eq!(secret("meta"), (None, false));
}

#[test]
fn a_type_has_values_of_the_contract() {
    let contract = contract("given");
    let fills = |name: &str| -> Vec<_> {
        let fields = match &declared(&contract, name).kind {
            Kind::Object(fields) => fields,
            other => panic!("{other:?}"),
        };
        fields.iter().map(|field| (spelled(&contract, field), field.fill.clone(), field.reading)).collect()
    };
    let text = |text: &str| Literal::String(text.to_owned());
    let strict = |shape: &str, fill| (shape.to_owned(), fill, Reading::Strict);
    assert_eq!(
        fills("GadgetItem"),
        [
            strict("GadgetKind", Fill::Const(text("item"))),
            strict("string", Fill::Caller),
            strict("integer", Fill::Default(Literal::Integer(1))),
            strict("decimal", Fill::Const(text("18.00"))),
        ]
    );
    assert_eq!(fills("GadgetTotal")[1], strict("currency", Fill::Default(text("604"))));
}
