//! Tests which connection a call is sent by, and for how long a connection is used.

use std::time::Duration;

use alignet::{
    Client,
    transport::{Limits, Reqwest, Sending, Transport},
};
use alignet_tests::{
    clock::{runtime, secs},
    local::{self, nonce},
    service::Service,
    synthetic::{buy, find},
};
use bytes::Bytes;

use crate::{last, opened, pass};

#[test]
fn nonces_and_reads_share_a_connection_for_a_minute() {
    let (service, runtime) = (Service::start(), runtime());
    let client = service.client();
    runtime.block_on(async {
        nonce(&client).await.unwrap();
        let kept = last(&service);
        for idle in [10, 20, 45, 60] {
            pass(secs(idle)).await;
            nonce(&client).await.unwrap();
            assert_eq!(last(&service), kept, "after {idle} s");
        }
        pass(secs(90)).await;
        nonce(&client).await.unwrap();
        assert_ne!(last(&service), kept);
        assert_eq!(service.count("/token"), 1);
    });
}

#[test]
fn a_charge_within_15_s_of_another_has_a_connection_that_was_opened_ahead() {
    let (service, runtime) = (Service::start(), runtime());
    let client = service.client();
    runtime.block_on(async {
        buy(&client).await.unwrap();
        for _ in 0..20 {
            let before = opened(&service).await;
            pass(secs(15)).await;
            buy(&client).await.unwrap();
            assert!(last(&service) <= before, "{} of {before}", last(&service));
        }
    });
}

#[test]
fn a_charge_after_a_read_has_a_connection_that_was_opened_ahead() {
    let (service, runtime) = (Service::start(), runtime());
    let client = service.client();
    runtime.block_on(async {
        for _ in 0..40 {
            find(&client).await.unwrap();
            pass(secs(3)).await;
        }
        let before = opened(&service).await;
        pass(secs(12)).await;
        buy(&client).await.unwrap();
        assert!(last(&service) <= before);
        // Reads have one connection opened ahead of a charge, and a younger one every five seconds.
        assert!(before < 40, "{before} connections");
    });
}

#[test]
fn nonces_alone_open_nothing_ahead() {
    let (auth, api, runtime) = (Service::start(), Service::start(), runtime());
    let environment = local::environment(auth.server.origin(), api.server.origin());
    let client = Client::builder(environment).credentials(alignet::Credentials::new("client", "secret"));
    let client = client.build().unwrap();
    runtime.block_on(async {
        for _ in 0..10 {
            nonce(&client).await.unwrap();
        }
        assert_eq!((auth.server.record().connections, api.server.record().connections), (1, 0));
    });
}

#[test]
fn a_connection_opened_ahead_is_too_old_after_20_s() {
    let (service, runtime) = (Service::start(), runtime());
    let client = service.client();
    runtime.block_on(async {
        client.warm_up().await.unwrap();
        let before = opened(&service).await;
        pass(secs(21)).await;
        buy(&client).await.unwrap();
        assert!(last(&service) > before);
        // All but that of the token request, which is kept for a minute.
        service.server.until(|record| record.closes >= before - 1).await;
    });
}

#[test]
fn without_spare_connections_each_charge_opens_its_own() {
    let (service, runtime) = (Service::start(), runtime());
    let client = local::client_at(&service.server.origin()).spare_connections(0).build().unwrap();
    runtime.block_on(async {
        for _ in 0..10 {
            buy(&client).await.unwrap();
        }
    });
    // The first charge can't use the connection of the token request.
    assert_eq!(service.server.record().connections, 11);
}

#[test]
fn connections_end_with_their_client() {
    let (service, runtime) = (Service::start(), runtime());
    let client = service.client();
    runtime.block_on(async {
        client.warm_up().await.unwrap();
        buy(&client).await.unwrap();
        drop(client);
        let record = service.server.until(|record| record.closes == record.connections).await;
        assert!(record.connections > 2);
        tokio::time::sleep(Duration::from_millis(1)).await;
        assert_eq!(tokio::runtime::Handle::current().metrics().num_alive_tasks(), 0);
    });
}

/// Sends every request to another origin than that of the environment.
struct Elsewhere(Reqwest, String);

impl Transport for Elsewhere {
    fn send(&self, mut request: http::Request<Bytes>, limits: Limits) -> Sending<'_> {
        *request.uri_mut() = format!("{}{}", self.1, request.uri().path()).parse().unwrap();
        self.0.send(request, limits)
    }
}

#[test]
fn a_request_to_an_origin_outside_the_environment_has_its_own_connection() {
    let (named, other, runtime) = (Service::start(), Service::start(), runtime());
    let environment = local::environment(named.server.origin(), named.server.origin());
    let transport = Elsewhere(Reqwest::for_environment(&environment).unwrap(), other.server.origin());
    let client = local::client_at(&named.server.origin()).transport(transport).build().unwrap();
    runtime.block_on(async {
        for _ in 0..3 {
            nonce(&client).await.unwrap();
        }
    });
    assert_eq!((other.counts(), other.server.record().connections), ((1, 3), 4));
    assert_eq!(named.server.record().connections, 0);
    let host = other.server.address().to_string();
    assert!(other.server.record().requests.iter().all(|heard| heard.header("host") == Some(&host)));
}
