//! The ends of attempts and calls: each failure has one of the documented error types, and none claims success.

use std::time::Duration;

use alignet::ErrorKind;
use alignet_tests::{
    canned,
    script::{Reply, Script, Step},
    synthetic::{BuyThing, FindThing, buy, find},
};

use crate::{
    client,
    pipeline::{Pipeline, all, failed, unfailed, value},
    refusal, server,
};

/// A body that says that the call failed.
fn failure() -> String {
    r#"{"success": false, "meta": {"status": {"code": "05", "message_ilgn": []}}}"#.to_owned()
}

#[tokio::test]
async fn an_answer_has_its_status_and_a_failure_its_name() {
    let answered = |reply: Reply| Script::new([Step::Read, Step::alter(move |_| reply.bytes())]);
    for (script, of_attempt, of_call, status) in [
        (refusal(403), "403", "forbidden", Some("403")),
        (refusal(307), "307", "protocol", Some("307")),
        (refusal(500), "500", "server", Some("500")),
        (answered(Reply::new(200, failure())), "api", "api", Some("200")),
        (answered(Reply::new(200, "{")), "decode", "decode", Some("200")),
        (Script::new([Step::Read, Step::Close]), "transport", "transport", None),
    ] {
        let pipeline = Pipeline::start();
        let server = server().listening();
        server.then(script);
        buy(&client(&server)).await.unwrap_err();
        let [attempt, call] = &pipeline.spans()[..] else { panic!("{:?}", pipeline.spans()) };
        assert_eq!(value(attempt, "http.response.status_code").as_deref(), status);
        failed(attempt, of_attempt);
        let event = call.events.iter().find(|event| event.name == "attempt failed").unwrap();
        assert_eq!(all(&event.attributes)["kind"], of_call.into());
        failed(call, of_call);
    }
}

#[tokio::test]
async fn an_attempt_without_a_connection_is_counted_too() {
    let pipeline = Pipeline::start();
    // It does not listen.
    let server = server();
    find(&client(&server)).await.unwrap_err();
    let attempts = pipeline.named("GET /things/{thing}");
    let resends: Vec<_> = attempts.iter().map(|span| value(span, "http.request.resend_count")).collect();
    assert_eq!(resends, [None, Some("1".into()), Some("2".into())]);
    for attempt in &attempts {
        failed(attempt, "connect");
        assert_eq!(value(attempt, "http.response.status_code"), None);
    }
    failed(&pipeline.named("find_thing")[0], "connect");
}

#[tokio::test]
async fn a_late_attempt_is_a_timeout() {
    let pipeline = Pipeline::start();
    let server = server().listening();
    server.then(Script::new([Step::Read, Step::Hold]));
    let client = client(&server);
    let call = BuyThing::new(&client).thing("1").pin("1234").timeout(Duration::from_millis(100)).send();
    assert_eq!(call.await.unwrap_err().kind(), ErrorKind::Timeout);
    failed(&pipeline.named("POST /things")[0], "timeout");
    failed(&pipeline.named("buy_thing")[0], "timeout");
}

#[tokio::test]
async fn a_call_that_is_dropped_is_cancelled_and_so_is_its_attempt() {
    let pipeline = Pipeline::start();
    let server = server().listening();
    server.then(Script::new([Step::Read, Step::Hold]));
    let client = client(&server);
    tokio::select! {
        outcome = buy(&client) => panic!("{outcome:?}"),
        _ = server.until(|record| record.requests.len() == 1) => {}
    }
    let [attempt, call] = &pipeline.spans()[..] else { panic!("{:?}", pipeline.spans()) };
    assert_eq!(value(attempt, "http.response.status_code"), None);
    failed(attempt, "cancelled");
    failed(call, "cancelled");
    let durations = pipeline.durations();
    assert_eq!(durations[0].0["error.type"], "cancelled".into());
}

#[tokio::test]
async fn a_call_that_was_never_polled_has_no_span() {
    let pipeline = Pipeline::start();
    let server = server().listening();
    drop(buy(&client(&server)));
    assert_eq!(pipeline.spans().len(), 0);
}

#[tokio::test]
async fn a_call_can_fail_although_its_attempt_succeeded() {
    let pipeline = Pipeline::start();
    let server = server().listening();
    server.then(Script::new([
        Step::Read,
        Step::alter(|reply| reply.body(canned::nonce("", "never").replace("\"nonce\":\"\",", "")).bytes()),
    ]));
    let error = client(&server).create_nonce().send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
    unfailed(&pipeline.named("POST /nonce")[0]);
    failed(&pipeline.named("create_nonce")[0], "decode");
}

#[tokio::test]
async fn arguments_that_cannot_be_sent_fail_without_an_attempt() {
    let pipeline = Pipeline::start();
    let server = server().listening();
    let call = FindThing::new(&client(&server)).thing("..").send();
    assert_eq!(call.await.unwrap_err().kind(), ErrorKind::Request);
    let [call] = &pipeline.spans()[..] else { panic!("{:?}", pipeline.spans()) };
    failed(call, "request");
}
