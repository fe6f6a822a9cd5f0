//! Tests many concurrent callers on loopback: the requests that the service gets, and the results of the
//! calls.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod crowd;
mod drops;
mod outage;
mod service;
mod soak;
mod token;

/// The number of callers.
const CALLERS: usize = 1_000;
/// The number of open files: both ends of each caller's connection, for all tests at once.
const FILES: u64 = 16_384;
