//! Tests a token request on a runtime that is no longer driven, or behind a blocked worker.

use std::{
    future::{Future, poll_fn},
    pin::pin,
    sync::mpsc,
    task::Poll,
    time::{Duration, Instant},
};

use alignet::{Client, ErrorKind};
use alignet_tests::{
    clock::{MS, SOON, paused, runtime, threads},
    local::{callers, nonce},
    service::Service,
    synthetic::buy,
    wires::{Arriving, Wires, granted, refused, well},
};
use tokio::{
    runtime::Runtime,
    time::{self, advance},
};

/// The time without progress after which a token request is taken over.
const TAKEN_OVER: Duration = Duration::from_millis(300);

#[test]
fn a_token_that_an_idle_runtime_asked_for_is_asked_for_again() {
    let service = Service::start();
    let (client, a, b) = (service.client(), runtime(), runtime());
    let gate = service.hold();
    let call = async { client.create_nonce().timeout(50 * MS).send().await };
    assert!(a.block_on(call).unwrap_err().is_timeout());
    gate.open();
    let start = Instant::now();
    b.block_on(nonce(&client)).unwrap();
    let took = start.elapsed();
    assert!(took < SOON, "{took:?}");
    b.block_on(nonce(&client)).unwrap();
    assert!(service.count("/token") <= 2);
}

/// Makes a call that times out while its token request is in flight.
fn leave(runtime: &Runtime, client: &Client) {
    let call = async { client.create_nonce().timeout(50 * MS).send().await };
    assert!(runtime.block_on(call).unwrap_err().is_timeout());
}

/// The duration of a call.
fn took(runtime: &Runtime, client: &Client) -> Duration {
    runtime.block_on(async {
        let start = time::Instant::now();
        nonce(client).await.unwrap();
        start.elapsed()
    })
}

#[test]
fn every_call_after_the_first_has_the_token_at_once() {
    let wires = Wires::tokens(|number| Arriving::after(200 * MS, granted(number, 3_600)));
    let (client, a, b) = (wires.client(), paused(), paused());
    leave(&a, &client);
    let first = took(&b, &client);
    assert!((TAKEN_OVER..TAKEN_OVER + 250 * MS).contains(&first), "{first:?}");
    assert_eq!(took(&b, &client), Duration::ZERO);
    assert_eq!(wires.counts(), (2, 2));
}

#[test]
fn many_who_wait_take_over_once() {
    let wires = Wires::tokens(|number| Arriving::after(200 * MS, granted(number, 3_600)));
    let (client, a, b) = (wires.client(), paused(), paused());
    leave(&a, &client);
    b.block_on(async {
        let mut calls = callers(&client, 100).await;
        while let Some(outcome) = calls.join_next().await {
            outcome.unwrap().unwrap();
        }
    });
    assert_eq!(wires.counts(), (2, 100));
}

#[test]
fn a_flight_that_was_taken_over_and_lands_late_is_of_no_consequence() {
    for late in [granted(1, 3_600), refused(401), refused(503)] {
        let wires = Wires::tokens(move |number| match number {
            1 => Arriving::after(200 * MS, late.clone()),
            _ => Arriving::now(granted(number, 3_600)),
        });
        let (client, a, b) = (wires.client(), paused(), paused());
        leave(&a, &client);
        took(&b, &client);
        let tokens = wires.counts().0;
        // The first runtime is driven again.
        a.block_on(async { time::sleep(TAKEN_OVER).await });
        assert_eq!(took(&a, &client), Duration::ZERO);
        assert_eq!(took(&b, &client), Duration::ZERO);
        let carried: Vec<String> = wires.sent("/nonce").into_iter().map(|sent| sent.token).collect();
        assert_eq!(carried, ["token-2"; 3]);
        assert!(wires.counts().0 <= tokens + 2);
    }
}

/// A client whose first token lives for an hour, and whose second token was requested on a runtime that is
/// now idle.
fn renewed_by_an_idle_runtime() -> (Wires, Client, Runtime) {
    let wires =
        Wires::tokens(|number| Arriving::after(200 * MS * u32::from(number > 1), granted(number, 3_600)));
    let (client, a) = (wires.client(), paused());
    a.block_on(async {
        nonce(&client).await.unwrap();
        advance(Duration::from_secs(3_600 - 299)).await;
        nonce(&client).await.unwrap();
        tokio::task::yield_now().await;
    });
    assert_eq!(wires.counts(), (2, 2));
    (wires, client, a)
}

