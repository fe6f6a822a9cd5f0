#![doc = include_str!("../README.md")]

mod connections;
mod error;
mod guard;
mod migration;

pub use self::{
    error::Error,
    guard::PostgresGuard,
    migration::{MIGRATION, migrate},
};

/// The pool of connections that this crate takes, and in it `tokio_postgres`.
pub use deadpool_postgres;
