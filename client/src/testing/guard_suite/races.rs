//! Calls at the same time.

use std::sync::Arc;

use tokio::{sync::Barrier, task::JoinSet};

use super::{
    Check, Failure, broken, check,
    entry::{Entry, Held, Store},
};
use crate::notifications::Begun;

/// The number of keys that are raced for.
const ROUNDS: usize = 16;

/// The number of callers of each.
const CALLERS: usize = 16;

pub(super) fn spawn(checks: &mut JoinSet<Result<(), String>>, store: &Store) {
    check(checks, store, first);
    check(checks, store, after_a_lapse);
    check(checks, store, done_and_begin);
}

async fn first(store: Store) -> Check {
    for _ in 0..ROUNDS {
        race(&store.entry(), "a notification that never came").await?;
    }
    Ok(())
}

async fn after_a_lapse(store: Store) -> Check {
    for entry in lapsed(&store).await? {
        race(&entry.0, "a notification whose claim lapsed").await?;
    }
    Ok(())
}

/// The late `done` of a claim, and the `begin` that replaces it: one of them is first.
async fn done_and_begin(store: Store) -> Check {
    for (entry, late) in lapsed(&store).await? {
        let other = entry.clone();
        let done = tokio::spawn(async move { other.done(late).await });
        let begun = entry.begin().await?;
        done.await.map_err(|panic| panic.to_string())??;
        let after = entry.begin().await?;
        let sound = match begun {
            Begun::New(_) => after == Begun::Underway,
            Begun::Repeated | Begun::Underway => after == Begun::Repeated,
        };
        if !sound {
            return broken(format!("a late `done` beside a `begin` that answers {begun:?}: then {after:?}"));
        }
    }
    Ok(())
}

/// Entries whose claims have lapsed.
async fn lapsed(store: &Store) -> Result<Vec<(Entry, Held)>, Failure> {
    let mut entries = Vec::new();
    for _ in 0..ROUNDS {
        let entry = store.entry();
        let held = entry.is_new("a notification that never came").await?;
        entries.push((entry, held));
    }
    store.lapse().await;
    Ok(entries)
}

async fn race(entry: &Entry, when: &str) -> Check {
    let (start, mut callers) = (Arc::new(Barrier::new(CALLERS)), JoinSet::new());
    for _ in 0..CALLERS {
        let (entry, start) = (entry.clone(), Arc::clone(&start));
        callers.spawn(async move {
            start.wait().await;
            entry.begin().await
        });
    }
    let mut new = 0;
    while let Some(begun) = callers.join_next().await {
        match begun.map_err(|panic| panic.to_string())?? {
            Begun::New(_) => new += 1,
            Begun::Underway => {}
            Begun::Repeated => {
                return broken(format!("{when}: `begin` answers Repeated, and nobody was done"));
            }
        }
    }
    if new != 1 {
        return broken(format!("{when}: {new} of {CALLERS} at once are New, not one"));
    }
    Ok(())
}
