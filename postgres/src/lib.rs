#![doc = include_str!("../README.md")]

mod connections;
mod error;
mod guard;
mod journal;
mod migration;

pub use self::{
    error::Error,
    guard::PostgresGuard,
    journal::PostgresJournal,
    migration::{MIGRATION, migrate},
};

/// The pool of connections that this crate takes, and in it `tokio_postgres`.
pub use deadpool_postgres;
