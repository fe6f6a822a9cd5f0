//! Calls of a client with a journal: the entry before the first byte, its end, and what the caller is told.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use http::Method;
use serde_json::json;
use tokio::time::Instant;

use super::world::{
    Answer, Failing, Fault, NUMBER, NotSent, PAN, Service, Silence, charge, charge_card, charge_within,
    charged, found, only, ready,
};
use crate::{
    Delivery, ErrorKind, Outcome,
    journal::{Entry, EntryId, Filter, Journal as _, MemoryJournal, State, Told},
};

fn memory() -> Arc<MemoryJournal> {
    Arc::new(MemoryJournal::new())
}

fn paid() -> Arc<Service> {
    Service::new(|_| Answer(200, charged("AUTORIZADO")))
}

fn told(outcome: Outcome) -> Told {
    Told {
        environment: "PREPROD".to_owned(),
        merchant: "M1".to_owned(),
        reference: NUMBER.to_owned(),
        transaction: Some("tx1".to_owned()),
        outcome,
    }
}

#[tokio::test(start_paused = true)]
async fn the_entry_is_written_before_the_first_byte_and_done_after_the_reply() {
    let journal = memory();
    let (seen, looks) = (Arc::new(Mutex::new(Vec::new())), Arc::clone(&journal));
    let into = Arc::clone(&seen);
    let service = Service::new(move |_| {
        let entries = ready(looks.list(&Filter::new()));
        into.lock().unwrap().extend(entries.unwrap());
        Answer(200, charged("AUTORIZADO"))
    });
    let reply = charge(&service.client(Arc::clone(&journal)), NUMBER).await.unwrap();
    assert!(reply.outcome().is_paid());
    let before = seen.lock().unwrap().clone();
    assert_eq!((before.len(), before[0].state), (1, State::Open));
    assert_eq!(before[0].due_in, Some(Duration::from_secs(60)), "the deadline is that of the call");
    let after = only(&*journal).await;
    assert_eq!((after.state, after.transaction.as_deref(), after.due_in), (State::Done, Some("tx1"), None));
    let identity = (after.operation.as_str(), after.merchant.as_str(), after.reference.as_str());
    assert_eq!(identity, ("authorize_charge", "M1", NUMBER));
    assert_eq!((after.environment.as_str(), after.once), ("PREPROD", true));
}

