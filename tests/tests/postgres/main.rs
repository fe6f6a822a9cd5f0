//! Tests that several processes over one database handle each notification once, and forget no call. They need PostgreSQL.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod database;
mod guard;
mod harness;
mod journal;
mod journal_races;
mod kills;
mod outage;
mod processes;
mod round_trips;
mod runtimes;
mod shop;
