//! Tests the states of a payment after its authorisation.

use std::time::Duration;

use alignet::{ErrorKind, Json, Outcome};
use serde_json::json;

use crate::{ID, MERCHANT, NUMBER, answering, cancel, example, query, refund, with, without};

/// The charge of the example in this state.
fn charge_in(state: &str) -> Json {
    example("get_charge").to_string().replace("AUTORIZADO", state).parse().unwrap()
}

#[tokio::test(start_paused = true)]
async fn what_is_decided_is_not_waited_for() {
    let reversed = |state: &str| Outcome::Reversed { state: state.to_owned(), reason: None };
    let declined = |state: &str| Outcome::Declined { state: state.to_owned(), reason: None };
    for (state, outcome, paid) in [
        ("AUTORIZADO", Outcome::Authorised, true),
        ("LIQUIDADO", Outcome::Cleared, true),
        ("EXTORNADO", reversed("EXTORNADO"), false),
        ("CANCELADO", declined("CANCELADO"), false),
        ("EXPIRADO", declined("EXPIRADO"), false),
    ] {
        let alignet = answering(200, &charge_in(state));
        let start = tokio::time::Instant::now();
        let settled = alignet::settle(Duration::from_secs(60), || {
            let call = alignet.get_charge().merchant_code(MERCHANT).merchant_operation_number(NUMBER);
            call.transaction_id(ID).send()
        });
        let found = settled.await.unwrap().outcome();
        assert_eq!((&found, found.is_paid(), found.is_settled()), (&outcome, paid, true), "{state}");
        assert_eq!(start.elapsed(), Duration::ZERO, "{state} is decided");
    }
}

#[tokio::test(start_paused = true)]
async fn what_proves_nothing_is_waited_for_and_never_paid() {
    for state in ["DEPOSITADO", "PENDIENTE", "EN_REVISION"] {
        let alignet = answering(200, &charge_in(state));
        let settled = alignet::settle(Duration::from_secs(20), || {
            let call = alignet.get_charge().merchant_code(MERCHANT).merchant_operation_number(NUMBER);
            call.transaction_id(ID).send()
        });
        let outcome = settled.await.unwrap().outcome();
        assert!(!outcome.is_paid() && !outcome.is_settled(), "{state}: {outcome}");
    }
}

/// A reconciliation queries older charges, whose transaction may already be cleared: both count as paid.
#[tokio::test]
async fn a_charge_and_its_transaction_may_be_a_step_apart() {
    let mut found = charge_in("LIQUIDADO");
    found["operation"]["state"] = "AUTORIZADO".into();
    assert_eq!(query(&found).await.unwrap().outcome(), Outcome::Authorised);
    found["operation"]["state"] = "EXTORNADO".into();
    assert!(matches!(query(&found).await.unwrap().outcome(), Outcome::Unknown { .. }));
}

#[tokio::test]
async fn a_reversal_says_why() {
    let mut found = charge_in("EXTORNADO");
    found["operation"]["transactions"][0]["state_reason"] = "Pago anulado".into();
    let expected = Outcome::Reversed { state: "EXTORNADO".into(), reason: Some("Pago anulado".into()) };
    assert_eq!(query(&found).await.unwrap().outcome(), expected);
}

#[tokio::test]
async fn a_cancellation_may_say_only_what_changed() {
    let reply = example("cancel_charge");
    for field in ["amount", "currency"] {
        let cancelled = cancel(&without(&reply, &format!("/operation/{field}"))).await.unwrap();
        assert!(matches!(cancelled.outcome(), Outcome::Declined { .. }), "without {field}");
    }
    for field in ["state", "transactions"] {
        let cancelled = cancel(&without(&reply, &format!("/operation/{field}"))).await.unwrap();
        assert!(matches!(cancelled.outcome(), Outcome::Unknown { .. }), "without {field}");
    }
}

#[tokio::test]
async fn a_cancellation_may_come_without_the_charge() {
    let reply = without(&example("cancel_charge"), "/operation");
    let cancelled = cancel(&reply).await.unwrap();
    assert_eq!(
        (cancelled.operation.is_none(), cancelled.outcome()),
        (true, Outcome::Unknown { state: None })
    );
    let reply = with(&example("cancel_charge"), "/operation", Json::Null);
    assert!(cancel(&reply).await.unwrap().operation.is_none());
}

#[tokio::test]
async fn the_codes_of_refunds_are_told_apart() {
    let answer = |code: &str, success: bool| {
        let status = json!({"code": code, "message_ilgn": []});
        json!({"success": success, "merchant_code": MERCHANT, "operations": [], "meta": {"status": status}})
    };
    for (code, kind, indeterminate) in [
        ("05", ErrorKind::Api, false),
        ("06", ErrorKind::Api, false),
        ("51", ErrorKind::Api, false),
        // Some refunds may have been registered, or the code does not say so.
        ("01", ErrorKind::Api, true),
        ("03", ErrorKind::Api, true),
        ("00", ErrorKind::Contradictory, true),
    ] {
        let error = refund(&answer(code, false)).await.unwrap_err();
        let found = (error.kind(), error.code(), error.is_indeterminate());
        assert_eq!(found, (kind, Some(code), indeterminate), "{error}");
    }
    assert!(refund(&answer("01", true)).await.is_ok(), "a part");
    for code in ["03", "05", "06"] {
        let error = refund(&answer(code, true)).await.unwrap_err();
        assert_eq!((error.kind(), error.is_indeterminate()), (ErrorKind::Contradictory, true));
    }
}
