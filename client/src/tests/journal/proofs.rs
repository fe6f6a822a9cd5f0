//! Proofs that come late, twice or beside a person, and recovery beside what never ends.

use std::{sync::Arc, time::Duration};

use tokio::time::advance;

use super::world::{After, Answer, Lost, NUMBER, NotSent, Service, Silence, charge, found, only};
use crate::{
    Outcome,
    journal::{
        Ending, Entry, EntryId, Filter, Journal as _, MemoryJournal, NewEntry, Resolution, State, Step, Told,
    },
};

const MINUTE: Duration = Duration::from_secs(60);

fn told(outcome: Outcome, transaction: &str) -> Told {
    Told {
        environment: "PREPROD".to_owned(),
        merchant: "M1".to_owned(),
        reference: NUMBER.to_owned(),
        transaction: Some(transaction.to_owned()),
        outcome,
    }
}

fn new(once: bool) -> NewEntry {
    NewEntry {
        id: EntryId::random(),
        environment: "PREPROD".to_owned(),
        operation: "authorize_charge".to_owned(),
        merchant: "M1".to_owned(),
        reference: NUMBER.to_owned(),
        time_left: MINUTE,
        digest: [0; 32],
        once,
        undoes: false,
    }
}

fn ending(state: State, transaction: Option<&str>) -> Ending {
    Ending { state, transaction: transaction.map(str::to_owned), note: "n".to_owned() }
}

/// A CIP that is pending for hours; then ONE query fails.
#[tokio::test(start_paused = true)]
async fn one_failed_query_does_not_leave_a_pending_payment_to_a_person() {
    let (journal, service) = (Arc::new(MemoryJournal::new()), Service::new(|_| Silence));
    let client = service.client(Arc::clone(&journal));
    let _ = tokio::time::timeout(Duration::from_secs(1), charge(&client, NUMBER)).await;
    journal.tell(&told(Outcome::Pending, "tx1")).await.unwrap();
    let recovery = client.recovery(Arc::clone(&journal));
    service.now_reacts(|_| Answer(200, found("PENDIENTE")));
    for _ in 0..120 {
        advance(MINUTE).await;
        recovery.run_once().await.unwrap();
    }
    assert_eq!(only(&*journal).await.state, State::Pending);
    service.now_reacts(|_| NotSent); // one blip
    for _ in 0..20 {
        advance(MINUTE).await;
        if recovery.run_once().await.unwrap().claimed > 0 {
            break;
        }
    }
    let entry = only(&*journal).await;
    let after = journal.tell(&told(Outcome::Authorised, "tx1")).await.unwrap().unwrap();
    assert_eq!((entry.state, after.state), (State::Pending, State::Done));
}

/// A proof of payment that arrives while the person looks is forgotten.
#[test]
fn a_paid_notification_before_a_persons_decision_is_not_forgotten() {
    let mut entry = Entry { state: State::Person, ..Entry::of(&new(true)) };
    entry.tell(&told(Outcome::Authorised, "tx1"));
    let declined = entry.resolve(&Resolution::new(State::Declined, "there is none in the panel"));
    assert!(!declined || entry.state != State::Declined, "a proof of payment is lost: {entry}");
}

/// Two transactions of one reference; the known one is being cancelled and the other one is paid.
#[test]
fn a_paid_notification_of_another_transaction_during_a_cancellation_is_not_forgotten() {
    let mut entry =
        Entry { state: State::Cancelling, transaction: Some("tx1".to_owned()), ..Entry::of(&new(true)) };
    let changed = entry.tell(&told(Outcome::Authorised, "tx2"));
    entry.step(&Step {
        state: State::Declined,
        transaction: None,
        wait: None,
        note: "a query of tx1 says: declined".to_owned(),
    });
    assert!(changed, "tx2 is paid, and nothing remembers it: {entry}");
}

