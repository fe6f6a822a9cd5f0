//! The state of the token of one set of scopes, and the calls that wait for it. No function here waits,
//! locks or wakes: each is one step under the lock around the slot, and returns the work to do after it.

use std::{sync::Arc, task::Waker, time::Duration};

use tokio::time::Instant;

use super::{
    stalled::{Signs, TICK, Watch},
    waiters::Waiters,
};
use crate::{
    auth::token::{Age, Token, TokenResult},
    clock::Moment,
    error::{Error, ErrorKind},
    limits::LONGEST_WAIT,
};

/// The time for which every call gets the error of a temporary failure to fetch a token.
pub const REMEMBER_FAILURE: Duration = Duration::from_secs(1);
/// The time for which every call gets the error of refused credentials. A refused token younger than
/// this is not renewed if it replaced a refused token.
pub const REMEMBER_REFUSAL: Duration = Duration::from_secs(10);

/// A token, a failure and a flight, the request for another token. Flights are numbered, because a
/// flight that was taken over is no longer current, but may still land.
#[derive(Debug, Default)]
pub(crate) struct Slot {
    held: Option<Held>,
    flight: Option<Flight>,
    /// The last failure, and the time until which calls get its error.
    failure: Option<(Instant, Error)>,
    pub(crate) waiters: Waiters,
    /// The number of the latest flight.
    latest: u64,
    /// True if the token that lands next replaces a refused token.
    refused: bool,
}

#[derive(Debug)]
struct Held {
    token: Arc<Token>,
    landed: Moment,
    /// True if the token replaced a refused token.
    replaces: bool,
}

#[derive(Debug)]
struct Flight {
    number: u64,
    signs: Signs,
    /// The watch of callers that use a token due for renewal, and the time of their last look.
    passing: (Watch, Instant),
}

/// The token, failure or flight that a call finds.
#[derive(Debug)]
pub(crate) enum AtHand {
    Token(Arc<Token>),
    Failure(Error),
    /// A flight to wait for, with the number of the waiter.
    Wait(u64, Watch),
}

/// The work to do once the lock is released.
#[derive(Debug, Default)]
#[must_use]
pub(crate) struct Next {
    /// The number of the flight to start.
    pub(crate) start: Option<u64>,
    /// The wakers to wake.
    pub(crate) wake: Vec<Waker>,
}

impl Slot {
    /// Returns the token, failure or flight for a call. Starts a flight if one is due.
    pub(crate) fn look(&mut self, now: Instant) -> (AtHand, Next) {
        let mut next = Next::default();
        let (token, due) = match self.held.as_ref().map(|held| (held.token.age(), &held.token)) {
            Some((Age::Fresh, token)) => return (AtHand::Token(Arc::clone(token)), next),
            Some((Age::Due, token)) => (Some(Arc::clone(token)), true),
            Some((Age::Over, _)) | None => (None, false),
        };
        if self.flight.is_none() {
            match self.failed(now) {
                Some(error) if !due => return (AtHand::Failure(error.clone()), next),
                Some(_) => {}
                None => self.begin(now, &mut next),
            }
        } else if due {
            self.pass(now, &mut next);
        }
        match (token, &self.flight) {
            (Some(token), _) => (AtHand::Token(token), next),
            (None, Some(flight)) => {
                let watch = flight.signs.watch();
                (AtHand::Wait(self.waiters.join(), watch), next)
            }
            (None, None) => {
                let error = Error::noted(ErrorKind::Config, "no request for a token could be started");
                (AtHand::Failure(error), next)
            }
        }
    }

    /// Gives up a refused token, unless it was already replaced, and starts a flight for another. Returns
    /// false if the token is kept: the service granted it a moment ago in place of a refused token, and
    /// would refuse the next one too.
    pub(crate) fn refuse(&mut self, token: &Arc<Token>, now: Instant) -> (bool, Next) {
        let mut next = Next::default();
        if let Some(held) = self.held.as_ref().filter(|held| Arc::ptr_eq(&held.token, token)) {
            self.refused = true;
            let again = held.replaces && held.landed.elapsed() < REMEMBER_REFUSAL;
            if again && self.flight.is_none() {
                return (false, next);
            }
            self.held = None;
        }
        if self.held.is_none() && self.flight.is_none() && self.failed(now).is_none() {
            self.begin(now, &mut next);
        }
        (true, next)
    }

