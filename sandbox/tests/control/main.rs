//! Tests what drives and shows the sandbox: the HTTP interface, its description, and the inspector.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod described;
mod inspector;
mod interface;
mod lists;
#[path = "../support/mod.rs"]
mod support;
