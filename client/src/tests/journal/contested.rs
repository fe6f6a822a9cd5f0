//! A charge that the application itself or recovery cancels, while a notification, a reply or a query says that it is paid.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use http::Method;
use tokio::time::advance;

use super::crashed::{Crashed, MINUTE, service};
use super::world::{
    Answer, Failing, Fault, Lost, NUMBER, NotSent, Reaction, Service, charge, charged, found, not_found,
    ready,
};
use crate::{
    Client, Outcome,
    journal::{Entry, Filter, Journal as _, MemoryJournal, NewEntry, Opened, Resolution, State, Step},
};

async fn cancel(client: &Client) {
    let call = client.cancel_charge().merchant_code("M1").merchant_operation_number(NUMBER);
    call.send().await.unwrap_err();
}

/// A charge whose end is lost, and its cancellation, which gets this reaction.
async fn cancelled(reaction: fn() -> Reaction) -> Crashed {
    let world = Crashed::charge().await;
    world.service.now_reacts(move |_| reaction());
    cancel(&world.client).await;
    world
}

/// The charge and its cancellation.
async fn both(journal: &MemoryJournal) -> [Entry; 2] {
    journal.list(&Filter::new()).await.unwrap().try_into().unwrap()
}

async fn states(world: &Crashed) -> [State; 2] {
    both(&world.journal).await.map(|entry| entry.state)
}

