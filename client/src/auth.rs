//! The access token: fetched once for everyone, renewed early, and never handed out stale.

pub(crate) mod flight;
pub(crate) mod slot;
mod waiters;
mod watch;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, atomic::Ordering},
    time::Duration,
};

use tokio::{runtime::Handle, time::Instant};

pub use crate::mint::{Mint, Minted, Minting, MintsTokens, mint};

use self::{
    flight::{Flight, Place, Waiting, follow},
    slot::{AtHand, Outcome, Slot},
    watch::{TICK, Watch},
};
use crate::{
    client::{Client, Inner},
    endpoint::Bearer,
    error::{Error, ErrorKind},
    token::Token,
    wait::{self, Cut},
};

/// How long a temporary failure to fetch a token is the answer to every call.
pub const REMEMBER_FAILURE: Duration = Duration::from_secs(1);
/// How long refused credentials are the answer to every call, and how young a token is that is not
/// renewed when it is refused, as the one before it was.
pub const REMEMBER_REFUSAL: Duration = Duration::from_secs(10);

/// Every token of a client, by the scopes it has.
#[derive(Debug, Default)]
pub(crate) struct Tokens(Mutex<HashMap<&'static str, Slot>>);

impl Tokens {
    /// A token that can be used now: the one at hand, or what the one request under way brings.
    pub(crate) async fn get(client: &Arc<Inner>, bearer: &'static Bearer, deadline: Instant) -> Outcome {
        loop {
            let (at_hand, next) = client.tokens.with(bearer, |slot| slot.look(Instant::now()));
            let here = Here { client, bearer };
            let (waiter, watch) = match at_hand {
                AtHand::Wait(waiter, watch) => (Waiting::new(here, waiter), watch),
                AtHand::Token(token) => {
                    // A runtime that can't carry the renewal fails the call itself, too.
                    let _ = here.take_off(follow(next));
                    return Ok(token);
                }
                AtHand::Failure(error) => return Err(error),
            };
            here.take_off(follow(next))?;
            if let Some(outcome) = here.landing(waiter, watch, deadline).await? {
                return outcome;
            }
        }
    }

    /// Gives up a token that was refused, unless another has already taken its place, and has another
    /// fetched. False when it is kept, because another would be refused as well.
    pub(crate) fn renew(client: &Arc<Inner>, bearer: &'static Bearer, refused: &Arc<Token>) -> bool {
        let (renewed, next) = client.tokens.with(bearer, |slot| slot.refuse(refused, Instant::now()));
        // Where it can't be started, whoever needs a token learns of it.
        let _ = Here { client, bearer }.take_off(follow(next));
        renewed
    }

    /// Nothing panics under the lock: a poisoned one is as good as any.
    fn with<R>(&self, bearer: &Bearer, change: impl FnOnce(&mut Slot) -> R) -> R {
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        change(slots.entry(bearer.scopes).or_default())
    }
}

/// The slot of a call.
#[derive(Clone, Copy)]
struct Here<'c> {
    client: &'c Arc<Inner>,
    bearer: &'static Bearer,
}

impl Place for Here<'_> {
    fn with<R>(&self, change: impl FnOnce(&mut Slot) -> R) -> R {
        self.client.tokens.with(self.bearer, change)
    }
}

/// The slot of a flight.
#[derive(Clone)]
struct There {
    client: Client,
    bearer: &'static Bearer,
}

impl Place for There {
    fn with<R>(&self, change: impl FnOnce(&mut Slot) -> R) -> R {
        self.client.inner().tokens.with(self.bearer, change)
    }
}

impl Here<'_> {
    /// Sends the one request for a token, in a task of its own: callers that go away neither cancel nor
    /// restart it. Fails on a runtime that drops the task at once.
    fn take_off(self, flight: Option<u64>) -> Result<(), Cut> {
        let Some(number) = flight else { return Ok(()) };
        let Self { client, bearer } = self;
        let client = Client::from_inner(Arc::clone(client));
        let minting = (bearer.mint)(client.clone(), bearer.scopes);
        let flight = Flight::new(There { client, bearer }, number, minting);
        let lost = flight.lost();
        // Without a runtime, the flight is dropped here, and lost.
        Handle::try_current().map_err(|_| Cut::Outside)?.spawn(flight);
        if lost.load(Ordering::Relaxed) { Err(Cut::Stopped) } else { Ok(()) }
    }

    /// Waits for the flight to land, and takes it over when it shows no sign of life. Nothing comes of a
    /// flight that is lost.
    async fn landing(
        self,
        mut waiting: Waiting<Self>,
        mut watch: Watch,
        deadline: Instant,
    ) -> Result<Option<Outcome>, Error> {
        loop {
            let tick = deadline.min(Instant::now() + TICK);
            match wait::until(tick, std::pin::Pin::new(&mut waiting)).await {
                Ok(landed) => return Ok(landed),
                Err(Cut::Late) if Instant::now() >= deadline => {
                    return Err(Error::noted(ErrorKind::Timeout, "no access token came in time"));
                }
                Err(Cut::Late) => {
                    let next = self.with(|slot| slot.tick(&mut watch, Instant::now()));
                    self.take_off(follow(next))?;
                }
                Err(cut) => return Err(cut.into()),
            }
        }
    }
}
