//! What is known about the token of one set of scopes, and who waits for it. Nothing here waits, locks or
//! wakes: each step is one change under the lock around it, and says what to do after that.

use std::{sync::Arc, task::Waker, time::Duration};

use tokio::time::Instant;

use super::{
    waiters::Waiters,
    watch::{Signs, TICK, Watch},
};
use crate::{
    auth::token::{Age, Token, TokenResult},
    clock::Moment,
    error::{Error, ErrorKind},
    limits::LONGEST_WAIT,
};

/// How long a temporary failure to fetch a token is the answer to every call.
pub const REMEMBER_FAILURE: Duration = Duration::from_secs(1);
/// How long refused credentials are the answer to every call, and how young a token is that is not
/// renewed when it is refused, as the one before it was.
pub const REMEMBER_REFUSAL: Duration = Duration::from_secs(10);

/// A token, a failure and a flight, the request for another token. Flights have numbers: a flight that
/// was taken over is not the current one any more, and may still land.
#[derive(Debug, Default)]
pub(crate) struct Slot {
    held: Option<Held>,
    flight: Option<Flight>,
    /// The last failure, and until when it is the answer.
    failure: Option<(Instant, Error)>,
    pub(crate) waiters: Waiters,
    /// The number of the latest flight.
    latest: u64,
    /// The token that lands next comes in place of one that was refused.
    refused: bool,
}

#[derive(Debug)]
struct Held {
    token: Arc<Token>,
    landed: Moment,
    /// It came in place of one that was refused.
    replaces: bool,
}

#[derive(Debug)]
struct Flight {
    number: u64,
    signs: Signs,
    /// What callers saw that went on with the token at hand, and when the last of them looked.
    passing: (Watch, Instant),
}

/// What there is for a call.
#[derive(Debug)]
pub(crate) enum AtHand {
    Token(Arc<Token>),
    Failure(Error),
    /// A flight to wait for, as the waiter with this number.
    Wait(u64, Watch),
}

/// What to do once the lock is released.
#[derive(Debug, Default)]
#[must_use]
pub(crate) struct Next {
    /// The flight with this number takes off.
    pub(crate) start: Option<u64>,
    /// These are woken.
    pub(crate) wake: Vec<Waker>,
}

impl Slot {
    /// What there is now; starts a flight where one is due.
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

    /// Gives up a token that was refused, unless another has already taken its place, and starts a flight
    /// for another. False when it is kept: a service that refuses what it granted a moment ago, in place
    /// of another that it had refused, would do so again.
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

    /// A waiter has waited for another [`TICK`]: takes over a flight that shows no sign of life.
    pub(crate) fn tick(&mut self, watch: &mut Watch, now: Instant) -> Next {
        let mut next = Next::default();
        if let Some(flight) = &mut self.flight {
            next.wake.extend(flight.signs.ping());
            if watch.is_stalled(&flight.signs) {
                self.begin(now, &mut next);
                // Its own flight is watched from here on.
                self.flight.iter().for_each(|flight| *watch = flight.signs.watch());
            }
        }
        next
    }

    /// The same for callers that do not wait, as often as one that waits would look.
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

    /// Another flight is the current one.
    fn begin(&mut self, now: Instant, next: &mut Next) {
        self.latest += 1;
        next.start = Some(self.latest);
        let signs = Signs::of(self.latest);
        let flight = Flight { number: self.latest, passing: (signs.watch(), now), signs };
        next.wake.extend(self.flight.replace(flight).and_then(|taken_over| taken_over.signs.into_waker()));
    }

    /// The current flight is polled by this. What comes back is to be dropped once the lock is released.
    #[must_use]
    pub(crate) fn sign(&mut self, number: u64, waker: Waker) -> Option<Waker> {
        match self.flight.as_mut().filter(|flight| flight.number == number) {
            Some(flight) => flight.signs.alive(waker),
            None => Some(waker),
        }
    }

    /// A flight brought something. The current one has the last word; of one that was taken over, a token
    /// alone is of use, and only where there is none.
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

    /// A flight was dropped with its runtime. Whoever waits starts another.
    pub(crate) fn lose(&mut self, number: u64) -> Next {
        let mut next = Next::default();
        if self.end(number, &mut next) {
            self.waiters.tell(None, &mut next.wake);
        }
        next
    }

    /// Ends a flight. True when it is the current one.
    fn end(&mut self, number: u64, next: &mut Next) -> bool {
        let ended = self.flight.take_if(|flight| flight.number == number);
        let current = ended.is_some();
        // To be dropped with the others: the last handle to a task may drop more than itself.
        next.wake.extend(ended.and_then(|flight| flight.signs.into_waker()));
        current
    }

    fn has_token(&self) -> bool {
        self.held.as_ref().is_some_and(|held| held.token.age() != Age::Over)
    }
}

#[cfg(test)]
impl Slot {
    /// Nothing is under way, and nobody waits.
    pub(crate) fn is_at_rest(&self) -> bool {
        self.flight.is_none() && self.waiters.is_empty()
    }
}

/// For how long a failure is the answer to every call.
fn remembered(error: &Error) -> Duration {
    if error.is_auth() || error.kind() == ErrorKind::Rejected {
        return REMEMBER_REFUSAL;
    }
    // What the service asked for counts, as far as a call would have waited for it.
    REMEMBER_FAILURE.max(error.retry_after().unwrap_or_default().min(LONGEST_WAIT))
}
