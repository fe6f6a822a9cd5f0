//! Tests that each notification is handled once, and again if its handler failed.

use std::{collections::HashSet, panic::AssertUnwindSafe, sync::Arc};

use alignet::{
    Json,
    api::ChargeNotification,
    notifications::{Acknowledgement, Arrival, Claim, MemoryGuard, Receiver, ReplayGuard as _},
};
use http::StatusCode;
use tokio::sync::{Barrier, Notify};

use super::{charge, guards::Noting, key, signed, verifier};

pub(super) fn receiver() -> Receiver {
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

pub(super) async fn is_repeated(receiver: &Receiver, body: &Json) -> bool {
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
async fn a_success_is_the_same_in_other_words() {
    let (receiver, mut paid) = (receiver(), charge("AUTORIZADO"));
    let _ = claim(&receiver, &paid).await.done().await;
    for (key, value) in [("success", Json::from(true)), ("meta", Json::Null)] {
        paid[key] = value;
        assert!(is_repeated(&receiver, &paid).await, "{paid}");
    }
}

#[tokio::test]
async fn what_the_handler_recorded_itself_is_not_told_to_the_guard() {
    let guard = Arc::new(Noting::default());
    let receiver = Receiver::new(verifier(&[key()]), Arc::clone(&guard));
    let claim = claim(&receiver, &charge("AUTORIZADO")).await;
    assert_eq!(*claim.key(), guard.key());
    // As the handler's own transaction does.
    guard.done(claim.key(), claim.lease()).await.unwrap();
    assert_eq!(claim.recorded(), Acknowledgement::Received);
    assert_eq!(guard.calls(), ["begin", "done"]);
    assert!(is_repeated(&receiver, &charge("AUTORIZADO")).await);
}

#[tokio::test]
async fn each_claim_of_a_notification_has_a_lease_of_its_own() {
    let (receiver, paid) = (receiver(), charge("AUTORIZADO"));
    let mut leases = HashSet::new();
    for _ in 0..3 {
        let claim = claim(&receiver, &paid).await;
        assert!(leases.insert(claim.lease()));
        let _ = claim.again().await;
    }
}
