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

use super::world::{
    Answer, Lost, NUMBER, Reaction, Service, Silence, charge, charged, found, not_found, only, ready,
};
use crate::{
    Client, Outcome,
    journal::{Entry, Filter, Journal as _, MemoryJournal, Recovery, Report, Resolution, State, Told},
};

const MINUTE: Duration = Duration::from_secs(60);

/// A charge that was sent, and whose process ended then.
struct Crashed {
    journal: Arc<MemoryJournal>,
    service: Arc<Service>,
    client: Client,
}

impl Crashed {
    async fn charge() -> Self {
        let (journal, service) = (Arc::new(MemoryJournal::new()), Service::new(|_| Silence));
        let client = service.client(Arc::clone(&journal));
        let call = tokio::time::timeout(Duration::from_secs(1), charge(&client, NUMBER)).await;
        assert!(call.is_err());
        Self { journal, service, client }
    }

    async fn entry(&self) -> Entry {
        only(&*self.journal).await
    }

    /// Recovery without waits at random.
    fn recovery(&self) -> Recovery {
        self.client.recovery(Arc::clone(&self.journal)).backoff(MINUTE, MINUTE)
    }

    /// A notification tells the journal of a transaction in this state.
    async fn told(&self, outcome: Outcome) -> Entry {
        let told = Told {
            environment: "PREPROD".to_owned(),
            merchant: "M1".to_owned(),
            reference: NUMBER.to_owned(),
            transaction: Some("tx1".to_owned()),
            outcome,
        };
        self.journal.tell(&told).await.unwrap().unwrap()
    }

    /// Lets an hour pass, in which a recovery runs every minute. Returns what it did in all.
    async fn recovered(&self, recovery: &Recovery) -> Vec<Report> {
        let mut reports = Vec::new();
        for _ in 0..90 {
            advance(MINUTE).await;
            let report = recovery.run_once().await.unwrap();
            if report.claimed > 0 {
                reports.push(report);
            }
        }
        reports
    }
}

/// A service that answers queries with one reaction and cancellations with another.
fn service(
    query: impl Fn() -> Reaction + Send + 'static,
    cancel: impl Fn() -> Reaction + Send + 'static,
) -> impl FnMut(&http::Request<bytes::Bytes>) -> Reaction + Send + 'static {
    move |request| match *request.method() {
        Method::GET => query(),
        Method::DELETE => cancel(),
        _ => panic!("recovery sent {request:?}"),
    }
}

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
async fn a_cancellation_is_written_down_before_it_is_sent_and_confirmed_by_a_query() {
    for (state, expected) in [("EXTORNADO", State::Reversed), ("CANCELADO", State::Declined)] {
        let world = Crashed::charge().await;
        let (journal, steps) = (Arc::clone(&world.journal), Arc::new(Mutex::new(Vec::new())));
        let seen = Arc::clone(&steps);
        world.service.now_reacts(move |request| {
            let entries = ready(journal.list(&Filter::new())).unwrap();
            seen.lock().unwrap().push((request.method().clone(), entries[0].state));
            Answer(200, found(state))
        });
        advance(MINUTE).await;
        world.recovery().cancelling(true).run_once().await.unwrap();
        let steps = steps.lock().unwrap().clone();
        assert_eq!(steps, [(Method::DELETE, State::Cancelling), (Method::GET, State::Cancelling)]);
        let entry = world.entry().await;
        assert_eq!((entry.state, entry.transaction.as_deref()), (expected, Some("tx1")), "{state}");
    }
}

/// The charge arrives after the first cancellation, which found nothing.
#[tokio::test(start_paused = true)]
async fn a_cancellation_that_overtakes_the_charge_is_sent_again_after_the_flight() {
    let world = Crashed::charge().await;
    world.service.now_reacts(service(|| Answer(200, found("EXTORNADO")), not_found));
    advance(MINUTE).await;
    let recovery = world.recovery().cancelling(true).flight(10 * MINUTE);
    assert_eq!(recovery.run_once().await.unwrap().cancelling, 1);
    // It arrives now, and the next cancellation finds it.
    world.service.now_reacts(service(|| Answer(200, found("EXTORNADO")), || Answer(200, found("EXTORNADO"))));
    advance(9 * MINUTE).await;
    assert_eq!(recovery.run_once().await.unwrap().claimed, 0, "not before the flight is over");
    advance(MINUTE).await;
    assert_eq!(recovery.run_once().await.unwrap().reversed, 1);
    assert_eq!(world.service.count(&Method::DELETE), 2);
}

