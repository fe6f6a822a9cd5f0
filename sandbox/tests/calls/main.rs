//! Tests calls: their authorization and validation, replies, faults, generated secrets and log, and the server below them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod as_deployed;
mod authorization;
mod client;
mod faults;
mod log;
mod malformed;
mod refusals;
mod secrets;
mod serving;
#[path = "../support/mod.rs"]
mod support;
