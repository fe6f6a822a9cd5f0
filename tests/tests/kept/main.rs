//! Tests that an application can keep what it gets: as JSON, in a database, and within its own types. And that it can make
//! the same in its tests.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod database;
mod made;
mod values;
