//! The error of this crate.

use std::fmt;

use deadpool_postgres::{PoolError, tokio_postgres};

/// The error of a store of this crate.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The claim is not held any more: it lapsed and another took its place, or the notification was recorded already. The
    /// transaction can't be committed any more.
    Lost,
    /// The pool has no connection to the database.
    Pool(PoolError),
    /// The database failed, or refused the statement.
    Database(tokio_postgres::Error),
    /// The database did not answer within five seconds. Neither does a connection whose runtime is not driven; see the
    /// [crate](crate#the-database). It is not used again.
    Timeout,
    /// The journal has no entry with this id.
    NoEntry,
    /// The journal has an entry that this version can't read, or whose row was changed by hand.
    Unreadable,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Lost => {
                "the claim on the notification was lost: roll back, and answer that it must come again"
            }
            Self::Pool(_) => "there is no connection to the database",
            Self::Database(_) => "the database failed",
            Self::Timeout => {
                "the database did not answer in time, or the runtime that opened the connection is not driven"
            }
            Self::NoEntry => "the journal has no entry with this id",
            Self::Unreadable => "the journal has an entry that this version can't read",
        })
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Pool(error) => Some(error),
            Self::Database(error) => Some(error),
            Self::Lost | Self::Timeout | Self::NoEntry | Self::Unreadable => None,
        }
    }
}

impl From<PoolError> for Error {
    fn from(error: PoolError) -> Self {
        Self::Pool(error)
    }
}

impl From<tokio_postgres::Error> for Error {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Database(error)
    }
}
