//! Tests calls that are no request of the contract: unknown routes, bodies that are no JSON object or too long, hostile names.

use alignet_sandbox::Sandbox;
use serde_json::json;

use crate::support::{
    Request, builder,
    refused::{refused, status_path},
    sample,
};

#[tokio::test]
async fn an_unknown_path_is_404_and_another_method_405() {
    let sandbox = builder().start().await.unwrap();
    for target in ["/", "/nonces", "/nonce/", "/things/me", "/things/me/1/2", "/things/me/", "/../nonce"] {
        let reply = Request::new("POST", target).send(sandbox.addr()).await.unwrap();
        assert_eq!(reply.status, 404, "{target}");
        assert!(reply.problem(&["meta", "status"]).contains("`/nonce`"));
    }
    for (method, target, allow) in
        [("GET", "/nonce", "POST"), ("HEAD", "/things", "GET"), ("POST", "/things/a/b", "GET, PUT")]
    {
        let reply = Request::new(method, target).send(sandbox.addr()).await.unwrap();
        assert_eq!((reply.status, reply.header("allow")), (405, Some(allow)), "{method} {target}");
        if method != "HEAD" {
            assert!(reply.problem(&["meta", "status"]).contains(allow));
        }
    }
}

#[tokio::test]
async fn a_body_that_is_no_json_object_is_refused_without_being_quoted() {
    let sandbox = Sandbox::start().await.unwrap();
    let endpoint = sample::endpoint(sandbox.contract(), "create_nonce");
    let request = sample::request(&sandbox, "create_nonce").await;
    for body in
        ["", "c4nary", "{\"action\": c4nary}", "[\"c4nary\"]", "\"c4nary\"", "null", "{\"a\": \"c4nary"]
    {
        let reply = request.with_body(body).send(sandbox.addr()).await.unwrap();
        assert_eq!(reply.status, 400, "{body}");
        let problem = reply.problem(&status_path(endpoint));
        assert!(problem.starts_with("the body ") && !problem.contains("c4nary"), "{problem}");
    }
    for value in ["text/plain", "application/jsonx", "application/x-www-form-urlencoded"] {
        let altered = request.with_header("Content-Type", value);
        assert_eq!(refused(&sandbox, endpoint, &altered, "Content-Type").await, 400);
    }
}

#[tokio::test]
async fn a_body_where_none_belongs_and_one_that_is_too_long_are_refused() {
    let sandbox = builder().start().await.unwrap();
    let request = sample::request(&sandbox, "count_things").await;
    let reply = request.with_body("{}").send(sandbox.addr()).await.unwrap();
    assert_eq!(reply.status, 400);
    assert!(reply.problem(&["meta", "status"]).contains("no body"));

    let request = sample::request(&sandbox, "create_nonce").await;
    for length in [64 * 1024 + 1, 500_000] {
        let reply = request.with_body(vec![b' '; length]).send(sandbox.addr()).await.unwrap();
        assert_eq!(reply.status, 413);
        assert!(reply.problem(&["nonce_creation", "meta", "status"]).contains("65536 bytes"));
    }
    let mut body = request.body.clone().unwrap();
    body.resize(64 * 1024, b' ');
    assert_eq!(request.with_body(body).send(sandbox.addr()).await.unwrap().status, 200);
}

#[tokio::test]
async fn what_is_wrong_is_said_as_the_reply_would_be_typed() {
    let sandbox = builder().start().await.unwrap();
    let request = sample::request(&sandbox, "put_thing").await.without_header("Authorization");
    let reply = request.send(sandbox.addr()).await.unwrap().json();
    // The example has the string "true", so the failure has the string "false". `action` is a constant.
    assert_eq!((&reply["success"], &reply["action"]), (&json!("false"), &json!("put")));
    assert!(reply.get("key").is_none());
    let request = sample::request(&sandbox, "create_nonce").await.without_header("Authorization");
    let reply = request.send(sandbox.addr()).await.unwrap().json();
    assert_eq!((&reply["success"], &reply["action"]), (&json!(false), &json!("create.nonce")));
}

#[tokio::test]
async fn names_that_the_caller_chose_can_t_break_the_line() {
    let sandbox = Sandbox::start().await.unwrap();
    let request = sample::request(&sandbox, "create_nonce").await;
    let request = request.altered(|body| {
        body.insert("a\r\nb\u{1b}[31m".to_owned(), json!(1));
        for index in 0..200 {
            body.insert(format!("{}{index}", "long".repeat(60)), json!(1));
        }
    });
    let reply = request.send(sandbox.addr()).await.unwrap();
    let problem = reply.problem(&["nonce_creation", "meta", "status"]);
    assert!(!problem.chars().any(char::is_control) && problem.chars().count() <= 2_000);
    let cut = format!("`{}…`", "long".repeat(25));
    assert!(problem.contains(&cut), "a name is cut after 100 characters, and says so: {problem}");
}
