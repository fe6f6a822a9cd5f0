//! Claims that the handler records in a transaction of its own.

use std::{future::Future, pin::Pin};

use tokio::task::JoinSet;

use super::{
    Check, Recording, broken, check,
    entry::{Entry, Held, Store},
};
use crate::notifications::{Acknowledgement, Begun};

/// The number of records that are raced for.
const ROUNDS: usize = 16;

/// A check that runs.
type Running = Pin<Box<dyn Future<Output = Check> + Send>>;

pub(super) fn spawn(checks: &mut JoinSet<Result<(), String>>, store: &Store, record: &Recording) {
    let with = |run: fn(Store, Recording) -> Running| {
        let record = record.clone();
        move |store| run(store, record.clone())
    };
    check(checks, store, with(|store, record| Box::pin(in_time(store, record))));
    check(checks, store, with(|store, record| Box::pin(once(store, record))));
    check(checks, store, with(|store, record| Box::pin(late(store, record))));
    check(checks, store, with(|store, record| Box::pin(beside_another(store, record))));
}

async fn in_time(store: Store, record: Recording) -> Check {
    let entry = store.entry();
    let held = entry.is_new("a notification that never came").await?;
    commit(&entry, held, &record).await.map_err(|error| format!("a record in time failed: {error}"))?;
    entry.is_repeated("a recorded notification").await?;
    entry.forget(held).await?;
    entry.is_repeated("a recorded notification, after `forget`").await?;
    store.lapse().await;
    entry.is_repeated("a notification that was recorded before claims of that time lapsed").await
}

async fn once(store: Store, record: Recording) -> Check {
    for recorded in [true, false] {
        let entry = store.entry();
        let held = entry.is_new("a notification that never came").await?;
        if recorded {
            commit(&entry, held, &record)
                .await
                .map_err(|error| format!("a record in time failed: {error}"))?;
        } else {
            entry.done(held).await?;
        }
        if commit(&entry, held, &record).await.is_ok() {
            return broken("a claim that had ended was recorded: its transaction has its effect twice");
        }
        entry.is_repeated("a notification whose second record failed").await?;
    }
    Ok(())
}

async fn late(store: Store, record: Recording) -> Check {
    let entry = store.entry();
    let late = entry.is_new("a notification that never came").await?;
    store.lapse().await;
    let held = entry.is_new("a notification whose claim lapsed").await?;
    if commit(&entry, late, &record).await.is_ok() {
        return broken("a claim that another had replaced was recorded: the effect is there twice");
    }
    entry.is_underway(held, "a new claim, after the record of one that lapsed").await?;
    commit(&entry, held, &record).await.map_err(|error| format!("a record in time failed: {error}"))?;
    entry.is_repeated("a recorded notification").await
}

/// The late record of a claim, and the `begin` that replaces it: one of them succeeds.
async fn beside_another(store: Store, record: Recording) -> Check {
    let mut entries = Vec::new();
    for _ in 0..ROUNDS {
        let entry = store.entry();
        let late = entry.is_new("a notification that never came").await?;
        entries.push((entry, late));
    }
    store.lapse().await;
    for (entry, late) in entries {
        let (other, record) = (entry.clone(), record.clone());
        let recorded = tokio::spawn(async move { commit(&other, late, &record).await.is_ok() });
        let begun = entry.begin().await?;
        let recorded = recorded.await.map_err(|panic| panic.to_string())?;
        if recorded && matches!(begun, Begun::New(_)) {
            return broken("a late record beside a `begin`: both succeed, so the effect is there twice");
        }
    }
    Ok(())
}

async fn commit(entry: &Entry, held: Held, record: &Recording) -> Result<(), String> {
    match record(entry.claim(held)).await {
        Ok(Acknowledgement::Received) => Ok(()),
        Ok(Acknowledgement::Again) => Err("it answers Again".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}
