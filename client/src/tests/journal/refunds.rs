//! Refunds: written down for each charge that they are of, and ended by what the reply says of it.

use std::sync::Arc;

use http::Method;
use serde_json::{Value as Json, json};

use super::world::{Answer, Lost, NUMBER, Service, found};
use crate::{
    Client, Error, ErrorKind,
    api::{RefundOrder, RefundsReply},
    journal::{Filter, Journal as _, MemoryJournal, State},
};

/// Asks for a refund of 1.00 of each charge.
async fn create(client: &Client, numbers: &[&str]) -> Result<RefundsReply, Error> {
    let orders = numbers.iter().map(
        |number| json!({ "type": "PARTIAL", "merchant_operation_number": number, "refund_amount": "100" }),
    );
    let orders: Vec<RefundOrder> = serde_json::from_value(orders.collect()).unwrap();
    client.create_refund().merchant_code("M1").operations(orders).send().await
}

/// The reply to a refund, with an item for each of these charges and states.
fn refunded(code: &str, items: &[(&str, &str)]) -> Json {
    let items = items.iter().map(|(number, state)| {
        json!({
            "refund_id": "r1", "state": state, "refund_reason": "", "type": "PARTIAL",
            "merchant_operation_number": number, "transaction_id": "tx1", "refund_amount": "100",
            "transaction_amount": "15000", "currency": "604", "lifecycle": [],
            "payment_method": { "name": "CARD", "brand": "VISA", "masked_pan": "411111******1111" },
        })
    });
    json!({
        "success": true, "merchant_code": "M1", "operations": items.collect::<Vec<_>>(),
        "meta": { "status": { "code": code, "message_ilgn": [] } },
    })
}

fn memory() -> Arc<MemoryJournal> {
    Arc::new(MemoryJournal::new())
}

#[tokio::test(start_paused = true)]
async fn refunds_of_one_charge_follow_one_another_and_reads_are_not_written_down() {
    let journal = memory();
    let refunds = refunded("00", &[(NUMBER, "REGISTERED")]);
    let service = Service::new(move |request| match *request.method() {
        Method::GET => Answer(200, found("AUTORIZADO")),
        _ => Answer(200, refunds.clone()),
    });
    let client = service.client(Arc::clone(&journal));
    let refund = |client: Client| async move { create(&client, &[NUMBER]).await };
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
    let refund = |numbers: &'static [&'static str]| create(&client, numbers);
    assert!(refund(&["400101", "400100"]).await.unwrap_err().is_indeterminate());
    for numbers in [&["400100"] as &[_], &["400101"], &["400100", "400101"], &["400102", "400101"]] {
        let error = refund(numbers).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Journal, "{numbers:?}: {error}");
    }
    // What was written for a call that is not sent forbids nothing.
    assert!(refund(&["400102"]).await.unwrap_err().is_indeterminate());
    assert_eq!(service.count(&Method::POST), 2);
}

/// One charge each: registered, rejected, in a state that nobody listed, left out of the reply, and refunded by two orders.
#[tokio::test(start_paused = true)]
async fn each_charge_of_a_refund_ends_as_the_reply_says_of_it() {
    const ASKED: &[&str] = &["400100", "400101", "400102", "400103", "400104", "400104"];
    let items = |last: &'static [(&'static str, &'static str)]| {
        let first = [("400100", "REGISTERED"), ("400101", "REJECTED"), ("400102", "NEW")];
        [&first as &[_], last].concat()
    };
    let (both, one) = ([("400104", "REGISTERED"), ("400104", "IN_PROCESS")], [("400104", "REGISTERED")]);
    let mixed = [("400104", "REGISTERED"), ("400104", "REJECTED")];
    let twice = [both.to_vec(), one.to_vec(), mixed.to_vec()].map(|last| &*last.leak());
    for (last, of_two) in twice.into_iter().zip([State::Done, State::Open, State::Open]) {
        for code in ["00", "01"] {
            let (journal, reply) = (memory(), refunded(code, &items(last)));
            let service = Service::new(move |_| Answer(200, reply.clone()));
            let got = create(&service.client(Arc::clone(&journal)), ASKED).await.unwrap();
            assert_eq!(got.operations.len(), 3 + last.len(), "the caller gets the reply");
            let entries = journal.list(&Filter::new()).await.unwrap();
            let states: Vec<_> = entries.iter().map(|entry| entry.state).collect();
            let expected = [State::Done, State::Declined, State::Open, State::Open, of_two];
            assert_eq!(states, expected, "{code} {last:?}: {entries:#?}");
        }
    }
}

/// Nobody can query what became of it, so recovery leaves it to a person.
#[tokio::test(start_paused = true)]
async fn a_charge_that_the_reply_leaves_out_waits_for_a_person() {
    let journal = memory();
    let service = Service::new(|_| Answer(200, refunded("01", &[("400100", "REGISTERED")])));
    let client = service.client(Arc::clone(&journal));
    create(&client, &["400100", "400101"]).await.unwrap();
    tokio::time::sleep(std::time::Duration::from_secs(61)).await;
    let report = client.recovery(Arc::clone(&journal)).run_once().await.unwrap();
    assert_eq!((report.claimed, report.person), (1, 1), "{report}");
    let entries = journal.list(&Filter::new().reference("400101")).await.unwrap();
    assert_eq!(entries[0].state, State::Person, "{entries:?}");
}
