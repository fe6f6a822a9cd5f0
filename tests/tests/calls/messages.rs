//! Tests the messages of call errors: one line each, and complete.

use std::time::Duration;

use alignet_sandbox::Fault;
use alignet_tests::{canned, local};

#[tokio::test]
async fn every_failure_of_a_call_is_one_complete_line() {
    let (sandbox, alignet) = local::start().await;
    let nonce = |fault| ("create_nonce", fault);
    let body = |body: &str| nonce(Fault::usual().body(body.to_owned()));
    let without = |field: &str| {
        let mut reply: alignet::Json = serde_json::from_str(&canned::nonce("nonce", 30)).unwrap();
        reply.as_object_mut().unwrap().remove(field);
        body(&reply.to_string())
    };
    let said = "a fault was queued for this call";
    let mut wrong = Vec::new();
    for ((operation, fault), expected) in [
        (
            nonce(Fault::status(200).header("X-Request-Id", "7f3a")),
            format!("create_nonce: the service says that it did not do it (HTTP 200) (code 01): {said} (request id 7f3a)"),
        ),
        (
            nonce(Fault::status(307).header("Location", "https://elsewhere.example/nonce")),
            format!("create_nonce: the answer is not one this client accepts: it is a redirect, which would carry secrets elsewhere (HTTP 307) (code 01): {said}"),
        ),
        (
            nonce(Fault::status(400)),
            format!("create_nonce: the service refused the request (HTTP 400) (code 01): {said}"),
        ),
        (
            ("create_token", Fault::status(401)),
            format!("create_token: the credentials or the access token were refused (HTTP 401) (code 01): {said}"),
        ),
        (
            nonce(Fault::status(403)),
            format!("create_nonce: the access token lacks a scope (HTTP 403) (code 01): {said}"),
        ),
        (
            nonce(Fault::status(404)),
            format!("create_nonce: there is no such thing (HTTP 404) (code 01): {said}"),
        ),
        (
            nonce(Fault::status(409)),
            format!("create_nonce: it contradicts what is already there (HTTP 409) (code 01): {said}"),
        ),
        (
            nonce(Fault::status(429).header("Retry-After", "3600")),
            format!("create_nonce: too many requests (HTTP 429) (code 01): {said}; ask again in 3600 s"),
        ),
        (
            nonce(Fault::status(599).body("<html>\nproxy\n</html>")),
            "create_nonce: the service failed (HTTP 599)".to_owned(),
        ),
        (
            nonce(Fault::status(503).times(3)),
            format!("create_nonce: the service failed (HTTP 503) (code 01): {said}"),
        ),
        (
            nonce(Fault::cut().times(3)),
            "create_nonce: the connection failed (maybe sent): connection closed before message completed".to_owned(),
        ),
        (
            nonce(Fault::usual().cut_after(10).times(3)),
            "create_nonce: the connection failed (HTTP 200): end of file before message length reached".to_owned(),
        ),
        (
            nonce(Fault::usual().delay(Duration::from_secs(3600))),
            "create_nonce: time ran out (maybe sent): no answer came in time".to_owned(),
        ),
        (
            ("create_token", Fault::usual().delay(Duration::from_secs(3600))),
            "create_nonce: time ran out: no access token came in time (not sent)".to_owned(),
        ),
        (
            body("<html>"),
            "create_nonce: the reply is not what the contract describes: it is not JSON (HTTP 200)".to_owned(),
        ),
        (
            nonce(Fault::usual().header("Content-Type", "text/html")),
            "create_nonce: the reply is not what the contract describes: it is not JSON by its content type (HTTP 200)".to_owned(),
        ),
        (
            body("{\"success\": tr"),
            "create_nonce: the reply is not what the contract describes at `success`: it breaks off (HTTP 200)".to_owned(),
        ),
        (
            without("success"),
            "create_nonce: the reply is not what the contract describes at `success`: it is missing, and proves success (HTTP 200)".to_owned(),
        ),
        (
            without("nonce_creation"),
            "create_nonce: the reply is not what the contract describes at `nonce_creation.meta.status`: it is missing, and proves success (HTTP 200)".to_owned(),
        ),
        (
            body(&canned::nonce("nonce", -1)),
            "create_nonce: the reply is not what the contract describes at `expires_in`: a field is missing there, or of another type (HTTP 200)".to_owned(),
        ),
        (
            nonce(Fault::usual().header("Content-Encoding", "gzip")),
            "create_nonce: the answer is not one this client accepts: it is compressed, though nobody asked for that (HTTP 200)".to_owned(),
        ),
        (
            body(&" ".repeat(1024 * 1024 + 1)),
            "create_nonce: the answer is too large (HTTP 200): the body is longer than any reply".to_owned(),
        ),
    ] {
        // Each call fetches its own token, unless the token is the failure.
        let alignet = local::client(&sandbox).build().unwrap();
        let shown = format!("{fault:?}");
        sandbox.fault(operation, fault).unwrap();
        let call = alignet.create_nonce();
        let call = if shown.contains("3600s") { call.timeout(Duration::from_millis(300)) } else { call };
        let error = call.send().await.unwrap_err();
        if error.to_string() != expected {
            wrong.push(format!("{shown}\n  says     {error}\n  expected {expected}"));
        }
        sandbox.clear_faults();
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    sandbox.shutdown().await;
    let error = alignet.create_nonce().send().await.unwrap_err();
    let (ours, of_system) =
        error.to_string().rsplit_once(": ").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    assert_eq!(ours, "create_token: no connection could be made (not sent)");
    assert!(of_system.contains("refused"), "{of_system}");
}

#[tokio::test]
async fn what_the_service_says_can_neither_flood_a_log_nor_forge_a_line_in_it() {
    let (sandbox, alignet) = local::start().await;
    let said = format!("first\r\n2030-01-01 ERROR forged \u{1b}[31m{}", "x".repeat(30_000));
    let body = serde_json::json!({
        "success": false,
        "nonce_creation": {"meta": {"status": {"code": "0\n1", "message_ilgn": [{"locale": "a\nb", "value": said}]}}},
    });
    sandbox.fault("create_nonce", Fault::usual().body(body.to_string())).unwrap();
    let error = alignet.create_nonce().send().await.unwrap_err();
    let line = error.to_string();
    assert!(
        line.starts_with(
            "create_nonce: the service says that it did not do it (HTTP 200) (code 0\u{fffd}1): \
         first\u{fffd}\u{fffd}2030-01-01 ERROR forged \u{fffd}[31mxxx"
        ),
        "{line}"
    );
    for text in [error.to_string(), format!("{error:?}"), error.messages()[0].value.clone()] {
        assert!(!text.contains(char::is_control) && text.chars().count() < 1000, "{text}");
    }
}
