//! Tests `outcome()`: only the states in a reply decide it.

use alignet::{HasOutcome, Outcome};
use alignet_sandbox::Fault;
use alignet_spec::contract::{Kind, Type};
use alignet_tests::local;

mod trinkets {
    alignet::client!("../spec/tests/accepted/outcomes");
}

use trinkets::{GetTrinket, GetTrinketReply, ListTrinkets};

/// A successful reply with these additional fields.
fn body(fields: &str) -> String {
    format!(r#"{{"success": true, "meta": {{"status": {{"code": "00", "message_ilgn": []}}}}, {fields}}}"#)
}

fn declined(state: &str, reason: Option<&str>) -> Outcome {
    Outcome::Declined { state: state.to_owned(), reason: reason.map(str::to_owned) }
}

fn unknown(state: &str) -> Outcome {
    Outcome::Unknown { state: Some(state.to_owned()) }
}

const ABSENT: Outcome = Outcome::Unknown { state: None };

/// Generic code over replies that have an outcome.
fn ask(reply: &dyn HasOutcome) -> Outcome {
    reply.outcome()
}

#[tokio::test]
async fn a_payment_is_proven_by_every_field_that_the_contract_names() {
    let (sandbox, alignet) = local::start_serving("../spec/tests/accepted/outcomes").await;
    let refused = r#""parts": [{"state": "REFUSED", "note": ""}], "review": ["REFUSED"]"#;
    let sent = r#""parts": [{"state": "SENT", "note": ""}], "review": ["SENT"]"#;
    for (fields, outcome) in [
        (format!(r#""state": "SENT", {sent}"#), Outcome::Authorised),
        (format!(r#""state": "WAITING", {sent}"#), Outcome::Pending),
        (format!(r#""state": "3RD", {sent}"#), unknown("3RD")),
        (format!(r#""state": "AUTHORISED", {sent}"#), unknown("AUTHORISED")),
        (format!(r#""state": "sent", {sent}"#), unknown("sent")),
        (format!(r#""state": "", {sent}"#), unknown("")),
        (format!(r#""state": "REFUSED", {refused}"#), declined("REFUSED", None)),
        (format!(r#""state": "REFUSED", "why": null, {refused}"#), declined("REFUSED", None)),
        (format!(r#""state": "REFUSED", "why": "", {refused}"#), declined("REFUSED", None)),
        (format!(r#""state": "REFUSED", "why": "no", {refused}"#), declined("REFUSED", Some("no"))),
        (
            r#""state": "REFUSED", "parts": [{"state": "REFUSED", "note": "part"}], "review": ["REFUSED"]"#
                .into(),
            declined("REFUSED", Some("part")),
        ),
        (format!(r#""state": "WAITING", "why": "no", {sent}"#), Outcome::Pending),
        (format!(r#""state": "WAITING", {refused}"#), Outcome::Pending),
        // Sources that contradict each other prove neither a payment nor a final decline.
        (format!(r#""state": "REFUSED", "why": "no", {sent}"#), unknown("REFUSED")),
        (format!(r#""state": "SENT", {refused}"#), unknown("REFUSED")),
        (r#""state": "SENT", "parts": [{"state": "REFUSED", "note": ""}]"#.into(), unknown("REFUSED")),
        (r#""state": "WAITING", "parts": [{"state": "REFUSED", "note": "part"}]"#.into(), Outcome::Pending),
        (r#""state": "SENT", "parts": [], "review": ["SENT"]"#.into(), ABSENT),
        (r#""state": "SENT", "parts": [{"note": ""}], "review": ["SENT"]"#.into(), ABSENT),
        (r#""state": "SENT", "parts": [{"state": null, "note": ""}], "review": ["SENT"]"#.into(), ABSENT),
        (r#""state": "SENT", "parts": [{"state": "SENT", "note": ""}]"#.into(), ABSENT),
        (r#""state": "SENT", "parts": [{"state": "SENT", "note": ""}], "review": null"#.into(), ABSENT),
        (r#""state": "SENT", "parts": [{"state": "SENT", "note": ""}], "review": [null]"#.into(), ABSENT),
    ] {
        sandbox.fault("get_trinket", Fault::usual().body(body(&fields))).unwrap();
        let reply: GetTrinketReply = GetTrinket::new(&alignet).trinket("P1").send().await.unwrap();
        assert_eq!((reply.outcome(), ask(&reply)), (outcome.clone(), outcome), "{fields}");
    }
}

#[tokio::test]
async fn of_several_attempts_the_most_hopeful_counts() {
    let (sandbox, alignet) = local::start_serving("../spec/tests/accepted/outcomes").await;
    for (states, outcome) in [
        ("", ABSENT),
        ("SENT", Outcome::Authorised),
        ("REFUSED 3RD WAITING SENT", Outcome::Authorised),
        ("SENT REFUSED", Outcome::Authorised),
        ("REFUSED WAITING 3RD", Outcome::Pending),
        ("3RD NEW REFUSED", unknown("NEW")),
        ("REFUSED REFUSED", declined("REFUSED", Some("1"))),
    ] {
        let parts = states.split_whitespace().enumerate();
        let parts: Vec<_> =
            parts.map(|(index, state)| format!(r#"{{"state": "{state}", "note": "{index}"}}"#)).collect();
        let body = body(&format!(r#""parts": [{}]"#, parts.join(", ")));
        sandbox.fault("list_trinkets", Fault::usual().body(body)).unwrap();
        let reply = ListTrinkets::new(&alignet).send().await.unwrap();
        assert_eq!(reply.outcome(), outcome, "{states}");
    }
}

/// Tests each state of the shipped contract: only the authorised and cleared states count as paid.
#[tokio::test]
async fn of_a_charge_only_its_authorised_state_proves_funds() {
    let (sandbox, alignet) = local::start().await;
    let contract = sandbox.contract().clone();
    let charge = contract.endpoints.iter().find(|one| one.name == "get_charge").unwrap();
    let example = charge.example.reply.as_ref().unwrap().value.clone();
    assert_eq!(example.matches("\"AUTORIZADO\"").count(), 3, "charge, transaction, lifecycle");
    let mut seen = 0;
    for state in contract.types.iter().find(|one| one.name == "ChargeState").into_iter().flat_map(values) {
        let body = example.replace("\"AUTORIZADO\"", &format!("\"{state}\""));
        sandbox.fault("get_charge", Fault::status(200).body(body)).unwrap();
        let reply = query(&alignet).await;
        let outcome = reply.outcome();
        assert_eq!(reply.operation.outcome(), outcome);
        assert_eq!(reply.operation.transactions[0].outcome(), outcome);
        let expected = match state.as_str() {
            "AUTORIZADO" => Outcome::Authorised,
            "LIQUIDADO" => Outcome::Cleared,
            "EXTORNADO" => Outcome::Reversed { state: state.clone(), reason: None },
            "REGISTRADO" | "PENDIENTE" | "PENDING" | "REVIEW" | "EN_PROCESO" => Outcome::Pending,
            "DENEGADO" | "INVALIDO" | "CANCELADO" | "EXPIRADO" => declined(&state, None),
            other => unknown(other),
        };
        assert_eq!(outcome.is_paid(), ["AUTORIZADO", "LIQUIDADO"].contains(&state.as_str()));
        assert_eq!(outcome, expected, "{state}");
        seen += 1;
    }
    assert!(seen > 13, "{seen}");

    // The state of the charge and the state of its transaction must agree.
    for (state, outcome) in [
        ("EXTORNADO", unknown("EXTORNADO")),
        ("DENEGADO", unknown("DENEGADO")),
        ("PENDIENTE", Outcome::Pending),
        // Cleared implies authorised, so both sources prove the authorisation.
        ("LIQUIDADO", Outcome::Authorised),
    ] {
        let half = example.replacen("\"AUTORIZADO\"", &format!("\"{state}\""), 1);
        sandbox.fault("get_charge", Fault::status(200).body(half)).unwrap();
        let reply = query(&alignet).await;
        assert_eq!(reply.outcome(), outcome, "{state}");
        assert!(reply.operation.transactions[0].outcome().is_authorised());
    }
}

/// Queries the charge of the contract's example.
async fn query(alignet: &alignet::Client) -> alignet::api::ChargeReply {
    let call = alignet.get_charge().merchant_code("your_merchant_code");
    let call = call.merchant_operation_number("400100").transaction_id("tx8r2k0001");
    call.send().await.unwrap()
}

/// The values of an enumeration, and an undeclared value.
fn values(one: &Type) -> Vec<String> {
    let Kind::Enumeration(values) = &one.kind else { panic!("{one:?}") };
    values.iter().map(|value| value.wire.clone()).chain(["AUTORIZADO_2".to_owned()]).collect()
}

#[test]
fn an_outcome_is_one_line() {
    for (outcome, line) in [
        (Outcome::Authorised, "authorised"),
        (Outcome::Cleared, "cleared"),
        (Outcome::Pending, "pending"),
        (Outcome::Reversed { state: "EXTORNADO".into(), reason: None }, "reversed (EXTORNADO)"),
        (
            Outcome::Reversed { state: "EXTORNADO".into(), reason: Some("Pago anulado".into()) },
            "reversed (EXTORNADO): Pago anulado",
        ),
        (declined("DENEGADO", None), "declined (DENEGADO)"),
        (declined("DENEGADO", Some("sin\nfondos")), "declined (DENEGADO): sin\u{fffd}fondos"),
        (unknown("NUEVO"), "unknown (NUEVO)"),
        (ABSENT, "unknown"),
    ] {
        assert_eq!(outcome.to_string(), line);
        assert_eq!(outcome.is_authorised(), outcome == Outcome::Authorised);
        let settled = !matches!(outcome, Outcome::Pending | Outcome::Unknown { .. });
        assert_eq!(outcome.is_settled(), settled);
    }
    assert!(unknown(&"x".repeat(10_000)).to_string().len() < 600);
}
