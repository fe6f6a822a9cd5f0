//! Tests that each notification is handled once, and again if its handler failed.

use std::{
    future::Future,
    panic::AssertUnwindSafe,
    sync::{Arc, atomic::Ordering},
    task::Poll,
    time::Duration,
};

use alignet::{
    Json,
    api::ChargeNotification,
    notifications::{Acknowledgement, Arrival, Claim, MemoryGuard, ReceiveError, Receiver, ReplayGuard},
};
use http::StatusCode;
use tokio::{
    sync::{Barrier, Notify},
    time::timeout,
};

use super::{
    charge,
    guards::{Broken, Forgetful, Noting, Panicking, Slow},
    key, other_key, signed, verifier,
};

/// More than anything takes that is about to happen.
const SOON: Duration = Duration::from_secs(10);

fn receiver() -> Receiver {
    Receiver::new(verifier(&[key()]), MemoryGuard::new())
}

pub(super) async fn arrives(receiver: &Receiver, body: &Json) -> Arrival<ChargeNotification> {
    let (body, signature) = signed(body);
    receiver.receive(&body, signature).await.unwrap()
}

/// Receives a notification that must be new.
pub(super) async fn claim(receiver: &Receiver, body: &Json) -> Claim<ChargeNotification> {
    match arrives(receiver, body).await {
        Arrival::New(claim) => claim,
        other => panic!("{other:?}"),
    }
}

pub(super) async fn is_new(receiver: &Receiver, body: &Json) -> bool {
    matches!(arrives(receiver, body).await, Arrival::New(_))
}

async fn is_repeated(receiver: &Receiver, body: &Json) -> bool {
    matches!(arrives(receiver, body).await, Arrival::Repeated)
}

async fn is_underway(receiver: &Receiver, body: &Json) -> bool {
    matches!(arrives(receiver, body).await, Arrival::Underway)
}

#[tokio::test]
async fn what_was_handled_is_not_handled_again() {
    let (receiver, paid) = (receiver(), charge("AUTORIZADO"));
    let charge = claim(&receiver, &paid).await;
    assert_eq!(charge.merchant_operation_number, "400100");
    assert!(is_underway(&receiver, &paid).await);
    assert!(is_underway(&receiver.clone(), &paid).await);
    let answer = charge.done().await;
    assert_eq!((answer, answer.status()), (Acknowledgement::Received, StatusCode::OK));
    for _ in 0..3 {
        assert!(is_repeated(&receiver, &paid).await);
    }
}

#[tokio::test]
async fn what_could_not_be_handled_is_new_when_it_comes_again() {
    let (receiver, paid) = (receiver(), charge("AUTORIZADO"));
    for _ in 0..3 {
        let answer = claim(&receiver, &paid).await.again().await;
        assert_eq!((answer, answer.status()), (Acknowledgement::Again, StatusCode::CONFLICT));
    }
    assert_eq!(claim(&receiver, &paid).await.done().await, Acknowledgement::Received);
    assert!(is_repeated(&receiver, &paid).await);
}

