//! Tests `warm_up`.

use std::{
    future::{Future, poll_fn},
    pin::pin,
    task::{Context, Poll, Waker},
};

use alignet::{Client, Credentials, Delivery, ErrorKind};
use alignet_tests::{
    canned::{self, Canned},
    clock::{runtime, threads},
    local::{self, nonce},
    script::{Reply, Server},
    service::Service,
    synthetic::{buy, find},
};
use tokio::task::JoinSet;

use crate::{last, opened};

#[test]
fn calls_after_it_fetch_no_token_and_wait_for_no_connection() {
    let (service, runtime) = (Service::start(), runtime());
    let client = service.client();
    runtime.block_on(async {
        client.warm_up().await.unwrap();
        let before = opened(&service).await;
        for call in [buy(&client).await, nonce(&client).await, find(&client).await] {
            call.unwrap();
        }
        let record = service.server.record();
        assert!(record.requests.iter().all(|heard| heard.connection <= before), "of {before}: {record:?}");
        assert_eq!(service.counts(), (1, 4));
    });
}

#[test]
fn many_at_once_make_one_token_request_and_few_connections() {
    let (service, runtime) = (Service::start(), threads(2));
    let client = service.client();
    runtime.block_on(async {
        let mut all = JoinSet::new();
        for _ in 0..100 {
            let client = client.clone();
            all.spawn(async move { client.warm_up().await });
        }
        all.join_all().await.into_iter().for_each(|outcome| outcome.unwrap());
        let connections = opened(&service).await;
        assert!((4..=7).contains(&connections), "{connections}");
        client.warm_up().await.unwrap();
        assert_eq!(service.counts(), (1, 1));
    });
}

#[test]
fn each_runtime_is_warmed_up_by_itself() {
    let (service, a, b) = (Service::start(), runtime(), runtime());
    let client = service.client();
    for runtime in [&a, &b, &a] {
        runtime.block_on(client.warm_up()).unwrap();
        let before = runtime.block_on(opened(&service));
        runtime.block_on(buy(&client)).unwrap();
        assert!(last(&service) <= before);
    }
    assert_eq!(service.count("/token"), 1);
}

#[tokio::test]
async fn a_refused_token_and_a_lost_connection_are_told() {
    let refusing = Server::new(|_| Reply::new(401, "{}")).listening();
    let error = local::client_at(&refusing.origin()).build().unwrap().warm_up().await.unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::Unauthorized, Some("create_token")));

    let (granting, deaf) =
        (Server::new(|_| Reply::new(200, canned::token("token-1", 60))), Server::new(|_| unreachable!()));
    let granting = granting.listening();
    let environment = local::environment(granting.origin(), deaf.origin());
    let client = Client::builder(environment).credentials(Credentials::new("client", "secret")).build();
    let error = client.unwrap().warm_up().await.unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::Connect, Some("warm_up")), "{error}");
    assert!(error.is_temporary() && error.delivery() == Delivery::NotSent && !error.is_indeterminate());
}

#[test]
fn dropped_at_any_time_it_leaves_nothing_stuck() {
    let (service, runtime) = (Service::start(), threads(1));
    for polls in 0..20 {
        let client = service.client();
        runtime.block_on(async {
            let mut warming = Box::pin(client.warm_up());
            for _ in 0..polls {
                let polled = poll_fn(|context| Poll::Ready(warming.as_mut().poll(context))).await;
                if polled.is_ready() {
                    break;
                }
                tokio::task::yield_now().await;
            }
            drop(warming);
            buy(&client).await.unwrap();
            client.warm_up().await.unwrap();
        });
    }
    assert_eq!(service.count("/token"), 20);
}

#[test]
fn a_fixed_token_and_a_custom_transport_need_less() {
    let (service, runtime) = (Service::start(), runtime());
    let client = local::client_at(&service.server.origin()).bearer("token-1").build().unwrap();
    let canned = Canned::new(|_| canned::answer(200, canned::token("token-1", 60)));
    runtime.block_on(async {
        client.warm_up().await.unwrap();
        let record = service.server.until(|record| record.connections >= 3).await;
        assert_eq!((service.counts(), record.connections), ((0, 0), 3));
        canned.client().warm_up().await.unwrap();
        assert_eq!(canned.calls("/token"), 1);
    });
}

#[test]
fn outside_a_runtime_it_fails() {
    let service = Service::start();
    let client = service.client();
    let mut warming = pin!(client.warm_up());
    let Poll::Ready(outcome) = warming.as_mut().poll(&mut Context::from_waker(Waker::noop())) else {
        panic!("it waits for nothing")
    };
    assert_eq!(outcome.unwrap_err().kind(), ErrorKind::Config);
}
