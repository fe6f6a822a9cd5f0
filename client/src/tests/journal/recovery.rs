//! Recovery: each rule, on paused time, against a service in memory.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use http::Method;
use serde_json::json;
use tokio::time::advance;

use super::crashed::{Crashed, MINUTE, service};
use super::world::{Answer, Lost, NUMBER, Service, charge, charged, found, not_found, only};
use crate::{
    Outcome,
    journal::{Entry, Journal as _, MemoryJournal, Report, Resolution, State},
};

#[tokio::test(start_paused = true)]
async fn nothing_is_touched_before_the_deadline() {
    let world = Crashed::charge().await;
    world.service.now_reacts(|request| panic!("{request:?}"));
    let report = world.recovery().cancelling(true).run_once().await.unwrap();
    assert_eq!(report, Report::default());
}

#[tokio::test(start_paused = true)]
async fn a_known_transaction_is_queried_and_decides() {
    let cases = [
        ("AUTORIZADO", State::Done),
        ("LIQUIDADO", State::Done),
        ("DENEGADO", State::Declined),
        ("EXTORNADO", State::Reversed),
    ];
    for (state, expected) in cases {
        let world = Crashed::charge().await;
        assert_eq!(world.told(Outcome::Pending).await.state, State::Pending);
        advance(MINUTE).await;
        world.service.now_reacts(service(move || Answer(200, found(state)), || panic!("no cancellation")));
        let report = world.recovery().cancelling(true).run_once().await.unwrap();
        assert_eq!((report.claimed, report.lost, report.failed), (1, 0, 0), "{state}");
        let entry = world.entry().await;
        assert_eq!((entry.state, entry.due_in), (expected, None), "{state}");
        let query = world.service.calls.lock().unwrap().last().unwrap().1.clone();
        assert_eq!(query, "/charges/M1/400100/tx1");
    }
}

#[tokio::test(start_paused = true)]
async fn a_pending_payment_is_queried_again_until_it_is_decided() {
    let world = Crashed::charge().await;
    world.told(Outcome::Pending).await;
    world.service.now_reacts(service(|| Answer(200, found("PENDIENTE")), || panic!()));
    let reports = world.recovered(&world.recovery()).await;
    assert!(
        reports.len() > 40 && reports.iter().all(|report| report.pending == 1),
        "an hour is not too long"
    );
    world.service.now_reacts(service(|| Answer(200, found("AUTORIZADO")), || panic!()));
    world.recovered(&world.recovery()).await;
    assert_eq!(world.entry().await.state, State::Done);
    let world = Crashed::charge().await;
    world.told(Outcome::Pending).await;
    world.service.now_reacts(service(|| Answer(200, found("PENDIENTE")), || panic!()));
    world.recovered(&world.recovery().pending_patience(5 * MINUTE)).await;
    assert_eq!(world.entry().await.state, State::Person);
}

#[tokio::test(start_paused = true)]
async fn cancelling_is_off_unless_said_and_a_person_gets_what_stays_unknown() {
    let world = Crashed::charge().await;
    world.service.now_reacts(|request| panic!("{request:?}"));
    let reports = world.recovered(&world.recovery()).await;
    assert_eq!(reports.last().unwrap().person, 1);
    assert!(reports[0].waiting == 1 && reports.len() > 40, "an hour of patience");
    let entry = world.entry().await;
    assert_eq!((entry.state, entry.due_in), (State::Person, None));
    assert!(entry.note.contains("no transaction is known to query"), "{}", entry.note);
}

#[tokio::test(start_paused = true)]
async fn an_operation_without_a_transaction_waits_for_its_notification() {
    let unchanged = || {
        Answer(
            200,
            json!({ "success": true, "merchant_code": "M1", "operation": { "merchant_operation_number": NUMBER } }),
        )
    };
    let world = Crashed::charge().await;
    world.service.now_reacts(service(|| Answer(200, found("LIQUIDADO")), unchanged));
    let recovery = world.recovery().cancelling(true);
    advance(MINUTE).await;
    assert_eq!(recovery.run_once().await.unwrap().cancelling, 1);
    assert_eq!(world.told(Outcome::Cleared).await.state, State::Cancelling, "a notification does not decide");
    assert_eq!(
        recovery.run_once().await.unwrap().done,
        1,
        "the transaction is known, so it is queried at once"
    );
    let world = Crashed::charge().await;
    world.service.now_reacts(service(|| panic!(), unchanged));
    world.recovered(&world.recovery().cancelling(true)).await;
    let entry = world.entry().await;
    assert_eq!(entry.state, State::Person);
    assert!(entry.note.contains("names no transaction"), "{}", entry.note);
}

