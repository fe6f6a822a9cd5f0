//! Refunds: written down for each charge that they are of.

use std::sync::Arc;

use http::Method;
use serde_json::json;

use super::world::{Answer, Lost, NUMBER, Service, found};
use crate::{
    Client, ErrorKind,
    journal::{Filter, Journal as _, MemoryJournal, State},
};

fn memory() -> Arc<MemoryJournal> {
    Arc::new(MemoryJournal::new())
}

#[tokio::test(start_paused = true)]
async fn refunds_of_one_charge_follow_one_another_and_reads_are_not_written_down() {
    let journal = memory();
    let refunds = json!({
        "success": true, "merchant_code": "M1", "meta": { "status": { "code": "00", "message_ilgn": [] } },
        "operations": [{ "refund_id": "r1", "state": "REGISTERED", "merchant_operation_number": NUMBER,
            "transaction_id": "tx1", "refund_amount": "100" }],
    });
    let service = Service::new(move |request| match *request.method() {
        Method::GET => Answer(200, found("AUTORIZADO")),
        _ => Answer(200, refunds.clone()),
    });
    let client = service.client(Arc::clone(&journal));
    let refund = |client: Client| async move {
        let orders: Vec<crate::api::RefundOrder> = serde_json::from_value(
            json!([{ "type": "PARTIAL", "merchant_operation_number": NUMBER, "refund_amount": "100" }]),
        )
        .unwrap();
        client.create_refund().merchant_code("M1").operations(orders).send().await
    };
    refund(client.clone()).await.unwrap();
    refund(client.clone()).await.unwrap();
    let query = client.get_charge().merchant_code("M1").merchant_operation_number(NUMBER);
    query.transaction_id("tx1").send().await.unwrap();
    let states: Vec<_> = journal.list(&Filter::new()).await.unwrap();
    assert!(states.iter().all(|entry| entry.state == State::Done && !entry.once), "{states:?}");
    assert_eq!(states.len(), 2);
    service.now_reacts(|_| Lost);
    assert!(refund(client.clone()).await.unwrap_err().is_indeterminate());
    assert_eq!(refund(client).await.unwrap_err().kind(), ErrorKind::Journal, "one is not settled");
}

#[tokio::test(start_paused = true)]
async fn a_refund_of_several_charges_is_unsettled_for_each_of_them() {
    let (journal, service) = (memory(), Service::new(|_| Lost));
    let client = service.client(Arc::clone(&journal));
    let refund = |numbers: &'static [&'static str]| {
        let orders = numbers.iter().map(|number| {
            json!({ "type": "PARTIAL", "merchant_operation_number": number, "refund_amount": "100" })
        });
        let orders: Vec<crate::api::RefundOrder> = serde_json::from_value(orders.collect()).unwrap();
        client.create_refund().merchant_code("M1").operations(orders).send()
    };
    assert!(refund(&["400101", "400100"]).await.unwrap_err().is_indeterminate());
    for numbers in [&["400100"] as &[_], &["400101"], &["400100", "400101"], &["400102", "400101"]] {
        let error = refund(numbers).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Journal, "{numbers:?}: {error}");
    }
    // What was written for a call that is not sent forbids nothing.
    assert!(refund(&["400102"]).await.unwrap_err().is_indeterminate());
    assert_eq!(service.count(&Method::POST), 2);
}
