//! Tests refunds of the shipped contract, called by the `alignet` client: they are of charges that exist, up to what was paid.

use std::{collections::BTreeMap, time::Duration};

use alignet::{
    Amount, Client, Currency, Error, ErrorKind,
    api::{MethodName, PaymentMethod, QrDetails, Refund, RefundOrder, RefundState, RefundType, RefundsReply},
};
use alignet_sandbox::Sandbox;
use serde_json::{Value as Json, json};

use RefundState::{InProcess, Registered, Rejected, Resolved};

use crate::support::{
    Request,
    paying::{MERCHANT, charge, charge_by, client, id, start},
};

fn order(number: &str, kind: RefundType, minor: u64) -> RefundOrder {
    let order = RefundOrder::builder().type_(kind).merchant_operation_number(number);
    order.refund_amount(Amount::from_minor(minor)).build()
}

fn total(number: &str, minor: u64) -> RefundOrder {
    order(number, RefundType::Total, minor)
}

fn part(number: &str, minor: u64) -> RefundOrder {
    order(number, RefundType::Partial, minor)
}

async fn refund(alignet: &Client, orders: Vec<RefundOrder>) -> Result<RefundsReply, Error> {
    alignet.create_refund().merchant_code(MERCHANT).operations(orders).send().await
}

fn settle(sandbox: &Sandbox, number: &str) {
    sandbox.happen("charge", json!({ "merchant_operation_number": number }), "settle").unwrap();
}

/// Charges by Yape, and settles the charge.
async fn settled(sandbox: &Sandbox, alignet: &Client, number: &str, minor: u64) -> String {
    let made = charge(alignet, number, minor).await.unwrap();
    settle(sandbox, number);
    id(&made).to_owned()
}

/// The refunds of a charge, as a query shows them.
async fn of(alignet: &Client, number: &str) -> Vec<Refund> {
    let call = alignet.get_refund().merchant_code(MERCHANT).merchant_operation_number(number);
    call.send().await.unwrap().operations
}

fn states(refunds: &[Refund]) -> Vec<RefundState> {
    refunds.iter().map(|refund| refund.state.clone().unwrap()).collect()
}

fn code(reply: &RefundsReply) -> &str {
    reply.meta.as_ref().unwrap().status.as_ref().unwrap().code.as_deref().unwrap()
}

#[tokio::test]
async fn a_refund_keeps_what_was_sent_and_what_was_paid() {
    let (sandbox, alignet) = start().await;
    let transaction = settled(&sandbox, &alignet, "700100", 12_345).await;
    let fields = BTreeMap::from([("why".to_owned(), json!({ "late": [1.5, true] }))]);
    let order = RefundOrder::builder().type_(RefundType::Partial).merchant_operation_number("700100");
    let order = order.refund_amount(Amount::from_minor(2_345)).additional_fields(fields);
    let made = refund(&alignet, vec![order.build()]).await.unwrap();
    assert_eq!(code(&made), "00");
    for refund in [&made.operations[0], &of(&alignet, "700100").await[0]] {
        let shown = format!("{refund:?}");
        assert_eq!(refund.type_, Some(RefundType::Partial), "{shown}");
        assert_eq!(refund.refund_amount, Some(Amount::from_minor(2_345)));
        assert_eq!(refund.transaction_amount, Some(Amount::from_minor(12_345)));
        assert_eq!(refund.currency, Some(Currency::PEN));
        assert_eq!(refund.transaction_id.as_deref(), Some(&*transaction));
        assert_eq!(refund.payment_method.as_ref().unwrap().name, Some(MethodName::Yape));
        assert!(shown.contains("late"), "{shown}");
    }
    // Without such fields, a query has none.
    refund(&alignet, vec![part("700100", 1)]).await.unwrap();
    assert!(!format!("{:?}", of(&alignet, "700100").await[1]).contains("late"));
}