#[test]
fn paid_twice_is_seen_in_either_order() {
    let mut one = Entry::of(&new(true));
    one.close(&ending(State::Done, Some("tx2")));
    one.tell(&told(Outcome::Authorised, "tx1"));
    let mut other = Entry::of(&new(true));
    other.tell(&told(Outcome::Authorised, "tx1"));
    other.close(&ending(State::Done, Some("tx2")));
    assert_eq!(one.state, other.state);
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_never_ends_does_not_stop_recovery() {
    let (journal, service) = (Arc::new(MemoryJournal::new()), Service::new(|_| Silence));
    let client = service.client(Arc::clone(&journal));
    for number in ["400100", "400101"] {
        let _ = tokio::time::timeout(Duration::from_secs(1), charge(&client, number)).await;
    }
    service.now_reacts(|_| super::world::not_found());
    let recovery =
        client.recovery(Arc::clone(&journal)).cancelling(true).deciding(|entry: Entry| async move {
            if entry.reference == "400100" {
                std::future::pending::<()>().await
            }
            std::io::Result::Ok(())
        });
    let _ = tokio::time::timeout(Duration::from_secs(30 * 24 * 3600), recovery.run(MINUTE)).await;
    let entries = journal.list(&Filter::new()).await.unwrap();
    assert!(entries.iter().all(|entry| entry.state.is_decided() || entry.state == State::Person));
}

static KEYED: crate::codegen::endpoint::Operation = crate::codegen::endpoint::Operation {
    repeat: crate::codegen::endpoint::Repeat::Keyed,
    ..<crate::api::CancelChargeRequest as crate::codegen::endpoint::Endpoint>::OPERATION
};

async fn call_with_a_key(client: &crate::Client) -> Result<(), crate::Error> {
    use crate::{
        call::attempts::recorded, codegen::places::Places, request::EncodedRequest, telemetry::call::CallSpan,
    };
    let mut places = Places::default();
    places.segment("merchant_code", &Some("M1".to_owned()));
    places.segment("merchant_operation_number", &Some(NUMBER.to_owned()));
    let sent = EncodedRequest::bare(client.inner(), &KEYED, places).unwrap();
    let span = CallSpan::begin(&KEYED);
    recorded(client.inner(), &KEYED, &sent, None, &span, |_, _| true).await.map(drop)
}

/// A call with a key whose reply is lost, as its error says repeated with the same key; the repetition is not sent.
#[tokio::test(start_paused = true)]
async fn a_keyed_call_whose_reply_is_lost_is_not_not_made_after_a_repetition_that_was_not_sent() {
    let (journal, service) = (Arc::new(MemoryJournal::new()), Service::new(|_| Lost));
    let client = service.client(Arc::clone(&journal));
    let error = call_with_a_key(&client).await.unwrap_err();
    assert!(error.is_indeterminate(), "{error}");
    service.now_reacts(|_| NotSent);
    call_with_a_key(&client).await.unwrap_err();
    let entry = only(&*journal).await;
    assert_ne!(entry.state, State::NotMade, "it may have moved money: {entry}, due {:?}", entry.due_in);
}

/// While the first call connects, the second one is sent, and its process ends. Then the first can't connect.
#[tokio::test(start_paused = true)]
async fn a_keyed_call_is_not_not_made_if_another_with_the_same_key_was_sent_meanwhile() {
    let (connecting, mut calls) = (Duration::from_secs(5), 0);
    let service = Service::new(move |_| {
        calls += 1;
        match calls {
            1 => After(connecting, Box::new(NotSent)),
            2 => Silence,
            _ => NotSent,
        }
    });
    let journal = Arc::new(MemoryJournal::new());
    let client = service.client(Arc::clone(&journal));
    let second = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let killed = tokio::time::timeout(Duration::from_secs(1), call_with_a_key(&client)).await;
        assert!(killed.is_err(), "it is on its way: {killed:?}");
    };
    let (first, ()) = tokio::join!(call_with_a_key(&client), second);
    first.unwrap_err();
    let entry = only(&*journal).await;
    assert_eq!(entry.state, State::Open, "{entry}");
    assert!(entry.due_in.is_some(), "{entry}");
}

#[test]
fn a_reversed_payment_is_not_shipped_by_its_notification() {
    let mut entry = Entry::of(&new(true));
    entry.close(&ending(State::Done, Some("tx1"))); // the process dies before it marks the order
    entry.tell(&told(Outcome::Reversed { state: "EXTORNADO".to_owned(), reason: None }, "tx1"));
    // The handler of the documentation of `Claim::told`, and of durable_checkout: ship if the entry is done.
    assert_ne!(entry.state, State::Done, "the handler ships on a notification that says reversed: {entry}");
}

/// The notification of a payment that expired at once may arrive before the reply that calls it pending.
#[test]
fn an_old_reply_does_not_undo_what_a_notification_has_decided() {
    let mut entry = Entry::of(&new(true));
    entry.tell(&told(Outcome::Declined { state: "EXPIRADO".to_owned(), reason: None }, "tx1"));
    entry.close(&ending(State::Pending, Some("tx1")));
    assert_eq!(entry.state, State::Declined, "{entry}");
    entry.close(&ending(State::Pending, Some("tx2")));
    assert_eq!((entry.state, entry.due_in), (State::Person, Some(Duration::ZERO)), "{entry}");
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_panics_is_called_again_and_holds_up_no_other_entry() {
    let (journal, service) = (Arc::new(MemoryJournal::new()), Service::new(|_| Silence));
    let client = service.client(Arc::clone(&journal));
    for number in ["400100", "400101"] {
        let _ = tokio::time::timeout(Duration::from_secs(1), charge(&client, number)).await;
    }
    service.now_reacts(|_| super::world::not_found());
    let told = Arc::new(std::sync::Mutex::new(Vec::new()));
    let seen = Arc::clone(&told);
    let recovery = client.recovery(Arc::clone(&journal)).cancelling(true).deciding(move |entry: Entry| {
        let seen = Arc::clone(&seen);
        async move {
            let first = !seen.lock().unwrap().contains(&entry.reference);
            seen.lock().unwrap().push(entry.reference);
            assert!(!first, "the handler has a bug");
            std::io::Result::Ok(())
        }
    });
    let run = tokio::time::timeout(Duration::from_secs(24 * 3600), recovery.run(MINUTE)).await;
    assert!(run.is_err(), "recovery goes on");
    let mut told = told.lock().unwrap().clone();
    told.sort();
    assert_eq!(told, ["400100", "400100", "400101", "400101"]);
    let entries = journal.list(&Filter::new()).await.unwrap();
    assert!(entries.iter().all(|entry| entry.state == State::Declined && entry.due_in.is_none()));
}