#[tokio::test(start_paused = true)]
async fn a_charge_whose_entry_can_not_be_written_is_not_sent() {
    let late = Fault::Late(Duration::from_secs(6));
    let cases = [(Fault::Error, 0), (Fault::Hangs, 5), (late, 5)];
    for (fault, seconds) in cases {
        let service = paid();
        let journal = Failing { inner: memory(), opening: Some(fault), closing: Mutex::default() };
        let (client, began) = (service.client(journal), Instant::now());
        let error = charge_within(&client, NUMBER, Some(Duration::from_secs(5))).await.unwrap_err();
        assert_eq!((error.kind(), error.delivery()), (ErrorKind::Journal, Delivery::NotSent), "{fault:?}");
        assert!(error.is_temporary() && !error.is_indeterminate(), "{error}");
        assert_eq!(began.elapsed().as_secs(), seconds, "{fault:?}");
        assert_eq!(service.calls.lock().unwrap().len(), 0, "{fault:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_journal_that_hangs_does_not_take_the_whole_time_of_a_call() {
    let journal = Failing { inner: memory(), opening: Some(Fault::Hangs), closing: Mutex::default() };
    let began = Instant::now();
    let error = charge(&paid().client(journal), NUMBER).await.unwrap_err();
    assert!(error.is_timeout() && began.elapsed() <= Duration::from_secs(10), "{error}");
}

/// The entry is written, and the journal's answer is late or lost.
#[tokio::test(start_paused = true)]
async fn an_entry_of_which_the_journal_did_not_tell_ends_as_not_made() {
    let (inner, late) = (memory(), Some(Fault::Late(Duration::from_secs(12))));
    let journal =
        Failing { inner: Arc::clone(&inner), opening: late, closing: Mutex::new(vec![Fault::Error]) };
    charge(&paid().client(journal), NUMBER).await.unwrap_err();
    tokio::time::sleep(Duration::from_secs(1)).await;
    let entry = only(&*inner).await;
    assert_eq!((entry.state, entry.due_in), (State::NotMade, None), "{entry}");
}

#[tokio::test(start_paused = true)]
async fn a_reference_is_charged_once_and_again_only_if_nothing_was_made() {
    let (journal, service) = (memory(), Service::new(|_| NotSent));
    let client = service.client(Arc::clone(&journal));
    assert_eq!(charge(&client, NUMBER).await.unwrap_err().delivery(), Delivery::NotSent);
    assert_eq!(only(&*journal).await.state, State::NotMade);
    service.now_reacts(|_| Answer(200, charged("AUTORIZADO")));
    charge(&client, NUMBER).await.unwrap();
    let sent = service.count(&Method::POST);
    let error = charge(&client, NUMBER).await.unwrap_err();
    assert_eq!((error.kind(), error.delivery()), (ErrorKind::Journal, Delivery::NotSent));
    assert!(error.to_string().contains("is done: do not make it again"), "{error}");
    assert!(!error.is_temporary());
    assert_eq!(service.count(&Method::POST), sent, "nothing was sent again");
}

#[tokio::test(start_paused = true)]
async fn of_two_calls_at_once_one_is_sent() {
    let (journal, service) = (memory(), paid());
    let client = service.client(Arc::clone(&journal));
    let (one, other) = tokio::join!(charge(&client, NUMBER), charge(&client, NUMBER));
    assert_eq!([one.is_ok(), other.is_ok()].iter().filter(|ok| **ok).count(), 1);
    assert_eq!(service.count(&Method::POST), 1);
}

#[tokio::test(start_paused = true)]
async fn a_caller_is_told_paid_only_if_the_journal_says_so() {
    for (closing, tries) in
        [(vec![Fault::Error; 5], 6), (vec![Fault::Hangs], 0), (vec![Fault::Error; 9_999], 0)]
    {
        let inner = memory();
        let journal =
            Arc::new(Failing { inner: Arc::clone(&inner), opening: None, closing: Mutex::new(closing) });
        let began = Instant::now();
        let result = charge(&paid().client(journal), NUMBER).await;
        assert!(began.elapsed() <= Duration::from_secs(60), "within the call's time");
        if tries > 0 {
            assert!(result.unwrap().outcome().is_paid(), "a journal that recovers in time is asked again");
            assert_eq!(only(&*inner).await.state, State::Done);
            continue;
        }
        let error = result.unwrap_err();
        assert!(error.is_indeterminate() && error.kind() == ErrorKind::Journal, "{error}");
        assert_eq!((error.settled_by(), error.reference()), (Some("get_charge"), Some(NUMBER)));
        assert_eq!(only(&*inner).await.state, State::Open, "recovery settles it");
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_that_recovery_is_cancelling_is_not_told_as_paid() {
    let journal = memory();
    let inside = Arc::clone(&journal);
    let service = Service::new(move |_| {
        let day = Duration::from_secs(86_400);
        // The deadline passes for the store while the reply is on its way.
        let mut claimed = Vec::new();
        for entry in ready(inside.list(&Filter::new())).unwrap() {
            claimed.push(crate::journal::Claimed { entry, lease: 0 });
        }
        let step = crate::journal::Step {
            state: State::Cancelling,
            transaction: None,
            wait: Some(day),
            note: String::new(),
        };
        assert!(ready(inside.step(&claimed[0], &step)).unwrap());
        Answer(200, charged("AUTORIZADO"))
    });
    let error = charge(&service.client(Arc::clone(&journal)), NUMBER).await.unwrap_err();
    assert!(error.is_indeterminate(), "{error}");
    assert!(error.to_string().contains("the journal has it as cancelling"), "{error}");
    let entry = only(&*journal).await;
    assert_eq!((entry.state, entry.transaction.as_deref()), (State::Cancelling, Some("tx1")));
    assert_eq!(entry.due_in, Some(Duration::ZERO), "recovery can query at once");
}

#[tokio::test(start_paused = true)]
async fn a_refusal_is_not_told_as_final_if_a_notification_says_paid() {
    let journal = memory();
    let inside = Arc::clone(&journal);
    let service = Service::new(move |_| {
        ready(inside.tell(&told(Outcome::Authorised))).unwrap();
        Answer(200, charged("DENEGADO"))
    });
    let error = charge(&service.client(Arc::clone(&journal)), NUMBER).await.unwrap_err();
    assert!(error.is_indeterminate() && error.kind() == ErrorKind::Journal, "{error}");
    assert_eq!(only(&*journal).await.state, State::Done);
}

#[tokio::test(start_paused = true)]
async fn a_dropped_call_leaves_its_entry_open() {
    let (journal, service) = (memory(), Service::new(|_| Silence));
    let client = service.client(Arc::clone(&journal));
    let call = tokio::time::timeout(Duration::from_secs(1), charge(&client, NUMBER)).await;
    assert!(call.is_err() && service.count(&Method::POST) == 1);
    let entry = only(&*journal).await;
    assert_eq!((entry.state, entry.due_in), (State::Open, Some(Duration::from_secs(59))));
    let error = charge(&client, NUMBER).await.unwrap_err();
    assert!(error.to_string().contains("is not settled (open): wait for recovery"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_reply_that_can_not_be_read_leaves_its_entry_open() {
    let mut broken = charged("AUTORIZADO");
    broken["transaction"]["amount"] = json!("15000");
    broken["transaction"]["state"] = json!(7);
    let journal = memory();
    let service = Service::new(move |_| Answer(200, broken.clone()));
    let error = charge(&service.client(Arc::clone(&journal)), NUMBER).await.unwrap_err();
    assert!(error.is_indeterminate(), "{error}");
    let entry = only(&*journal).await;
    assert_eq!((entry.state, entry.transaction.as_deref()), (State::Open, Some("tx1")));
}

#[tokio::test(start_paused = true)]
async fn a_cancellation_is_done_once_its_reply_says_so() {
    for (state, expected) in [
        ("EXTORNADO", State::Done),
        ("CANCELADO", State::Done),
        ("AUTORIZADO", State::Open),
        // Only a refund gives it back.
        ("LIQUIDADO", State::Declined),
    ] {
        let (journal, service) = (memory(), Service::new(move |_| Answer(200, found(state))));
        let call = service.client(Arc::clone(&journal)).cancel_charge();
        call.merchant_code("M1").merchant_operation_number(NUMBER).send().await.unwrap();
        assert_eq!(only(&*journal).await.state, expected, "{state}");
    }
}

#[tokio::test(start_paused = true)]
async fn no_secret_and_no_card_is_in_an_entry() {
    let journal = memory();
    // The service repeats the card where the id of the transaction should be.
    let mut repeats = charged("AUTORIZADO");
    repeats["transaction"]["transaction_id"] = json!(PAN);
    let service = Service::new(move |_| Answer(200, repeats.clone()));
    charge(&service.client(Arc::clone(&journal)), NUMBER).await.unwrap();
    // The digits of its id are random, and those of its digest have a test of their own.
    let entry = Entry { id: EntryId::new(0), digest: [0; 32], ..only(&*journal).await };
    assert_eq!(entry.transaction, None);
    for secret in [PAN, "739", "1230", "secret-of-client", "bearer-of-client", "rosa@example.com"] {
        assert!(!format!("{entry:?} {entry}").contains(secret), "{secret}: {entry:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_time_of_the_entry_is_never_shorter_than_that_of_the_call() {
    let inner = memory();
    let late = Some(Fault::Late(Duration::from_secs(3)));
    let journal = Arc::new(Failing { inner: Arc::clone(&inner), opening: late, closing: Mutex::default() });
    let service = Service::new(|_| Silence);
    let began = Instant::now();
    let client = service.client(journal);
    let error = charge_within(&client, NUMBER, Some(Duration::from_secs(10))).await.unwrap_err();
    assert!(error.is_indeterminate() && error.is_timeout(), "{error}");
    assert_eq!(
        began.elapsed(),
        Duration::from_secs(10),
        "the wait for the journal is part of the call's time"
    );
    assert_eq!(only(&*inner).await.due_in, Some(Duration::ZERO));
}

/// The store has given the call up by then, and recovery may be cancelling it.
#[tokio::test(start_paused = true)]
async fn a_machine_that_was_suspended_until_after_the_deadline_sends_nothing() {
    let (inner, service) = (memory(), paid());
    let suspended = Some(Fault::Suspended(Duration::from_millis(40)));
    let journal = Failing { inner: Arc::clone(&inner), opening: suspended, closing: Mutex::default() };
    let time = Some(Duration::from_millis(20));
    let error = charge_within(&service.client(journal), NUMBER, time).await.unwrap_err();
    assert_eq!((error.kind(), error.delivery()), (ErrorKind::Timeout, Delivery::NotSent));
    assert_eq!(service.count(&Method::POST), 0);
    assert_eq!(only(&*inner).await.state, State::NotMade);
}

/// A digest that covered a part of the card could be searched for it.
#[tokio::test(start_paused = true)]
async fn the_digest_is_of_the_request_and_not_of_the_card() {
    let cards = [(PAN, "739"), ("5555555555554444", "012")];
    let mut digests = Vec::new();
    for (card, number) in [(cards[0], NUMBER), (cards[1], NUMBER), (cards[0], "400101")] {
        let journal = memory();
        let _ = charge_card(&paid().client(Arc::clone(&journal)), number, None, card).await;
        digests.push(only(&*journal).await.digest);
    }
    assert_eq!(digests[0], digests[1], "another card");
    assert_ne!(digests[0], digests[2], "another number");
}
