//! The calls that wait for a token request.

use std::{
    collections::BTreeMap,
    task::{Poll, Waker},
};

use super::token::TokenResult;

/// Waiters by number. Each gets its own copy of the result, so that no later step can take it back.
#[derive(Debug, Default)]
pub(crate) struct Waiters {
    /// In order of arrival.
    all: BTreeMap<u64, Waiter>,
    latest: u64,
}

#[derive(Debug)]
enum Waiter {
    Waiting(Option<Waker>),
    Landed(TokenResult),
    /// The flight was dropped with its runtime.
    Lost,
}

impl Waiters {
    /// Adds a waiter. Returns its number.
    pub(super) fn join(&mut self) -> u64 {
        self.latest += 1;
        self.all.insert(self.latest, Waiter::Waiting(None));
        self.latest
    }

    /// Gives every waiter the result of the flight, or `None` if the flight is lost.
    pub(super) fn tell(&mut self, outcome: Option<&TokenResult>, wake: &mut Vec<Waker>) {
        for waiter in self.all.values_mut() {
            if let Waiter::Waiting(waker) = waiter {
                wake.extend(waker.take());
                *waiter = outcome.cloned().map_or(Waiter::Lost, Waiter::Landed);
            }
        }
    }

    /// Returns the result of a waiter. Ready with `None` if the waiter must look again. Drop the returned
    /// waker once the lock is released.
    pub(crate) fn poll(&mut self, waiter: u64, waker: Waker) -> (Poll<Option<TokenResult>>, Option<Waker>) {
        if let Some(Waiter::Waiting(old)) = self.all.get_mut(&waiter) {
            return (Poll::Pending, old.replace(waker));
        }
        match self.all.remove(&waiter) {
            Some(Waiter::Landed(outcome)) => (Poll::Ready(Some(outcome)), Some(waker)),
            _ => (Poll::Ready(None), Some(waker)),
        }
    }

    /// Removes a waiter. Drop the returned waker once the lock is released.
    #[must_use]
    pub(crate) fn leave(&mut self, waiter: u64) -> Option<Waker> {
        match self.all.remove(&waiter) {
            Some(Waiter::Waiting(waker)) => waker,
            _ => None,
        }
    }

    /// True if there is no waiter.
    #[cfg(test)]
    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}
