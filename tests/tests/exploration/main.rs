//! Explores what may happen to a merchant's charges and notifications: crashes, stops, faults and interleavings, by the
//! hundred thousand, in a world that its seed determines.
//!
//! A history is a few orders from the first click of a shopper until everything has come to rest. The `world` has the service,
//! the network, the database and the processes; the `merchant` has the handlers that an application writes around the
//! client, its journal, its inbox and its recovery, and the operator who decides what is left to a person; `invariants` has the
//! promises. There is one thread, paused time and no socket, so the same seed gives the same history.
//!
//! The ordinary run explores 10,000 histories. More, from another seed on, and one of them again with its trace:
//!
//! ```text
//! HISTORIES=1000000 cargo test --release -p alignet-tests --test exploration -- explore --nocapture
//! HISTORIES=1000000 EXPLORE_SEED=1000000 cargo test --release -p alignet-tests --test exploration -- explore --nocapture
//! EXPLORE_SEED=4711 cargo test -p alignet-tests --test exploration -- replay --nocapture
//! ```
//!
//! `bugs` has mistakes that break a promise. `EXPLORE_BUG=IgnoresUsed` puts one of them in a replayed history.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod bugs;
mod coverage;
mod explore;
mod history;
mod invariants;
mod merchant;
mod world;

use std::fmt::Write as _;

use crate::{
    bugs::Bug,
    explore::{describe, explore, variable},
    history::history,
};

#[test]
fn explore_histories() {
    let count = variable("HISTORIES").unwrap_or(10_000);
    let explored = explore(variable("EXPLORE_SEED").unwrap_or(0), count, None);
    println!("{}", coverage::report(&explored));
    explored.assert_right();
    coverage::assert_full(&explored);
}

#[test]
fn the_same_seed_gives_the_same_history() {
    for seed in 0..100 {
        let [first, second] = [false, true].map(|readable| history(seed, None, readable).trace);
        assert_eq!(first.digest(), second.digest(), "seed {seed}");
    }
}

#[test]
fn every_seeded_bug_is_found() {
    let mut table = String::new();
    let mut unfound = Vec::new();
    for bug in variable("EXPLORE_BUG").map_or(Bug::ALL.to_vec(), |bug| vec![bug]) {
        let explored = explore(0, variable("HISTORIES").unwrap_or(5_000), Some(bug));
        let found = match &explored.wrong {
            Some((seed, wrong)) => format!("history {}: {}", seed + 1, wrong.join("; ")),
            None => {
                unfound.push(bug);
                format!("not found in {} histories", explored.histories)
            }
        };
        let _ = writeln!(table, "{:<30} {found}", format!("{bug:?}"));
    }
    println!("{table}");
    assert!(unfound.is_empty(), "{unfound:?} are not found\n{table}");
}

/// Runs one history again, and prints its trace. Without a seed there is nothing to run.
#[test]
fn replay() {
    let Some(seed) = variable("EXPLORE_SEED") else { return };
    let bug = variable("EXPLORE_BUG");
    let wrong = history(seed, bug, false).wrong;
    let described = describe(seed, bug, &wrong);
    assert!(wrong.is_empty(), "{described}");
    println!("{described}");
}
