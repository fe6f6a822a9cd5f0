//! Tests the JSON of the values that no contract declares, and of enumerations.

use std::fmt::Debug;

use alignet::{
    Amount, Currency, Delivery, ErrorKind, Json, Money, Outcome, Repeat, api::ChargeState, testing,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{from_value, json, to_string, to_value};

/// Tests that a value has this JSON, and is read back from it.
#[track_caller]
fn assert_kept<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: T, expected: Json) {
    assert_eq!(to_value(&value).unwrap(), expected);
    assert_eq!(from_value::<T>(expected).unwrap(), value);
}

#[track_caller]
fn assert_refused<T: DeserializeOwned + Debug>(wrong: Json, why: &str) {
    let error = from_value::<T>(wrong).unwrap_err().to_string();
    assert!(error.starts_with(why), "{error}");
}

#[test]
fn enumerations_are_parsed_and_displayed_as_the_service_spells_them() {
    let state: ChargeState = "AUTORIZADO".parse().unwrap();
    assert_eq!((state.clone(), state.to_string()), (ChargeState::Autorizado, "AUTORIZADO".to_owned()));
    let new: ChargeState = "CONTRACARGO".parse().unwrap();
    assert!(matches!(new, ChargeState::Unknown(_)));
    assert_eq!(to_string(&new).unwrap(), r#""CONTRACARGO""#);
    assert_eq!(serde_json::from_str::<ChargeState>(r#""CONTRACARGO""#).unwrap(), new);
    let wrong = "GONE".parse::<alignet_tests::synthetic::Colour>().unwrap_err();
    assert_eq!(wrong.to_string(), "invalid value: it is none of `RED`, `3D`");
}

#[test]
fn an_outcome_is_an_object_with_its_state_and_its_reason() {
    let [state, reason] = ["DENEGADO", "Fondos insuficientes"].map(str::to_owned);
    assert_kept(Outcome::Authorised, json!({ "outcome": "authorised" }));
    assert_kept(Outcome::Cleared, json!({ "outcome": "cleared" }));
    assert_kept(Outcome::Pending, json!({ "outcome": "pending" }));
    assert_kept(
        Outcome::Reversed { state: "EXTORNADO".into(), reason: None },
        json!({ "outcome": "reversed", "state": "EXTORNADO" }),
    );
    assert_kept(
        Outcome::Declined { state, reason: Some(reason) },
        json!({ "outcome": "declined", "state": "DENEGADO", "reason": "Fondos insuficientes" }),
    );
    assert_kept(Outcome::Unknown { state: None }, json!({ "outcome": "unknown" }));
    assert_kept(
        Outcome::Unknown { state: Some("NUEVO".into()) },
        json!({ "outcome": "unknown", "state": "NUEVO" }),
    );
    assert_refused::<Outcome>(json!({ "outcome": "paid" }), "not one of the outcomes");
    assert_refused::<Outcome>(json!({ "outcome": "declined" }), "missing field `state`");
    assert_refused::<Outcome>(json!({}), "missing field `outcome`");
}

#[test]
fn money_is_an_object_as_the_service_spells_it() {
    let amount = Amount::from_minor(15_000);
    assert_kept(Money::new(amount, Currency::PEN), json!({ "amount": "15000", "currency": "604" }));
    // Nobody knows the decimals of this currency.
    let unknown = Money::new(Amount::from_minor(u64::MAX), Currency::from_number(1).unwrap());
    assert_kept(unknown, json!({ "amount": "18446744073709551615", "currency": "001" }));
    assert_refused::<Money>(json!({ "amount": "15000" }), "missing field `currency`");
    assert_refused::<Money>(json!("150.00 PEN"), "invalid type");
}

/// Every kind of error.
const KINDS: [(ErrorKind, &str); 19] = [
    (ErrorKind::Config, "config"),
    (ErrorKind::Request, "request"),
    (ErrorKind::Connect, "connect"),
    (ErrorKind::Transport, "transport"),
    (ErrorKind::Timeout, "timeout"),
    (ErrorKind::Protocol, "protocol"),
    (ErrorKind::TooLarge, "too_large"),
    (ErrorKind::Decode, "decode"),
    (ErrorKind::Api, "api"),
    (ErrorKind::Contradictory, "contradictory"),
    (ErrorKind::Rejected, "rejected"),
    (ErrorKind::Unauthorized, "unauthorized"),
    (ErrorKind::Forbidden, "forbidden"),
    (ErrorKind::NotFound, "not_found"),
    (ErrorKind::Conflict, "conflict"),
    (ErrorKind::RateLimited, "rate_limited"),
    (ErrorKind::Server, "server"),
    (ErrorKind::Expired, "expired"),
    (ErrorKind::Value, "value"),
];

#[test]
fn the_parts_of_an_error_are_kept_by_their_names() {
    for (kind, name) in KINDS {
        assert_kept(kind, json!(name));
        assert_eq!((kind.as_str(), name.parse().ok()), (name, Some(kind)));
    }
    assert_refused::<ErrorKind>(json!("Config"), "not one of the values");
    assert_eq!(
        "x".parse::<Repeat>().unwrap_err().to_string(),
        "invalid value: it is none of `safe`, `harmless`, `keyed`, `never`"
    );
    for (repeat, name) in [
        (Repeat::Safe, "safe"),
        (Repeat::Harmless, "harmless"),
        (Repeat::Keyed, "keyed"),
        (Repeat::Never, "never"),
    ] {
        assert_kept(repeat, json!(name));
    }
    assert_kept(Delivery::NotSent, json!("not_sent"));
    assert_kept(Delivery::MaybeSent, json!("maybe_sent"));
    let status = testing::error(ErrorKind::NotFound).build().status().unwrap();
    assert_kept(Delivery::Answered(status), json!({ "answered": 404 }));
    assert_refused::<Delivery>(json!("answered"), "invalid value");
    assert_refused::<Delivery>(json!({ "answered": 99 }), "invalid value");
    assert_refused::<Delivery>(json!({ "status": 404 }), "missing field `answered`");
    assert_refused::<Delivery>(json!({}), "missing field `answered`");
    let messages = testing::error(ErrorKind::Api).message("es_PE", "No se pudo").build().messages().to_vec();
    assert_kept(messages, json!([{ "locale": "es_PE", "value": "No se pudo" }]));
}
