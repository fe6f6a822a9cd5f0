//! Tests what people and programs of any language see beside the service's own calls: the form's openings and test data, the
//! bank's page, the values of one call, the clock, the stop of the binary, and the session that the README shows.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "../support/mod.rs"]
mod support;

mod assets;
mod bank;
mod clock;
mod openings;
mod sent;
mod session;
mod test_data;

use support::ask;
