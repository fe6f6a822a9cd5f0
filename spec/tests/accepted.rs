//! A contract per construct of the language, and what it means.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::{fs, path::Path};

use alignet_spec::{
    Contract, Sources,
    contract::{
        Act, Endpoint, EnvironmentValue, Field, Fill, Holds, Kind, Literal, Method, Outcome, Repeat, Segment,
        Shape, Type, Union,
    },
    leaf::{self, Class},
    source::Spanned,
};

fn contract(name: &str) -> Contract {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/accepted").join(name);
    let sources = Sources::read(&folder, name).unwrap();
    Contract::load(sources.extending_shipped()).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

fn endpoint<'c>(contract: &'c Contract, name: &str) -> &'c Endpoint {
    contract.endpoints.iter().find(|endpoint| endpoint.name == name).unwrap()
}

fn declared<'c>(contract: &'c Contract, name: &str) -> &'c Type {
    contract.types.iter().find(|one| one.name == name).unwrap()
}

fn union<'c>(contract: &'c Contract, name: &str) -> &'c Union {
    match &declared(contract, name).kind {
        Kind::Union(union) => union,
        other => panic!("{name} is {other:?}"),
    }
}

fn body<'c>(contract: &'c Contract, endpoint_name: &str) -> &'c [Field] {
    endpoint(contract, endpoint_name).body.as_deref().unwrap()
}

fn reply<'c>(contract: &'c Contract, endpoint_name: &str) -> &'c [Field] {
    contract.fields(endpoint(contract, endpoint_name).reply)
}

fn field<'f>(fields: &'f [Field], wire: &str) -> &'f Field {
    fields.iter().find(|field| field.wire == wire).unwrap_or_else(|| panic!("no field {wire}"))
}

/// A shape as the contract spells it.
fn spelled(contract: &Contract, field: &Field) -> String {
    fn inner(contract: &Contract, shape: &Shape) -> String {
        match shape {
            Shape::Named(index) => contract.types[*index].name.clone(),
            Shape::List(item) => format!("[{}]", inner(contract, item)),
            Shape::Map(item) => format!("{{{}}}", inner(contract, item)),
            Shape::Nullable(item) => format!("{}|null", inner(contract, item)),
            word => format!("{word:?}").to_lowercase(),
        }
    }
    format!("{}{}", inner(contract, &field.shape), if field.optional { "?" } else { "" })
}

#[test]
fn every_accepted_contract_is_accepted() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/accepted");
    for entry in fs::read_dir(folder).unwrap() {
        contract(&entry.unwrap().file_name().to_string_lossy());
    }
}

#[test]
fn the_shipped_contract_is_sound_and_whole() {
    let contract = Contract::shipped().unwrap();
    let bearer = contract.api.bearer.as_ref().unwrap();
    assert_eq!(contract.endpoints[bearer.endpoint].name, "create_token");
    assert_eq!(body(&contract, "create_token")[bearer.scope].wire, "scope");
    assert_eq!(reply(&contract, "create_token")[bearer.token].wire, "access_token");
    assert_eq!(reply(&contract, "create_token")[bearer.kind].wire, "token_type");
    let nonce = endpoint(&contract, "create_nonce");
    assert_eq!(
        (nonce.method, nonce.route.as_str(), nonce.repeat),
        (Method::Post, "/nonce", Repeat::Harmless)
    );
    assert_eq!(nonce.scopes.as_deref(), Some("create:token post:charges"));
    assert_eq!(nonce.status.path, ["nonce_creation", "meta", "status"]);
    assert!(nonce.example.request.is_some() && nonce.example.reply.is_some());
    assert_eq!(contract.sources.location(nonce.span), "spec/contract/nonce.toml:1");
}

#[test]
fn values_and_the_fields_that_lead_to_them_tell_an_outcome() {
    let contract = contract("outcomes");
    let Kind::Enumeration(values) = &declared(&contract, "PayoutState").kind else { panic!() };
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
    assert_eq!(told("GetPayoutReply"), tells("state parts review", Some("why")));
    assert_eq!(told("PayoutPart"), tells("state", Some("note")));
    assert_eq!(told("PayoutsReply"), tells("parts", None));
    assert_eq!(told("Meta"), None);
}

