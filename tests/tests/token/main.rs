//! Tests access tokens: which calls share one, how long it is used, and what follows when the service refuses it or
//! issues none.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod crowd;
mod failures;
mod idle;
mod lifetime;
mod refused;
mod sharing;
mod stopped;
mod wrong;