#[tokio::test]
async fn refunds_are_up_to_what_was_paid() {
    let (sandbox, alignet) = start().await;
    settled(&sandbox, &alignet, "700100", 10_000).await;
    let too_much = refund(&alignet, vec![part("700100", 10_001)]).await.unwrap();
    assert_eq!((code(&too_much), states(&too_much.operations)), ("01", vec![Rejected]));
    assert_eq!(too_much.operations[0].refund_reason.as_deref(), Some("El monto excede lo pagado"));
    assert_eq!(code(&refund(&alignet, vec![part("700100", 4_000)]).await.unwrap()), "00");
    // The rejected one does not count, the other one does.
    assert_eq!(code(&refund(&alignet, vec![total("700100", 10_000)]).await.unwrap()), "01");
    assert_eq!(code(&refund(&alignet, vec![part("700100", 6_000)]).await.unwrap()), "00");
    assert_eq!(code(&refund(&alignet, vec![part("700100", 1)]).await.unwrap()), "01");
    assert_eq!(states(&of(&alignet, "700100").await), [Rejected, Registered, Rejected, Registered, Rejected]);
    // A refund of the whole is of the whole.
    settled(&sandbox, &alignet, "700101", 10_000).await;
    let not_total = refund(&alignet, vec![total("700101", 9_999)]).await.unwrap();
    assert_eq!(
        not_total.operations[0].refund_reason.as_deref(),
        Some("El monto no es el total de la transaccion")
    );
    assert_eq!(code(&refund(&alignet, vec![total("700101", 10_000)]).await.unwrap()), "00");
}

#[tokio::test]
async fn each_refund_of_a_request_has_its_own_result() {
    let (sandbox, alignet) = start().await;
    for number in ["700100", "700101"] {
        settled(&sandbox, &alignet, number, 10_000).await;
    }
    charge(&alignet, "700102", 10_000).await.unwrap();
    let orders = vec![
        part("700100", 6_000),
        part("700100", 6_000), // with the one before, more than was paid
        total("700101", 10_000),
        total("700102", 10_000), // not settled
    ];
    let made = refund(&alignet, orders).await.unwrap();
    assert_eq!(states(&made.operations), [Registered, Rejected, Registered, Rejected]);
    assert_eq!(code(&made), "01");
    let call = sandbox.requests().pop().unwrap();
    assert_eq!(
        (call.status(), call.problem()),
        (
            Some(200),
            Some(
                "body field `operations[1]`: The refunds of the charge are more than was paid.; \
                 body field `operations[3]`: The charge is not settled."
            )
        )
    );
}

#[tokio::test]
async fn two_refunds_at_once_are_no_more_than_was_paid() {
    let (sandbox, alignet) = start().await;
    settled(&sandbox, &alignet, "700100", 10_000).await;
    let other = client(&sandbox);
    let (one, two) = tokio::join!(
        refund(&alignet, vec![part("700100", 6_000)]),
        refund(&other, vec![part("700100", 6_000)])
    );
    let (one, two) = (one.unwrap(), two.unwrap());
    let mut codes = [code(&one), code(&two)];
    codes.sort_unstable();
    assert_eq!(codes, ["00", "01"]);
}

#[tokio::test]
async fn a_request_about_no_charge_or_no_money_refunds_nothing() {
    let (sandbox, alignet) = start().await;
    settled(&sandbox, &alignet, "700100", 10_000).await;
    for (wrong, expected, indeterminate) in [
        (part("700999", 100), "05", false),
        (part("700100", 0), "06", false),
        // The service does not say what came of it.
        (part("700100", 10_053), "03", true),
    ] {
        let error = refund(&alignet, vec![part("700100", 100), wrong]).await.unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::Api, Some(expected)));
        assert_eq!(error.is_indeterminate(), indeterminate, "{error}");
        assert!(of(&alignet, "700100").await.is_empty());
    }
    let other = RefundOrder::builder().type_(RefundType::Total).merchant_operation_number("700100");
    let other = other.refund_amount(Amount::from_minor(10_000)).transaction_id("another").build();
    assert_eq!(refund(&alignet, vec![other]).await.unwrap_err().code(), Some("05"));
    // The charge of another merchant is none.
    let call = alignet.create_refund().merchant_code("4202").operations(vec![part("700100", 100)]);
    assert_eq!(call.send().await.unwrap_err().code(), Some("05"));
}

