//! Paths in a reply: of mistakes, of values that prove something, and of fields that could not be read.

use std::collections::BTreeMap;

use serde::de::{DeserializeOwned, Error as _};
use serde_json::json;

use crate::{
    api::{AuthorizeChargeReply, CreateNonceReply, CreateRefundRequest},
    call::indeterminate::reference,
    codegen::{endpoint::Endpoint, wire::read_reply},
    fuzz::unsent,
    redact::Secrets,
    reply::{
        json_path::mistake,
        scan::{Found, Target, scan},
        verdict::{Evidence, Success},
    },
    request::EncodedRequest,
};

/// Returns the path of the mistake in a text that is read as this type.
fn path_of<T: DeserializeOwned>(text: &str) -> Option<String> {
    let error = read_reply::<T>(text.as_bytes()).map(drop).expect_err("it has a mistake");
    mistake(text.as_bytes(), &error, &Secrets::of_client(["", ""])).path().map(str::to_owned)
}

#[test]
fn a_mistake_has_the_path_of_keys_and_indices_that_leads_to_it() {
    type Nested = BTreeMap<String, Vec<BTreeMap<String, u8>>>;
    let path = path_of::<Nested>;
    assert_eq!(path(r#"{"a": [{}, {"b": 1, "c": "x"}]}"#).as_deref(), Some("a.1.c"));
    assert_eq!(path(r#"{"a": [{}, {}, 7]}"#).as_deref(), Some("a.2"));
    assert_eq!(path("{\"a\": [],\n\n \"b\": [{},\n{\"c\":\n[]}]}").as_deref(), Some("b.1.c"));
    // A key that is no name of a field may be a value in its place.
    for key in ["ñ", "a b", &"k".repeat(41)] {
        assert_eq!(path(&format!(r#"{{"{key}": 7}}"#)).as_deref(), Some("…"), "{key}");
    }
    assert_eq!(path(&format!(r#"{{"{}": 7}}"#, "k".repeat(40))), Some("k".repeat(40)));
    assert_eq!(path("7"), None);
}

#[test]
fn a_mistake_without_a_position_has_no_path() {
    let error = mistake(b"{\"a\": 1}", &serde_json::Error::custom("no"), &Secrets::of_client(["", ""]));
    assert_eq!(error.path(), None);
}

fn charge(transaction: &serde_json::Value) -> String {
    json!({
        "success": true, "merchant_code": "M", "merchant_operation_number": "1", "transaction": transaction,
        "meta": {"status": {"code": "00"}},
    })
    .to_string()
}

#[test]
fn a_missing_field_has_the_path_of_its_object_and_its_name() {
    assert_eq!(path_of::<AuthorizeChargeReply>(&charge(&json!({}))).as_deref(), Some("transaction.state"));
    assert_eq!(path_of::<CreateNonceReply>(r#"{"success": true}"#).as_deref(), Some("nonce"));
}

#[test]
fn at_most_64_paths_of_unread_fields_are_kept() {
    let transaction = json!({"state": "AUTORIZADO", "lifecycle": vec![7; 70]});
    let (_, unread) = read_reply::<AuthorizeChargeReply>(charge(&transaction).as_bytes()).unwrap();
    assert_eq!(unread.len(), 64);
    assert_eq!(unread.last().map(String::as_str), Some("transaction.lifecycle.63"));
}

#[test]
fn a_reply_that_was_read_leaves_no_mark_on_the_next() {
    let nonce =
        |scope: &str| format!(r#"{{"success": true, "nonce": "n", "expires_in": 30, "scope": {scope}}}"#);
    for scope in ["\"post:charges\"", "7"] {
        read_reply::<CreateNonceReply>(nonce(scope).as_bytes()).unwrap();
        // What is read by serde alone is lenient.
        assert!(serde_json::from_str::<CreateNonceReply>(&nonce("7")).is_ok());
    }
}

#[test]
fn a_scan_tells_every_kind_of_value_apart() {
    let text = r#"{"a": [null, true, -5, 18446744073709551615, 1.5, "x", [], {}], "b": {"a": 1}}"#;
    let (scan, whole) = scan(text.as_bytes(), &[Target::through_lists("a"), Target::through_lists("b.a")]);
    assert!(whole.is_ok());
    let found: Vec<&Found> = scan.of(0).collect();
    let integer = |digits: &str| Found::Integer(digits.to_owned());
    let largest = integer("18446744073709551615");
    let (text, smallest) = (Found::Text("x".to_owned()), integer("-5"));
    let expected =
        [&Found::Null, &Found::Boolean(true), &smallest, &largest, &Found::Other, &text, &Found::Other];
    assert_eq!(found, expected, "an empty list has no value");
    assert_eq!(scan.of(1).collect::<Vec<_>>(), [&integer("1")]);
}

#[test]
fn success_is_a_boolean_or_its_text() {
    for (json, expected) in [
        ("true", Success::True),
        ("\"true\"", Success::True),
        ("false", Success::False),
        ("\"false\"", Success::False),
        ("\"no\"", Success::Other),
        ("\"\"", Success::Other),
        ("0", Success::Other),
        ("null", Success::Absent),
    ] {
        let body = format!(r#"{{"success": {json}}}"#);
        let (evidence, _) = Evidence::read(const { &CreateRefundRequest::OPERATION }, body.as_bytes());
        assert_eq!(evidence.success, expected, "{json}");
    }
}

#[test]
fn a_reference_shows_whole_values_up_to_400_characters() {
    let number = |index: usize| format!("{index:0>98}");
    let referred = |numbers: &[String]| {
        let operations = numbers.iter().map(|number| json!({"merchant_operation_number": number}));
        let body = json!({"operations": operations.collect::<Vec<_>>()}).to_string();
        let sent = EncodedRequest { body: body.into(), ..unsent() };
        reference(const { &CreateRefundRequest::OPERATION }, &sent, &Secrets::of_client(["", ""])).unwrap()
    };
    let numbers: Vec<String> = (0..6).map(number).collect();
    assert_eq!(referred(&numbers[..4]), numbers[..4].join(", "));
    assert_eq!(referred(&numbers), format!("{}, …", numbers[..4].join(", ")));
    assert_eq!(referred(&[number(1), number(1)]), number(1));
}

#[test]
fn a_field_that_informs_may_come_twice() {
    for field in [r#""lifecycle":[]"#, r#""channel":"ecommerce""#] {
        let body = charge(&json!({"state": "AUTORIZADO"}));
        let twice = body.replace(r#"{"state""#, &format!(r#"{{{field},{field},"state""#));
        assert_ne!(body, twice);
        assert!(read_reply::<AuthorizeChargeReply>(twice.as_bytes()).is_ok(), "{twice}");
    }
}
