//! Several attempts of one operation: what acts on the operation acts on each attempt that it can act on.

use alignet_sandbox::Sandbox;
use serde_json::{Value as Json, json};

use super::{
    Charge, DENIED, REDIRECTED, VISA, call, sample,
    support::flex::{card, form, pay, payload, start},
};

/// Attempts of one form, by the name of the method and its details.
async fn attempts(sandbox: &Sandbox, number: &str, methods: &[(&str, Json)]) -> Vec<Charge> {
    let mut payload = payload();
    payload["merchant_operation_number"] = number.into();
    let form = form(sandbox, payload).await;
    let mut made = Vec::new();
    for (name, details) in methods {
        let (status, mut reply) = pay(sandbox, &form, name, details.clone()).await;
        assert_eq!(status, 200, "{reply}");
        made.push(Charge { number: number.to_owned(), made: reply["transaction"].take() });
    }
    made
}

/// The reply to a refund by the number alone, or of one transaction.
async fn refund(sandbox: &Sandbox, number: &str, of: Option<&Charge>) -> Json {
    let request = sample::request(sandbox, "create_refund").await.altered(|body| {
        body.insert("merchant_code".to_owned(), "4201".into());
        let mut order =
            json!({ "type": "TOTAL", "merchant_operation_number": number, "refund_amount": "15000" });
        if let Some(of) = of {
            order["transaction_id"] = of.id().into();
        }
        body.insert("operations".to_owned(), json!([order]));
    });
    request.send(sandbox.addr()).await.unwrap().json()["operations"][0].take()
}

#[tokio::test]
async fn a_paid_attempt_outweighs_a_denied_one_and_is_the_one_to_reverse() {
    let sandbox = start(Sandbox::builder()).await;
    let made = attempts(&sandbox, "640003", &[("CARD", card(REDIRECTED)), ("CARD", card(DENIED))]).await;
    assert_eq!(made[1].operation(&sandbox).await["state"], "PENDIENTE", "the buyer may still pay");
    made[0].happen(&sandbox, "approve");
    for one in &made {
        let operation = one.operation(&sandbox).await;
        assert_eq!(operation["state"], "AUTORIZADO");
        assert_eq!(operation["transactions"][0]["transaction_id"], one.id());
    }
    assert_eq!(made[1].read(&sandbox).await["state"], "DENEGADO", "each has its own state");

    let reversed = made[1].cancel(&sandbox).await;
    assert_eq!(
        (&reversed["state"], &reversed["transactions"][0]["transaction_id"]),
        (&json!("EXTORNADO"), &made[0].made["transaction_id"])
    );
    assert_eq!(reversed["transactions"].as_array().unwrap().len(), 1, "the one that changed");
    assert_eq!(made[0].read(&sandbox).await["state"], "EXTORNADO");
    assert_eq!(made[1].read(&sandbox).await["state"], "DENEGADO");
    // Nothing is left to change: the reply shows the operation as it is.
    let again = made[1].cancel(&sandbox).await;
    assert_eq!(
        (again["state"].as_str(), super::states(&again["transactions"])),
        (Some("EXTORNADO"), vec!["EXTORNADO", "DENEGADO"])
    );
}

#[tokio::test]
async fn a_cancellation_stops_every_attempt_that_waits() {
    let sandbox = start(Sandbox::builder()).await;
    let made = attempts(
        &sandbox,
        "640001",
        &[("QR", json!({})), ("CARD", card(DENIED)), ("BANK_TRANSFER", json!({}))],
    )
    .await;
    let reply = call(&sandbox, "DELETE", "/charges/4201/640001").await;
    let operation = &reply["operation"];
    assert_eq!(
        (&reply["merchant_operation_number"], &operation["state"]),
        (&json!("640001"), &json!("CANCELADO"))
    );
    assert_eq!(super::states(&operation["transactions"]), ["CANCELADO", "CANCELADO"]);
    for (shown, one) in operation["transactions"].as_array().unwrap().iter().zip([&made[0], &made[2]]) {
        assert_eq!(shown["transaction_id"], one.id());
        assert_eq!(shown["payment_method"]["method_name"], one.made["payment_method"]["method_name"]);
        assert_eq!(super::states(&shown["lifecycle"]), ["PENDIENTE", "CANCELADO"]);
        let late = sandbox.happen("charge", json!({ "transaction_id": one.id() }), "approve").unwrap_err();
        assert_eq!(late.to_string(), "`approve` happens to a charge only while `state` is `PENDIENTE`");
    }
}

#[tokio::test]
async fn a_refund_by_number_is_of_the_paid_attempt() {
    let sandbox = start(Sandbox::builder()).await;
    let made = attempts(&sandbox, "640004", &[("CARD", card(REDIRECTED)), ("CARD", card(DENIED))]).await;
    made[0].happen(&sandbox, "approve");
    made[0].happen(&sandbox, "settle");
    assert_eq!(refund(&sandbox, "640004", Some(&made[1])).await["state"], "REJECTED");
    let refund = refund(&sandbox, "640004", None).await;
    assert_eq!(
        (&refund["state"], &refund["transaction_id"]),
        (&json!("REGISTERED"), &made[0].made["transaction_id"])
    );
}

#[tokio::test]
async fn an_event_by_number_is_of_the_attempt_that_it_can_happen_to() {
    let sandbox = start(Sandbox::builder()).await;
    let made = attempts(&sandbox, "640005", &[("CARD", card(REDIRECTED)), ("CARD", card(DENIED))]).await;
    let of = || json!({ "merchant_operation_number": "640005" });
    sandbox.happen("charge", of(), "approve").unwrap();
    assert_eq!(made[0].read(&sandbox).await["state"], "AUTORIZADO");
    sandbox.happen("charge", of(), "approve").unwrap_err();
    let paid = attempts(&sandbox, "640006", &[("CARD", card(VISA))]).await;
    assert_eq!(paid[0].operation(&sandbox).await["state"], "AUTORIZADO");
}
