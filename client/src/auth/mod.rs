//! Access tokens: fetched once for all callers, renewed early, and never handed out stale.

pub(crate) mod flight;
pub(crate) mod renewal;
mod stalled;
pub(crate) mod token;
mod waiters;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, atomic::Ordering},
};

use tokio::{runtime::Handle, time::Instant};

use self::{
    flight::{Fetching, Flight, Place, Waiting, follow},
    renewal::{AtHand, Slot},
    stalled::{TICK, Watch},
    token::{Token, TokenResult},
};
use crate::{
    deadline::{self, Cut},
    error::{Error, ErrorKind},
};

/// The tokens of a client by their scopes. Clones share the tokens.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tokens(Arc<Mutex<HashMap<&'static str, Slot>>>);

/// Starts a token request. Called when a token is due.
pub(crate) type Fetch<'c> = &'c (dyn Fn() -> Fetching + Send + Sync);

impl Tokens {
    /// Returns a token that can be used now: the cached token, or the token of the request in flight.
    pub(crate) async fn get(&self, scopes: &'static str, fetch: Fetch<'_>, deadline: Instant) -> TokenResult {
        let here = Here { slot: There { tokens: self.clone(), scopes }, fetch };
        loop {
            let (at_hand, next) = here.slot.with(|slot| slot.look(Instant::now()));
            let (waiter, watch) = match at_hand {
                AtHand::Wait(waiter, watch) => (Waiting::new(here.slot.clone(), waiter), watch),
                AtHand::Token(token) => {
                    // Ignored: a runtime that can't carry the renewal also fails the call.
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

    /// Gives up a refused token, unless it was already replaced, and starts a request for another. Returns
    /// false if the token is kept, because another would be refused as well.
    pub(crate) fn renew(&self, scopes: &'static str, fetch: Fetch<'_>, refused: &Arc<Token>) -> bool {
        let here = Here { slot: There { tokens: self.clone(), scopes }, fetch };
        let (renewed, next) = here.slot.with(|slot| slot.refuse(refused, Instant::now()));
        // If the request can't be started, the next call that needs a token gets the error.
        let _ = here.take_off(follow(next));
        renewed
    }
}

/// The slot of one set of scopes.
#[derive(Clone)]
struct There {
    tokens: Tokens,
    scopes: &'static str,
}

impl Place for There {
    /// Nothing panics under the lock, so a poisoned lock is as good as any other.
    fn with<R>(&self, change: impl FnOnce(&mut Slot) -> R) -> R {
        let mut slots = self.tokens.0.lock().unwrap_or_else(PoisonError::into_inner);
        change(slots.entry(self.scopes).or_default())
    }
}

/// The slot of a call, and the function that fetches another token.
struct Here<'c> {
    slot: There,
    fetch: Fetch<'c>,
}

impl Here<'_> {
    /// Sends the token request in a task of its own, so that callers that go away neither cancel nor
    /// restart it. Errors if there is no runtime, or if the runtime drops the task at once.
    fn take_off(&self, flight: Option<u64>) -> Result<(), Cut> {
        let Some(number) = flight else { return Ok(()) };
        let flight = Flight::new(self.slot.clone(), number, (self.fetch)());
        let lost = flight.lost();
        // Without a runtime, the flight is dropped here and is lost.
        Handle::try_current().map_err(|_| Cut::Outside)?.spawn(flight);
        if lost.load(Ordering::Relaxed) { Err(Cut::Stopped) } else { Ok(()) }
    }

    /// Waits for the flight to land, and takes it over if it shows no sign of life. Returns `None` if the
    /// flight is lost.
    async fn landing(
        &self,
        mut waiting: Waiting<There>,
        mut watch: Watch,
        deadline: Instant,
    ) -> Result<Option<TokenResult>, Error> {
        loop {
            let tick = deadline.min(Instant::now() + TICK);
            match deadline::until(tick, std::pin::Pin::new(&mut waiting)).await {
                Ok(landed) => return Ok(landed),
                Err(Cut::Late) if Instant::now() >= deadline => {
                    return Err(Error::noted(ErrorKind::Timeout, "no access token came in time"));
                }
                Err(Cut::Late) => {
                    let next = self.slot.with(|slot| slot.tick(&mut watch, Instant::now()));
                    self.take_off(follow(next))?;
                }
                Err(cut) => return Err(cut.into()),
            }
        }
    }
}
