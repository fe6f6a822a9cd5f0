//! The JSON of each type of the language: strict in requests, lenient in replies, and with all of its digits.

use alignet_spec::{
    Contract,
    contract::{Primitive, Shape},
    exact,
    validate::{self, Side},
};
use serde_json::{Value as Json, json};

/// Returns true if one value has a shape, on a side.
fn fits(shape: &Shape, json: &Json, side: Side) -> bool {
    validate::value(&Contract::default(), shape, json, side).is_empty()
}

#[test]
fn leniency_is_each_shape_s_own() {
    let both =
        |shape: &Shape, json: Json| (fits(shape, &json, Side::Request), fits(shape, &json, Side::Reply));
    for (shape, json) in [
        (Primitive::Flag.into(), json!(true)),
        (Primitive::Flag.into(), json!("false")),
        (Primitive::Numeric.into(), json!(15000)),
        (Primitive::Numeric.into(), json!("0015")),
        (Primitive::Seconds.into(), json!("30")),
        (Primitive::Integer.into(), json!(-1)),
        (Primitive::Json.into(), json!(null)),
        (Primitive::Scopes.into(), json!("a b")),
        (Primitive::Amount.into(), json!("15000")),
        (Primitive::Amount.into(), json!("0")),
        (Primitive::Amount.into(), json!("18446744073709551615")),
        (Primitive::Decimal.into(), json!(150.5)),
        (Primitive::Decimal.into(), json!(-7)),
        (Primitive::Decimal.into(), exact(&format!("0.{}", "9".repeat(38)))),
        (Primitive::Decimal.into(), exact("1e37")),
        (Primitive::Date.into(), json!("2024-02-29")),
        (Primitive::DateTime.into(), json!("2024-02-29t23:59:59.1234567890z")),
        (Primitive::DateTime.into(), json!("2017-01-01T00:59:60+01:00")),
        (Primitive::Currency.into(), json!("604")),
        (Primitive::Currency.into(), json!("008")),
        (Primitive::Currency.into(), json!("999")),
    ] {
        assert_eq!(both(&shape, json.clone()), (true, true), "{shape:?} {json}");
    }
    for (shape, json) in [
        (Primitive::Flag.into(), json!("TRUE")),
        (Primitive::Flag.into(), json!(1)),
        (Primitive::Boolean.into(), json!("true")),
        (Primitive::Numeric.into(), json!("+15")),
        (Primitive::Numeric.into(), json!("")),
        (Primitive::Numeric.into(), json!(1.0)),
        (Primitive::Seconds.into(), json!(-1)),
        (Primitive::Seconds.into(), json!("99999999999999999999")),
        (Primitive::Integer.into(), json!("1")),
        (Primitive::Integer.into(), json!(u64::MAX)),
        (Primitive::Scopes.into(), json!("")),
        (Primitive::Amount.into(), json!("")),
        (Primitive::Amount.into(), json!("150.00")),
        (Primitive::Amount.into(), json!("-1")),
        (Primitive::Amount.into(), json!("+1")),
        (Primitive::Amount.into(), json!(" 1")),
        (Primitive::Amount.into(), json!("18446744073709551616")),
        (Primitive::Amount.into(), json!(-1)),
        (Primitive::Amount.into(), json!(1.0)),
        (Primitive::Decimal.into(), exact(&format!("1.{}", "9".repeat(38)))),
        (Primitive::Decimal.into(), exact("1e38")),
        (Primitive::Decimal.into(), exact("1e-39")),
        (Primitive::Decimal.into(), json!("1,5")),
        (Primitive::Decimal.into(), json!("01")),
        (Primitive::Decimal.into(), json!("1.")),
        (Primitive::Decimal.into(), json!("+1")),
        (Primitive::Decimal.into(), json!({ "$alignet::number": "x" })),
        (Primitive::Integer.into(), exact("1.00")),
        (Primitive::Date.into(), json!("2026-02-29")),
        (Primitive::Date.into(), json!("2026-2-28")),
        (Primitive::Date.into(), json!(20260228)),
        (Primitive::DateTime.into(), json!("2026-01-31")),
        (Primitive::DateTime.into(), json!("2026-01-31T09:30:00")),
        (Primitive::DateTime.into(), json!("2017-01-01T00:59:60+02:00")),
        (Primitive::Currency.into(), json!("PEN")),
        (Primitive::Currency.into(), json!("60")),
        (Primitive::Currency.into(), json!("0604")),
        (Primitive::Currency.into(), json!(604)),
        (Primitive::String.into(), json!(null)),
        (Shape::List(Box::new(Primitive::String.into())), json!({})),
        (Shape::Map(Box::new(Primitive::String.into())), json!([])),
    ] {
        assert_eq!(both(&shape, json.clone()), (false, false), "{shape:?} {json}");
    }
    // Services may write a number; callers write what the contract says.
    assert_eq!(both(&Primitive::Amount.into(), json!(15000)), (false, true));
    assert_eq!(both(&Primitive::Decimal.into(), json!("150.00")), (false, true));
}

fn exact(text: &str) -> Json {
    exact::parse(text.as_bytes()).unwrap()
}

#[test]
fn numbers_keep_their_digits() {
    let text = r#"{"a":[1,150.00,-0.10,{"b":12345678901234567.89}],"c":1e5,"d\"":"150.00","e":18446744073709551616}"#;
    let json = exact(text);
    assert_eq!(exact::write(&json), text);
    assert_eq!(exact::digits(&json["a"][1]).as_deref(), Some("150.00"));
    assert_eq!((exact::digits(&json["a"]), exact::digits(&json["d\""])), (None, None));
    assert_eq!(*exact::plain(&json["c"]), json!(1e5));
    assert_eq!((exact::number("150.00"), exact::number("x")), (exact("150.00"), json!("x")));
    // An object of a caller is not mistaken for a number that would be no JSON.
    let other = r#"{"$alignet::number":"1,2"}"#;
    assert_eq!(exact::write(&exact(other)), other);
}

#[test]
fn the_example_of_each_type_is_valid() {
    for primitive in Primitive::ALL {
        for side in [Side::Request, Side::Reply] {
            assert!(fits(&(*primitive).into(), &primitive.example(), side), "{primitive:?}");
        }
    }
}

#[test]
fn text_is_read_as_the_json_of_its_type() {
    for (primitive, text, in_number_or_boolean, in_string) in [
        (Primitive::Integer, "-7", json!(-7), json!(-7)),
        (Primitive::Integer, "seven", json!("seven"), json!("seven")),
        (Primitive::Boolean, "true", json!(true), json!(true)),
        (Primitive::Numeric, "7", json!(7), json!("7")),
        (Primitive::Seconds, "60", json!(60), json!("60")),
        (Primitive::Flag, "true", json!(true), json!("true")),
        (Primitive::Amount, "15000", json!("15000"), json!("15000")),
        (Primitive::String, "7", json!("7"), json!("7")),
    ] {
        assert_eq!(primitive.json(text, false), in_number_or_boolean, "{primitive:?}");
        assert_eq!(primitive.json(text, true), in_string, "{primitive:?}");
    }
}
