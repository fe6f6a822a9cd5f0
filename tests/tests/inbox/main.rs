//! Tests that several processes over one database handle each notification once. They need PostgreSQL.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod database;
mod guard;
mod kills;
mod outage;
mod processes;
mod shop;