#[test]
fn a_call_whose_fate_is_unknown_is_settled_by_another() {
    let contract = contract("settling");
    for name in ["make_payouts", "undo_payout", "note_payout"] {
        let settle = endpoint(&contract, name).settle.as_ref().unwrap();
        assert_eq!(contract.endpoints[settle.endpoint].name, "get_payout");
        assert_eq!(settle.reference, "number");
    }
    assert!(endpoint(&contract, "get_payout").settle.is_none());
    let sent = contract.sent_fields(endpoint(&contract, "make_payouts"));
    let wires: Vec<&str> = sent.iter().map(|field| field.wire.as_str()).collect();
    assert_eq!(
        wires,
        ["shop", "X-Pin", "orders", "extra", "number", "way", "parts", "otp", "owner", "pan", "expiry_date"]
    );
}

#[test]
fn places_hold_their_fields() {
    let contract = contract("places");
    let statement = endpoint(&contract, "get_statement");
    assert_eq!(statement.route, "/statements/{merchant_code}/days/{day}");
    assert_eq!(
        statement.segments,
        [
            Segment::Literal("statements".to_owned()),
            Segment::Field(0),
            Segment::Literal("days".to_owned()),
            Segment::Field(1),
        ]
    );
    let shapes = |fields: &[Field]| {
        fields.iter().map(|field| (field.name.clone(), spelled(&contract, field))).collect::<Vec<_>>()
    };
    let pairs = |pairs: &[(&str, &str)]| {
        pairs.iter().map(|(name, shape)| ((*name).to_owned(), (*shape).to_owned())).collect::<Vec<_>>()
    };
    assert_eq!(shapes(&statement.path), pairs(&[("merchant_code", "string"), ("day", "integer")]));
    assert_eq!(
        shapes(&statement.query),
        pairs(&[
            ("page", "integer?"),
            ("gross", "boolean"),
            ("kind", "StatementKind?"),
            ("account", "numeric")
        ])
    );
    assert_eq!(
        shapes(&statement.header),
        pairs(&[("payment_facilitator_code", "string?"), ("x_request_note", "string")])
    );
    assert!(statement.body.is_none());
    assert_eq!(field(&statement.path, "day").doc, "Days since the merchant joined.");
}

#[test]
fn money_stands_everywhere() {
    let contract = contract("money");
    let one = endpoint(&contract, "move_money");
    let shapes =
        |fields: &[Field]| fields.iter().map(|field| spelled(&contract, field)).collect::<Vec<_>>().join(" ");
    assert_eq!(shapes(&one.path), "currency amount");
    assert_eq!(shapes(&one.query), "amount?");
    assert_eq!(shapes(&one.header), "amount currency");
    let sent = body(&contract, "move_money");
    assert_eq!(shapes(sent), "amount currency amount [amount] {amount|null} amount|null?");
    assert_eq!(sent[1].fill, Fill::Default(Literal::String("604".to_owned())));
    let received = reply(&contract, "move_money");
    assert_eq!(shapes(received), "flag amount [amount]? {currency} currency|null Meta");
    assert_eq!(leaf::class(&contract, &sent[0].shape), Some(Class::Number));
    assert_eq!(leaf::class(&contract, &sent[1].shape), Some(Class::Currency));
}

#[test]
fn a_get_is_safe_unless_it_says_otherwise() {
    assert_eq!(endpoint(&contract("places"), "get_statement").repeat, Repeat::Safe);
}

#[test]
fn origins_and_auth_are_each_endpoint_s_own() {
    let contract = contract("places");
    let origin = |name: &str| contract.api.origins[endpoint(&contract, name).origin].name.clone();
    assert_eq!((origin("get_statement"), origin("put_pin")), ("api".to_owned(), "auth".to_owned()));
    assert_eq!(endpoint(&contract, "get_statement").scopes.as_deref(), Some("get:charges"));
    assert_eq!(endpoint(&contract, "put_pin").scopes, None);
    assert_eq!(endpoint(&contract, "put_pin").method, Method::Put);
}

#[test]
fn shapes_nest() {
    let contract = contract("shapes");
    let sent = body(&contract, "create_order");
    let spelled =
        |fields: &[Field]| fields.iter().map(|field| spelled(&contract, field)).collect::<Vec<_>>().join(" ");
    assert_eq!(spelled(sent), "Patron Patron? [Line] {string} [[integer]] json [{json}] numeric");
    assert_eq!(
        spelled(reply(&contract, "create_order")),
        "flag Patron numeric integer boolean? seconds secret scopes? {[Line]}? Meta"
    );
}

