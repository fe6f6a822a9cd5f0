//! Detection of a stalled token request. The runtime of the first caller polls the request, and other
//! callers can't know if that runtime is still driven. So they ask the flight for a sign of life, and
//! take it over if there is none.

use std::{task::Waker, time::Duration};

/// The time between two looks of a waiter.
pub(crate) const TICK: Duration = Duration::from_millis(100);

/// The number of looks in a row without a sign of life after which a flight is taken over. Looks are
/// counted, not time: a suspended machine or a stopped process does not look.
const LOOKS: u32 = 3;

/// The signs of life of a flight.
#[derive(Debug)]
pub(super) struct Signs {
    flight: u64,
    seen: u64,
    /// The waker of the flight, once it was polled.
    waker: Option<Waker>,
    /// True if a sign was asked for since the last sign.
    asked: bool,
}

/// The signs of life that one observer saw.
#[derive(Debug)]
pub(crate) struct Watch {
    flight: u64,
    seen: u64,
    missed: u32,
}

impl Signs {
    pub(super) fn of(flight: u64) -> Self {
        Self { flight, seen: 0, waker: None, asked: false }
    }

    /// Notes a sign of life. Returns the waker that the flight had before.
    pub(super) fn alive(&mut self, waker: Waker) -> Option<Waker> {
        self.seen += 1;
        self.asked = false;
        self.waker.replace(waker)
    }

    /// Returns the waker to wake for a sign of life, or `None` if a sign was already asked for.
    pub(super) fn ping(&mut self) -> Option<Waker> {
        let first = !std::mem::replace(&mut self.asked, true);
        self.waker.clone().filter(|_| first)
    }

    /// Returns an observer that begins now.
    pub(super) fn watch(&self) -> Watch {
        Watch { flight: self.flight, seen: self.seen, missed: 0 }
    }

    pub(super) fn into_waker(self) -> Option<Waker> {
        self.waker
    }
}

impl Watch {
    /// Looks once more. Returns true if there was no sign of life for too long.
    pub(super) fn is_stalled(&mut self, signs: &Signs) -> bool {
        if (self.flight, self.seen) == (signs.flight, signs.seen) {
            self.missed += 1;
        } else {
            *self = signs.watch();
        }
        self.missed >= LOOKS
    }
}