#[test]
fn a_renewal_of_an_idle_runtime_is_taken_over_by_calls_that_need_not_wait() {
    let (wires, client, _a) = renewed_by_an_idle_runtime();
    let b = paused();
    b.block_on(async {
        advance(Duration::from_secs(3_600 - 298)).await;
        for _ in 0..6 {
            let start = time::Instant::now();
            nonce(&client).await.unwrap();
            assert_eq!(start.elapsed(), Duration::ZERO);
            time::sleep(250 * MS).await;
        }
    });
    assert_eq!(wires.counts().0, 3);
    assert_eq!(wires.sent("/nonce").last().unwrap().token, "token-3");
}

#[test]
fn a_renewal_of_an_idle_runtime_delays_no_call_beyond_the_end_of_the_token() {
    let (wires, client, _a) = renewed_by_an_idle_runtime();
    let b = paused();
    b.block_on(advance(Duration::from_secs(3_600)));
    let took = took(&b, &client);
    assert!(took < TAKEN_OVER + 250 * MS, "{took:?}");
    assert_eq!(wires.counts().0, 3);
}

#[test]
fn a_renewal_that_a_refused_charge_left_to_an_idle_runtime_is_taken_over() {
    let wires = Wires::new(|sent, number| match (sent.path.as_str(), sent.token.as_str()) {
        ("/token" | "/nonce", _) => well(sent, number),
        (_, "token-1") => Arriving::now(refused(401)),
        _ => well(sent, number),
    });
    let (client, a, b) = (wires.client(), paused(), paused());
    let error = a.block_on(buy(&client)).unwrap_err();
    assert_eq!((error.kind(), wires.counts().0), (ErrorKind::Unauthorized, 1));
    let start = Instant::now();
    b.block_on(buy(&client)).unwrap();
    assert!(start.elapsed() < SOON);
    assert_eq!(wires.counts().0, 2);
}

#[test]
fn a_busy_runtime_is_not_taken_for_an_idle_one() {
    let wires = Wires::tokens(|number| Arriving::after(Duration::from_secs(5), granted(number, 3_600)));
    let (client, a) = (wires.client(), paused());
    a.block_on(async {
        let start = time::Instant::now();
        client.create_nonce().send().await.unwrap();
        assert_eq!(start.elapsed(), Duration::from_secs(5));
    });
    assert_eq!(wires.counts(), (1, 1));
}

#[test]
fn a_call_that_moves_to_another_runtime_keeps_its_time() {
    for answers in [true, false] {
        let wires = Wires::tokens(move |number| match number {
            1 if answers => Arriving::now(granted(number, 3_600)),
            _ => Arriving::never(),
        });
        let (client, a, b) = (wires.client(), runtime(), runtime());
        let mut call = Box::pin(client.create_nonce().timeout(500 * MS).send());
        a.block_on(poll_fn(|context| {
            assert!(call.as_mut().poll(context).is_pending());
            Poll::Ready(())
        }));
        // The token request was not sent: its task has not been polled.
        assert_eq!(wires.counts(), (0, 0));
        let outcome = b.block_on(async { time::timeout(SOON, call).await.expect("it ends") });
        assert_eq!(
            outcome.map_err(|error| error.kind()).map(drop),
            if answers { Ok(()) } else { Err(ErrorKind::Timeout) }
        );
    }
}

/// A task that was just spawned sits in its worker's LIFO slot, from which no other worker steals.
#[test]
fn a_blocked_worker_does_not_delay_a_charge_of_another() {
    let service = Service::start();
    let client = service.client();
    let workers = threads(2);
    let (blocked, is_blocked) = mpsc::channel();
    let (release, released) = mpsc::channel::<()>();
    let first = client.clone();
    workers.spawn(async move {
        let mut call = pin!(first.create_nonce().send());
        poll_fn(|context| {
            assert!(call.as_mut().poll(context).is_pending());
            Poll::Ready(())
        })
        .await;
        blocked.send(()).unwrap();
        // Blocks the worker.
        let _ = released.recv_timeout(Duration::from_secs(30));
    });
    is_blocked.recv().unwrap();
    let start = Instant::now();
    let charge = workers.spawn(async move { buy(&client).await });
    let charged = workers.block_on(charge).unwrap();
    let took = start.elapsed();
    // Once released, the first worker sends the token request that was taken over, too.
    assert_eq!(service.count("/token"), 1);
    drop(release);
    charged.unwrap();
    assert!(took < SOON, "{took:?}");
}
