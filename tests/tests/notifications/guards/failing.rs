//! Tests the receiver with guards that fail, are slow, or hang: each claim ends once, and a notification that was
//! handled is acknowledged.

use std::{
    future::Future,
    sync::{Arc, atomic::Ordering},
    task::Poll,
    time::Duration,
};

use alignet::{
    api::ChargeNotification,
    notifications::{Acknowledgement, MemoryGuard, ReceiveError, Receiver, ReplayGuard},
};
use http::StatusCode;
use tokio::time::timeout;

use crate::{
    charge,
    guards::{Failing, Noting, Slow},
    key, other_key,
    receive::{claim, is_new, is_repeated, receiver},
    signed, verifier,
};

/// More than anything takes that is about to happen.
const SOON: Duration = Duration::from_secs(10);

fn receiver_with(guard: impl ReplayGuard + 'static) -> Receiver {
    Receiver::new(verifier(&[key()]), guard)
}

#[tokio::test]
async fn what_is_no_notification_does_not_reach_the_guard() {
    let receiver = receiver_with(Failing::Begin);
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
    let receiver = receiver_with(Failing::Begin);
    let (body, signature) = signed(&charge("AUTORIZADO"));
    let error = receiver.receive::<ChargeNotification>(&body, signature).await.unwrap_err();
    assert_eq!(error.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(error.to_string(), "the replay guard failed");
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "no store");
}

#[tokio::test]
async fn what_was_handled_is_acknowledged_though_nobody_can_remember_it() {
    let receiver = receiver_with(Failing::End);
    let paid = charge("AUTORIZADO");
    assert_eq!(claim(&receiver, &paid).await.done().await, Acknowledgement::Received);
    assert_eq!(claim(&receiver, &paid).await.again().await, Acknowledgement::Again);
    drop(claim(&receiver, &paid).await);
}

#[tokio::test]
async fn a_guard_that_takes_its_time_forgets_what_is_dropped_all_the_same() {
    let guard = Arc::new(Slow::default());
    let receiver = receiver_with(Arc::clone(&guard));
    let paid = charge("AUTORIZADO");
    drop(claim(&receiver, &paid).await);
    guard.forgot.notified().await;
    assert!(is_new(&receiver, &paid).await);
}

#[tokio::test]
async fn a_claim_ends_once() {
    let guard = Arc::new(Noting::default());
    let receiver = receiver_with(Arc::clone(&guard));
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
        let (receiver, paid) = (receiver_with(Arc::clone(&guard)), charge("AUTORIZADO"));
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
    let receiver = receiver_with(Failing::Panics);
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
    let receiver = receiver_with(Arc::clone(&guard));
    let paid = charge("AUTORIZADO");
    drop_half_way(claim(&receiver, &paid).await.again()).await;
    timeout(SOON, guard.forgot.notified()).await.expect("the guard forgets");
    assert!(is_new(&receiver, &paid).await);
}

#[tokio::test]
async fn a_guard_may_be_chosen_at_run_time() {
    let guard: Arc<dyn ReplayGuard> = Arc::new(MemoryGuard::default());
    let receivers = [(); 2].map(|()| receiver_with(Arc::clone(&guard)));
    let paid = charge("AUTORIZADO");
    let _ = claim(&receivers[0], &paid).await.done().await;
    assert!(is_repeated(&receivers[1], &paid).await);
}
