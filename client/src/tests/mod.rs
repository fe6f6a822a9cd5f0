//! Tests of details that only this crate can see, in the folders of the code. Behaviour that callers see is tested end to end,
//! elsewhere in the workspace.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod auth;
mod codegen;
mod fuzz;
#[cfg(feature = "journal")]
mod journal;
mod redact;
mod reply;
mod retry;
mod types;
