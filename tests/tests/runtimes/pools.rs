//! Tests that each runtime uses only the connections that it opened.

use std::time::Instant;

use alignet_tests::{
    clock::{SOON, runtime},
    service::Service,
};

use crate::nonce;

#[test]
fn a_connection_of_an_idle_runtime_delays_no_call_of_another() {
    let service = Service::start();
    let (client, a, b) = (service.client(), runtime(), runtime());
    a.block_on(nonce(&client)).unwrap();
    let start = Instant::now();
    // The usual timeout is long enough to give up a silent connection and open another.
    b.block_on(client.create_nonce().send()).unwrap();
    let took = start.elapsed();
    assert!(took < SOON, "{took:?}");
    assert_eq!(service.count("/nonce"), 2);
}

#[test]
fn each_runtime_goes_on_with_its_own_connection() {
    let service = Service::start();
    let (client, a, b) = (service.client(), runtime(), runtime());
    for _ in 0..5 {
        a.block_on(nonce(&client)).unwrap();
        b.block_on(nonce(&client)).unwrap();
    }
    assert_eq!((service.count("/token"), service.count("/nonce")), (1, 10));
    assert_eq!(service.server.record().connections, 2);
}

#[test]
fn runtimes_without_end_are_served() {
    let service = Service::start();
    let client = service.client();
    let first = runtime();
    for _ in 0..40 {
        first.block_on(nonce(&client)).unwrap();
        runtime().block_on(nonce(&client)).unwrap();
    }
    assert_eq!((service.count("/token"), service.count("/nonce")), (1, 80));
    let connections = service.server.record().connections;
    assert!(connections <= 40 + 3, "{connections} connections");
}