/// The notification may be older than the cancellation, and so may the answer to a query.
#[tokio::test(start_paused = true)]
async fn nothing_is_paid_while_its_cancellation_is_open_and_both_end_by_what_a_query_says() {
    for (state, ends) in
        [("EXTORNADO", [State::Reversed, State::Done]), ("LIQUIDADO", [State::Done, State::Declined])]
    {
        let world = cancelled(|| Lost).await;
        let told = world.told(Outcome::Authorised).await;
        assert_eq!((told.state, told.transaction.as_deref()), (State::Pending, Some("tx1")), "{told}");
        let recovery = world.recovery();
        world.service.now_reacts(service(|| Answer(200, found("AUTORIZADO")), || panic!()));
        advance(MINUTE).await;
        assert_eq!(recovery.run_once().await.unwrap().claimed, 2);
        assert_eq!(states(&world).await, [State::Pending, State::Open], "the cancellation may still arrive");
        world.service.now_reacts(service(move || Answer(200, found(state)), || panic!()));
        for _ in 0..3 {
            advance(MINUTE).await;
            recovery.run_once().await.unwrap();
        }
        assert_eq!(states(&world).await, ends, "{state}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_cancellation_that_was_not_sent_holds_nothing_up() {
    let world = cancelled(|| NotSent).await;
    assert_eq!(world.told(Outcome::Authorised).await.state, State::Done);
}

/// Its payment becomes known later, as by a notification, or is decided without a query.
#[tokio::test(start_paused = true)]
async fn a_cancellation_waits_for_what_its_payment_becomes() {
    let world = cancelled(|| Lost).await;
    world.service.now_reacts(service(|| panic!("there is nothing to query"), not_found));
    let recovery = world.recovery().cancelling(true);
    advance(MINUTE).await;
    recovery.run_once().await.unwrap();
    assert_eq!(states(&world).await, [State::Cancelling, State::Open]);
    world.recovered(&recovery).await;
    assert_eq!(states(&world).await, [State::Declined, State::Done]);
}

#[tokio::test(start_paused = true)]
async fn the_caller_of_a_charge_that_is_being_cancelled_is_not_told_that_it_is_paid() {
    let journal = Arc::new(MemoryJournal::new());
    let inside = Arc::clone(&journal);
    let service = Service::new(move |_| {
        assert_eq!(ready(inside.open(&cancellation())).unwrap(), Opened::New);
        Answer(200, charged("AUTORIZADO"))
    });
    let error = charge(&service.client(Arc::clone(&journal)), NUMBER).await.unwrap_err();
    assert!(error.is_indeterminate(), "{error}");
    let [entry, _] = both(&journal).await;
    assert_eq!((entry.state, entry.transaction.as_deref()), (State::Pending, Some("tx1")));
}

/// The cancellation is written after recovery has claimed the charge, or even queried it.
#[tokio::test(start_paused = true)]
async fn recovery_can_not_take_the_step_that_a_cancellation_forbids() {
    let world = Crashed::charge().await;
    advance(MINUTE).await;
    let claimed = world.journal.claim("PREPROD", &[], 1, MINUTE).await.unwrap().remove(0);
    assert_eq!(world.journal.open(&cancellation()).await.unwrap(), Opened::New);
    for (state, taken) in [(State::Done, false), (State::Reversed, true)] {
        let step = Step { state, transaction: None, wait: None, note: String::new() };
        assert_eq!(world.journal.step(&claimed, &step).await.unwrap(), taken, "{state}");
    }
}

/// Recovery has cancelled a payment without an answer, and left it to a person, who finds its transaction in the panel.
async fn given_back_to_recovery() -> Crashed {
    let world = Crashed::charge().await;
    world.service.now_reacts(service(|| panic!("there is nothing to query"), || Lost));
    let recovery = world.recovery().cancelling(true).patience(5 * MINUTE);
    for _ in 0..5 {
        advance(MINUTE).await;
        recovery.run_once().await.unwrap();
    }
    let entry = world.entry().await;
    assert_eq!(entry.state, State::Person, "{entry}");
    let found = Resolution::new(State::Pending, "it is in the panel").transaction("tx1");
    assert_eq!(world.journal.resolve(entry.id, &found).await.unwrap().unwrap().state, State::Pending);
    world
}

#[tokio::test(start_paused = true)]
async fn a_notification_does_not_decide_a_payment_that_recovery_has_cancelled() {
    let world = given_back_to_recovery().await;
    assert_eq!(world.told(Outcome::Authorised).await.state, State::Pending, "it may be older");
    world.service.now_reacts(service(|| Answer(200, found("EXTORNADO")), || panic!()));
    assert_eq!(world.recovery().run_once().await.unwrap().reversed, 1);
}

/// The last cancellation may still be on its way when the query says that the payment is authorised.
#[tokio::test(start_paused = true)]
async fn a_query_decides_such_a_payment_once_no_cancellation_can_arrive_any_more() {
    let world = given_back_to_recovery().await;
    world.service.now_reacts(service(|| Answer(200, found("AUTORIZADO")), || panic!()));
    let recovery = world.recovery().flight(10 * MINUTE);
    for minute in 0..=11 {
        let done = recovery.run_once().await.unwrap().done;
        assert_eq!(done, usize::from(minute == 11), "{minute} min after the last cancellation");
        advance(MINUTE).await;
    }
    let world = given_back_to_recovery().await;
    world.service.now_reacts(service(|| Answer(200, found("LIQUIDADO")), || panic!()));
    assert_eq!(world.recovery().run_once().await.unwrap().done, 1, "no cancellation can undo that");
}

/// The process stands still between its claim and its cancellation, and another recovery decides meanwhile.
#[tokio::test(start_paused = true)]
async fn a_recovery_that_lost_its_lease_sends_no_cancellation() {
    let world = Crashed::charge().await;
    world.service.now_reacts(service(|| panic!(), || Lost));
    advance(MINUTE).await;
    world.recovery().cancelling(true).run_once().await.unwrap();
    advance(MINUTE).await;
    let slow = Some(Fault::Late(Duration::from_secs(25)));
    let journal = Failing { inner: Arc::clone(&world.journal), opening: slow, closing: Mutex::default() };
    let lease = Duration::from_secs(20);
    let recovery = world.client.recovery(journal).cancelling(true).lease(lease);
    let sent = world.service.count(&Method::DELETE);
    let another = async {
        tokio::time::sleep(lease).await;
        let claimed = world.journal.claim("PREPROD", &[], 1, MINUTE).await.unwrap().remove(0);
        let step = Step { state: State::Done, transaction: None, wait: None, note: String::new() };
        assert!(world.journal.step(&claimed, &step).await.unwrap());
    };
    let (report, ()) = tokio::join!(recovery.run_once(), another);
    assert_eq!(report.unwrap().lost, 1);
    assert_eq!(world.service.count(&Method::DELETE), sent, "no cancellation is sent");
}

fn cancellation() -> NewEntry {
    NewEntry {
        id: crate::journal::EntryId::random(),
        environment: "PREPROD".to_owned(),
        operation: "cancel_charge".to_owned(),
        merchant: "M1".to_owned(),
        reference: NUMBER.to_owned(),
        time_left: MINUTE,
        digest: [0; 32],
        once: false,
        undoes: true,
    }
}
