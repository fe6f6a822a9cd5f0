//! Tests a call from its configuration to its error: messages, indeterminate failures, dropped calls, nonces.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod configuration;
mod dropped;
mod explanations;
mod flex_form;
mod messages;
mod nonce;
mod settling;
mod variables;