#[tokio::test(start_paused = true)]
async fn of_two_recoveries_one_takes_the_step() {
    let world = Crashed::charge().await;
    world.told(Outcome::Pending).await;
    advance(MINUTE).await;
    world.service.now_reacts(service(|| Answer(200, found("AUTORIZADO")), || panic!()));
    let (one, other) = (world.recovery(), world.recovery());
    let (one, other) = tokio::join!(one.run_once(), other.run_once());
    assert_eq!((one.unwrap().done + other.unwrap().done, world.service.count(&Method::GET)), (1, 1));
}

/// The first recovery stalls after its query until its lease has lapsed, and the second decides.
#[tokio::test(start_paused = true)]
async fn a_recovery_that_lost_its_lease_changes_nothing_and_tells_nobody() {
    let world = Crashed::charge().await;
    world.told(Outcome::Pending).await;
    advance(MINUTE).await;
    let told = Arc::new(Mutex::new(Vec::new()));
    let recovery = |name: &'static str| {
        let told = Arc::clone(&told);
        world.recovery().lease(MINUTE).deciding(move |entry| {
            told.lock().unwrap().push((name, entry.state));
            async { Ok::<(), std::io::Error>(()) }
        })
    };
    let claimed = world.journal.claim("PREPROD", &[], 1, MINUTE).await.unwrap().remove(0);
    advance(2 * MINUTE).await;
    world.service.now_reacts(service(|| Answer(200, found("AUTORIZADO")), || panic!()));
    assert_eq!(recovery("second").run_once().await.unwrap().done, 1);
    let late =
        crate::journal::Step { state: State::Declined, transaction: None, wait: None, note: String::new() };
    assert!(!world.journal.step(&claimed, &late).await.unwrap());
    assert_eq!(world.entry().await.state, State::Done);
    assert_eq!(*told.lock().unwrap(), [("second", State::Done)]);
}

#[tokio::test(start_paused = true)]
async fn the_application_is_told_at_least_once_and_the_same_each_time() {
    let world = Crashed::charge().await;
    world.told(Outcome::Pending).await;
    advance(MINUTE).await;
    world.service.now_reacts(service(|| Answer(200, found("AUTORIZADO")), || panic!()));
    let (told, calls) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicUsize::new(0)));
    let (into, count) = (Arc::clone(&told), Arc::clone(&calls));
    let recovery = world.recovery().deciding(move |entry: Entry| {
        into.lock().unwrap().push(entry.state);
        let fails = count.fetch_add(1, Ordering::Relaxed) < 2;
        async move { if fails { Err("the shop's database is down") } else { Ok(()) } }
    });
    assert_eq!(recovery.run_once().await.unwrap().untold, 1);
    assert_eq!(world.entry().await.state, State::Done, "the decision is in the journal first");
    let reports = world.recovered(&recovery).await;
    assert_eq!((reports[0].untold, reports[1].told, reports.len()), (1, 1, 2));
    assert_eq!(*told.lock().unwrap(), [State::Done; 3]);
    assert_eq!(world.service.count(&Method::GET), 1, "what is decided is not queried again");
}

#[tokio::test(start_paused = true)]
async fn a_crash_while_the_application_is_told_tells_it_again() {
    let world = Crashed::charge().await;
    world.told(Outcome::Pending).await;
    advance(MINUTE).await;
    world.service.now_reacts(service(|| Answer(200, found("AUTORIZADO")), || panic!()));
    let hangs =
        world.recovery().lease(MINUTE).deciding(|_| std::future::pending::<Result<(), std::io::Error>>());
    assert!(tokio::time::timeout(Duration::from_secs(5), hangs.run_once()).await.is_err());
    let again = world.recovery().deciding(|entry: Entry| async move {
        assert_eq!(entry.state, State::Done);
        Ok::<(), std::io::Error>(())
    });
    assert_eq!(again.run_once().await.unwrap().claimed, 0, "the lease has not lapsed");
    advance(MINUTE).await;
    assert_eq!(again.run_once().await.unwrap().told, 1);
}

