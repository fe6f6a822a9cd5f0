//! The token request in flight, and the calls that wait for it.

use std::{
    future::Future,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
};

use tokio::time::Instant;

use super::token::Token;
use super::{
    renewal::{Next, Slot},
    token::TokenResult,
};
use crate::error::{Error, ErrorKind};

/// The future of a token request.
pub type Fetching = Pin<Box<dyn Future<Output = Result<Fetched, Error>> + Send>>;

/// A token as the service granted it.
#[derive(Debug)]
pub struct Fetched(pub(crate) Token);

/// The place of a slot, behind a lock. Nothing is awaited under the lock.
pub(crate) trait Place: Clone {
    /// Changes the slot.
    fn with<R>(&self, change: impl FnOnce(&mut Slot) -> R) -> R;
}

/// Wakes the wakers of a step. Returns the number of the flight to start, if any.
pub(crate) fn follow(next: Next) -> Option<u64> {
    next.wake.into_iter().for_each(std::task::Waker::wake);
    next.start
}

/// The token request in flight. A flight lands when the request is done or its transport panics. A
/// flight that is dropped before that, as by a runtime that shuts down, is lost.
pub(crate) struct Flight<P: Place> {
    place: P,
    number: u64,
    fetching: Fetching,
    state: State,
    lost: Arc<AtomicBool>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Waiting,
    /// The flight is being polled. A drop in this state means that the poll panicked.
    Polled,
    Landed,
}

impl<P: Place> Flight<P> {
    pub(crate) fn new(place: P, number: u64, fetching: Fetching) -> Self {
        Self { place, number, fetching, state: State::Waiting, lost: Arc::default() }
    }

    /// Becomes true when the flight is lost.
    pub(crate) fn lost(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.lost)
    }

    fn land(&mut self, outcome: &TokenResult) {
        self.state = State::Landed;
        follow(self.place.with(|slot| slot.land(self.number, outcome, Instant::now())));
    }
}

impl<P: Place + Unpin> Future for Flight<P> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let waker = context.waker().clone();
        let old = self.place.with(|slot| slot.sign(self.number, waker));
        drop(old);
        self.state = State::Polled;
        let polled = self.fetching.as_mut().poll(context);
        self.state = State::Waiting;
        polled.map(|fetched| self.land(&fetched.map(|Fetched(token)| Arc::new(token))))
    }
}

impl<P: Place> Drop for Flight<P> {
    fn drop(&mut self) {
        match self.state {
            State::Landed => {}
            State::Polled => self.land(&Err(Error::noted(ErrorKind::Transport, "the transport panicked"))),
            State::Waiting => {
                self.lost.store(true, Ordering::Relaxed);
                follow(self.place.with(|slot| slot.lose(self.number)));
            }
        }
    }
}

/// Waits for a flight to land. Returns `None` if the flight is lost.
pub(crate) struct Waiting<P: Place> {
    place: P,
    waiter: u64,
}

impl<P: Place> Waiting<P> {
    pub(crate) fn new(place: P, waiter: u64) -> Self {
        Self { place, waiter }
    }
}

impl<P: Place> Future for Waiting<P> {
    type Output = Option<TokenResult>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<TokenResult>> {
        let waker = context.waker().clone();
        let (polled, old) = self.place.with(|slot| slot.waiters.poll(self.waiter, waker));
        drop(old);
        polled
    }
}

impl<P: Place> Drop for Waiting<P> {
    fn drop(&mut self) {
        let waker = self.place.with(|slot| slot.waiters.leave(self.waiter));
        drop(waker);
    }
}
