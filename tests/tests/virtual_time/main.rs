//! Tests timing on a clock that the tests move, over a transport without sockets: under paused time, real
//! sockets would make every timeout fire.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod deadlines;
mod outage;
mod retry_after;
mod settle;
mod waiting;
