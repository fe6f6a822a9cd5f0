//! Claims that nobody ends in time.

use tokio::task::JoinSet;

use super::{Check, check, entry::Store};

pub(super) fn spawn(checks: &mut JoinSet<Result<(), String>>, store: &Store) {
    check(checks, store, late_done);
    check(checks, store, late_forget);
    check(checks, store, late_alone);
    check(checks, store, late_after_another);
}

async fn late_done(store: Store) -> Check {
    let entry = store.entry();
    let late = entry.is_new("a notification that never came").await?;
    store.lapse().await;
    let held = entry.is_new("a notification whose claim lapsed").await?;
    entry.done(late).await?;
    entry.is_underway(held, "a new claim, after `done` of one that lapsed").await?;
    entry.forget(held).await?;
    let held = entry.is_new("a notification whose second claim failed").await?;
    entry.done(held).await?;
    entry.is_repeated("a notification after `done` of its third claim").await
}

async fn late_forget(store: Store) -> Check {
    let entry = store.entry();
    let late = entry.is_new("a notification that never came").await?;
    store.lapse().await;
    let held = entry.is_new("a notification whose claim lapsed").await?;
    entry.forget(late).await?;
    entry.is_underway(held, "a new claim, after `forget` of one that lapsed").await?;
    entry.done(held).await?;
    entry.forget(late).await?;
    entry.is_repeated("a handled notification, after `forget` of a claim that lapsed").await
}

async fn late_alone(store: Store) -> Check {
    let (ended, forgotten) = (store.entry(), store.entry());
    let late = ended.is_new("a notification that never came").await?;
    let other = forgotten.is_new("a notification that never came").await?;
    store.lapse().await;
    ended.done(late).await?;
    ended.is_repeated("a notification after `done` of a claim that lapsed, which no other replaced").await?;
    forgotten.forget(other).await?;
    forgotten.is_new("a notification after `forget` of a claim that lapsed").await.map(drop)
}

async fn late_after_another(store: Store) -> Check {
    let entry = store.entry();
    let late = entry.is_new("a notification that never came").await?;
    store.lapse().await;
    let other = entry.is_new("a notification whose claim lapsed").await?;
    entry.forget(other).await?;
    entry.done(late).await?;
    entry
        .is_repeated("a notification after a late `done`, when the claim that replaced it was forgotten")
        .await
}