#[test]
fn types_know_which_side_holds_them() {
    let contract = contract("shapes");
    let sides = |name: &str| (declared(&contract, name).in_request, declared(&contract, name).in_reply);
    assert_eq!(sides("Patron"), (true, true));
    assert_eq!(sides("PatronPhone"), (true, true));
    assert_eq!(sides("Line"), (true, true));
    assert_eq!(sides("Meta"), (false, true));
    assert_eq!(sides("CreateOrderReply"), (false, true));
}

#[test]
fn absent_and_null_are_told_apart() {
    let contract = contract("nulls");
    let fields = body(&contract, "update_note");
    let spelled: Vec<String> = fields.iter().map(|field| spelled(&contract, field)).collect();
    assert_eq!(spelled, ["string", "string?", "string|null", "string|null?", "[string|null]"]);
    assert_eq!(field(fields, "or_null").shape, Shape::Nullable(Box::new(Shape::String)));
    let endpoint = endpoint(&contract, "update_note");
    assert_eq!((endpoint.method, endpoint.status.optional), (Method::Patch, true));
    assert_eq!(endpoint.status.path, ["meta", "status"]);
}

#[test]
fn values_get_predictable_names() {
    let contract = contract("enumerations");
    let Kind::Enumeration(values) = &declared(&contract, "PayoutState").kind else { panic!() };
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
    let query = &endpoint(&contract, "list_payouts").query;
    assert_eq!(query[0].fill, Fill::Default(Literal::String("IN_PROCESS".to_owned())));
}

#[test]
fn a_union_says_where_its_fields_stand() {
    let contract = contract("unions");
    let place = |name: &str| {
        let union = union(&contract, name);
        (union.tag.clone(), union.content.clone(), union.content_optional)
    };
    assert_eq!(place("Target"), ("kind".to_owned(), None, false));
    assert_eq!(place("Method"), ("method_name".to_owned(), Some("method_details".to_owned()), false));
    assert_eq!(place("Reason"), ("code".to_owned(), Some("details".to_owned()), true));
}

#[test]
fn variants_name_an_object_each() {
    let contract = contract("unions");
    let variants: Vec<_> = ["Target", "Method"]
        .iter()
        .flat_map(|name| &union(&contract, name).variants)
        .map(|one| (one.wire.as_str(), one.name.as_str(), contract.types[one.of].name.as_str()))
        .collect();
    assert_eq!(
        variants,
        [
            ("account", "Account", "Account"),
            ("wallet", "Wallet", "Wallet"),
            ("WIRE", "Wire", "Account"),
            ("3RD_PARTY", "ThirdParty", "Wallet"),
        ]
    );
    assert_eq!(union(&contract, "Target").variants[1].doc, "A wallet of the same merchant.");
}

#[test]
fn the_wire_fixes_what_callers_never_see() {
    let contract = contract("fills");
    let session = endpoint(&contract, "create_session");
    let fields = body(&contract, "create_session");
    let fill = |wire: &str| field(fields, wire).fill.clone();
    assert_eq!(fill("action"), Fill::Const(Literal::String("open".to_owned())));
    assert_eq!(fill("level"), Fill::Const(Literal::Integer(3)));
    assert_eq!(fill("strict"), Fill::Const(Literal::Boolean(true)));
    assert_eq!(fill("retries"), Fill::Default(Literal::Integer(2)));
    assert_eq!(fill("audience"), Fill::Environment(0));
    assert_eq!(fill("client_id"), Fill::ClientId);
    assert_eq!(fill("client_secret"), Fill::ClientSecret);
    assert_eq!(fill("label"), Fill::Const(Literal::String(String::new())));
    assert_eq!(session.query[0].fill, Fill::Environment(1));
    assert_eq!(session.header[0].fill, Fill::Default(Literal::String("ecommerce".to_owned())));
    let seen = session.fields().filter(|field| !field.fill.is_fixed()).map(|field| field.wire.as_str());
    assert_eq!(seen.collect::<Vec<_>>(), ["X-Channel", "retries", "quiet", "scope"]);
}

#[test]
fn a_type_follows_from_what_is_sent() {
    let contract = contract("fills");
    let fields = body(&contract, "create_session");
    let shape = |wire: &str| spelled(&contract, field(fields, wire));
    assert_eq!((shape("action"), shape("level")), ("string".to_owned(), "integer".to_owned()));
    assert_eq!((shape("strict"), shape("retries")), ("boolean".to_owned(), "integer".to_owned()));
    assert_eq!((shape("client_id"), shape("client_secret")), ("string".to_owned(), "secret".to_owned()));
    assert_eq!((shape("mode"), shape("scope")), ("SessionMode".to_owned(), "scopes".to_owned()));
}

