//! Futures that are dropped half-way, as when the service hangs up.

use std::{
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
};

use tokio::task::JoinSet;

use super::{Check, check, entry::Store};

/// The most times that a future is polled before it is dropped.
const POLLS: u32 = 6;

pub(super) fn spawn(checks: &mut JoinSet<Result<(), String>>, store: &Store) {
    for polls in 1..=POLLS {
        check(checks, store, move |store| begin(store, polls));
        check(checks, store, move |store| done(store, polls));
        check(checks, store, move |store| forget(store, polls));
    }
}

async fn begin(store: Store, polls: u32) -> Check {
    let entry = store.entry();
    drop_after(polls, entry.begin()).await;
    store.lapse().await;
    let held = entry.is_new("a notification whose `begin` was dropped a lapse ago").await?;
    entry.done(held).await?;
    entry.is_repeated("a notification that was handled after a `begin` that was dropped").await
}

async fn done(store: Store, polls: u32) -> Check {
    let entry = store.entry();
    let held = entry.is_new("a notification that never came").await?;
    drop_after(polls, entry.done(held)).await;
    entry.done(held).await?;
    entry.is_repeated("a notification after a `done` that was dropped, and another").await
}

async fn forget(store: Store, polls: u32) -> Check {
    let entry = store.entry();
    let first = entry.is_new("a notification that never came").await?;
    drop_after(polls, entry.forget(first)).await;
    entry.forget(first).await?;
    let held = entry.is_new("a notification after a `forget` that was dropped, and another").await?;
    entry.done(held).await?;
    entry.is_repeated("a notification that was handled after a `forget` that was dropped").await
}

/// Polls a future this many times, and drops it.
async fn drop_after(polls: u32, future: impl Future) {
    let (mut future, mut left) = (pin!(future), polls);
    poll_fn(|context| {
        left -= 1;
        if future.as_mut().poll(context).is_ready() || left == 0 { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
}
