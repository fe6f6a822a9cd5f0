//! Tests connections that the server closed while they were idle.

use std::{thread, time::Duration};

use alignet_tests::{
    clock::{runtime, threads},
    local::nonce,
    script::{Script, Step},
    service::Service,
    synthetic::{buy, find},
};

use crate::closing::Closing;

/// The number of times that a connection is closed.
const TRIES: usize = 1_000;

/// The runtime is not driven while the connections are closed, so it learns of it with the next call.
#[test]
fn a_kept_connection_that_was_closed_costs_no_error_and_no_second_request() {
    let (server, runtime) = (Closing::start(), runtime());
    let client = server.client();
    for _ in 0..TRIES {
        runtime.block_on(nonce(&client)).unwrap();
        runtime.block_on(find(&client)).unwrap();
        runtime.block_on(buy(&client)).unwrap();
        assert!(server.close_all() > 0);
        // The time for which the connections are idle.
        thread::sleep(Duration::from_millis(1));
    }
    assert_eq!(
        [server.count("/token"), server.count("/nonce"), server.count("/thing")],
        [1, TRIES, 2 * TRIES]
    );
}

#[test]
fn a_connection_opened_ahead_that_was_closed_costs_no_error_and_no_second_charge() {
    let (server, runtime) = (Closing::start(), runtime());
    for _ in 0..TRIES / 4 {
        let client = server.client();
        runtime.block_on(client.warm_up()).unwrap();
        assert!(server.close_all() > 1);
        runtime.block_on(buy(&client)).unwrap();
    }
    assert_eq!([server.count("/token"), server.count("/thing")], [TRIES / 4; 2]);
}

/// A charge that is sent by a kept connection may be lost.
#[test]
fn charges_are_never_sent_by_a_connection_that_was_kept() {
    let service = Service::start();
    let (client, runtime) = (service.client(), threads(2));
    for _ in 0..TRIES {
        let kept = [Step::Read, Step::Answer, Step::Arrive, Step::Close];
        service.server.then(Script::new(kept));
    }
    runtime.block_on(async {
        for _ in 0..TRIES - 1 {
            buy(&client).await.unwrap();
        }
    });
    let mut connections: Vec<usize> = service
        .server
        .record()
        .requests
        .iter()
        .filter(|heard| heard.path() != "/token")
        .map(|heard| heard.connection)
        .collect();
    connections.sort_unstable();
    connections.dedup();
    assert_eq!(connections.len(), TRIES - 1);
}
