//! Tests the HTTP interface that drives the sandbox from any language.

use std::net::SocketAddr;

use alignet_sandbox::Sandbox;
use serde_json::{Value as Json, json};

use crate::{
    ask, post,
    support::{Reply, Request, builder, sample},
};

async fn nonce(sandbox: &Sandbox) -> Reply {
    sample::request(sandbox, "create_nonce").await.send(sandbox.addr()).await.unwrap()
}

#[tokio::test]
async fn calls_are_listed_without_what_they_sent() {
    let sandbox = builder().start().await.unwrap();
    let made = nonce(&sandbox).await.json();
    let listed = ask(&sandbox, "GET", "calls", None).await;
    assert_eq!((listed.status, listed.header("cache-control")), (200, Some("no-store")));
    let json = listed.json();
    assert_eq!((&json["calls"][1]["operation"], &json["next"]), (&json!("create_nonce"), &json!(2)));
    assert_eq!((&json["calls"][1]["status"], &json["calls"][1]["problem"]), (&json!(200), &Json::Null));
    let text = String::from_utf8(listed.body).unwrap();
    for secret in [made["nonce"].as_str().unwrap(), sandbox.expose_client_secret()] {
        assert!(!text.contains(secret), "{text}");
    }
    let next = ask(&sandbox, "GET", "calls?after=2", None).await.json();
    assert_eq!(next, json!({ "calls": [], "next": 2 }));
    for query in ["calls?after=x", "calls?before=1"] {
        assert_eq!(ask(&sandbox, "GET", query, None).await.status, 400);
    }
}

#[tokio::test]
async fn faults_are_queued_and_cleared() {
    let sandbox = builder().start().await.unwrap();
    let fault =
        json!({ "operation": "create_nonce", "status": 503, "times": 1, "headers": { "Retry-After": "1" } });
    assert_eq!(post(&sandbox, "faults", fault).await, (200, json!({})));
    let failed = nonce(&sandbox).await;
    assert_eq!((failed.status, failed.header("retry-after")), (503, Some("1")));
    assert_eq!(nonce(&sandbox).await.status, 200);
    assert_eq!(post(&sandbox, "faults", json!({ "cut": true })).await.0, 200);
    assert_eq!(ask(&sandbox, "DELETE", "faults", None).await.status, 200);
    assert_eq!(nonce(&sandbox).await.status, 200);
    for (fault, problem) in [
        (
            json!({ "operation": "create_nonec" }),
            "there is no endpoint `create_nonec`; did you mean `create_nonce`?",
        ),
        (json!({ "status": 99 }), "is not the status of an answer"),
        (json!({ "status": 503, "cut": true }), "give one of `status`, `cut` and `about_another`"),
        (json!({ "times": -1 }), "`times` must be a number of 0 or more"),
        (json!({ "headers": { "X": 1 } }), "the header `X` must be a string"),
        (json!({ "tiems": 1 }), "`tiems` is no field of this request"),
        (json!([]), "the body is no JSON object"),
    ] {
        let (status, json) = post(&sandbox, "faults", fault).await;
        assert_eq!(status, 400);
        assert!(json["error"].as_str().unwrap().contains(problem), "{json}");
    }
}

#[tokio::test]
async fn nonces_are_redeemed_once_and_in_time() {
    let sandbox = builder().start().await.unwrap();
    let secret = nonce(&sandbox).await.json()["nonce"].clone();
    let redeem = async |secret: &Json| post(&sandbox, "redemptions", json!({ "secret": secret })).await.0;
    assert_eq!((redeem(&secret).await, redeem(&secret).await, redeem(&json!("x")).await), (200, 409, 409));
    let late = nonce(&sandbox).await.json()["nonce"].clone();
    assert_eq!(post(&sandbox, "clock", json!({ "advance_seconds": 31 })).await.0, 200);
    assert_eq!(redeem(&late).await, 409);
}

#[tokio::test]
async fn notifications_are_built_and_posted() {
    let sandbox = builder().start().await.unwrap();
    let denied = json!({ "name": "charge", "values": { "transaction": { "state": "DENEGADO" } } });
    let (status, one) = post(&sandbox, "notifications", denied).await;
    assert_eq!(status, 200);
    assert!(one["body"].as_str().unwrap().contains("DENEGADO"));
    assert_eq!(one["signature"], sandbox.signing_key().sign(one["body"].as_str().unwrap().as_bytes()));
    let url = format!("{}/nowhere", sandbox.url());
    let (status, one) = post(&sandbox, "notifications", json!({ "name": "charge", "url": url })).await;
    assert_eq!((status, &one["status"]), (200, &json!(404)));
    let elsewhere = json!({ "name": "charge", "url": "http://example.com/" });
    assert_eq!(post(&sandbox, "notifications", elsewhere).await.0, 502);
    assert_eq!(
        ask(&sandbox, "GET", "notifications", None).await.json(),
        json!({ "notifications": [], "next": 0 })
    );
}

#[tokio::test]
async fn a_reset_forgets_records_faults_and_tokens() {
    let sandbox = builder().start().await.unwrap();
    let charge = sample::request(&sandbox, "authorize_charge").await;
    let send = async || charge.send(sandbox.addr()).await.unwrap().status;
    assert_eq!((send().await, send().await), (200, 409));
    post(&sandbox, "faults", json!({ "status": 503 })).await;
    assert_eq!(post(&sandbox, "reset", json!({})).await.0, 200);
    assert_eq!(send().await, 401);
    assert_eq!(
        sample::request(&sandbox, "authorize_charge").await.send(sandbox.addr()).await.unwrap().status,
        200
    );
}

#[tokio::test]
async fn pages_of_other_sites_can_t_drive_it() {
    let sandbox = builder().start().await.unwrap();
    let call = Request::new("POST", "/_sandbox/reset").with_body("{}");
    for (request, status) in [
        (call.with_header("Content-Type", "application/json").with_header("Host", "evil.example"), 403),
        (
            call.with_header("Content-Type", "application/json")
                .with_header("Host", "127.0.0.1.evil.example:80"),
            403,
        ),
        (call.with_header("Content-Type", "text/plain"), 415),
        (call.with_header("Content-Type", "application/x-www-form-urlencoded"), 415),
        (call.with_header("Content-Type", "application/json").with_header("Host", "localhost:1"), 200),
    ] {
        assert_eq!(request.send(sandbox.addr()).await.unwrap().status, status, "{:?}", request.headers);
    }
}

#[tokio::test]
async fn other_machines_do_not_reach_it() {
    let everywhere = SocketAddr::from(([0, 0, 0, 0], 0));
    let sandbox = builder().listen(everywhere).allow_non_loopback(true).start().await.unwrap();
    let here = SocketAddr::from(([127, 0, 0, 1], sandbox.addr().port()));
    let ask = async |path: &str| Request::new("GET", path).send(here).await.unwrap().status;
    assert_eq!((ask("/_sandbox/calls").await, ask("/_sandbox/health").await), (404, 200));
}

#[tokio::test]
async fn every_path_of_the_description_is_there() {
    let sandbox = builder().start().await.unwrap();
    let described = ask(&sandbox, "GET", "openapi.json", None).await.json();
    let paths = described["paths"].as_object().unwrap();
    assert_eq!(paths.len(), 14);
    nonce(&sandbox).await;
    for (path, item) in paths {
        for method in item.as_object().unwrap().keys() {
            let path = path.replace("{number}", "0");
            let reply = Request::new(&method.to_uppercase(), &path).send(sandbox.addr()).await.unwrap();
            assert!([200, 415].contains(&reply.status), "{method} {path}: {}", reply.status);
        }
    }
}
