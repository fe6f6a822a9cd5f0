//! Tests that a pool serves several runtimes of tokio. A connection belongs to the runtime that opened it, and ends with it.

use std::{future::Future, sync::Arc};

use alignet::journal::{Filter, Journal as _, Opened, State};
use alignet_postgres::PostgresJournal;
use tokio::{
    runtime::{Builder, Runtime},
    sync::{Barrier, Notify},
    task::JoinSet,
};

use super::{
    database::{self, Database},
    journal::{charge, ending},
    shop::{Shop, paid},
};

fn runtime() -> Runtime {
    Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap()
}

/// Charges at the same time, each over a connection of its own, and ends them; `from` is the first operation number.
async fn charges(journal: PostgresJournal, from: u32, count: usize) {
    let (start, mut calls) = (Arc::new(Barrier::new(count)), JoinSet::new());
    for number in (from..).take(count) {
        let (journal, start) = (journal.clone(), Arc::clone(&start));
        calls.spawn(async move {
            let entry = charge(&number.to_string());
            start.wait().await;
            assert_eq!(journal.open(&entry).await.unwrap(), Opened::New);
            assert_eq!(journal.close(entry.id, &ending(State::Done)).await.unwrap(), State::Done);
        });
    }
    calls.join_all().await;
}

/// Runs on a runtime, in a thread of its own.
fn beside<T: Send + 'static>(
    runtime: &Arc<Runtime>,
    task: impl Future<Output = T> + Send + 'static,
) -> std::thread::JoinHandle<T> {
    let runtime = Arc::clone(runtime);
    std::thread::spawn(move || runtime.block_on(task))
}

fn on(runtime: &Runtime) -> Option<(Database, PostgresJournal, Shop)> {
    let database = runtime.block_on(database::create())?;
    let journal = PostgresJournal::new(database.pool.clone());
    let shop = Shop::new(database.pool.clone());
    Some((database, journal, shop))
}

#[test]
fn a_pool_goes_on_when_the_runtime_that_opened_its_connections_is_shut_down() {
    for in_background in [false, true] {
        let (first, second) = (runtime(), runtime());
        let Some((database, journal, shop)) = on(&first) else { return };
        first.block_on(charges(journal.clone(), 400_100, 8));
        assert_eq!(first.block_on(shop.handle(&paid("400100"))), 200);
        assert!(database.pool.status().size >= 2, "{:?}", database.pool.status());
        if in_background {
            first.shutdown_background();
        } else {
            drop(first);
        }
        second.block_on(charges(journal.clone(), 400_200, 8));
        assert_eq!(second.block_on(shop.handle(&paid("400200"))), 200);
        let entries = second.block_on(journal.list(&Filter::new())).unwrap();
        assert_eq!(entries.iter().filter(|entry| entry.state == State::Done).count(), 16);
    }
}

/// Statements of the second runtime are under way over connections of the first, which is shut down then.
#[test]
fn no_statement_is_lost_when_a_runtime_is_shut_down_meanwhile() {
    let (first, second) = (runtime(), Arc::new(runtime()));
    let Some((_database, journal, _)) = on(&first) else { return };
    first.block_on(charges(journal.clone(), 400_100, 8));
    let under_way = Arc::new(Notify::new());
    let (begins, here) = (Arc::clone(&under_way), journal.clone());
    let calls = beside(&second, async move {
        for round in 0..20 {
            begins.notify_one();
            charges(here.clone(), 400_200 + 8 * round, 8).await;
        }
    });
    first.block_on(under_way.notified());
    first.shutdown_background();
    calls.join().unwrap();
    let entries = second.block_on(journal.list(&Filter::new().most(1_000))).unwrap();
    assert_eq!(entries.iter().filter(|entry| entry.state == State::Done).count(), 8 + 160);
}

#[test]
fn two_runtimes_at_once_share_a_pool() {
    let (first, second) = (Arc::new(runtime()), Arc::new(runtime()));
    let Some((_database, journal, _)) = on(&first) else { return };
    let calls = [(&first, 400_100), (&second, 400_500)].map(|(runtime, from)| {
        let journal = journal.clone();
        beside(runtime, async move {
            for round in 0..10 {
                charges(journal.clone(), from + 8 * round, 8).await;
            }
        })
    });
    calls.into_iter().for_each(|calls| calls.join().unwrap());
    let entries = first.block_on(journal.list(&Filter::new().most(1_000))).unwrap();
    assert_eq!(entries.iter().filter(|entry| entry.state == State::Done).count(), 160);
}
