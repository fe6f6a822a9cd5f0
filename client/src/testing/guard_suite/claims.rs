//! Claims that end in time.

use std::collections::HashSet;

use tokio::task::JoinSet;

use super::{Check, broken, check, entry::Store};

pub(super) fn spawn(checks: &mut JoinSet<Result<(), String>>, store: &Store) {
    check(checks, store, handled);
    check(checks, store, forgotten);
    check(checks, store, ended_twice);
    check(checks, store, leases);
}

async fn handled(store: Store) -> Check {
    let entry = store.entry();
    let held = entry.is_new("a notification that never came").await?;
    entry.is_underway(held, "a notification under way").await?;
    store.half_a_lapse().await;
    entry.is_underway(held, "a notification under way for half of the time").await?;
    entry.done(held).await?;
    entry.is_repeated("a notification after `done`").await?;
    store.lapse().await;
    entry.is_repeated("a notification that was handled before claims of that time lapsed").await
}

async fn forgotten(store: Store) -> Check {
    let entry = store.entry();
    let first = entry.is_new("a notification that never came").await?;
    entry.forget(first).await?;
    let second = entry.is_new("a notification after `forget`").await?;
    entry.done(second).await?;
    for late in [first, second] {
        entry.forget(late).await?;
        entry.is_repeated("a notification after `done`, and then `forget`").await?;
    }
    Ok(())
}

async fn ended_twice(store: Store) -> Check {
    let entry = store.entry();
    let first = entry.is_new("a notification that never came").await?;
    entry.forget(first).await?;
    entry.forget(first).await?;
    let second = entry.is_new("a notification after `forget`, twice").await?;
    entry.forget(first).await?;
    entry.is_underway(second, "a new claim, after `forget` of a forgotten one").await?;
    entry.done(first).await?;
    entry.is_underway(second, "a new claim, after `done` of a forgotten one").await?;
    entry.done(second).await?;
    entry.done(second).await?;
    entry.is_repeated("a notification after `done`, twice").await
}

async fn leases(store: Store) -> Check {
    let (entry, mut leases) = (store.entry(), HashSet::new());
    for _ in 0..16 {
        let held = entry.is_new("a notification after `forget`").await?;
        if !leases.insert(held.lease) {
            let lease = held.lease.get();
            return broken(format!(
                "the lease {lease} was given twice: a late handler ends the claim of another"
            ));
        }
        entry.forget(held).await?;
    }
    Ok(())
}
