//! Tests each kind of fault: it applies to the calls it was queued for, and to no other call.

use std::{io, time::Duration};

use alignet_sandbox::{Fault, Sandbox, Target};

use crate::support::{Request, sample, until};

async fn ready() -> (Sandbox, Request) {
    let sandbox = Sandbox::start().await.unwrap();
    let request = sample::request(&sandbox, "create_nonce").await;
    (sandbox, request)
}

#[tokio::test]
async fn a_status_comes_once_in_the_vendor_s_envelope() {
    let (sandbox, request) = ready().await;
    for status in [200, 400, 429, 500, 503, 599, 999] {
        sandbox.fault("create_nonce", Fault::status(status)).unwrap();
        let reply = request.send(sandbox.addr()).await.unwrap();
        assert_eq!(reply.status, status);
        assert!(reply.problem(&["nonce_creation", "meta", "status"]).contains("fault"));
        assert_eq!(request.send(sandbox.addr()).await.unwrap().status, 200);
    }
}

#[tokio::test]
async fn statuses_that_carry_no_body_have_none() {
    let (sandbox, request) = ready().await;
    for status in [204, 304] {
        sandbox.fault("create_nonce", Fault::status(status)).unwrap();
        let reply = request.send(sandbox.addr()).await.unwrap();
        assert_eq!((reply.status, reply.body.len()), (status, 0));
    }
}

#[tokio::test]
async fn a_body_and_headers_are_sent_as_they_are() {
    let (sandbox, request) = ready().await;
    let fault = Fault::status(502)
        .body("<html>bad gateway</html>")
        .header("Content-Type", "text/html")
        .header("Retry-After", "7");
    sandbox.fault("create_nonce", fault).unwrap();
    let reply = request.send(sandbox.addr()).await.unwrap();
    assert_eq!((reply.status, reply.body.as_slice()), (502, b"<html>bad gateway</html>".as_slice()));
    assert_eq!((reply.header("content-type"), reply.header("retry-after")), (Some("text/html"), Some("7")));

    sandbox.fault("create_nonce", Fault::usual().body(vec![0xff, 0x00]).header("X-Id", "1")).unwrap();
    let reply = request.send(sandbox.addr()).await.unwrap();
    assert_eq!((reply.status, reply.body.as_slice()), (200, [0xff, 0x00].as_slice()));
    assert_eq!((reply.header("content-type"), reply.header("x-id")), (Some("application/json"), Some("1")));
}

#[tokio::test]
async fn a_cut_call_is_read_and_served_but_not_answered() {
    let (sandbox, request) = ready().await;
    sandbox.fault("create_nonce", Fault::cut()).unwrap();
    let error = request.send(sandbox.addr()).await.unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
    let calls = sandbox.requests();
    let call = calls.last().unwrap();
    assert_eq!((call.operation(), call.status(), call.is_faulty()), (Some("create_nonce"), None, true));
    assert_eq!(call.expose_body().as_ref(), request.body.as_deref().unwrap());
    assert_eq!(request.send(sandbox.addr()).await.unwrap().status, 200);
}

#[tokio::test]
async fn a_body_is_cut_where_the_fault_says_and_never_whole() {
    let (sandbox, request) = ready().await;
    let whole = request.send(sandbox.addr()).await.unwrap().body.len();
    for (bytes, sent) in [(0, 0), (1, 1), (10, 10), (whole - 1, whole - 1), (usize::MAX, whole - 1)] {
        sandbox.fault("create_nonce", Fault::usual().cut_after(bytes)).unwrap();
        let reply = request.send(sandbox.addr()).await.unwrap();
        assert_eq!((reply.status, reply.body.len()), (200, sent));
        assert_eq!(reply.header("content-length"), Some(whole.to_string().as_str()));
    }
    // An empty body can't be cut.
    sandbox.fault("create_nonce", Fault::usual().body("").cut_after(0)).unwrap();
    assert_eq!(request.send(sandbox.addr()).await.unwrap().header("content-length"), Some("0"));
}

#[tokio::test]
async fn a_delay_comes_before_the_answer() {
    let (sandbox, request) = ready().await;
    let delay = Duration::from_millis(60);
    sandbox.fault("create_nonce", Fault::usual().delay(delay)).unwrap();
    let started = std::time::Instant::now();
    assert_eq!(request.send(sandbox.addr()).await.unwrap().status, 200);
    assert!(started.elapsed() >= delay);
}

#[tokio::test]
async fn a_caller_that_goes_away_is_recorded_as_gone() {
    let (sandbox, request) = ready().await;
    sandbox.fault("create_nonce", Fault::usual().delay(Duration::from_secs(3600))).unwrap();
    let address = sandbox.addr();
    let call = tokio::spawn(async move { request.send(address).await });
    until(|| sandbox.calls("create_nonce") == 1).await;
    assert!(sandbox.requests().last().unwrap().to_string().ends_with("not answered yet"));
    call.abort();
    until(|| sandbox.requests().last().unwrap().to_string().contains("abandoned")).await;
}

#[tokio::test]
async fn faults_happen_in_order_and_as_often_as_they_say() {
    let (sandbox, request) = ready().await;
    sandbox.fault("create_nonce", Fault::status(500).times(2)).unwrap();
    sandbox.fault("create_nonce", Fault::status(502).times(0)).unwrap();
    sandbox.fault(Target::Any, Fault::status(503)).unwrap();
    let mut statuses = Vec::new();
    for _ in 0..4 {
        statuses.push(request.send(sandbox.addr()).await.unwrap().status);
    }
    assert_eq!(statuses, [500, 500, 503, 200]);
}

#[tokio::test]
async fn a_fault_waits_for_its_endpoint_and_can_be_called_off() {
    let (sandbox, request) = ready().await;
    sandbox.fault("create_token", Fault::status(500)).unwrap();
    assert_eq!(request.send(sandbox.addr()).await.unwrap().status, 200);
    sandbox.fault(Target::Any, Fault::status(418)).unwrap();
    assert_eq!(Request::new("GET", "/elsewhere").send(sandbox.addr()).await.unwrap().status, 418);
    sandbox.clear_faults();
    sample::token(&sandbox).await;
}

#[tokio::test]
async fn a_fault_that_can_t_happen_is_refused() {
    let (sandbox, request) = ready().await;
    for (operation, fault, message) in [
        ("create_nonse", Fault::cut(), "did you mean `create_nonce`?"),
        ("create_nonce", Fault::status(99), "99 is not the status"),
        ("create_nonce", Fault::status(103), "103 is not the status"),
        ("create_nonce", Fault::status(1000), "1000 is not the status"),
        ("create_nonce", Fault::usual().header("a b", "x"), "header `a b` can't be sent"),
        ("create_nonce", Fault::usual().header("a", "x\r\ny"), "header `a` can't be sent"),
        ("create_nonce", Fault::usual().header("Content-Length", "1"), "sets `content-length`"),
    ] {
        let error = sandbox.fault(operation, fault).unwrap_err();
        assert!(error.to_string().contains(message), "{error}");
    }
    assert_eq!(request.send(sandbox.addr()).await.unwrap().status, 200);
}
