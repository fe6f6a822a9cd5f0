//! Tests that a reply about another request is never a success.

use alignet::{
    Amount, Delivery, ErrorKind, Json,
    api::{RefundOrder, RefundType},
};
use alignet_sandbox::{Fault, Sandbox};
use alignet_tests::local;
use http::StatusCode;

use crate::{
    ID, MERCHANT, NUMBER, answering, cancel, charge, example, query, refund, refunds, with, without,
};

/// The fields of an authorisation that repeat the request, and wrong values for them.
const OTHERS: [(&str, &str); 8] = [
    ("/merchant_code", "M9"),
    ("/merchant_code", "m1"),
    ("/merchant_code", ""),
    ("/merchant_operation_number", "999999"),
    ("/merchant_operation_number", "0400100"),
    ("/transaction/amount", "1"),
    ("/transaction/amount", "150000"),
    ("/transaction/currency", "840"),
];

#[tokio::test]
async fn a_charge_of_something_else_is_indeterminate() {
    let reply = example("authorize_charge");
    assert!(charge(200, &reply).await.unwrap().reply().outcome().is_authorised());
    for (place, other) in OTHERS {
        let error = charge(200, &with(&reply, place, other)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Protocol, "{place} {other}");
        assert_eq!(error.path(), Some(&*place[1..].replace('/', ".")));
        assert_eq!(error.delivery(), Delivery::Answered(StatusCode::OK));
        assert!(error.is_indeterminate(), "{place} {other}");
        assert_eq!((error.settled_by(), error.reference()), (Some("get_charge"), Some(NUMBER)));
        assert!(!error.to_string().contains("M9") && !error.to_string().contains("999999"));
    }
}

#[tokio::test]
async fn a_sum_is_the_same_in_each_spelling_of_its_number() {
    let reply = example("authorize_charge");
    for same in [Json::from("15000"), Json::from(15_000), Json::from("015000"), Json::from("00015000")] {
        assert!(charge(200, &with(&reply, "/transaction/amount", same)).await.is_ok());
    }
    for other in [Json::from("15000.0"), Json::from(15_000.5), Json::from(-15_000), Json::from("1.5e4")] {
        let error = charge(200, &with(&reply, "/transaction/amount", other)).await.unwrap_err();
        assert!(error.is_indeterminate(), "{error}");
    }
}

#[tokio::test]
async fn a_charge_that_repeats_nothing_proves_nothing() {
    let reply = example("authorize_charge");
    for place in
        ["/merchant_code", "/merchant_operation_number", "/transaction/amount", "/transaction/currency"]
    {
        for reply in [without(&reply, place), with(&reply, place, Json::Null)] {
            let error = charge(200, &reply).await.unwrap_err();
            assert_eq!((error.kind(), error.is_indeterminate()), (ErrorKind::Decode, true), "{place}");
        }
    }
}

#[tokio::test]
async fn a_query_about_another_charge_is_an_error_of_protocol() {
    let reply = example("get_charge");
    assert!(query(&reply).await.unwrap().outcome().is_authorised());
    for (place, other) in [
        ("/merchant_code", "M9"),
        ("/operation/merchant_operation_number", "999999"),
        ("/operation/transactions/0/transaction_id", "another"),
    ] {
        let error = query(&with(&reply, place, other)).await.unwrap_err();
        assert_eq!((error.kind(), error.is_indeterminate()), (ErrorKind::Protocol, false), "{place}");
    }
    // The reply may list other attempts of the same charge.
    let mut both = reply.clone();
    let mut attempt = both["operation"]["transactions"][0].clone();
    (attempt["transaction_id"], attempt["state"]) = ("another".into(), "DENEGADO".into());
    both["operation"]["transactions"].as_array_mut().unwrap().insert(0, attempt);
    assert_eq!(query(&both).await.unwrap().operation.transactions.len(), 2);
}

#[tokio::test]
async fn a_cancellation_of_another_charge_is_indeterminate() {
    let reply = example("cancel_charge");
    assert!(cancel(&reply).await.is_ok());
    for place in ["/merchant_code", "/merchant_operation_number", "/operation/merchant_operation_number"] {
        let error = cancel(&with(&reply, place, "999")).await.unwrap_err();
        assert_eq!((error.kind(), error.is_indeterminate()), (ErrorKind::Protocol, true), "{place}");
    }
    assert!(cancel(&without(&reply, "/merchant_operation_number")).await.is_ok());
}

#[tokio::test]
async fn refunds_of_another_charge_are_no_answer() {
    let reply = example("get_refund");
    assert_eq!(refunds(&reply).await.unwrap().operations.len(), 1);
    for place in ["/merchant_code", "/operations/0/merchant_operation_number"] {
        let error = refunds(&with(&reply, place, "999999")).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Protocol, "{place}");
    }
    // One refund of another charge makes the whole reply wrong.
    let mut both = reply.clone();
    let mut other = both["operations"][0].clone();
    other["merchant_operation_number"] = "999999".into();
    both["operations"].as_array_mut().unwrap().push(other);
    assert_eq!(refunds(&both).await.unwrap_err().kind(), ErrorKind::Protocol);

    let made = example("create_refund");
    assert!(refund(&made).await.is_ok());
    for place in ["/merchant_code", "/operations/0/merchant_operation_number", "/operations/0/refund_amount"]
    {
        let error = refund(&with(&made, place, "1")).await.unwrap_err();
        assert_eq!((error.kind(), error.is_indeterminate()), (ErrorKind::Protocol, true), "{place}");
    }
}

