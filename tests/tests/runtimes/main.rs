//! Tests one client on several runtimes, and on runtimes that are shut down or missing.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod outside;
mod pools;
mod stopped;

use std::time::Duration;

use alignet::{Client, Error};

/// A nonce call with a timeout that is longer than it may take.
async fn nonce(client: &Client) -> Result<(), Error> {
    client.create_nonce().timeout(Duration::from_secs(3)).send().await.map(drop)
}