    /// Looks at the flight after a waiter has waited for another [`TICK`], and takes it over if it stalled.
    pub(crate) fn tick(&mut self, watch: &mut Watch, now: Instant) -> Next {
        let mut next = Next::default();
        if let Some(flight) = &mut self.flight {
            next.wake.extend(flight.signs.ping());
            if watch.is_stalled(&flight.signs) {
                self.begin(now, &mut next);
                // From here on, the waiter watches the new flight.
                self.flight.iter().for_each(|flight| *watch = flight.signs.watch());
            }
        }
        next
    }

    /// Does the same as `tick` for callers that do not wait, at most once per `TICK`.
    fn pass(&mut self, now: Instant, next: &mut Next) {
        let Some(flight) = &mut self.flight else { return };
        let (watch, last) = &mut flight.passing;
        if now.saturating_duration_since(*last) < TICK {
            return;
        }
        *last = now;
        next.wake.extend(flight.signs.ping());
        if watch.is_stalled(&flight.signs) {
            self.begin(now, next);
        }
    }

    fn failed(&self, now: Instant) -> Option<&Error> {
        self.failure.as_ref().filter(|(until, _)| now < *until).map(|(_, error)| error)
    }

    /// Makes a new flight the current one.
    fn begin(&mut self, now: Instant, next: &mut Next) {
        self.latest += 1;
        next.start = Some(self.latest);
        let signs = Signs::of(self.latest);
        let flight = Flight { number: self.latest, passing: (signs.watch(), now), signs };
        next.wake.extend(self.flight.replace(flight).and_then(|taken_over| taken_over.signs.into_waker()));
    }

    /// Notes that a flight is polled with this waker. Drop the returned waker once the lock is released.
    #[must_use]
    pub(crate) fn sign(&mut self, number: u64, waker: Waker) -> Option<Waker> {
        match self.flight.as_mut().filter(|flight| flight.number == number) {
            Some(flight) => flight.signs.alive(waker),
            None => Some(waker),
        }
    }

    /// Takes the result of a flight. The current flight always counts. A flight that was taken over counts
    /// only if it brings a token and the slot has none.
    pub(crate) fn land(&mut self, number: u64, outcome: &TokenResult, now: Instant) -> Next {
        let mut next = Next::default();
        if self.end(number, &mut next) {
            if let Err(error) = outcome {
                self.failure = Some((now + remembered(error), error.clone()));
            }
        } else if outcome.is_err() || self.has_token() {
            return next;
        }
        if let Ok(token) = outcome {
            let replaces = std::mem::take(&mut self.refused);
            self.held = Some(Held { token: Arc::clone(token), landed: Moment::now(), replaces });
            self.failure = None;
        }
        self.waiters.tell(Some(outcome), &mut next.wake);
        next
    }

    /// Ends a flight that was dropped with its runtime. Its waiters look again and start another.
    pub(crate) fn lose(&mut self, number: u64) -> Next {
        let mut next = Next::default();
        if self.end(number, &mut next) {
            self.waiters.tell(None, &mut next.wake);
        }
        next
    }

    /// Ends a flight. Returns true if it was the current one.
    fn end(&mut self, number: u64, next: &mut Next) -> bool {
        let ended = self.flight.take_if(|flight| flight.number == number);
        let current = ended.is_some();
        // Dropped after the lock is released: the last handle to a task may drop more than itself.
        next.wake.extend(ended.and_then(|flight| flight.signs.into_waker()));
        current
    }

    fn has_token(&self) -> bool {
        self.held.as_ref().is_some_and(|held| held.token.age() != Age::Over)
    }
}

#[cfg(test)]
impl Slot {
    /// True if there is no flight and no waiter.
    pub(crate) fn is_at_rest(&self) -> bool {
        self.flight.is_none() && self.waiters.is_empty()
    }
}

/// The time for which every call gets the error of a failure.
fn remembered(error: &Error) -> Duration {
    if error.is_auth() || error.kind() == ErrorKind::Rejected {
        return REMEMBER_REFUSAL;
    }
    // The wait that the service asked for counts, up to the longest wait of a call.
    REMEMBER_FAILURE.max(error.retry_after().unwrap_or_default().min(LONGEST_WAIT))
}
