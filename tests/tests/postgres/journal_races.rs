//! Tests that processes use a journal at the same time: one call for a reference, one lease for an entry, and no change
//! lost.

use std::{collections::HashSet, sync::Arc};

use alignet::{
    Outcome,
    journal::{Filter, Journal as _, NewEntry, Opened, State, Told},
};
use alignet_postgres::PostgresJournal;
use tokio::{sync::Barrier, task::JoinSet};

use super::{
    database::{self, Database, pool},
    journal::{LONG, charge, ending, step, told},
};

/// The journals of several processes.
fn journals(database: &Database) -> [PostgresJournal; 2] {
    [(); 2].map(|()| PostgresJournal::new(pool(&database.url)))
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_calls_at_once_with_one_reference_one_is_new() {
    let Some(database) = database::create().await else { return };
    let journals = journals(&database);
    for round in 0..10 {
        let (start, mut calls) = (Arc::new(Barrier::new(8)), JoinSet::new());
        for number in 0..8 {
            // A refund is no different: while it is not settled, there is no second one.
            let entry = NewEntry { once: round % 2 == 0, ..charge(&format!("4001{round:02}")) };
            let (journal, start) = (journals[number % 2].clone(), Arc::clone(&start));
            calls.spawn(async move {
                start.wait().await;
                journal.open(&entry).await.unwrap()
            });
        }
        let opened = calls.join_all().await;
        assert_eq!(opened.iter().filter(|opened| **opened == Opened::New).count(), 1, "{opened:?}");
    }
    assert_eq!(journals[0].list(&Filter::new()).await.unwrap().len(), 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_several_recoveries_one_gets_each_entry() {
    let Some(database) = database::create().await else { return };
    let journals = journals(&database);
    for number in 0..40 {
        journals[0].open(&charge(&number.to_string())).await.unwrap();
    }
    let (start, mut recoveries) = (Arc::new(Barrier::new(8)), JoinSet::new());
    for number in 0..8 {
        let (journal, start) = (journals[number % 2].clone(), Arc::clone(&start));
        recoveries.spawn(async move {
            let mut claimed = Vec::new();
            start.wait().await;
            loop {
                let more = journal.claim("preprod", &[], 3, LONG).await.unwrap();
                if more.is_empty() {
                    return claimed;
                }
                claimed.extend(more.into_iter().map(|claimed| claimed.entry.id));
            }
        });
    }
    let claimed: Vec<_> = recoveries.join_all().await.concat();
    assert_eq!(claimed.iter().collect::<HashSet<_>>().len(), claimed.len(), "none is claimed twice");
    // A recovery may find the last ones locked by another, which has them then.
    assert_eq!(claimed.len(), 40);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_of_recovery_and_a_notification_at_once_are_one_after_the_other() {
    let Some(database) = database::create().await else { return };
    let [here, elsewhere] = journals(&database);
    for round in 0..20 {
        let reference = format!("4001{round:02}");
        // An environment of its own, in which nothing else is due.
        let entry = NewEntry { environment: reference.clone(), ..charge(&reference) };
        here.open(&entry).await.unwrap();
        let claimed = here.claim(&reference, &[], 1, LONG).await.unwrap().pop().unwrap();
        let recovery = {
            let here = here.clone();
            tokio::spawn(
                async move { here.step(&claimed, &step(State::Cancelling, Some(LONG))).await.unwrap() },
            )
        };
        let told = Told { environment: reference.clone(), ..told(&reference, Outcome::Authorised) };
        let entry = elsewhere.tell(&told).await.unwrap().unwrap();
        let cancels = recovery.await.unwrap();
        // Either recovery cancels and knows the transaction, or the order is paid.
        assert_eq!(entry.state, if cancels { State::Cancelling } else { State::Done });
        let listed = here.list(&Filter::new().reference(&reference)).await.unwrap().pop().unwrap();
        assert_eq!((listed.state, listed.transaction.as_deref()), (entry.state, Some("T1")));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_end_of_a_call_and_recovery_at_once_are_one_after_the_other() {
    let Some(database) = database::create().await else { return };
    let [here, elsewhere] = journals(&database);
    for round in 0..20 {
        let reference = format!("4001{round:02}");
        let entry = NewEntry { environment: reference.clone(), ..charge(&reference) };
        here.open(&entry).await.unwrap();
        let elsewhere = elsewhere.clone();
        let recovery = tokio::spawn(async move {
            let claimed = elsewhere.claim(&reference, &[], 1, LONG).await.unwrap().pop();
            let Some(claimed) = claimed else { return false };
            elsewhere.step(&claimed, &step(State::Cancelling, Some(LONG))).await.unwrap()
        });
        let state = here.close(entry.id, &ending(State::Done)).await.unwrap();
        let cancels = recovery.await.unwrap();
        assert_eq!(state, if cancels { State::Cancelling } else { State::Done });
    }
}
