//! Tests the log of calls: it holds each request as it was sent, and prints no secret.

use std::{
    sync::{Arc, Mutex},
    time::Instant,
};

use alignet_sandbox::{Fault, Sandbox};
use serde_json::json;

use crate::support::{Request, builder, sample};

#[tokio::test]
async fn a_call_is_recorded_as_it_was_sent() {
    let before = Instant::now();
    let sandbox = builder().start().await.unwrap();
    let request = sample::request(&sandbox, "get_thing").await.with_header("X-Thing-Code", "abc");
    let request = Request { target: "/things/a%20b/1?limit=2".to_owned(), ..request };
    request.send(sandbox.addr()).await.unwrap();
    let calls = sandbox.requests();
    assert_eq!(calls.len(), 2);
    let call = &calls[1];
    assert_eq!((call.operation(), call.method()), (Some("get_thing"), "GET"));
    assert_eq!((call.status(), call.problem(), call.is_faulty()), (Some(200), None, false));
    assert_eq!(call.route(), Some("/things/{owner}/{number}"));
    assert_eq!((call.expose_path(), call.expose_query()), ("/things/a%20b/1", Some("limit=2")));
    assert_eq!(call.expose_header("x-thing-code"), Some("abc"));
    assert_eq!(call.expose_headers().get_all("authorization").iter().count(), 1);
    assert!(call.expose_body().is_empty() && call.arrived() > before);
}

#[tokio::test]
async fn refused_and_unknown_calls_are_recorded_too() {
    let sandbox = builder().start().await.unwrap();
    Request::new("GET", "/elsewhere").send(sandbox.addr()).await.unwrap();
    Request::new("PATCH", "/nonce").send(sandbox.addr()).await.unwrap();
    Request::new("POST", "/nonce").send(sandbox.addr()).await.unwrap();
    let calls = sandbox.requests();
    let seen: Vec<_> = calls.iter().map(|call| (call.operation(), call.route(), call.status())).collect();
    assert_eq!(
        seen,
        [
            (None, None, Some(404)),
            (None, Some("/nonce"), Some(405)),
            (Some("create_nonce"), Some("/nonce"), Some(400)),
        ]
    );
    assert!(calls[2].problem().unwrap().contains("`ALG-API-VERSION`"));
    assert_eq!((sandbox.calls("create_nonce"), sandbox.calls("create_token")), (1, 0));
}

#[tokio::test]
async fn only_the_latest_calls_are_kept_but_all_are_counted() {
    let sandbox = Sandbox::builder().keep_calls(2).start().await.unwrap();
    for target in ["/nonce", "/a", "/nonce", "/b"] {
        Request::new("POST", target).send(sandbox.addr()).await.unwrap();
    }
    let paths: Vec<_> = sandbox.requests().iter().map(|call| call.expose_path().to_owned()).collect();
    assert_eq!(paths, ["/nonce", "/b"]);
    assert!(sandbox.requests().iter().all(|call| call.status().is_some()));
    assert_eq!(sandbox.calls("create_nonce"), 2);
}

#[tokio::test]
async fn calls_with_long_bodies_leave_sooner() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let long = Request::new("POST", "/nonce").with_body("x".repeat(60_000));
    for _ in 0..1_200 {
        long.send(sandbox.addr()).await.unwrap();
    }
    let kept: usize = sandbox.requests().iter().map(|call| call.expose_body().len()).sum();
    assert!((60_000_000..67_108_864).contains(&kept), "{kept}");
    assert_eq!(sandbox.calls("create_nonce"), 1_200);
}

#[tokio::test]
async fn nothing_that_is_printed_holds_a_secret() {
    let lines = Arc::new(Mutex::new(String::new()));
    let heard = Arc::clone(&lines);
    let chosen = Sandbox::builder().credentials("c4nary-id", "c4nary-secret");
    let mut printed = format!("{chosen:?} {:?}", Fault::status(200).body("c4nary").header("x", "c4nary"));
    let sandbox = builder()
        .credentials("c4nary-id", "c4nary-secret")
        .on_call(move |call| heard.lock().unwrap().push_str(&format!("{call} {call:?}\n")))
        .start()
        .await
        .unwrap();

    let mut secrets = vec!["c4nary".to_owned(), sample::token(&sandbox).await];
    let request = sample::request(&sandbox, "create_nonce").await;
    let reply = request.send(sandbox.addr()).await.unwrap().json();
    secrets.push(reply["nonce"].as_str().unwrap().to_owned());
    let wrong = [
        request.with_header("Authorization", "Bearer c4nary"),
        request.with_header("Authorization", "c4nary"),
        request.with_header("ALG-API-VERSION", "c4nary"),
        request.with_body("c4nary"),
        request.altered(|body| drop(body.insert("client_id".to_owned(), json!("c4nary")))),
        request.altered(|body| drop(body.insert("action".to_owned(), json!("c4nary")))),
        request.altered(|body| drop(body.insert("audience".to_owned(), json!("c4nary")))),
        request.altered(|body| drop(body.insert("scope".to_owned(), json!("c4nary")))),
        Request { target: "/c4nary?c4nary=c4nary".to_owned(), ..request.clone() },
        Request {
            target: "/things/c4nary/1?limit=c4nary".to_owned(),
            method: "GET".to_owned(),
            ..request.clone()
        },
    ];
    for request in wrong {
        assert!(request.send(sandbox.addr()).await.unwrap().status >= 400);
    }
    sandbox.fault("create_nonce", Fault::cut()).unwrap();
    request.send(sandbox.addr()).await.unwrap_err();

    printed.push_str(&format!("{sandbox:?} {:?} {}", sandbox.requests(), lines.lock().unwrap()));
    assert!(printed.matches("POST /nonce").count() >= 9, "{printed}");
    for secret in secrets {
        assert!(!printed.contains(&secret), "{printed}");
    }
}
