//! Tests what the reader makes of mistakes: it always answers, and its help leads to a sound contract.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "../base/mod.rs"]
mod base;
mod corrections;
mod mutations;
