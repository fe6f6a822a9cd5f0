//! Tests the guard in memory: it forgets after three days, and keeps a limited number of entries.

use std::{future::Future, pin::Pin, time::Duration};

use alignet::{
    api::ChargeNotification,
    notifications::{Acknowledgement, Arrival, Claim, MemoryGuard, Receiver},
    testing::GuardSuite,
};

use crate::{
    charge, key,
    receive::{arrives, claim, is_new},
    verifier,
};

const MS: Duration = Duration::from_millis(1);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

fn receiver(guard: MemoryGuard) -> Receiver {
    Receiver::new(verifier(&[key()]), guard)
}

async fn handle(receiver: &Receiver, state: &str) {
    assert_eq!(claim(receiver, &charge(state)).await.done().await, Acknowledgement::Received);
}

#[tokio::test(start_paused = true)]
async fn what_was_handled_is_remembered_for_three_days() {
    let receiver = receiver(MemoryGuard::new());
    handle(&receiver, "AUTORIZADO").await;
    tokio::time::advance(3 * DAY).await;
    assert!(!is_new(&receiver, &charge("AUTORIZADO")).await);
    tokio::time::advance(Duration::from_secs(1)).await;
    handle(&receiver, "AUTORIZADO").await;
    // The three days start again.
    tokio::time::advance(2 * DAY).await;
    assert!(!is_new(&receiver, &charge("AUTORIZADO")).await);
}

#[tokio::test(start_paused = true)]
async fn what_is_under_way_lapses_when_nobody_ends_it() {
    let hour = Duration::from_secs(60 * 60);
    for (guard, lapse) in [
        (MemoryGuard::new(), MemoryGuard::LAPSE),
        (MemoryGuard::keeping(8, DAY), MemoryGuard::LAPSE),
        (MemoryGuard::new().lapsing_after(hour), hour),
    ] {
        let receiver = receiver(guard);
        // A handler that hangs, and one that loses its claim.
        let held = claim(&receiver, &charge("AUTORIZADO")).await;
        std::mem::forget(claim(&receiver, &charge("PENDIENTE")).await);
        tokio::time::advance(lapse - MS).await;
        for state in ["AUTORIZADO", "PENDIENTE"] {
            assert!(!is_new(&receiver, &charge(state)).await, "{state}");
        }
        tokio::time::advance(MS).await;
        for state in ["AUTORIZADO", "PENDIENTE"] {
            assert!(is_new(&receiver, &charge(state)).await, "{state}");
        }
        drop(held);
    }
}

#[tokio::test(start_paused = true)]
async fn a_claim_that_lapsed_does_not_end_another() {
    type Ending = fn(Claim<ChargeNotification>) -> Pin<Box<dyn Future<Output = ()>>>;
    let late: [Ending; 3] = [
        |claim| Box::pin(async { _ = claim.done().await }),
        |claim| Box::pin(async { _ = claim.again().await }),
        |claim| Box::pin(async { drop(claim) }),
    ];
    for end in late {
        let (receiver, paid) = (receiver(MemoryGuard::new()), charge("AUTORIZADO"));
        let first = claim(&receiver, &paid).await;
        tokio::time::advance(MemoryGuard::LAPSE).await;
        let second = claim(&receiver, &paid).await;
        end(first).await;
        assert!(matches!(arrives(&receiver, &paid).await, Arrival::Underway));
        // It is the second one's to end, which failed.
        drop(second);
        assert_eq!(claim(&receiver, &paid).await.done().await, Acknowledgement::Received);
        assert!(matches!(arrives(&receiver, &paid).await, Arrival::Repeated));
    }
}

#[tokio::test(start_paused = true)]
async fn what_was_handled_late_is_remembered_unless_another_has_it() {
    let (receiver, paid) = (receiver(MemoryGuard::new()), charge("AUTORIZADO"));
    let late = claim(&receiver, &paid).await;
    tokio::time::advance(MemoryGuard::LAPSE).await;
    // Nobody has asked since, so that the guard has not noticed yet.
    assert_eq!(late.done().await, Acknowledgement::Received);
    assert!(matches!(arrives(&receiver, &paid).await, Arrival::Repeated));

    let other = charge("PENDIENTE");
    let late = claim(&receiver, &other).await;
    tokio::time::advance(MemoryGuard::LAPSE).await;
    assert!(is_new(&receiver, &other).await, "and is forgotten again");
    assert_eq!(late.done().await, Acknowledgement::Received);
    assert!(matches!(arrives(&receiver, &other).await, Arrival::Repeated));
}

#[tokio::test(start_paused = true)]
async fn claims_that_lapsed_take_no_place() {
    let receiver = receiver(MemoryGuard::keeping(2, DAY));
    for state in ["1", "2"] {
        std::mem::forget(claim(&receiver, &charge(state)).await);
    }
    assert!(!is_new(&receiver, &charge("3")).await);
    tokio::time::advance(MemoryGuard::LAPSE).await;
    for state in ["3", "4", "5"] {
        handle(&receiver, state).await;
    }
    assert!(!is_new(&receiver, &charge("4")).await, "two are remembered");
    assert!(is_new(&receiver, &charge("3")).await);
}

#[tokio::test(start_paused = true)]
async fn a_claim_that_lapsed_ends_only_where_there_is_place() {
    let receiver = receiver(MemoryGuard::keeping(1, DAY));
    let late = claim(&receiver, &charge("1")).await;
    tokio::time::advance(MemoryGuard::LAPSE).await;
    let other = claim(&receiver, &charge("2")).await;
    assert_eq!(late.done().await, Acknowledgement::Received);
    drop(other);
    assert!(is_new(&receiver, &charge("1")).await, "there was no place to remember it");
}

#[tokio::test(start_paused = true)]
async fn it_keeps_the_promises_of_a_guard() {
    let guard = MemoryGuard::new().lapsing_after(Duration::from_secs(1));
    GuardSuite::new(Duration::from_secs(1)).guard(guard).run().await.unwrap();
}

#[tokio::test]
async fn the_oldest_makes_place_for_the_latest() {
    let receiver = receiver(MemoryGuard::keeping(3, DAY));
    for state in ["1", "2", "3", "4"] {
        handle(&receiver, state).await;
    }
    for state in ["4", "3", "2"] {
        assert!(!is_new(&receiver, &charge(state)).await, "{state}");
    }
    assert!(is_new(&receiver, &charge("1")).await);
}

#[tokio::test]
async fn what_is_under_way_makes_place_for_nothing() {
    let receiver = receiver(MemoryGuard::keeping(2, DAY));
    handle(&receiver, "1").await;
    let (second, third) = (claim(&receiver, &charge("2")).await, claim(&receiver, &charge("3")).await);
    // The guard is full, so the service must send this notification again.
    assert!(!is_new(&receiver, &charge("4")).await);
    assert!(!is_new(&receiver, &charge("2")).await);
    drop(second);
    handle(&receiver, "4").await;
    drop(third);
    assert!(is_new(&receiver, &charge("3")).await);
}

#[tokio::test]
async fn a_guard_of_no_size_keeps_one() {
    let receiver = receiver(MemoryGuard::keeping(0, DAY));
    handle(&receiver, "1").await;
    assert!(!is_new(&receiver, &charge("1")).await);
    handle(&receiver, "2").await;
    assert!(is_new(&receiver, &charge("1")).await);
}
