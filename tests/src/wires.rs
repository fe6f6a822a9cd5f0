//! A transport without sockets, for paused time: a test sets the answer and the time until it arrives.

use std::{
    future::{pending, poll_fn},
    pin::pin,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
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

/// An answer and the time until it arrives.
#[derive(Clone)]
pub struct Arriving(Option<(Duration, Answer)>);

impl Arriving {
    /// Arrives at once.
    pub fn now(answer: Answer) -> Self {
        Self::after(Duration::ZERO, answer)
    }

    /// Arrives after this time.
    pub fn after(while_: Duration, answer: Answer) -> Self {
        Self(Some((while_, answer)))
    }

    /// Never arrives.
    pub fn never() -> Self {
        Self(None)
    }
}

/// A request that was sent.
#[derive(Debug, Clone)]
pub struct Sent {
    /// The path.
    pub path: String,
    /// The access token, without the scheme.
    pub token: String,
    /// The limits that the transport was called with.
    pub limits: Limits,
    /// The time at which it was sent.
    pub at: Instant,
}

type Answering = dyn Fn(&Sent, usize) -> Arriving + Send + Sync;

/// The transport. Clones share the record of sent requests.
#[derive(Clone)]
pub struct Wires {
    answer: Arc<Answering>,
    sent: Arc<Mutex<Vec<Sent>>>,
    /// The number of the latest request whose answer is waited for.
    waiting: Arc<AtomicUsize>,
}

impl Wires {
    /// Answers with a function of the request and its number among the requests to its path, from 1.
    pub fn new(answer: impl Fn(&Sent, usize) -> Arriving + Send + Sync + 'static) -> Self {
        Self { answer: Arc::new(answer), sent: Arc::default(), waiting: Arc::default() }
    }

    /// Answers token requests with a function of their number, and other requests successfully.
    pub fn tokens(answer: impl Fn(usize) -> Arriving + Send + Sync + 'static) -> Self {
        Self::new(move |sent, number| match sent.path.as_str() {
            "/token" => answer(number),
            _ => well(sent, number),
        })
    }

    /// Answers nonce requests with a function of the request and its number, and other requests successfully.
    pub fn nonces(answer: impl Fn(&Sent, usize) -> Arriving + Send + Sync + 'static) -> Self {
        Self::new(move |sent, number| match sent.path.as_str() {
            "/nonce" => answer(sent, number),
            _ => well(sent, number),
        })
    }

    /// A client that sends through this transport.
    pub fn client(&self) -> Client {
        self.builder().build().expect("the client is configured")
    }

    /// A builder of such a client.
    pub fn builder(&self) -> ClientBuilder {
        Client::builder(Environment::PREPROD)
            .credentials(Credentials::new("client-id", "client-secret"))
            .transport(self.clone())
    }

    /// The requests to a path, in order.
    pub fn sent(&self, path: &str) -> Vec<Sent> {
        self.lock().iter().filter(|sent| sent.path == path).cloned().collect()
    }

    /// The numbers of token requests and of nonce requests.
    pub fn counts(&self) -> (usize, usize) {
        (self.sent("/token").len(), self.sent("/nonce").len())
    }

    /// The number of the latest request, of all, whose answer has not arrived when it was first looked for: its timer is
    /// known to the runtime.
    pub fn waiting(&self) -> usize {
        self.waiting.load(Ordering::SeqCst)
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
        let (number, of_all) = {
            let mut all = self.lock();
            all.push(sent.clone());
            (all.iter().filter(|other| other.path == sent.path).count(), all.len())
        };
        let Arriving(arriving) = (self.answer)(&sent, number);
        Box::pin(async move {
            let mut arrival = pin!(async {
                match arriving {
                    Some((while_, answer)) => {
                        sleep(while_).await;
                        answer
                    }
                    None => pending().await,
                }
            });
            poll_fn(|context| {
                let polled = arrival.as_mut().poll(context);
                if polled.is_pending() {
                    self.waiting.fetch_max(of_all, Ordering::SeqCst);
                }
                polled
            })
            .await
        })
    }
}

/// The successful answers: tokens `token-1`, `token-2` and so on for a day, nonces for 30 s, and the reply
/// that the contract in `synthetic/` describes.
pub fn well(sent: &Sent, number: usize) -> Arriving {
    Arriving::now(match sent.path.as_str() {
        "/token" => granted(number, 86_400),
        "/nonce" => canned::answer(200, canned::nonce(&format!("nonce-{number}"), 30)),
        _ => canned::answer(200, canned::thing("thing")),
    })
}

/// The token with this number, for this many seconds.
pub fn granted(number: usize, lifetime: u64) -> Answer {
    canned::answer(200, canned::token(&format!("token-{number}"), lifetime))
}

/// A refusal with this status.
pub fn refused(status: u16) -> Answer {
    canned::answer(status, "{}")
}

/// A refusal with this status and `Retry-After`.
pub fn refused_for(status: u16, wait: &str) -> Answer {
    refused(status).map(|mut response| {
        response.headers_mut().insert("retry-after", wait.parse().expect("it can be sent"));
        response
    })
}