#[test]
fn secrets_live_as_long_as_the_field_beside_them_says() {
    let contract = contract("fills");
    let fields = reply(&contract, "create_session");
    let secret = |wire: &str| {
        let field = field(fields, wire);
        (field.on_success, field.lifetime.clone(), field.single_use)
    };
    assert_eq!(secret("session"), (true, Some("lives".to_owned()), true));
    assert_eq!(secret("renewal"), (true, Some("lives".to_owned()), false));
    assert_eq!(secret("meta"), (false, None, false));
}

#[test]
fn endpoints_share_a_reply_by_its_name() {
    let contract = contract("replies");
    let replies: Vec<_> = ["get_payout", "create_payout"]
        .map(|name| contract.types[endpoint(&contract, name).reply].name.clone())
        .into_iter()
        .collect();
    assert_eq!(replies, ["PayoutReply", "PayoutReply"]);
    assert!(!contract.types.iter().any(|one| one.name == "GetPayoutReply"));
}

#[test]
fn odd_wire_names_get_predictable_rust_names() {
    let contract = contract("names");
    let names: Vec<_> = endpoint(&contract, "update_names")
        .fields()
        .map(|field| (field.wire.as_str(), field.name.as_str()))
        .collect();
    assert_eq!(
        names,
        [
            ("X-Signed-By", "x_signed_by"),
            ("3ds_secure", "_3ds_secure"),
            ("type", "type_"),
            ("self", "self_"),
            ("operationNumber", "operation_number"),
            ("with space", "with_space"),
            ("dotted.name", "dotted_name"),
            ("UPPER_CASE", "upper_case"),
            ("3ds_version", "three_ds_version"),
            ("残高", "balance"),
            ("timeout", "wire_timeout"),
        ]
    );
}

#[test]
fn an_endpoint_may_be_one_dotted_table() {
    let contract = contract("one_table");
    let rate = endpoint(&contract, "get_rate");
    assert_eq!((rate.route.as_str(), rate.path.len()), ("/rates/{currency}", 1));
    assert_eq!(rate.doc, "Fetches what a currency is worth.\n\nThe rate is that of the day.");
    assert_eq!(contract.sources.location(rate.span), "one_table/first.toml:3");
    assert_eq!(contract.sources.location(declared(&contract, "Rate").span), "one_table/types.toml:1");
}

#[test]
fn a_contract_with_an_api_of_its_own_stands_alone() {
    let contract = contract("whole");
    assert_eq!(contract.endpoints.len(), 1);
    assert_eq!(
        contract.api.bearer.as_ref().map(|bearer| (bearer.scope, bearer.token, bearer.kind)),
        Some((1, 1, 2))
    );
    assert_eq!(contract.api.header[1].fill, Fill::Const(Literal::String("rust".to_owned())));
    let environment = &contract.environments[0];
    assert_eq!(environment.name, "LOCAL_2");
    assert_eq!(environment.origins, ["https://main.example.com:8443"]);
    assert_eq!(environment.values, [EnvironmentValue::String("2".to_owned())]);
    assert!(!contract.is_inherited(environment.span));
}

#[test]
fn a_contract_of_one_s_own_inherits_the_shipped_one() {
    let contract = contract("places");
    assert!(contract.is_inherited(endpoint(&contract, "create_nonce").span));
    assert!(!contract.is_inherited(endpoint(&contract, "get_statement").span));
    assert_eq!(contract.environments.len(), Contract::shipped().unwrap().environments.len());
}

#[test]
fn the_shipped_contract_says_what_the_wire_does() {
    let contract = Contract::shipped().unwrap();
    let methods = union(&contract, "PaymentMethod");
    let tags: Vec<&str> = methods.variants.iter().map(|variant| variant.wire.as_str()).collect();
    assert_eq!(tags, ["CARD", "YAPE", "BANK_TRANSFER", "CUOTEALO", "PAGOEFECTIVO", "QR"]);
    use Repeat::{Harmless, Never, Safe};
    for (name, repeat) in [
        ("create_token", Harmless),
        ("create_nonce", Harmless),
        ("authorize_charge", Never),
        ("get_charge", Safe),
        ("cancel_charge", Never),
        ("list_refunds", Safe),
        ("create_refund", Never),
    ] {
        assert_eq!(endpoint(&contract, name).repeat, repeat, "{name}");
    }
    assert_eq!(endpoint(&contract, "cancel_charge").method, Method::Delete);
    let order = match &declared(&contract, "RefundOrder").kind {
        Kind::Object(fields) => fields,
        other => panic!("{other:?}"),
    };
    assert_eq!(field(order, "type").name, "type_");
    assert_eq!(spelled(&contract, field(order, "additional_fields")), "{json}|null?");
    assert_eq!(spelled(&contract, field(reply(&contract, "list_refunds"), "operations_count")), "numeric?");
}

