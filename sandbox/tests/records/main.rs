//! Tests records: created and found by calls, changed by scenarios and events, and the notifications about them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod automatic_notifications;
mod notifications;
mod scenarios;
mod store;
#[path = "../support/mod.rs"]
mod support;