#[tokio::test]
async fn what_is_dropped_is_new_when_it_comes_again() {
    let (receiver, paid) = (receiver(), charge("AUTORIZADO"));
    drop(claim(&receiver, &paid).await);
    let held = claim(&receiver, &paid).await;
    let panicked = std::panic::catch_unwind(AssertUnwindSafe(move || {
        let _held = held;
        panic!("the handler");
    }));
    assert!(panicked.is_err());
    // A handler that is cancelled, as after the service closes the connection.
    let (reached, elsewhere) = (Arc::new(Notify::new()), receiver.clone());
    let handler = tokio::spawn({
        let (reached, paid) = (Arc::clone(&reached), paid.clone());
        async move {
            let _claim = claim(&elsewhere, &paid).await;
            reached.notify_one();
            std::future::pending::<()>().await;
        }
    });
    reached.notified().await;
    assert!(is_underway(&receiver, &paid).await);
    handler.abort();
    assert!(handler.await.unwrap_err().is_cancelled());
    let held = claim(&receiver, &paid).await;
    // Dropped outside of any runtime.
    std::thread::spawn(move || drop(held)).join().unwrap();
    assert!(is_new(&receiver, &paid).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_at_once_one_is_new() {
    let (receiver, paid) = (receiver(), charge("AUTORIZADO"));
    let barrier = Arc::new(Barrier::new(64));
    let tasks: Vec<_> = (0..64)
        .map(|_| {
            let (receiver, paid, barrier) = (receiver.clone(), paid.clone(), Arc::clone(&barrier));
            tokio::spawn(async move {
                let (body, signature) = signed(&paid);
                barrier.wait().await;
                match receiver.receive::<ChargeNotification>(&body, signature).await.unwrap() {
                    Arrival::New(claim) => {
                        // Held until every task has received it.
                        barrier.wait().await;
                        let _ = claim.done().await;
                        1
                    }
                    Arrival::Underway => {
                        barrier.wait().await;
                        0
                    }
                    Arrival::Repeated => panic!("nobody is done yet"),
                }
            })
        })
        .collect();
    let mut new = 0;
    for task in tasks {
        new += task.await.unwrap();
    }
    assert_eq!(new, 1);
    assert!(is_repeated(&receiver, &paid).await);
}

/// The service promises no order, so an older state that arrives later is new. The handler compares states.
#[tokio::test]
async fn an_older_state_that_comes_later_is_new() {
    let receiver = receiver();
    for state in ["AUTORIZADO", "PENDIENTE", "REGISTRADO"] {
        let claim = claim(&receiver, &charge(state)).await;
        assert_eq!(claim.outcome().is_authorised(), state == "AUTORIZADO");
        let _ = claim.done().await;
    }
    for state in ["REGISTRADO", "AUTORIZADO", "PENDIENTE"] {
        assert!(is_repeated(&receiver, &charge(state)).await, "{state}");
    }
}

#[tokio::test]
async fn another_attempt_or_another_operation_is_new() {
    let receiver = receiver();
    let _ = claim(&receiver, &charge("AUTORIZADO")).await.done().await;
    for pointer in ["/merchant_operation_number", "/transaction/transaction_id", "/transaction/state"] {
        let mut other = charge("AUTORIZADO");
        *other.pointer_mut(pointer).unwrap() = "other".into();
        assert!(is_new(&receiver, &other).await, "{pointer}");
    }
    // Other fields do not make it a different notification.
    for pointer in
        ["/success", "/transaction/amount", "/transaction/state_reason", "/meta/status/message_ilgn/0/value"]
    {
        let mut same = charge("AUTORIZADO");
        *same.pointer_mut(pointer).unwrap() = if pointer == "/success" { true.into() } else { "7".into() };
        assert!(is_repeated(&receiver, &same).await, "{pointer}");
    }
    let body = charge("AUTORIZADO").to_string();
    let arrival = receiver.receive::<ChargeNotification>(body.as_bytes(), key().sign(&body)).await.unwrap();
    assert!(matches!(arrival, Arrival::Repeated), "the same, with other white space");
}

#[tokio::test]
async fn what_is_no_notification_does_not_reach_the_guard() {
    let receiver = Receiver::new(verifier(&[key()]), Broken);
    let (body, signature) = signed(&charge("AUTORIZADO"));
    for signature in [String::new(), other_key().sign(&body), format!("{signature}=")] {
        let error = receiver.receive::<ChargeNotification>(&body, signature).await.unwrap_err();
        assert!(matches!(error, ReceiveError::Invalid(_)), "{error:?}");
        assert_eq!(error.status(), StatusCode::BAD_REQUEST);
        assert_eq!(error.to_string(), "the request is no notification to this merchant");
    }
}

#[tokio::test]
async fn a_guard_that_cannot_tell_has_the_service_come_again() {
    let receiver = Receiver::new(verifier(&[key()]), Broken);
    let (body, signature) = signed(&charge("AUTORIZADO"));
    let error = receiver.receive::<ChargeNotification>(&body, signature).await.unwrap_err();
    assert_eq!(error.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(error.to_string(), "the replay guard failed");
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "no store");
}

#[tokio::test]
async fn what_was_handled_is_acknowledged_though_nobody_can_remember_it() {
    let receiver = Receiver::new(verifier(&[key()]), Forgetful);
    let paid = charge("AUTORIZADO");
    assert_eq!(claim(&receiver, &paid).await.done().await, Acknowledgement::Received);
    assert_eq!(claim(&receiver, &paid).await.again().await, Acknowledgement::Again);
    drop(claim(&receiver, &paid).await);
}

#[tokio::test]
async fn a_guard_that_takes_its_time_forgets_what_is_dropped_all_the_same() {
    let guard = Arc::new(Slow::default());
    let receiver = Receiver::new(verifier(&[key()]), Arc::clone(&guard));
    let paid = charge("AUTORIZADO");
    drop(claim(&receiver, &paid).await);
    guard.forgot.notified().await;
    assert!(is_new(&receiver, &paid).await);
}

#[tokio::test]
async fn a_claim_ends_once() {
    let guard = Arc::new(Noting::default());
    let receiver = Receiver::new(verifier(&[key()]), Arc::clone(&guard));
    let _ = claim(&receiver, &charge("AUTORIZADO")).await.done().await;
    assert_eq!(guard.calls(), ["begin", "done"]);
    let _ = claim(&receiver, &charge("PENDIENTE")).await.again().await;
    drop(claim(&receiver, &charge("PENDIENTE")).await);
    assert_eq!(guard.calls()[2..], ["begin", "forget", "begin", "forget"]);
}

/// Polls a future once, and drops it.
async fn drop_half_way(future: impl Future) {
    let mut future = Box::pin(future);
    std::future::poll_fn(|context| {
        assert!(future.as_mut().poll(context).is_pending());
        Poll::Ready(())
    })
    .await;
}

#[tokio::test]
async fn what_was_handled_is_remembered_though_nobody_waits_for_that() {
    // The guard is still at it; never gets to it; has done it, and does not say so.
    for (before, after) in [(false, false), (true, false), (false, true)] {
        let guard = Arc::new(Noting::default());
        let (receiver, paid) = (Receiver::new(verifier(&[key()]), Arc::clone(&guard)), charge("AUTORIZADO"));
        guard.hangs_before.store(before, Ordering::Relaxed);
        guard.hangs_after.store(after, Ordering::Relaxed);
        let claim = claim(&receiver, &paid).await;
        if after {
            let done = tokio::spawn(async move { _ = claim.done().await });
            timeout(SOON, guard.remembered.notified()).await.expect("the guard remembers");
            done.abort();
            assert!(done.await.unwrap_err().is_cancelled());
        } else {
            drop_half_way(claim.done()).await;
        }
        timeout(SOON, guard.remembered.notified()).await.expect("the guard remembers");
        assert!(is_repeated(&receiver, &paid).await, "{before} {after}");
        assert_eq!(guard.calls(), ["begin", "done", "done", "begin"]);
    }
}

#[tokio::test]
async fn a_guard_that_panics_ends_its_handler_and_not_the_process() {
    let receiver = Receiver::new(verifier(&[key()]), Panicking);
    let claim = claim(&receiver, &charge("AUTORIZADO")).await;
    assert!(tokio::spawn(async move { _ = claim.done().await }).await.unwrap_err().is_panic());
}

#[tokio::test]
async fn a_claim_whose_end_nobody_begins_to_wait_for_is_forgotten() {
    let (receiver, paid) = (receiver(), charge("AUTORIZADO"));
    drop(claim(&receiver, &paid).await.done());
    assert!(is_new(&receiver, &paid).await);
    drop(claim(&receiver, &paid).await.again());
    assert!(is_new(&receiver, &paid).await);
}

#[tokio::test]
async fn a_claim_that_is_given_back_half_way_is_forgotten() {
    let guard = Arc::new(Slow::default());
    let receiver = Receiver::new(verifier(&[key()]), Arc::clone(&guard));
    let paid = charge("AUTORIZADO");
    drop_half_way(claim(&receiver, &paid).await.again()).await;
    timeout(SOON, guard.forgot.notified()).await.expect("the guard forgets");
    assert!(is_new(&receiver, &paid).await);
}

#[tokio::test]
async fn a_guard_may_be_chosen_at_run_time() {
    let guard: Arc<dyn ReplayGuard> = Arc::new(MemoryGuard::default());
    let receivers = [(); 2].map(|()| Receiver::new(verifier(&[key()]), Arc::clone(&guard)));
    let paid = charge("AUTORIZADO");
    let _ = claim(&receivers[0], &paid).await.done().await;
    assert!(is_repeated(&receivers[1], &paid).await);
}
