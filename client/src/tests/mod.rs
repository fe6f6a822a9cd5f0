//! Tests of details that only this crate can see. Behaviour that callers see is tested end to end, elsewhere in the
//! workspace.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bodies;
mod calendar;
mod decimal;
mod flights;
mod fuzz;
#[cfg(feature = "journal")]
mod journal;
mod money;
mod objects;
mod paths;
mod proof;
mod redact;
mod renewal;
mod responses;
mod retry;
mod text;
mod tokens;
mod verdict;
