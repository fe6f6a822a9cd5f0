//! Tests timing on a clock that the tests move, over a transport without sockets: under paused time, real
//! sockets would make every timeout fire.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod cache;
mod deadlines;
mod failures;
mod flight;
mod nonce;
mod outage;
mod retry_after;
mod settle;
mod waiting;

use std::time::Duration;

use alignet::{Client, Error};
use tokio::time::{Instant, sleep_until};

const MS: Duration = Duration::from_millis(1);

fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// Moves the paused clock to `after` past `start`. Everything that is due before happens first.
async fn at(start: Instant, after: Duration) {
    sleep_until(start + after).await;
}

/// Makes a nonce call, for tests of something else.
async fn nonce(client: &Client) -> Result<(), Error> {
    client.create_nonce().send().await.map(drop)
}