#[test]
fn endpoints_say_what_they_do_to_records() {
    let contract = contract("records");
    let words = |words: &[Spanned<String>]| words.iter().map(|word| word.value.clone()).collect::<Vec<_>>();
    let payout = contract.records.iter().find(|record| record.name == "payout").unwrap();
    assert_eq!(
        (words(&payout.key), words(&payout.mint)),
        (
            vec!["merchant_code".to_owned(), "number".to_owned()],
            vec!["payout_id".to_owned(), "sequence".to_owned()]
        )
    );
    let act = |name: &str| {
        let one = endpoint(&contract, name).record.as_ref().unwrap();
        (
            one.act,
            contract.records[one.record].name.as_str(),
            one.each.as_ref().map(|each| each.value.as_str()),
        )
    };
    assert_eq!(act("create_payout"), (Act::Creates, "payout", None));
    assert_eq!(act("get_payout"), (Act::Reads, "payout", None));
    assert_eq!(act("stop_payout"), (Act::Changes, "payout", None));
    assert_eq!(act("list_notes"), (Act::Reads, "note", Some("notes")));
    let slow = &endpoint(&contract, "create_payout").scenarios[1];
    assert_eq!(
        (slow.name.as_str(), slow.success, slow.set[0].unlisted, slow.then[0].unlisted),
        ("slow", true, true, false)
    );
    assert_eq!(slow.set[0].value.value, Literal::String("ON_ITS_WAY".to_owned()));
    assert!(!endpoint(&contract, "create_payout").scenarios[2].success);
}

#[test]
fn leaves_are_told_apart_by_name_and_class() {
    let contract = contract("records");
    let sent = |name: &str| {
        let leaves = leaf::of_request(&contract, endpoint(&contract, name));
        leaves.iter().map(|leaf| (leaf.wire, leaf.class)).collect::<Vec<_>>()
    };
    use Class::{Enumeration, Number, Secret, Text};
    assert_eq!(
        sent("create_payout"),
        [
            ("merchant_code", Text),
            ("number", Text),
            ("amount", Number),
            ("kind", Text),
            ("pin", Secret),
            ("iban", Text),
            ("owner", Text)
        ]
    );
    // The elements of `notes` are records, so their fields count.
    assert_eq!(sent("create_notes"), [("merchant_code", Text), ("text", Text)]);
    let mood = contract.types.iter().position(|one| one.name == "Mood").unwrap();
    assert_eq!(sent("list_notes"), [("merchant_code", Text), ("of_mood", Enumeration(mood))]);
}

#[test]
fn a_notification_says_whose_and_which_it_is() {
    let contract = contract("notifications");
    let payout = contract.notifications.iter().find(|one| one.name == "payout").unwrap();
    assert_eq!(
        (payout.signature.as_str(), payout.status.path.join(".")),
        ("signature", "meta.status".to_owned())
    );
    assert_eq!(payout.identity, [["payout", "id"], ["payout", "state"]]);
    let body = &contract.types[payout.body];
    assert_eq!((body.name.as_str(), body.in_request, body.in_reply), ("PayoutNotification", false, true));
    assert_eq!(contract.fields(payout.body)[payout.merchant].wire, "merchant_code");
    assert!(declared(&contract, "PayoutState").in_reply);
    assert!(payout.example.is_some());
}

#[test]
fn an_environment_may_hold_several_keys() {
    let contract = contract("notifications");
    let payout = contract.notifications.iter().find(|one| one.name == "payout").unwrap();
    let key = &contract.api.environment[payout.keys];
    assert_eq!((key.name.as_str(), key.holds), ("notification_keys", Holds::Keys));
    let staging = contract.environments.iter().find(|one| one.name == "STAGING").unwrap();
    let EnvironmentValue::Keys(keys) = &staging.values[payout.keys] else { panic!("{staging:?}") };
    assert_eq!(keys.len(), 2);
    assert_eq!(contract.api.environment[0].holds, Holds::String);
}
