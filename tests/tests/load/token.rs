//! Tests that a thousand callers share one token request, its failure and its renewal.

use std::{
    collections::HashSet,
    time::{Duration, Instant},
};

use alignet::{Error, ErrorKind};
use alignet_tests::report::report;

use crate::{CALLERS, crowd::Crowd, service::Service};

/// The number of distinct nonces. Panics if a call failed.
fn distinct(outcomes: Vec<Result<String, Error>>) -> usize {
    outcomes.into_iter().map(Result::unwrap).collect::<HashSet<_>>().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn cold_callers_share_one_token() {
    let (service, start) = (Service::start(), Instant::now());
    let gate = service.hold(1);
    let crowd = Crowd::begin(&service.client(), CALLERS).await;
    gate.open();
    let nonces = distinct(crowd.outcomes().await);
    let (tokens, requests) = service.counts();
    report(format!(
        "{CALLERS} cold callers: {tokens} token request, {requests} nonce requests, {nonces} nonces, {:.1?}",
        start.elapsed()
    ));
    assert_eq!((tokens, requests, nonces), (1, CALLERS, CALLERS));
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_callers_share_one_renewal() {
    let (service, start) = (Service::start(), Instant::now());
    let client = service.client();
    client.create_nonce().send().await.unwrap();
    service.revoke();
    service.server.forget();
    // More exchanges than callers, because an unused connection takes a script as well.
    let gate = service.hold(2 * CALLERS);
    let crowd = Crowd::begin(&client, CALLERS).await;
    service.server.until(|record| record.requests.len() >= CALLERS).await;
    gate.open();
    let nonces = distinct(crowd.outcomes().await);
    let (tokens, requests) = service.counts();
    report(format!(
        "{CALLERS} callers refused with 401: {tokens} token request, {requests} nonce requests, {nonces} nonces, {:.1?}",
        start.elapsed()
    ));
    assert_eq!((tokens, nonces), (1, CALLERS));
    assert!(requests <= 2 * CALLERS);
}

#[tokio::test(flavor = "multi_thread")]
async fn callers_share_a_failure() {
    let (service, start) = (Service::start(), Instant::now());
    service.refuse_tokens(503);
    let outcomes = Crowd::begin(&service.client(), CALLERS).await.outcomes().await;
    let took = start.elapsed();
    for outcome in outcomes {
        let error = outcome.unwrap_err();
        assert_eq!((error.kind(), error.operation()), (ErrorKind::Server, Some("create_token")));
    }
    let (tokens, requests) = service.counts();
    report(format!("{CALLERS} callers, tokens refused with 503: {tokens} token requests, {took:.1?}"));
    assert!(tokens <= 3 && requests == 0);
    assert!(took < Duration::from_secs(10), "{took:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn callers_of_a_silent_service_keep_their_deadline() {
    const TIME: Duration = Duration::from_millis(1_500);
    let service = Service::start();
    let gate = service.hold(1);
    let client = service.client();
    let start = Instant::now();
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..CALLERS {
        let client = client.clone();
        calls.spawn(async move { client.create_nonce().timeout(TIME).send().await.unwrap_err() });
    }
    let errors = calls.join_all().await;
    let took = start.elapsed();
    assert!(errors.iter().all(Error::is_timeout));
    let (tokens, requests) = service.counts();
    report(format!("{CALLERS} callers, no token in {TIME:?}: {tokens} token request, {took:.1?}"));
    assert_eq!((tokens, requests), (1, 0));
    assert!(took < TIME + Duration::from_secs(1), "{took:?}");
    gate.open();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_caller_leaves() {
    let (service, start) = (Service::start(), Instant::now());
    let client = service.client();
    let gate = service.hold(1);
    let first = Crowd::begin(&client, 1).await;
    service.server.until(|record| !record.requests.is_empty()).await;
    first.leave().await;
    let crowd = Crowd::begin(&client, CALLERS - 1).await;
    gate.open();
    let nonces = distinct(crowd.outcomes().await);
    let (tokens, _) = service.counts();
    report(format!(
        "the first of {CALLERS} callers left: {tokens} token request, {nonces} nonces, {:.1?}",
        start.elapsed()
    ));
    assert_eq!((tokens, nonces), (1, CALLERS - 1));
}