#[tokio::test]
async fn each_refund_repeats_one_order_and_no_order_twice() {
    let made = example("create_refund");
    let refunded = |number: &str, sum: &str| {
        let mut refund = made["operations"][0].clone();
        (refund["merchant_operation_number"], refund["refund_amount"]) = (number.into(), sum.into());
        refund
    };
    let reply = |refunds: Vec<Json>| with(&made, "/operations", Json::Array(refunds));
    let both = |refunds: Vec<Json>| {
        let alignet = answering(200, &reply(refunds));
        let order = |number: &str, sum| {
            let order = RefundOrder::builder().type_(RefundType::Total).merchant_operation_number(number);
            order.refund_amount(Amount::from_minor(sum)).build()
        };
        let orders = vec![order(NUMBER, 15_000), order("400101", 900), order("400102", 70)];
        async move { alignet.create_refund().merchant_code(MERCHANT).operations(orders).send().await }
    };
    let (first, second) = (refunded(NUMBER, "15000"), refunded("400101", "900"));
    let third = refunded("400102", "70");
    for fine in [
        vec![first.clone(), second.clone()],
        vec![second.clone(), first.clone()],
        vec![third.clone(), second.clone(), first.clone()],
        vec![third.clone()],
        vec![second.clone()],
        Vec::new(),
    ] {
        assert!(both(fine).await.is_ok());
    }
    for wrong in [
        vec![refunded(NUMBER, "900"), refunded("400101", "15000")],
        vec![refunded("400102", "900")],
        vec![first.clone(), refunded("400101", "70"), third],
        vec![first.clone(), first.clone()],
        vec![first.clone(), second.clone(), second],
    ] {
        let error = both(wrong).await.unwrap_err();
        assert_eq!((error.kind(), error.is_indeterminate()), (ErrorKind::Protocol, true));
    }
}

#[tokio::test]
async fn a_list_by_a_number_has_no_refund_of_another() {
    let reply = with(&example("list_refunds"), "/operations/0/merchant_operation_number", NUMBER);
    let listed = |number: &'static str| {
        let alignet = answering(200, &reply);
        let call = alignet.list_refunds().date_start("2026-03-01").date_end("2026-03-31");
        async move { call.merchant_operation_number(number).send().await }
    };
    assert!(listed(NUMBER).await.is_ok());
    assert_eq!(listed("999999").await.unwrap_err().kind(), ErrorKind::Protocol);
}

#[tokio::test]
async fn a_failure_of_something_else_is_no_failure_of_this_call() {
    let failed = |status: u16, code: &str| {
        let failed = with(&example("authorize_charge"), "/success", "false");
        let failed = with(&failed, "/meta/status/code", code);
        (status, with(&failed, "/transaction/state", "DENEGADO"))
    };
    for (status, reply) in [failed(200, "51"), failed(422, "51"), failed(400, "01")] {
        let error = charge(status, &reply).await.unwrap_err();
        assert!(!error.is_indeterminate(), "{status}: {error}");
        for (place, other) in OTHERS {
            let error = charge(status, &with(&reply, place, other)).await.unwrap_err();
            assert!(error.is_indeterminate(), "{status} {place} {other}: {error}");
        }
        // A failure need not say what it is about.
        let error = charge(status, &without(&reply, "/merchant_operation_number")).await.unwrap_err();
        assert!(!error.is_indeterminate(), "{status}: {error}");
    }
}

/// A reply that an endpoint does not bind informs, and need not have the field.
#[tokio::test]
async fn an_id_that_nothing_asked_for_may_be_missing() {
    let reply = example("authorize_charge");
    for missing in
        [without(&reply, "/transaction/transaction_id"), with(&reply, "/transaction/transaction_id", 7)]
    {
        let made = charge(200, &missing).await.unwrap();
        assert!(made.reply().outcome().is_authorised());
        assert_eq!(made.reply().transaction.transaction_id, None);
    }
}

/// Runs over real connections; the second connection is reused.
#[tokio::test]
async fn the_sandbox_answers_about_something_else_on_demand() {
    let (sandbox, alignet) = local::start_with(Sandbox::builder()).await;
    let charge = |number: &'static str| {
        let call = alignet.authorize_charge().merchant_code(MERCHANT).merchant_operation_number(number);
        let method = alignet::api::PaymentMethod::Card(alignet_tests::charges::card());
        call.payment_method(method).payment_details(alignet_tests::charges::details(15_000)).send()
    };
    let made = charge("400101").await.unwrap();
    let ask = |id: String| {
        let call = alignet.get_charge().merchant_code(MERCHANT).merchant_operation_number("400101");
        call.transaction_id(id).send()
    };
    let id = made.transaction.transaction_id.unwrap();
    assert_ne!(id, ID);
    for _ in 0..3 {
        ask(id.clone()).await.unwrap();
        sandbox.fault("get_charge", Fault::about_another()).unwrap();
        assert_eq!(ask(id.clone()).await.unwrap_err().kind(), ErrorKind::Protocol);
    }
    sandbox.fault("authorize_charge", Fault::about_another()).unwrap();
    let error = charge("400102").await.unwrap_err();
    assert_eq!((error.kind(), error.is_indeterminate()), (ErrorKind::Protocol, true));
}
