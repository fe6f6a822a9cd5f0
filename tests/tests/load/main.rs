//! Many callers at once, on loopback: what a service gets of them, and what they get.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod crowd;
mod drops;
mod outage;
mod service;
mod soak;
mod token;

/// How many callers there are.
const CALLERS: usize = 1_000;
/// Both ends of a connection per caller, for every test at once.
const FILES: u64 = 16_384;
