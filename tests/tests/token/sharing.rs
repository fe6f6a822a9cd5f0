//! Tests that one token request serves all calls that wait for it.

use std::time::Duration;

use alignet::ErrorKind;
use alignet_tests::{
    clock::{at, secs},
    local::{callers, nonce},
    synthetic::ListThings,
    wires::{Arriving, Wires, granted, refused},
};
use tokio::{task::JoinSet, time::Instant};

/// Grants tokens after this many seconds.
fn slow_tokens(seconds: u64) -> Wires {
    Wires::tokens(move |number| Arriving::after(secs(seconds), granted(number, 3_600)))
}

#[tokio::test(start_paused = true)]
async fn one_request_serves_every_waiter() {
    let wires = slow_tokens(2);
    let outcomes = callers(&wires.client(), 1_000).await.join_all().await;
    assert!(outcomes.iter().all(Result::is_ok));
    assert_eq!(wires.counts(), (1, 1_000));
}

#[tokio::test(start_paused = true)]
async fn one_failure_serves_every_waiter() {
    let wires = Wires::tokens(|_| Arriving::after(secs(1), refused(503)));
    let outcomes = callers(&wires.client(), 1_000).await.join_all().await;
    let errors: Vec<String> = outcomes.into_iter().map(|outcome| outcome.unwrap_err().to_string()).collect();
    assert!(errors.iter().all(|error| *error == errors[0] && error.starts_with("create_token")));
    assert_eq!(wires.counts(), (3, 0));
}

#[tokio::test(start_paused = true)]
async fn callers_that_leave_neither_cancel_nor_restart_it() {
    let wires = slow_tokens(2);
    let client = wires.client();
    let start = Instant::now();
    let mut first = callers(&client, 1).await;
    let mut others = callers(&client, 100).await;
    at(start, secs(1)).await;
    first.shutdown().await;
    // For a moment no call waits for the token.
    others.shutdown().await;
    nonce(&client).await.unwrap();
    assert_eq!((start.elapsed(), wires.counts()), (secs(2), (1, 1)));
}

#[tokio::test(start_paused = true)]
async fn a_token_that_nobody_waited_for_is_kept() {
    let wires = slow_tokens(2);
    let client = wires.client();
    let start = Instant::now();
    let error = client.create_nonce().timeout(secs(1)).send().await.unwrap_err();
    assert_eq!((error.kind(), start.elapsed()), (ErrorKind::Timeout, secs(1)));
    at(start, secs(5)).await;
    nonce(&client).await.unwrap();
    assert_eq!((start.elapsed(), wires.counts()), (secs(5), (1, 1)));
}

#[tokio::test(start_paused = true)]
async fn each_waiter_keeps_its_own_deadline() {
    let wires = slow_tokens(3);
    let client = wires.client();
    let start = Instant::now();
    let mut waiters = JoinSet::new();
    for milliseconds in [500, 1_000, 2_999, 3_500, 9_000] {
        let client = client.clone();
        waiters.spawn(async move {
            let time = Duration::from_millis(milliseconds);
            let outcome = client.create_nonce().timeout(time).send().await;
            (time, start.elapsed(), outcome.map(drop).map_err(|error| error.kind()))
        });
    }
    for (time, took, outcome) in waiters.join_all().await {
        let expected = if time < secs(3) { (time, Err(ErrorKind::Timeout)) } else { (secs(3), Ok(())) };
        assert_eq!((took, outcome), expected, "a deadline of {time:?}");
    }
    assert_eq!(wires.counts(), (1, 2));
}

#[tokio::test(start_paused = true)]
async fn clones_share_the_token_and_other_clients_do_not() {
    let wires = Wires::tokens(|number| Arriving::now(granted(number, 3_600)));
    let client = wires.client();
    nonce(&client).await.unwrap();
    nonce(&client.clone()).await.unwrap();
    assert_eq!(wires.counts().0, 1);
    nonce(&wires.client()).await.unwrap();
    assert_eq!(wires.counts().0, 2);
}

#[tokio::test(start_paused = true)]
async fn each_set_of_scopes_has_its_own_token() {
    let wires = Wires::tokens(|number| Arriving::now(granted(number, 3_600)));
    let client = wires.client();
    for _ in 0..2 {
        nonce(&client).await.unwrap();
        ListThings::new(&client).x_thing_shop("7").x_thing_trace("1").send().await.unwrap();
    }
    let tokens = |path| wires.sent(path).into_iter().map(|sent| sent.token).collect::<Vec<_>>();
    assert_eq!(tokens("/nonce"), ["token-1", "token-1"]);
    assert_eq!(tokens("/things"), ["token-2", "token-2"]);
    assert_eq!(wires.counts().0, 2);
}
