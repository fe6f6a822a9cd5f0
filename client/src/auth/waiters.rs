//! Those who wait for a request for a token.

use std::{
    collections::BTreeMap,
    task::{Poll, Waker},
};

use super::token::TokenResult;

/// Waiters by number. Each is told by itself what came, so that nothing that happens later can take it back.
#[derive(Debug, Default)]
pub(crate) struct Waiters {
    /// In the order of their coming.
    all: BTreeMap<u64, Waiter>,
    latest: u64,
}

#[derive(Debug)]
enum Waiter {
    Waiting(Option<Waker>),
    Landed(TokenResult),
    /// The flight went down with its runtime.
    Lost,
}

impl Waiters {
    /// Another one waits. Returns its number.
    pub(super) fn join(&mut self) -> u64 {
        self.latest += 1;
        self.all.insert(self.latest, Waiter::Waiting(None));
        self.latest
    }

    /// Tells everyone what came; nothing, when the flight is lost.
    pub(super) fn tell(&mut self, outcome: Option<&TokenResult>, wake: &mut Vec<Waker>) {
        for waiter in self.all.values_mut() {
            if let Waiter::Waiting(waker) = waiter {
                wake.extend(waker.take());
                *waiter = outcome.cloned().map_or(Waiter::Lost, Waiter::Landed);
            }
        }
    }

    /// What a waiter was told; ready with nothing when it must look again. The waker that comes back is to be
    /// dropped once the lock is released.
    pub(crate) fn poll(&mut self, waiter: u64, waker: Waker) -> (Poll<Option<TokenResult>>, Option<Waker>) {
        if let Some(Waiter::Waiting(old)) = self.all.get_mut(&waiter) {
            return (Poll::Pending, old.replace(waker));
        }
        match self.all.remove(&waiter) {
            Some(Waiter::Landed(outcome)) => (Poll::Ready(Some(outcome)), Some(waker)),
            _ => (Poll::Ready(None), Some(waker)),
        }
    }

    /// A waiter goes away. What comes back is to be dropped once the lock is released.
    #[must_use]
    pub(crate) fn leave(&mut self, waiter: u64) -> Option<Waker> {
        match self.all.remove(&waiter) {
            Some(Waiter::Waiting(waker)) => waker,
            _ => None,
        }
    }

    /// Whether nobody waits.
    #[cfg(test)]
    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}
