//! The token fetch has a span of its own, which belongs to no call.

use alignet::Client;
use alignet_tests::{
    canned,
    clock::{MS, runtime},
    local::{self, callers, nonce},
    script::{Gate, Reply, Script, Server, Step},
    service::Service,
};

use crate::{
    pipeline::{Pipeline, apart_from, failed, inside, unfailed, value},
    refusal, server,
};

fn client(server: &Server) -> Client {
    local::client_at(&server.origin()).build().unwrap()
}

#[tokio::test]
async fn a_token_fetch_is_apart_and_linked_to_the_call_that_started_it() {
    let pipeline = Pipeline::start();
    let server = server().listening();
    let client = client(&server);
    nonce(&client).await.unwrap();
    nonce(&client).await.unwrap();
    let [fetch] = &pipeline.named("create_token")[..] else { panic!("one fetch for both") };
    apart_from(fetch, &pipeline.named("create_nonce")[0]);
    unfailed(fetch);
    let [attempt] = &pipeline.named("POST /token")[..] else { panic!("one request for both") };
    inside(attempt, fetch);
    assert_eq!(value(attempt, "http.response.status_code").as_deref(), Some("200"));
}

#[tokio::test]
async fn a_fetch_does_not_keep_the_call_open_that_started_it() {
    let pipeline = Pipeline::start();
    let server = server().listening();
    let gate = Gate::new();
    server.then(Script::new([Step::Read, Step::Wait(gate.clone()), Step::Answer]));
    let client = client(&server);
    tokio::select! {
        outcome = nonce(&client) => panic!("{outcome:?}"),
        _ = server.until(|record| record.requests.len() == 1) => {}
    }
    let [starter] = &pipeline.spans()[..] else { panic!("the call alone is over: {:?}", pipeline.spans()) };
    assert_eq!(starter.name, "create_nonce");
    failed(starter, "cancelled");

    let mut calls = callers(&client, 3).await;
    gate.open();
    while let Some(outcome) = calls.join_next().await {
        outcome.unwrap().unwrap();
    }
    let [fetch] = &pipeline.named("create_token")[..] else { panic!("one fetch for all") };
    apart_from(fetch, starter);
    unfailed(fetch);
    for call in &pipeline.named("create_nonce")[1..] {
        unfailed(call);
    }
}

#[tokio::test]
async fn a_refused_token_is_renewed_for_the_call_that_found_out() {
    let pipeline = Pipeline::start();
    let server = server().listening();
    let client = client(&server);
    nonce(&client).await.unwrap();
    server.then(refusal(401));
    nonce(&client).await.unwrap();
    let (calls, fetches) = (pipeline.named("create_nonce"), pipeline.named("create_token"));
    assert_eq!((calls.len(), fetches.len()), (2, 2));
    apart_from(&fetches[1], &calls[1]);
    let attempts = pipeline.named("POST /nonce");
    failed(&attempts[1], "401");
    assert_eq!(value(&attempts[2], "http.request.resend_count").as_deref(), Some("1"));
    inside(&attempts[2], &calls[1]);
    unfailed(&calls[1]);
}

#[tokio::test]
async fn a_failed_fetch_is_the_failure_of_its_call() {
    let pipeline = Pipeline::start();
    let server = server();
    let client = client(&server);
    for _ in 0..2 {
        nonce(&client).await.unwrap_err();
    }
    let [fetch] = &pipeline.named("create_token")[..] else { panic!("its failure is remembered") };
    failed(fetch, "connect");
    let resends: Vec<_> =
        pipeline.named("POST /token").iter().map(|span| value(span, "http.request.resend_count")).collect();
    assert_eq!(resends, [None, Some("1".into()), Some("2".into())]);
    for call in pipeline.named("create_nonce") {
        failed(&call, "connect");
    }
    assert!(pipeline.named("POST /nonce").is_empty());
}

#[tokio::test]
async fn a_token_that_is_none_fails_its_fetch() {
    let pipeline = Pipeline::start();
    let server = Server::new(|_| Reply::new(200, canned::token("not visible", 60))).listening();
    nonce(&client(&server)).await.unwrap_err();
    unfailed(&pipeline.named("POST /token")[0]);
    failed(&pipeline.named("create_token")[0], "decode");
    failed(&pipeline.named("create_nonce")[0], "decode");
}

#[test]
fn a_fetch_that_is_taken_over_has_a_span_for_each_flight() {
    let pipeline = Pipeline::start();
    let service = Service::start();
    let (client, a, b) = (service.client(), runtime(), runtime());
    let gate = service.hold();
    let call = async { client.create_nonce().timeout(50 * MS).send().await };
    assert!(a.block_on(call).unwrap_err().is_timeout());
    // Nobody drives the first flight any more.
    b.block_on(nonce(&client)).unwrap();
    gate.open();
    let calls = pipeline.named("create_nonce");
    failed(&calls[0], "timeout");
    unfailed(&calls[1]);
    let [second] = &pipeline.named("create_token")[..] else { panic!("the first flight is still open") };
    apart_from(second, &calls[1]);
    unfailed(second);
    drop(a);
    let first = &pipeline.named("create_token")[1];
    apart_from(first, &calls[0]);
    failed(first, "cancelled");
}