#[tokio::test(start_paused = true)]
async fn a_refund_whose_end_is_lost_is_for_a_person_and_a_cancellation_is_queried_where_that_is_possible() {
    let (journal, service_) = (Arc::new(MemoryJournal::new()), Service::new(|_| Lost));
    let client = service_.client(Arc::clone(&journal));
    let orders: Vec<crate::api::RefundOrder> = serde_json::from_value(
        json!([{ "type": "TOTAL", "merchant_operation_number": NUMBER, "refund_amount": "1" }]),
    )
    .unwrap();
    client.create_refund().merchant_code("M1").operations(orders).send().await.unwrap_err();
    advance(MINUTE).await;
    service_.now_reacts(|request| panic!("{request:?}"));
    assert_eq!(client.recovery(Arc::clone(&journal)).run_once().await.unwrap().person, 1);
    let entry = only(&*journal).await;
    assert!(entry.note.contains("no query tells it"), "{}", entry.note);
    let looked = Resolution::new(State::Done, "list_refunds has it");
    assert_eq!(journal.resolve(entry.id, &looked).await.unwrap().unwrap().state, State::Done);

    // The merchant charges, and cancels that; the reply of the cancellation is lost.
    let (journal, shop) =
        (Arc::new(MemoryJournal::new()), Service::new(|_| Answer(200, charged("AUTORIZADO"))));
    let client = shop.client(Arc::clone(&journal));
    charge(&client, NUMBER).await.unwrap();
    shop.now_reacts(|_| Lost);
    let cancel = client.cancel_charge().merchant_code("M1").merchant_operation_number(NUMBER);
    cancel.send().await.unwrap_err();
    advance(MINUTE).await;
    shop.now_reacts(service(|| Answer(200, found("EXTORNADO")), || panic!("it is not cancelled again")));
    assert_eq!(client.recovery(Arc::clone(&journal)).run_once().await.unwrap().done, 1);
}

#[tokio::test(start_paused = true)]
async fn a_person_has_a_payment_queried_again() {
    let world = Crashed::charge().await;
    world.recovered(&world.recovery()).await;
    let entry = world.entry().await;
    let found_it = Resolution::new(State::Pending, "it is in the panel").transaction("tx1");
    world.journal.resolve(entry.id, &found_it).await.unwrap();
    world.service.now_reacts(service(|| Answer(200, found("AUTORIZADO")), || panic!()));
    assert_eq!(world.recovery().run_once().await.unwrap().done, 1);
}

#[tokio::test(start_paused = true)]
async fn a_recovery_of_other_merchants_leaves_an_entry_to_its_own() {
    let world = Crashed::charge().await;
    world.service.now_reacts(service(|| panic!(), not_found));
    advance(MINUTE).await;
    let recovery = |merchant: &str| world.recovery().cancelling(true).merchants(["M3", merchant]);
    assert_eq!(recovery("M2").run_once().await.unwrap().claimed, 0);
    assert_eq!(recovery("M1").run_once().await.unwrap().claimed, 1);
}

#[tokio::test(start_paused = true)]
async fn a_header_that_selects_a_payment_is_on_the_query_and_the_cancellation() {
    let world = Crashed::charge().await;
    let (seen, name) = (Arc::new(Mutex::new(Vec::new())), "payment-facilitator-code");
    let sent = Arc::clone(&seen);
    world.service.now_reacts(move |request| {
        let value = request.headers()[name].to_str().unwrap().to_owned();
        sent.lock().unwrap().push((request.method().clone(), value));
        Answer(200, found("EXTORNADO"))
    });
    advance(MINUTE).await;
    let recovery = world.recovery().cancelling(true).header(name, "F1").unwrap();
    assert_eq!(recovery.run_once().await.unwrap().reversed, 1);
    assert_eq!(*seen.lock().unwrap(), [(Method::DELETE, "F1".to_owned()), (Method::GET, "F1".to_owned())]);
    for (name, value) in [("authorization", "Bearer x"), ("Host", "x"), ("a name", "x"), ("x", "a\nb")] {
        world.recovery().header(name, value).unwrap_err();
    }
}

#[tokio::test(start_paused = true)]
async fn a_run_goes_on_after_a_failure_and_writes_one_line() {
    let report = Report { claimed: 3, done: 1, person: 2, ..Report::default() };
    assert_eq!(report.to_string(), "claimed 3, done 1, for a person 2");
    let world = Crashed::charge().await;
    world.service.now_reacts(service(|| panic!(), not_found));
    let recovery = world.recovery().cancelling(true);
    let run = tokio::time::timeout(20 * MINUTE, recovery.run(MINUTE)).await;
    assert!(run.is_err(), "it runs until it is dropped");
    assert_eq!(world.entry().await.state, State::Declined);
}
