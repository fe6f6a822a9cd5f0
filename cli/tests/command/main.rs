//! The command, as someone at a terminal meets it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod check;
mod command_line;
mod diff;
mod formats;
mod import;
mod run;
