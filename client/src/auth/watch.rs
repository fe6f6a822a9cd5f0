//! Whether the request for a token makes progress. It is polled by the runtime of whoever asked first,
//! and nobody else can know whether anybody drives that one: a flight is asked for a sign of life, and taken
//! over when there is none.

use std::{task::Waker, time::Duration};

/// How often a waiter looks.
pub(crate) const TICK: Duration = Duration::from_millis(100);

/// After how many looks in a row without a sign of life a flight is taken over. Looks are counted, and not the
/// time between them: a machine that was suspended, or a process that was stopped, has not looked.
const LOOKS: u32 = 3;

/// The signs of life of a flight.
#[derive(Debug)]
pub(super) struct Signs {
    flight: u64,
    seen: u64,
    /// How it is woken, once it was polled.
    waker: Option<Waker>,
    /// It was asked for a sign since the last one.
    asked: bool,
}

/// What one observer saw of them.
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

    /// A sign of life. Returns how the flight was to be woken before.
    pub(super) fn alive(&mut self, waker: Waker) -> Option<Waker> {
        self.seen += 1;
        self.asked = false;
        self.waker.replace(waker)
    }

    /// What to wake so that there is a sign, unless somebody else did so already.
    pub(super) fn ping(&mut self) -> Option<Waker> {
        let first = !std::mem::replace(&mut self.asked, true);
        self.waker.clone().filter(|_| first)
    }

    /// An observer who begins now.
    pub(super) fn watch(&self) -> Watch {
        Watch { flight: self.flight, seen: self.seen, missed: 0 }
    }

    pub(super) fn into_waker(self) -> Option<Waker> {
        self.waker
    }
}

impl Watch {
    /// Looks once more. True when there was no sign of life for too long.
    pub(super) fn is_stalled(&mut self, signs: &Signs) -> bool {
        if (self.flight, self.seen) == (signs.flight, signs.seen) {
            self.missed += 1;
        } else {
            *self = signs.watch();
        }
        self.missed >= LOOKS
    }
}
