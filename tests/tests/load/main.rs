//! Tests many concurrent callers on loopback: the requests that the service gets, and the results of the
//! calls.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod drops;
mod outage;
mod soak;

/// The number of callers.
const CALLERS: usize = 1_000;
