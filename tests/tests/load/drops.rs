//! Tests ten thousand calls that are dropped at random: later calls succeed, and every connection is closed.

use std::time::{Duration, Instant};

use alignet::{Client, Error};
use alignet_tests::{
    local::nonce,
    report::report,
    service::Service,
    synthetic::{buy, find},
};
use tokio::task::JoinSet;

/// The number of calls that are dropped, and of calls at a time.
const DROPS: usize = 10_000;
const AT_ONCE: usize = 500;
/// Every call is dropped before this time.
const LATEST: Duration = Duration::from_millis(250);

/// Makes one of three calls.
async fn one(client: &Client, number: usize) -> Result<(), Error> {
    match number % 3 {
        0 => nonce(client).await,
        1 => find(client).await,
        _ => buy(client).await,
    }
}

/// Makes a call and drops it after `patience`. Returns true if it had ended before.
async fn call(client: &Client, number: usize, patience: Duration) -> bool {
    let call = one(client, number);
    match number % 5 {
        // Dropped before its first poll.
        0 => {
            drop(call);
            false
        }
        _ => tokio::time::timeout(patience, call).await.is_ok(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_dropped_calls_leave_nothing_stuck() {
    // Tokens live for one second, so that many calls are dropped while they wait for a token.
    let (service, start) = (Service::start_with(1), Instant::now());
    let client = service.client();
    let mut over = 0;
    for round in 0..DROPS / AT_ONCE {
        // Once: the client keeps a token that came in place of a refused one, and is refused within seconds.
        if round == 1 {
            service.revoke();
        }
        let mut calls = JoinSet::new();
        for number in 0..AT_ONCE {
            let client = client.clone();
            let patience = LATEST.mul_f64(fastrand::f64());
            calls.spawn(async move { call(&client, number, patience).await });
        }
        over += calls.join_all().await.into_iter().filter(|over| *over).count();
    }
    // Later calls are served without delay.
    let after = Instant::now();
    for number in 0..30 {
        one(&client, number).await.unwrap();
    }
    let took = after.elapsed();
    // Dropping the client closes its connections.
    drop(client);
    let record = service.server.until(|record| record.closes == record.connections).await;
    let (tokens, requests) = service.counts();
    report(format!(
        "{DROPS} calls dropped at random, {over} of them when they were over: {tokens} token requests, {requests} others, \
         {} connections, all closed, then 30 calls in {took:.1?}; {:.1?} in all",
        record.connections,
        start.elapsed()
    ));
    assert!(took < Duration::from_secs(5), "{took:?}");
    assert!((DROPS / 100..DROPS * 9 / 10).contains(&over), "{over}: calls are dropped at every stage");
}
