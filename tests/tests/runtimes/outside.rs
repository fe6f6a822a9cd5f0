//! Tests calls without a runtime, or on a runtime without time or IO.

use std::{
    future::Future,
    pin::pin,
    task::{Context, Poll, Waker},
    time::Duration,
};

use alignet::{
    Client, Delivery, Error, ErrorKind, HasOutcome, Outcome,
    transport::{Limits, Reqwest, Sending, Transport},
};
use alignet_tests::{
    clock::{paused, runtime},
    service::Service,
    wires::{Wires, well},
};
use bytes::Bytes;
use tokio::runtime::Builder;

use crate::nonce;

const NOTE: &str = "a call needs a tokio runtime with time and IO enabled";

/// The output of a future that must be ready at its first poll.
fn at_once<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("it waits for something that does not come"),
    }
}

fn assert_outside(error: &Error) {
    assert_eq!((error.kind(), error.delivery()), (ErrorKind::Config, Delivery::NotSent), "{error}");
    assert!(error.to_string().contains(NOTE), "{error}");
    assert!(!error.is_temporary() && !error.is_indeterminate());
}

#[test]
fn a_call_outside_of_any_runtime_fails() {
    let service = Service::start();
    let wires = Wires::nonces(well);
    for client in [service.client(), wires.client()] {
        assert_outside(&at_once(nonce(&client)).unwrap_err());
        assert_outside(&at_once(client.create_token().send()).unwrap_err());
    }
    assert_eq!((wires.counts(), service.server.record().connections), ((0, 0), 0));
    // The failed calls left no state behind.
    runtime().block_on(nonce(&service.client())).unwrap();
    paused().block_on(nonce(&wires.client())).unwrap();
}

#[test]
fn a_call_on_a_runtime_that_lacks_something_fails() {
    let service = Service::start();
    let client = service.client();
    let lacking = [
        Builder::new_current_thread().build(),
        Builder::new_current_thread().enable_io().build(),
        Builder::new_current_thread().enable_time().build(),
    ];
    for runtime in lacking.map(Result::unwrap) {
        assert_outside(&runtime.block_on(nonce(&client)).unwrap_err());
    }
    assert_eq!(service.server.record().connections, 0);
    runtime().block_on(nonce(&client)).unwrap();
}

/// A transport that polls the built-in transport on a thread without a runtime.
struct Astray(Reqwest);

impl Transport for Astray {
    fn send(&self, request: http::Request<Bytes>, limits: Limits) -> Sending<'_> {
        let sending = std::thread::scope(|threads| {
            threads.spawn(|| at_once(self.0.send(request, limits))).join().expect("it does not panic")
        });
        Box::pin(async move { sending })
    }
}

#[test]
fn the_built_in_transport_outside_of_any_runtime_fails() {
    let service = Service::start();
    let origin = service.server.origin();
    let environment = alignet_tests::local::environment(&origin, &origin);
    let astray = Astray(Reqwest::for_environment(&environment).unwrap());
    let credentials = alignet::Credentials::new("client", "secret");
    let client = Client::builder(environment).credentials(credentials).transport(astray).build().unwrap();
    let error = runtime().block_on(nonce(&client)).unwrap_err();
    assert_eq!((error.kind(), error.delivery()), (ErrorKind::Config, Delivery::NotSent), "{error}");
    assert_eq!(service.server.record().connections, 0);
}

#[derive(Debug, PartialEq)]
struct Reply(Outcome);

impl HasOutcome for Reply {
    fn outcome(&self) -> Outcome {
        self.0.clone()
    }
}

const LONG: Duration = Duration::from_secs(60);

#[test]
fn settling_outside_of_any_runtime_fails_and_keeps_what_is_known() {
    let client = Wires::nonces(well).client();
    let asking = alignet::settle(LONG, || {
        let call = nonce(&client);
        async { call.await.map(|()| Reply(Outcome::Pending)) }
    });
    assert_outside(&at_once(asking).unwrap_err());
    let known = alignet::settle(LONG, || async { Ok(Reply(Outcome::Pending)) });
    assert_eq!(at_once(known).unwrap(), Reply(Outcome::Pending));
    let silent = alignet::settle(LONG, || async { std::future::pending::<Result<Reply, Error>>().await });
    let error = at_once(silent).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config, "{error}");
}
