//! Tests that a signed notification counts as paid only if all its sources agree, and that wrong values in
//! fields that only inform do not prevent reading it.

use alignet::{
    Json, Outcome,
    notifications::{MemoryGuard, Receiver},
};
use serde_json::json;

use super::{
    charge, key,
    receive::{claim, is_new},
    signed, verifier, verify,
};

/// The outcome of a notification with this edit.
fn outcome(edit: impl FnOnce(&mut Json)) -> Outcome {
    let mut body = charge("AUTORIZADO");
    edit(&mut body);
    let (body, signature) = signed(&body);
    verify(&body, signature).unwrap().outcome()
}

fn unknown(state: &str) -> Outcome {
    Outcome::Unknown { state: (!state.is_empty()).then(|| state.to_owned()) }
}

#[test]
fn what_contradicts_itself_is_unknown() {
    let set = |success: Json, code: &'static str, state: &'static str| {
        move |body: &mut Json| {
            body["success"] = success;
            body["meta"]["status"]["code"] = code.into();
            body["transaction"]["state"] = state.into();
        }
    };
    for (success, code, state, expected) in [
        ("true", "00", "AUTORIZADO", Outcome::Authorised),
        ("true", "00", "LIQUIDADO", Outcome::Cleared),
        ("true", "00", "PENDIENTE", Outcome::Pending),
        ("false", "01", "AUTORIZADO", unknown("")),
        ("false", "00", "AUTORIZADO", unknown("")),
        ("true", "01", "AUTORIZADO", unknown("")),
        ("true", "000", "AUTORIZADO", unknown("")),
        ("false", "51", "LIQUIDADO", unknown("")),
        ("false", "51", "PENDIENTE", unknown("")),
        ("false", "51", "EXTORNADO", unknown("EXTORNADO")),
        ("false", "00", "DENEGADO", unknown("DENEGADO")),
        ("true", "51", "DENEGADO", unknown("DENEGADO")),
    ] {
        assert_eq!(outcome(set(success.into(), code, state)), expected, "{success} {code} {state}");
    }
    for declined in [("false", "51"), ("false", "01"), ("true", "00")] {
        let outcome = outcome(set(declined.0.into(), declined.1, "DENEGADO"));
        assert_eq!(outcome, Outcome::Declined { state: "DENEGADO".into(), reason: None }, "{declined:?}");
    }
}

/// It proves nothing, and must not hide the notification that does.
#[tokio::test]
async fn a_notification_that_contradicts_itself_does_not_count_as_the_true_one() {
    for (success, code) in [("false", "00"), ("true", "51"), ("false", "51")] {
        let receiver = Receiver::new(verifier(&[key()]), MemoryGuard::new());
        let mut wrong = charge("AUTORIZADO");
        (wrong["success"], wrong["meta"]["status"]["code"]) = (success.into(), code.into());
        let first = claim(&receiver, &wrong).await;
        assert!(!first.outcome().is_paid(), "{success} {code}");
        let _ = first.done().await;
        assert!(!is_new(&receiver, &wrong).await, "{success} {code}");
        let second = claim(&receiver, &charge("AUTORIZADO")).await;
        assert!(second.outcome().is_paid(), "{success} {code}");
        let _ = second.done().await;
        assert!(!is_new(&receiver, &charge("AUTORIZADO")).await, "{success} {code}");
    }
}

#[test]
fn a_status_may_be_absent_or_say_little() {
    for meta in [json!({}), json!({"status": {}}), json!({"status": {"code": "00"}}), Json::Null] {
        assert_eq!(outcome(|body| body["meta"] = meta.clone()), Outcome::Authorised, "{meta}");
    }
    assert_eq!(outcome(|body| drop(body.as_object_mut().unwrap().remove("meta"))), Outcome::Authorised);
}

#[tokio::test]
async fn what_informs_is_no_reason_to_refuse_it() {
    let receiver = Receiver::new(verifier(&[key()]), MemoryGuard::new());
    let places =
        ["/action", "/transaction/amount", "/transaction/currency", "/transaction/processor_response"];
    for (number, place) in places.into_iter().enumerate() {
        for (variant, value) in
            [json!(7.5), json!([[1]]), json!({"a": [2]}), Json::Null].into_iter().enumerate()
        {
            let mut body = charge("AUTORIZADO");
            body["transaction"]["transaction_id"] = format!("T{number}-{variant}").into();
            *body.pointer_mut(place).unwrap() = value.clone();
            let claim = claim(&receiver, &body).await;
            assert_eq!(claim.outcome(), Outcome::Authorised, "{place} {value}");
            let unread = claim.unread().to_vec();
            let free = place == "/transaction/processor_response" && value.is_object();
            let expected = if value.is_null() || free { vec![] } else { vec![place[1..].replace('/', ".")] };
            assert_eq!(unread, expected, "{place} {value}");
            let _ = claim.done().await;
        }
    }
}

#[test]
fn a_number_that_no_type_holds_is_no_reason_either() {
    let body = charge("AUTORIZADO").to_string().replace("\"831000\"", "1e999");
    let signature = key().sign(body.as_bytes());
    let charge = verify(body.as_bytes(), signature).unwrap();
    assert_eq!(charge.outcome(), Outcome::Authorised);
}
