//! The access token: fetched once for everyone, renewed early, and never handed out stale.

use std::{
    collections::HashMap,
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use http::HeaderValue;
use tokio::{sync::watch, time::Instant};

use crate::{
    client::{Client, Inner},
    clock::Moment,
    endpoint::{Bearer, Endpoint},
    error::{Error, ErrorKind},
    secret::ExpiringSecret,
};

/// How long before its end a token is renewed, while calls go on with it; a quarter of its life when
/// that is shorter, and up to a tenth of that earlier, drawn by chance, so that a fleet does not
/// renew at once.
pub const RENEW_EARLY: Duration = Duration::from_secs(300);
/// How long before its end a token is no longer handed out, so that it outlives the request that
/// carries it; a tenth of its life when that is shorter, so that a short-lived token is cached too.
pub const HOLD_BACK: Duration = Duration::from_secs(30);
/// What a token lives when the service doesn't say.
pub const ASSUMED_LIFETIME: Duration = Duration::from_secs(300);
/// How long a temporary failure to fetch a token is the answer to every call.
pub const REMEMBER_FAILURE: Duration = Duration::from_secs(1);
/// How long refused credentials are the answer to every call.
pub const REMEMBER_REFUSAL: Duration = Duration::from_secs(10);
/// What stands before a token in its header.
const SCHEME: &str = "Bearer ";
/// The longest token that fits in a header everywhere.
const LONGEST_TOKEN: usize = 8192;

/// Fetches a token with the given scopes.
pub type Mint = fn(Client, &'static str) -> Minting;

/// A token on its way.
pub type Minting = Pin<Box<dyn Future<Output = Result<Minted, Error>> + Send>>;

/// A token as the service granted it. Only [`mint`] makes one.
#[derive(Debug)]
pub struct Minted(Token);

/// The endpoint that mints access tokens. For generated code.
pub trait MintsTokens: Endpoint {
    /// The request for a token with these scopes.
    fn request(scopes: &'static str) -> Self;

    /// The token of a reply, and what kind it says that it is.
    fn token(reply: Self::Reply) -> (ExpiringSecret, Option<String>);
}

/// Fetches a token through its endpoint. For generated code.
pub fn mint<E: MintsTokens>(client: Client, scopes: &'static str) -> Minting {
    Box::pin(async move {
        let sent = Moment::now();
        let reply = crate::call::Call::new(&client).send(E::request(scopes)).await?;
        let (secret, kind) = E::token(reply);
        let token = Token::new(secret, kind.as_deref(), sent);
        token.map(Minted).map_err(|error| error.of_operation(E::OPERATION.name))
    })
}

/// A token that calls can carry.
#[derive(Debug)]
pub(crate) struct Token {
    pub(crate) header: HeaderValue,
    granted: Option<Granted>,
}

#[derive(Debug)]
struct Granted {
    sent: Moment,
    lifetime: Duration,
    /// A share of the early renewal, drawn per token, so that a fleet does not renew at once.
    jitter: f64,
}

impl Token {
    fn new(secret: ExpiringSecret, kind: Option<&str>, sent: Moment) -> Result<Self, Error> {
        if kind.is_some_and(|kind| !kind.eq_ignore_ascii_case("bearer")) {
            return Err(Error::noted(ErrorKind::Decode, "the token is not of kind `Bearer`"));
        }
        let lifetime = secret.lifetime().unwrap_or(ASSUMED_LIFETIME);
        let granted = Some(Granted { sent, lifetime, jitter: fastrand::f64() });
        Ok(Self { header: header(secret.into_secret().expose(), ErrorKind::Decode)?, granted })
    }

    /// A token that the application fetched, whose life only it knows.
    pub(crate) fn fixed(token: &str) -> Result<Self, Error> {
        Ok(Self { header: header(token, ErrorKind::Config)?, granted: None })
    }

    /// The token itself.
    pub(crate) fn value(&self) -> &str {
        self.header.to_str().unwrap_or_default().trim_start_matches(SCHEME)
    }

    fn is_usable(&self) -> bool {
        self.left().is_none_or(|(left, lifetime)| left > HOLD_BACK.min(lifetime / 10))
    }

    fn is_due(&self) -> bool {
        let jitter = self.granted.as_ref().map_or(0.0, |granted| granted.jitter);
        self.left().is_some_and(|(left, lifetime)| {
            left <= RENEW_EARLY.min(lifetime / 4).mul_f64(1.0 + jitter / 10.0)
        })
    }

    /// What is left of its life, and the whole of it.
    fn left(&self) -> Option<(Duration, Duration)> {
        let granted = self.granted.as_ref()?;
        Some((granted.lifetime.saturating_sub(granted.sent.elapsed()), granted.lifetime))
    }
}

fn header(token: &str, kind: ErrorKind) -> Result<HeaderValue, Error> {
    let visible = token.bytes().all(|byte| byte.is_ascii_graphic());
    if token.is_empty() || token.len() > LONGEST_TOKEN || !visible {
        return Err(Error::noted(
            kind,
            format!("the token is not 1 to {LONGEST_TOKEN} visible ASCII characters"),
        ));
    }
    let value = zeroize::Zeroizing::new(format!("{SCHEME}{token}"));
    let mut value =
        HeaderValue::from_str(&value).map_err(|_| Error::noted(kind, "the token can't be sent"))?;
    value.set_sensitive(true);
    Ok(value)
}

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

    /// Forgets a token that was refused, unless another has already taken its place.
    pub(crate) fn invalidate(&self, bearer: &Bearer, refused: &Arc<Token>) {
        let mut slots = self.lock();
        let Some(slot) = slots.get_mut(bearer.scopes) else { return };
        if slot.current.as_ref().is_some_and(|current| Arc::ptr_eq(current, refused)) {
            slot.current = None;
        }
    }

    fn at_hand(&self, client: &Arc<Inner>, bearer: &'static Bearer) -> AtHand {
        let mut slots = self.lock();
        let slot = slots.entry(bearer.scopes).or_default();
        let usable = slot.current.clone().filter(|token| token.is_usable());
        if let Some(token) = usable.as_ref().filter(|token| !token.is_due()) {
            return AtHand::Token(Arc::clone(token));
        }
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
                let remember = if refused { REMEMBER_REFUSAL } else { REMEMBER_FAILURE };
                slot.failure = Some((Instant::now() + remember, error.clone()));
            }
        }
    }

    /// Nothing that can panic runs under the lock, so a poisoned one is as good as any.
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
    tokio::spawn(async move {
        let outcome = (bearer.mint)(client.clone(), bearer.scopes).await.map(|Minted(token)| Arc::new(token));
        client.inner().tokens.land(bearer, &outcome);
        sender.send_replace(Some(outcome));
    });
    flight
}
