//! Tests calls on a runtime that has shut down: they end with an error that says so.

use std::{
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use alignet::{Client, Delivery, Error, HasOutcome, Outcome};
use alignet_tests::{
    clock::{SOON, runtime, threads},
    service::Service,
    synthetic::{buy, find},
    wires::{Arriving, Wires, refused, well},
};
use tokio::runtime::Handle;

use crate::nonce;

const NOTE: &str = "the tokio runtime has shut down";

fn stopped() -> [Handle; 2] {
    let one = runtime();
    let several = threads(2);
    let handles = [one.handle().clone(), several.handle().clone()];
    drop((one, several));
    handles
}

/// Runs `work` on a new thread, and panics if it does not end within ten seconds.
fn soon<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let (done, outcome) = mpsc::channel();
    thread::spawn(move || done.send(work()));
    outcome.recv_timeout(Duration::from_secs(10)).expect("it ends")
}

fn on(handle: Handle, client: Client) -> Error {
    soon(move || handle.block_on(nonce(&client)).unwrap_err())
}

#[test]
fn a_call_without_a_token_ends() {
    let service = Service::start();
    let wires = Wires::nonces(well);
    for client in [service.client(), wires.client()] {
        for handle in stopped() {
            let start = Instant::now();
            let error = on(handle, client.clone());
            assert!(error.to_string().contains(NOTE), "{error}");
            assert!(start.elapsed() < SOON);
        }
    }
    assert_eq!((wires.counts(), service.count("/token")), ((0, 0), 0));
    // The failed call left no state behind.
    runtime().block_on(nonce(&service.client())).unwrap();
}

#[test]
fn a_call_with_a_token_ends() {
    let service = Service::start();
    let client = service.client();
    runtime().block_on(nonce(&client)).unwrap();
    for handle in stopped() {
        let start = Instant::now();
        let error = on(handle, client.clone());
        assert_eq!(error.operation(), Some("create_nonce"));
        assert!(start.elapsed() < SOON, "{error}");
    }
    assert_eq!(service.count("/nonce"), 1);
}

#[test]
fn a_charge_ends_and_was_not_sent() {
    let service = Service::start();
    let client = service.client();
    runtime().block_on(find(&client)).unwrap();
    for handle in stopped() {
        let client = client.clone();
        let error = soon(move || handle.block_on(buy(&client)).unwrap_err());
        assert_eq!((error.operation(), error.delivery()), (Some("buy_thing"), Delivery::NotSent), "{error}");
        assert!(!error.is_indeterminate());
    }
    assert_eq!(service.server.record().requests.len(), 2);
}

#[test]
fn a_request_on_the_wire_ends_with_its_runtime() {
    for (path, indeterminate) in [("/nonce", false), ("/things", true)] {
        let service = Service::start();
        let client = service.client();
        runtime().block_on(async { nonce(&client).await.and(find(&client).await) }).unwrap();
        service.server.forget();
        let _gate = service.hold();
        let ending = threads(1);
        let handle = ending.handle().clone();
        let (done, outcome) = mpsc::channel();
        thread::spawn(move || {
            let call = async { if indeterminate { buy(&client).await } else { nonce(&client).await } };
            done.send(handle.block_on(call))
        });
        while service.count(path) == 0 {
            thread::yield_now();
        }
        let start = Instant::now();
        ending.shutdown_background();
        let outcome = outcome.recv_timeout(Duration::from_secs(10)).expect("it ends");
        let error = outcome.unwrap_err();
        assert_eq!((error.is_indeterminate(), service.count(path)), (indeterminate, 1), "{error}");
        assert!(start.elapsed() < SOON, "{error}");
    }
}

#[test]
fn a_call_that_waits_ends_with_its_runtime() {
    let silent = [
        Wires::tokens(|_| Arriving::never()),
        Wires::nonces(|_, _| Arriving::never()),
        // The transport waits on a timer of the runtime, which panics when the runtime has shut down.
        Wires::nonces(|sent, number| match number {
            1 => Arriving::after(Duration::from_secs(20), refused(503)),
            _ => well(sent, number),
        }),
    ];
    for (wires, waits) in silent.into_iter().zip([(1, 0), (1, 1), (1, 1)]) {
        let ending = threads(1);
        let (handle, client) = (ending.handle().clone(), wires.client());
        let (done, outcome) = mpsc::channel();
        let call = async move { client.create_nonce().timeout(Duration::from_secs(30)).send().await };
        thread::spawn(move || done.send(handle.block_on(call).map(drop)));
        // A timer that a runtime does not know yet when it shuts down may end at once, rather than panic.
        while wires.counts() != waits || wires.waiting() != waits.0 + waits.1 {
            thread::yield_now();
        }
        ending.shutdown_background();
        let outcome = outcome.recv_timeout(Duration::from_secs(10)).expect("it ends");
        let error = outcome.unwrap_err();
        assert!(error.to_string().contains(NOTE), "{error}");
    }
}

#[test]
fn a_flight_elsewhere_goes_on_without_a_waiter_whose_runtime_has_shut_down() {
    let service = Service::start();
    let client = service.client();
    let gate = service.hold();
    let staying = threads(1);
    let waiting = staying.spawn({
        let client = client.clone();
        async move { client.create_nonce().send().await }
    });
    while service.count("/token") == 0 {
        thread::yield_now();
    }
    for handle in stopped() {
        let error = on(handle, client.clone());
        assert!(error.to_string().contains(NOTE), "{error}");
    }
    gate.open();
    staying.block_on(waiting).unwrap().unwrap();
    assert_eq!(service.count("/token"), 1);
}

struct Pending;

impl HasOutcome for Pending {
    fn outcome(&self) -> Outcome {
        Outcome::Pending
    }
}

#[test]
fn settling_ends() {
    for handle in stopped() {
        let asking = alignet::settle(Duration::from_secs(30), || async { Ok(Pending) });
        soon(move || handle.block_on(asking).map(drop)).unwrap();
    }
}
