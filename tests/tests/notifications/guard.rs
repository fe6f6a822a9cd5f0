//! Tests the guard in memory: it forgets after three days, and keeps a limited number of entries.

use std::time::Duration;

use alignet::notifications::{Acknowledgement, MemoryGuard, Receiver};

use super::{
    charge, key,
    receive::{claim, is_new},
    verifier,
};

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
async fn what_is_under_way_does_not_lapse_while_someone_holds_it() {
    let receiver = receiver(MemoryGuard::keeping(8, DAY));
    let held = claim(&receiver, &charge("AUTORIZADO")).await;
    tokio::time::advance(30 * DAY).await;
    assert!(!is_new(&receiver, &charge("AUTORIZADO")).await);
    drop(held);
    assert!(is_new(&receiver, &charge("AUTORIZADO")).await);
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
