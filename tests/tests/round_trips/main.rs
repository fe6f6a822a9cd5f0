//! Tests the connections that calls are sent by: kept, opened ahead, or closed while idle.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod ahead;
mod closed;
mod closing;
mod lost;
mod warm_up;

use std::time::Duration;

use alignet_tests::{local, service::Service};
use tokio::time;

/// Lets time pass on the paused clock, on which connections age.
async fn pass(time: Duration) {
    time::pause();
    time::advance(time).await;
    time::resume();
}

/// The number of the connection of the last request.
fn last(service: &Service) -> usize {
    service.server.record().requests.last().unwrap().connection
}

/// The number of connections that were opened so far, and that the server has accepted. Connects once more, and
/// makes a nonce call that way.
async fn opened(service: &Service) -> usize {
    let another = local::client_at(&service.server.origin()).bearer("token-1").build().unwrap();
    local::nonce(&another).await.unwrap();
    last(service)
}
