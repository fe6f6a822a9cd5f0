//! Tests charges and refunds of the shipped contract: their states, payment methods, returns, and the Flex form.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod charge;
mod flex;
mod form_calls;
mod method_table;
mod methods;
mod refunds;
#[path = "../support/mod.rs"]
mod support;
