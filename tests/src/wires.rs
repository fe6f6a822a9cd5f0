//! A transport without sockets, for paused time: a test says what comes back, and after how long.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use alignet::{
    Client, ClientBuilder, Credentials, Environment,
    transport::{Limits, Sending, Transport},
};
use bytes::Bytes;
use http::Request;
use tokio::time::{Instant, sleep};

use crate::canned::{self, Answer};

/// What comes back for a request, and when.
#[derive(Clone)]
pub struct Arriving(Option<(Duration, Answer)>);

impl Arriving {
    /// At once.
    pub fn now(answer: Answer) -> Self {
        Self::after(Duration::ZERO, answer)
    }

    /// After a while.
    pub fn after(while_: Duration, answer: Answer) -> Self {
        Self(Some((while_, answer)))
    }

    /// Nothing, ever.
    pub fn never() -> Self {
        Self(None)
    }
}

/// A request that was sent.
#[derive(Debug, Clone)]
pub struct Sent {
    /// Its path.
    pub path: String,
    /// Its access token, without the scheme.
    pub token: String,
    /// How far the transport might go for it.
    pub limits: Limits,
    /// When it was sent.
    pub at: Instant,
}

type Answering = dyn Fn(&Sent, usize) -> Arriving + Send + Sync;

/// The transport; clones share what was sent.
#[derive(Clone)]
pub struct Wires {
    answer: Arc<Answering>,
    sent: Arc<Mutex<Vec<Sent>>>,
}

impl Wires {
    /// Answers by a function of the request and of its number among those with its path, from 1.
    pub fn new(answer: impl Fn(&Sent, usize) -> Arriving + Send + Sync + 'static) -> Self {
        Self { answer: Arc::new(answer), sent: Arc::default() }
    }

    /// Answers requests for tokens by a function of their number, and every other as it should be.
    pub fn tokens(answer: impl Fn(usize) -> Arriving + Send + Sync + 'static) -> Self {
        Self::new(move |sent, number| match sent.path.as_str() {
            "/token" => answer(number),
            _ => well(sent, number),
        })
    }

    /// Answers nonces by a function of the request and its number, and every other as it should be.
    pub fn nonces(answer: impl Fn(&Sent, usize) -> Arriving + Send + Sync + 'static) -> Self {
        Self::new(move |sent, number| match sent.path.as_str() {
            "/nonce" => answer(sent, number),
            _ => well(sent, number),
        })
    }

    /// A client that sends through it.
    pub fn client(&self) -> Client {
        self.builder().build().expect("the client is configured")
    }

    /// The same, to be refined.
    pub fn builder(&self) -> ClientBuilder {
        Client::builder(Environment::PREPROD)
            .credentials(Credentials::new("client-id", "client-secret"))
            .transport(self.clone())
    }

    /// What was sent to a path, in order.
    pub fn sent(&self, path: &str) -> Vec<Sent> {
        self.lock().iter().filter(|sent| sent.path == path).cloned().collect()
    }

    /// How many tokens and nonces were asked for.
    pub fn counts(&self) -> (usize, usize) {
        (self.sent("/token").len(), self.sent("/nonce").len())
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Sent>> {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for Wires {
    fn send(&self, request: Request<Bytes>, limits: Limits) -> Sending<'_> {
        let token = request.headers().get("authorization").and_then(|value| value.to_str().ok());
        let sent = Sent {
            path: request.uri().path().to_owned(),
            token: token.unwrap_or_default().trim_start_matches("Bearer ").to_owned(),
            limits,
            at: Instant::now(),
        };
        let number = {
            let mut all = self.lock();
            all.push(sent.clone());
            all.iter().filter(|other| other.path == sent.path).count()
        };
        let Arriving(arriving) = (self.answer)(&sent, number);
        Box::pin(async move {
            match arriving {
                Some((while_, answer)) => {
                    sleep(while_).await;
                    answer
                }
                None => std::future::pending().await,
            }
        })
    }
}

/// What is answered when all is well: tokens `token-1`, `token-2` and so on for a day, nonces for
/// 30 s, and what the contract in `synthetic/` describes.
pub fn well(sent: &Sent, number: usize) -> Arriving {
    Arriving::now(match sent.path.as_str() {
        "/token" => granted(number, 86_400),
        "/nonce" => canned::answer(200, canned::nonce(&format!("nonce-{number}"), 30)),
        _ => canned::answer(200, canned::thing("thing")),
    })
}

/// The token with this number, for so many seconds.
pub fn granted(number: usize, lifetime: u64) -> Answer {
    canned::answer(200, canned::token(&format!("token-{number}"), lifetime))
}

/// A refusal with this status.
pub fn refused(status: u16) -> Answer {
    canned::answer(status, "{}")
}

/// The same with `Retry-After`.
pub fn refused_for(status: u16, wait: &str) -> Answer {
    refused(status).map(|mut response| {
        response.headers_mut().insert("retry-after", wait.parse().expect("it can be sent"));
        response
    })
}
