//! Tests the places of the fields of a request, and the sources of their values.

use alignet_spec::contract::{Field, Fill, Literal, Method, Primitive, Segment, Shape, Style};

use crate::{body, contract, endpoint, field, reply, spelled};

#[test]
fn places_hold_their_fields() {
    let contract = contract("places");
    let gadget = endpoint(&contract, "get_gadget");
    assert_eq!(gadget.route, "/gadgets/{merchant_code}/days/{day}");
    assert_eq!(
        gadget.segments,
        [
            Segment::Literal("gadgets".to_owned()),
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
    assert_eq!(shapes(&gadget.path), pairs(&[("merchant_code", "string"), ("day", "integer")]));
    assert_eq!(
        shapes(&gadget.query),
        pairs(&[
            ("page", "integer?"),
            ("gross", "boolean"),
            ("kind", "GadgetKind?"),
            ("account", "numeric"),
            ("tags", "[string]"),
            ("kinds", "[GadgetKind]?"),
            ("pages", "[integer]?"),
        ])
    );
    let styles: Vec<_> = gadget.query.iter().filter_map(|field| field.style).collect();
    assert_eq!(styles, [Style::Repeated, Style::Separated(','), Style::Separated('|')]);
    assert_eq!(
        shapes(&gadget.header),
        pairs(&[("payment_facilitator_code", "string?"), ("x_request_note", "string")])
    );
    assert!(gadget.body.is_none());
    assert_eq!(field(&gadget.path, "day").doc, "Days since the merchant joined.");
}

#[test]
fn money_stands_everywhere() {
    let contract = contract("money");
    let one = endpoint(&contract, "price_gizmo");
    let shapes =
        |fields: &[Field]| fields.iter().map(|field| spelled(&contract, field)).collect::<Vec<_>>().join(" ");
    assert_eq!(shapes(&one.path), "currency amount");
    assert_eq!(shapes(&one.query), "amount?");
    assert_eq!(shapes(&one.header), "amount currency");
    let sent = body(&contract, "price_gizmo");
    assert_eq!(shapes(sent), "amount currency amount [amount] {amount|null} amount|null?");
    assert_eq!(sent[1].fill, Fill::Default(Literal::String("604".to_owned())));
    let received = reply(&contract, "price_gizmo");
    assert_eq!(shapes(received), "flag amount [amount]? {currency} currency|null Meta");
}

#[test]
fn absent_and_null_are_told_apart() {
    let contract = contract("nulls");
    let fields = body(&contract, "update_trinket");
    let spelled: Vec<String> = fields.iter().map(|field| spelled(&contract, field)).collect();
    assert_eq!(spelled, ["string", "string?", "string|null", "string|null?", "[string|null]"]);
    assert_eq!(field(fields, "or_null").shape, Shape::Nullable(Box::new(Primitive::String.into())));
    let endpoint = endpoint(&contract, "update_trinket");
    assert_eq!((endpoint.method, endpoint.status.optional), (Method::Patch, true));
    assert_eq!(endpoint.status.path, ["meta", "status"]);
}

#[test]
fn the_wire_fixes_what_callers_never_see() {
    let contract = contract("fills");
    let session = endpoint(&contract, "open_gadget");
    let fields = body(&contract, "open_gadget");
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
    let fields = body(&contract, "open_gadget");
    let shape = |wire: &str| spelled(&contract, field(fields, wire));
    assert_eq!((shape("action"), shape("level")), ("string".to_owned(), "integer".to_owned()));
    assert_eq!((shape("strict"), shape("retries")), ("boolean".to_owned(), "integer".to_owned()));
    assert_eq!((shape("client_id"), shape("client_secret")), ("string".to_owned(), "secret".to_owned()));
    assert_eq!((shape("mode"), shape("scope")), ("GadgetMode".to_owned(), "scopes".to_owned()));
}

#[test]
fn odd_wire_names_get_predictable_rust_names() {
    let contract = contract("names");
    let names: Vec<_> = endpoint(&contract, "rename_trinket")
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
