//! A transport without sockets that answers with a function of the test. It works under paused time.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use alignet::{
    Client, Credentials, Environment, Json,
    transport::{Limits, Sending, Transport, TransportError},
};
use bytes::Bytes;
use http::{Request, Response};

/// The answer to a request.
pub type Answer = Result<Response<Bytes>, TransportError>;

type Answering = dyn Fn(&Request<Bytes>) -> Answer + Send + Sync;

/// Answers each request with a function, and counts requests by path.
#[derive(Clone)]
pub struct Canned {
    answer: Arc<Answering>,
    counts: Arc<Mutex<BTreeMap<String, usize>>>,
}

impl Canned {
    /// Answers with this function.
    pub fn new(answer: impl Fn(&Request<Bytes>) -> Answer + Send + Sync + 'static) -> Self {
        Self { answer: Arc::new(answer), counts: Arc::default() }
    }

    /// A client that sends through this transport.
    pub fn client(&self) -> Client {
        Client::builder(Environment::PREPROD)
            .credentials(Credentials::new("client-id", "client-secret"))
            .transport(self.clone())
            .build()
            .expect("the client is configured")
    }

    /// The number of requests that were sent to a path.
    pub fn calls(&self, path: &str) -> usize {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner).get(path).copied().unwrap_or_default()
    }
}

impl Transport for Canned {
    fn send(&self, request: Request<Bytes>, _: Limits) -> Sending<'_> {
        let path = request.uri().path().to_owned();
        *self.counts.lock().unwrap_or_else(PoisonError::into_inner).entry(path).or_default() += 1;
        let answer = (self.answer)(&request);
        Box::pin(async { answer })
    }
}

/// An answer with this status and body.
pub fn answer(status: u16, body: impl Into<String>) -> Answer {
    let response = Response::builder().status(status).header("content-type", "application/json");
    Ok(response.body(Bytes::from(body.into())).expect("it is an answer"))
}

/// A reply of `create_token` with this token and lifetime.
pub fn token(token: &str, expires_in: impl Into<Json>) -> String {
    Json::from_iter([
        ("action", Json::from("authorize")),
        ("success", Json::from(true)),
        ("access_token", Json::from(token)),
        ("expires_in", expires_in.into()),
        ("token_type", Json::from("Bearer")),
        ("authorization", processed()),
    ])
    .to_string()
}

/// A reply of `create_nonce` with this nonce and lifetime.
pub fn nonce(nonce: &str, expires_in: impl Into<Json>) -> String {
    Json::from_iter([
        ("action", Json::from("create.nonce")),
        ("success", Json::from(true)),
        ("nonce", Json::from(nonce)),
        ("expires_in", expires_in.into()),
        ("nonce_creation", processed()),
    ])
    .to_string()
}

/// A reply of any call of the contract in `synthetic/`.
pub fn thing(thing: &str) -> String {
    serde_json::json!({"success": true, "thing": thing, "meta": processed()["meta"]}).to_string()
}

fn processed() -> Json {
    serde_json::json!({"meta": {"status": {"code": "00", "message_ilgn": []}}})
}
