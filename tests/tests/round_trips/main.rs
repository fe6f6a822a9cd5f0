//! Tests the connections that calls are sent by: kept, opened ahead, or closed while idle.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod ahead;
mod closed;
mod closing;
mod warm_up;

use std::time::Duration;

use tokio::time;

/// Lets time pass on the paused clock, on which connections age.
async fn pass(time: Duration) {
    time::pause();
    time::advance(time).await;
    time::resume();
}
