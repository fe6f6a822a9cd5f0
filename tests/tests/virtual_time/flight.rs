//! Tests that one token request serves all calls that wait for it.

use std::time::Duration;

use alignet::{Client, ErrorKind};
use alignet_tests::wires::{Arriving, Wires, granted, refused, well};
use tokio::{
    runtime::{Builder, Runtime},
    task::{JoinSet, yield_now},
    time::Instant,
};

use crate::{at, nonce, secs};

/// Grants tokens after this many seconds.
fn slow_tokens(seconds: u64) -> Wires {
    Wires::tokens(move |number| Arriving::after(secs(seconds), granted(number, 3_600)))
}

/// Starts this many calls.
async fn callers(client: &Client, number: usize) -> JoinSet<Result<(), alignet::Error>> {
    let mut callers = JoinSet::new();
    for _ in 0..number {
        let client = client.clone();
        callers.spawn(async move { nonce(&client).await });
    }
    yield_now().await;
    callers
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
async fn refused_callers_share_one_renewal() {
    let wires = Wires::new(|sent, number| match (sent.path.as_str(), sent.token.as_str()) {
        ("/token", _) => Arriving::after(secs(1), granted(number, 3_600)),
        (_, "token-1") if number > 1 => Arriving::after(secs(1), refused(401)),
        _ => well(sent, number),
    });
    let client = wires.client();
    nonce(&client).await.unwrap();
    let outcomes = callers(&client, 1_000).await.join_all().await;
    assert!(outcomes.iter().all(Result::is_ok));
    assert_eq!(wires.counts(), (2, 1 + 2_000));
}

#[tokio::test(start_paused = true)]
async fn a_late_401_does_not_give_up_the_token_that_came_since() {
    let wires = Wires::nonces(|sent, number| match (sent.token.as_str(), number) {
        ("token-1", 1) => Arriving::after(secs(3), refused(401)),
        ("token-1", _) => Arriving::now(refused(401)),
        _ => well(sent, number),
    });
    let client = wires.client();
    let mut slow = callers(&client, 1).await;
    while wires.counts().1 == 0 {
        yield_now().await;
    }
    nonce(&client).await.unwrap();
    slow.join_next().await.unwrap().unwrap().unwrap();
    assert_eq!(wires.counts(), (2, 4));
    assert_eq!(wires.sent("/nonce").last().unwrap().token, "token-2");
}

/// A runtime whose clock is paused.
fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().start_paused(true).build().unwrap()
}

/// The first token request never ends; later requests are answered.
fn first_token_lost() -> Wires {
    Wires::tokens(|number| match number {
        1 => Arriving::never(),
        _ => Arriving::now(granted(number, 3_600)),
    })
}

#[test]
fn a_runtime_that_shut_down_leaves_no_flight_behind() {
    let wires = first_token_lost();
    let client = wires.client();
    let first = runtime();
    first.block_on(callers(&client, 1));
    assert_eq!(wires.counts(), (1, 0));
    drop(first);
    let second = runtime();
    second.block_on(nonce(&client)).unwrap();
    assert_eq!(wires.counts(), (2, 1));
}

#[test]
fn a_runtime_that_shuts_down_leaves_no_waiter_elsewhere_stuck() {
    let wires = first_token_lost();
    let client = wires.client();
    let (first, second) = (runtime(), runtime());
    first.block_on(callers(&client, 1));
    let mut waiters = second.block_on(callers(&client, 10));
    assert_eq!(wires.counts(), (1, 0));
    drop(first);
    second.block_on(async {
        while let Some(outcome) = waiters.join_next().await {
            outcome.unwrap().unwrap();
        }
    });
    assert_eq!(wires.counts(), (2, 10));
}

#[test]
fn a_client_made_outside_a_runtime_works_in_several() {
    let wires = Wires::nonces(well);
    let client = wires.client();
    for _ in 0..3 {
        runtime().block_on(nonce(&client)).unwrap();
    }
    assert_eq!(wires.counts(), (1, 3));
}
