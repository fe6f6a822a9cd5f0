//! Tests of promises that earlier versions broke.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;
use http::{Response, StatusCode};
use serde_json::json;

use crate::{
    config::{client::Client, credentials::Credentials, environment::Environment},
    error::{Delivery, Error, ErrorKind},
    transport::{Limits, Sending, Transport},
};

/// A transport that answers with a function's result after some time, and counts requests.
struct Answering<F> {
    sent: Arc<AtomicUsize>,
    takes: Duration,
    answer: F,
}

impl<F: Fn(&str) -> Response<Bytes> + Send + Sync + 'static> Transport for Answering<F> {
    fn send(&self, request: http::Request<Bytes>, _: Limits) -> Sending<'_> {
        self.sent.fetch_add(1, Ordering::Relaxed);
        Box::pin(async move {
            tokio::time::sleep(self.takes).await;
            Ok((self.answer)(request.uri().path()))
        })
    }
}

fn client(
    takes: Duration,
    answer: impl Fn(&str) -> Response<Bytes> + Send + Sync + 'static,
) -> (Client, Arc<AtomicUsize>) {
    let sent = Arc::new(AtomicUsize::new(0));
    let transport = Answering { sent: Arc::clone(&sent), takes, answer };
    let builder = Client::builder(Environment::PREPROD).credentials(Credentials::new("id", "secret"));
    (builder.transport(transport).build().unwrap(), sent)
}

fn token(kind: &str) -> Response<Bytes> {
    let status = json!({"meta": {"status": {"code": "00", "message_ilgn": []}}});
    let body = json!({"action": "authorize", "success": true, "access_token": "t", "token_type": kind, "expires_in": 3600, "authorization": status});
    let mut response = Response::new(Bytes::from(body.to_string()));
    response.headers_mut().insert("x-request-id", "r-1".parse().unwrap());
    response
}

fn nonce() -> Response<Bytes> {
    let status = json!({"meta": {"status": {"code": "00", "message_ilgn": []}}});
    let body = json!({"action": "create.nonce", "success": true, "nonce": "n", "expires_in": 30, "nonce_creation": status});
    Response::new(Bytes::from(body.to_string()))
}

fn refused(status: u16, retry_after: &str) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    response.headers_mut().insert("retry-after", retry_after.parse().unwrap());
    response
}

#[tokio::test(start_paused = true)]
async fn a_transport_that_panics_is_asked_once_and_leaves_nobody_waiting() {
    let (client, sent) = client(Duration::ZERO, |_| panic!("a broken transport"));
    let error = client.create_nonce().send().await.unwrap_err();
    assert_eq!((error.kind(), sent.load(Ordering::Relaxed)), (ErrorKind::Transport, 1));
}

#[tokio::test(start_paused = true)]
async fn a_longer_call_gives_its_attempts_more_time() {
    let answer = |path: &str| if path == "/token" { token("Bearer") } else { nonce() };
    let (client, sent) = client(Duration::from_secs(5), answer);
    client.create_nonce().timeout(Duration::from_secs(30)).send().await.unwrap();
    assert_eq!(sent.load(Ordering::Relaxed), 2);
}

#[tokio::test(start_paused = true)]
async fn what_the_service_asked_for_is_remembered() {
    let (client, sent) = client(Duration::ZERO, |_| refused(429, "3600"));
    for seconds in [0, 2, 4] {
        tokio::time::advance(Duration::from_secs(seconds)).await;
        let error = client.create_nonce().send().await.unwrap_err();
        assert_eq!(
            (error.kind(), error.retry_after()),
            (ErrorKind::RateLimited, Some(Duration::from_secs(3600)))
        );
        assert!(error.is_temporary());
    }
    assert_eq!(sent.load(Ordering::Relaxed), 1);
}

#[tokio::test(start_paused = true)]
async fn a_token_of_another_kind_was_answered() {
    let (client, _) = client(Duration::ZERO, |_| token("MAC"));
    let error = client.create_nonce().send().await.unwrap_err();
    assert_eq!((error.kind(), error.delivery()), (ErrorKind::Decode, Delivery::Answered(StatusCode::OK)));
    assert_eq!((error.request_id(), error.operation()), (Some("r-1"), Some("create_token")));
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_renewed_once_a_call() {
    let minted = Arc::new(Mutex::new(0));
    let counter = Arc::clone(&minted);
    let (client, sent) = client(Duration::ZERO, move |path| {
        if path == "/token" {
            *counter.lock().unwrap() += 1;
            token("Bearer")
        } else {
            refused(401, "soon")
        }
    });
    assert!(client.create_nonce().send().await.unwrap_err().is_auth());
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
    assert_eq!((*minted.lock().unwrap(), sent.load(Ordering::Relaxed)), (2, 4));
}

#[tokio::test(start_paused = true)]
async fn an_endless_call_is_a_call() {
    let answer = |path: &str| if path == "/token" { token("Bearer") } else { nonce() };
    let (client, _) = client(Duration::ZERO, answer);
    client.create_nonce().timeout(Duration::MAX).send().await.unwrap();
}

#[test]
fn a_password_in_an_origin_shows_nowhere() {
    for origin in [
        "https://user:hunter2@exa mple.com",
        "user:hunter2@host:443",
        "//user:hunter2@host/x",
        "https://user:hunter2@host",
    ] {
        let environment = Environment::custom()
            .auth(origin)
            .api("https://api.example.com")
            .audience("a")
            .api_version("1")
            .flex_script("s")
            .flex_style("s")
            .notification_keys([""])
            .build();
        let shown = format!("{environment:?}");
        let error =
            Client::builder(environment).credentials(Credentials::new("id", "secret")).build().unwrap_err();
        let shown = format!("{shown} {error} {error:?}");
        assert!(!shown.contains("hunter2"), "{shown}");
    }
}

#[test]
fn an_indeterminate_error_does_not_also_say_when_to_send_again() {
    let error = Error::of_kind(ErrorKind::Server)
        .delivery_is(Delivery::Answered(StatusCode::SERVICE_UNAVAILABLE))
        .retry_after_is(Some(Duration::from_secs(1)))
        .indeterminate();
    assert_eq!(
        error.to_string(),
        "the service failed (HTTP 503); it may have happened: query before sending it again"
    );
}
