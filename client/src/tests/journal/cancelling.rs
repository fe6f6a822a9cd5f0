//! Recovery that may cancel: the calls that it makes, and its conclusions.

use std::sync::{Arc, Mutex};

use http::Method;
use serde_json::json;
use tokio::time::advance;

use super::crashed::{Crashed, MINUTE, service};
use super::world::{Answer, Lost, Page, Reaction, found, not_found, ready};
use crate::{
    Outcome,
    journal::{Filter, Journal as _, State},
};

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

/// A gateway that has no route answers 404, and some answer as APIs do; the service says so in its own envelope.
#[tokio::test(start_paused = true)]
async fn nothing_but_the_words_of_the_service_is_taken_for_them() {
    let of_others: [fn() -> Reaction; 6] = [
        || Page(404),
        || Page(400),
        || Answer(404, json!({})),
        || Answer(404, json!({ "code": "404", "message": "no Route matched" })),
        || Answer(404, json!({ "success": false })),
        || Answer(404, json!({ "status": { "code": "05" } })),
    ];
    for (case, answer) in of_others.into_iter().enumerate() {
        let world = Crashed::charge().await;
        world.service.now_reacts(service(|| panic!("there is nothing to query"), answer));
        let reports = world.recovered(&world.recovery().cancelling(true)).await;
        assert!(reports.len() > 40 && reports[0].cancelling == 1, "{case}: {reports:?}");
        let entry = world.entry().await;
        assert_eq!(entry.state, State::Person, "{case}: {entry}");
        assert!(entry.note.contains("the cancellation had no clear answer"), "{case}: {entry}");
    }
}

/// The words of the service that it does not know a payment, at the times at which a gateway lets a cancellation through.
#[tokio::test(start_paused = true)]
async fn a_payment_never_arrived_if_the_service_says_so_twice_a_flight_apart() {
    let world = Crashed::charge().await;
    let recovery = world.recovery().cancelling(true).flight(10 * MINUTE);
    world.service.now_reacts(service(|| panic!(), || Page(502)));
    for _ in 0..12 {
        advance(MINUTE).await;
        recovery.run_once().await.unwrap();
    }
    world.service.now_reacts(service(|| panic!(), not_found));
    for minute in 0..=10 {
        advance(MINUTE).await;
        recovery.run_once().await.unwrap();
        let expected = if minute < 10 { State::Cancelling } else { State::Declined };
        assert_eq!(world.entry().await.state, expected, "{minute} min after the first word");
    }
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
