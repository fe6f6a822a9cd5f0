//! The access token: fetched once for everyone, renewed early, and never handed out stale.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{sync::watch, time::Instant};

pub use crate::mint::{Mint, Minted, Minting, MintsTokens, mint};

use crate::{
    client::{Client, Inner},
    endpoint::Bearer,
    error::{Error, ErrorKind},
    retry::LONGEST_WAIT,
    token::{Age, Token},
};

/// How long a temporary failure to fetch a token is the answer to every call.
pub const REMEMBER_FAILURE: Duration = Duration::from_secs(1);
/// How long refused credentials are the answer to every call.
pub const REMEMBER_REFUSAL: Duration = Duration::from_secs(10);

/// Every token of a client, by the scopes it has.
#[derive(Debug, Default)]
pub(crate) struct Tokens(Mutex<HashMap<&'static str, Slot>>);

#[derive(Debug, Default)]
struct Slot {
    current: Option<Arc<Token>>,
    /// The request under way, which everyone waits for.
    flight: Option<watch::Receiver<Option<Outcome>>>,
    /// The last failure, and until when it is the answer.
    failure: Option<(Instant, Error)>,
}

type Outcome = Result<Arc<Token>, Error>;

impl Tokens {
    /// A token that can be used now: the one at hand, or what the one request under way brings.
    pub(crate) async fn get(client: &Arc<Inner>, bearer: &'static Bearer, deadline: Instant) -> Outcome {
        loop {
            let mut flight = match client.tokens.at_hand(client, bearer) {
                AtHand::Token(token) => return Ok(token),
                AtHand::Failure(error) => return Err(error),
                AtHand::Flight(flight) => flight,
            };
            let landed = tokio::time::timeout_at(deadline, flight.wait_for(Option::is_some)).await;
            match landed {
                Err(_) => return Err(Error::noted(ErrorKind::Timeout, "no access token came in time")),
                Ok(Ok(outcome)) => {
                    if let Some(outcome) = &*outcome {
                        return outcome.clone();
                    }
                }
                // The runtime that carried the request shut down: whoever waits starts another.
                Ok(Err(_)) => {}
            }
        }
    }

    /// Forgets a token that was refused, unless another has already taken its place, and has another
    /// fetched.
    pub(crate) fn renew(client: &Arc<Inner>, bearer: &'static Bearer, refused: &Arc<Token>) {
        if let Some(slot) = client.tokens.lock().get_mut(bearer.scopes) {
            slot.current.take_if(|current| Arc::ptr_eq(current, refused));
        }
        client.tokens.at_hand(client, bearer);
    }

    fn at_hand(&self, client: &Arc<Inner>, bearer: &'static Bearer) -> AtHand {
        let mut slots = self.lock();
        let slot = slots.entry(bearer.scopes).or_default();
        let usable = match slot.current.clone().map(|token| (token.age(), token)) {
            Some((Age::Fresh, token)) => return AtHand::Token(token),
            Some((Age::Due, token)) => Some(token),
            Some((Age::Over, _)) | None => None,
        };
        let failure =
            slot.failure.clone().filter(|(until, _)| Instant::now() < *until).map(|(_, error)| error);
        let under_way = slot.flight.clone().filter(|flight| flight.has_changed().is_ok());
        match (usable, failure, under_way) {
            (Some(token), failure, under_way) => {
                if failure.is_none() && under_way.is_none() {
                    slot.flight = Some(take_off(client, bearer));
                }
                AtHand::Token(token)
            }
            (None, _, Some(flight)) => AtHand::Flight(flight),
            (None, Some(error), None) => AtHand::Failure(error),
            (None, None, None) => {
                let flight = take_off(client, bearer);
                slot.flight = Some(flight.clone());
                AtHand::Flight(flight)
            }
        }
    }

    fn land(&self, bearer: &Bearer, outcome: &Outcome) {
        let mut slots = self.lock();
        let slot = slots.entry(bearer.scopes).or_default();
        slot.flight = None;
        match outcome {
            Ok(token) => {
                slot.current = Some(Arc::clone(token));
                slot.failure = None;
            }
            Err(error) => {
                let refused = error.is_auth() || error.kind() == ErrorKind::Rejected;
                // What the service asked for counts, as far as a call would have waited for it.
                let asked = error.retry_after().unwrap_or_default().min(LONGEST_WAIT);
                let remember = if refused { REMEMBER_REFUSAL } else { REMEMBER_FAILURE.max(asked) };
                slot.failure = Some((Instant::now() + remember, error.clone()));
            }
        }
    }

    /// All that can panic under the lock is starting a task outside a runtime, before anything is
    /// changed: a poisoned lock is as good as any.
    fn lock(&self) -> MutexGuard<'_, HashMap<&'static str, Slot>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

enum AtHand {
    Token(Arc<Token>),
    Failure(Error),
    Flight(watch::Receiver<Option<Outcome>>),
}

/// Sends the one request for a token, in a task of its own: callers that go away neither cancel nor
/// restart it.
fn take_off(client: &Arc<Inner>, bearer: &'static Bearer) -> watch::Receiver<Option<Outcome>> {
    let (sender, flight) = watch::channel(None);
    let client = Client::from_inner(Arc::clone(client));
    let mut landing = Landing { client, bearer, sender: Some(sender) };
    tokio::spawn(async move {
        let minted = (bearer.mint)(landing.client.clone(), bearer.scopes).await;
        landing.land(minted.map(|Minted(token)| Arc::new(token)));
    });
    flight
}

/// Tells everyone who waits what became of the request, also when a transport panics. When the
/// runtime shuts down it tells nothing: whoever waits on another runtime starts another request.
struct Landing {
    client: Client,
    bearer: &'static Bearer,
    sender: Option<watch::Sender<Option<Outcome>>>,
}

impl Landing {
    fn land(&mut self, outcome: Outcome) {
        self.client.inner().tokens.land(self.bearer, &outcome);
        if let Some(sender) = self.sender.take() {
            sender.send_replace(Some(outcome));
        }
    }
}

impl Drop for Landing {
    fn drop(&mut self) {
        if self.sender.is_some() && std::thread::panicking() {
            self.land(Err(Error::noted(ErrorKind::Transport, "the transport panicked")));
        }
    }
}