#[tokio::test(start_paused = true)]
async fn a_charge_that_no_cancellation_finds_never_arrived() {
    let world = Crashed::charge().await;
    world.service.now_reacts(service(|| panic!("there is nothing to query"), not_found));
    let reports = world.recovered(&world.recovery().cancelling(true).flight(10 * MINUTE)).await;
    assert_eq!(reports.len(), 2, "{reports:?}");
    assert_eq!((reports[0].cancelling, reports[1].declined), (1, 1));
    let entry = world.entry().await;
    assert_eq!((entry.state, entry.note.as_str()), (State::Declined, "it never arrived at the service"));
    // Against the assumption, it arrived after all.
    let entry = world.told(Outcome::Authorised).await;
    assert_eq!(entry.state, State::Person);
}

#[tokio::test(start_paused = true)]
async fn a_reply_without_an_operation_is_as_good_as_not_found() {
    let world = Crashed::charge().await;
    let empty = || Answer(200, json!({ "success": true, "merchant_code": "M1" }));
    world.service.now_reacts(service(|| panic!(), empty));
    let reports = world.recovered(&world.recovery().cancelling(true)).await;
    assert_eq!((reports[0].cancelling, reports[1].declined), (1, 1), "{reports:?}");
}

#[tokio::test(start_paused = true)]
async fn a_payment_that_the_service_does_not_cancel_is_done() {
    let world = Crashed::charge().await;
    world.service.now_reacts(service(|| Answer(200, found("LIQUIDADO")), || Answer(200, found("LIQUIDADO"))));
    advance(MINUTE).await;
    world.recovery().cancelling(true).run_once().await.unwrap();
    assert_eq!(world.entry().await.state, State::Done);
}

/// The first cancellation is on its way while the second is refused: a payment that it can still reverse is not done.
#[tokio::test(start_paused = true)]
async fn an_authorised_payment_is_not_done_while_a_cancellation_may_still_arrive() {
    let refused = || {
        Answer(409, json!({ "success": false, "meta": { "status": { "code": "06", "message_ilgn": [] } } }))
    };
    let world = Crashed::charge().await;
    world.service.now_reacts(service(|| panic!(), || Lost));
    advance(MINUTE).await;
    world.recovery().cancelling(true).run_once().await.unwrap();
    world.told(Outcome::Authorised).await;
    world.service.now_reacts(service(|| Answer(200, found("AUTORIZADO")), refused));
    advance(MINUTE).await;
    assert_eq!(world.recovery().cancelling(true).run_once().await.unwrap().cancelling, 1);
    world.service.now_reacts(service(|| Answer(200, found("LIQUIDADO")), refused));
    advance(MINUTE).await;
    assert_eq!(world.recovery().cancelling(true).run_once().await.unwrap().done, 1);
}

#[tokio::test(start_paused = true)]
async fn a_cancellation_and_a_query_that_contradict_each_other_decide_nothing() {
    let world = Crashed::charge().await;
    world
        .service
        .now_reacts(service(|| Answer(200, found("AUTORIZADO")), || Answer(200, found("EXTORNADO"))));
    let reports = world.recovered(&world.recovery().cancelling(true)).await;
    assert_eq!(reports[0].cancelling, 1);
    let entry = world.entry().await;
    assert_eq!(entry.state, State::Person);
    assert!(entry.note.contains("contradict each other"), "{}", entry.note);
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
async fn a_cancellation_that_is_refused_for_certain_is_for_a_person_and_a_lost_one_is_sent_again() {
    let refused = || {
        Answer(400, json!({ "success": false, "meta": { "status": { "code": "06", "message_ilgn": [] } } }))
    };
    let world = Crashed::charge().await;
    world.service.now_reacts(service(|| panic!(), refused));
    advance(MINUTE).await;
    assert_eq!(world.recovery().cancelling(true).run_once().await.unwrap().person, 1);
    assert!(world.entry().await.note.contains("refused the cancellation"));
    for lost in [|| Lost, || Answer(503, json!({}))] {
        let world = Crashed::charge().await;
        world.service.now_reacts(service(|| panic!(), lost));
        advance(MINUTE).await;
        assert_eq!(world.recovery().cancelling(true).run_once().await.unwrap().cancelling, 1);
        world
            .service
            .now_reacts(service(|| Answer(200, found("CANCELADO")), || Answer(200, found("CANCELADO"))));
        advance(MINUTE).await;
        assert_eq!(world.recovery().cancelling(true).run_once().await.unwrap().declined, 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_recovery_that_may_not_cancel_any_more_sends_no_cancellation() {
    let world = Crashed::charge().await;
    world.service.now_reacts(service(|| panic!(), || Lost));
    advance(MINUTE).await;
    world.recovery().cancelling(true).run_once().await.unwrap();
    world.service.now_reacts(|request| panic!("{request:?}"));
    world.recovered(&world.recovery()).await;
    assert_eq!(world.entry().await.state, State::Person);
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
    let claimed = world.journal.claim("PREPROD", 1, MINUTE).await.unwrap().remove(0);
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