#[tokio::test]
async fn only_settled_charges_by_three_methods_are_refunded() {
    let (sandbox, alignet) = start().await;
    let qr = PaymentMethod::Qr(QrDetails::builder().build());
    charge_by(&alignet, "700100", 10_000, qr).await.unwrap();
    let reason = async |number| {
        let made = refund(&alignet, vec![total(number, 10_000)]).await.unwrap();
        assert_eq!(code(&made), "01");
        made.operations[0].refund_reason.clone().unwrap()
    };
    let happen = |event| {
        sandbox.happen("charge", json!({ "merchant_operation_number": "700100" }), event).unwrap();
    };
    assert_eq!(reason("700100").await, "La transaccion no esta liquidada");
    happen("approve");
    assert_eq!(reason("700100").await, "La transaccion no esta liquidada");
    happen("settle");
    assert_eq!(reason("700100").await, "El metodo de pago no admite devoluciones");
}

#[tokio::test]
async fn a_refund_goes_through_its_states_by_the_clock() {
    let (sandbox, alignet) = start().await;
    settled(&sandbox, &alignet, "700100", 10_000).await;
    refund(&alignet, vec![part("700100", 4_000)]).await.unwrap();
    for state in [Registered, InProcess, Resolved] {
        // The token of the last client has expired.
        assert_eq!(states(&of(&client(&sandbox), "700100").await), [state]);
        sandbox.advance(Duration::from_secs(86_400));
    }
    let alignet = client(&sandbox);
    // Money that a processor refuses to give back can be asked for again.
    refund(&alignet, vec![part("700100", 6_000)]).await.unwrap();
    let last = || json!({ "refund_amount": "6000" });
    sandbox.happen("refund", last(), "process").unwrap();
    sandbox.happen("refund", last(), "reject").unwrap();
    assert_eq!(code(&refund(&alignet, vec![part("700100", 6_000)]).await.unwrap()), "00");
    assert_eq!(states(&of(&alignet, "700100").await), [Resolved, Rejected, Registered]);
}

#[tokio::test]
async fn refunds_are_listed_by_the_state_that_the_list_shows() {
    let (sandbox, alignet) = start().await;
    settled(&sandbox, &alignet, "700100", 15_000).await;
    settled(&sandbox, &alignet, "700101", 15_000).await;
    let orders = vec![total("700100", 15_000), part("700101", 10_051)];
    let made = refund(&alignet, orders).await.unwrap();
    assert_eq!(states(&made.operations), [Registered, Registered]);
    let list = || alignet.list_refunds().date_start("2026-03-01").date_end("2026-03-31");
    let ids = |reply: RefundsReply| {
        assert_eq!(reply.operations_count, Some(reply.operations.len() as i64));
        reply.operations.into_iter().map(|refund| refund.refund_id.unwrap()).collect::<Vec<_>>()
    };
    let [first, second] = [0, 1].map(|index: usize| made.operations[index].refund_id.clone().unwrap());
    // The scenario of this amount sets this state at the next read.
    let by = async |state| ids(list().refund_state(state).send().await.unwrap());
    assert_eq!(by(Rejected).await, [&*second]);
    assert_eq!(by(Registered).await, [&*first]);
    assert_eq!(ids(list().send().await.unwrap()), [&*first, &*second]);
    let one = list().merchant_operation_number("700100").send().await.unwrap();
    assert_eq!(ids(one), [&*first]);
    let none = list().merchant_operation_number("700999").send().await.unwrap();
    assert_eq!((none.operations.len(), none.operations_count), (0, Some(0)));
}

#[tokio::test]
async fn the_inspector_has_the_history_of_a_refund() {
    let (sandbox, alignet) = start().await;
    settled(&sandbox, &alignet, "700100", 10_000).await;
    refund(&alignet, vec![part("700100", 4_000)]).await.unwrap();
    sandbox.happen("refund", json!({}), "process").unwrap();
    let listed = Request::new("GET", "/_sandbox/records").send(sandbox.addr()).await.unwrap().json();
    let refund = listed["records"].as_array().unwrap().iter().find(|one| one["record"] == "refund").unwrap();
    let causes = refund["history"].as_array().unwrap().iter().map(|change| change["cause"].clone());
    assert_eq!(causes.collect::<Vec<Json>>(), ["create_refund", "process"]);
    assert_eq!(refund["events"], json!(["resolve", "reject"]));
    assert_eq!(refund["values"]["transaction_amount"], "10000");
}
