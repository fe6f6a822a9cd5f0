//! The results of a run of recovery.

use std::fmt;

use crate::journal::entry::State;

/// The results of a run of recovery, as numbers of entries.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// Leased to this run.
    pub claimed: usize,
    /// Decided: paid, or otherwise done.
    pub done: usize,
    /// Decided: declined, cancelled or never arrived.
    pub declined: usize,
    /// Decided: paid, and given back since.
    pub reversed: usize,
    /// Left to a person.
    pub person: usize,
    /// Pending at the service, and due later.
    pub pending: usize,
    /// Being cancelled, and due later.
    pub cancelling: usize,
    /// Unknown, and due later.
    pub waiting: usize,
    /// Decided earlier, by a person or before a crash, and told to the application.
    pub told: usize,
    /// Decided, but the application could not be told; due later.
    pub untold: usize,
    /// Changed by others meanwhile.
    pub lost: usize,
    /// Not recorded, because the journal failed.
    pub failed: usize,
}

/// The result for one entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Settled {
    /// It has this state, in which it stays or waits.
    Is(State),
    /// The application was told an earlier decision.
    Told,
    /// The application could not be told.
    Untold,
    /// The lease was lost.
    Lost,
    /// The journal failed.
    Failed,
}

impl Report {
    pub(super) fn add(&mut self, settled: Settled) {
        self.claimed += 1;
        *match settled {
            Settled::Is(State::Done) => &mut self.done,
            // Recovery decides for no entry that it was not made.
            Settled::Is(State::Declined | State::NotMade) => &mut self.declined,
            Settled::Is(State::Reversed) => &mut self.reversed,
            Settled::Is(State::Person) => &mut self.person,
            Settled::Is(State::Pending) => &mut self.pending,
            Settled::Is(State::Cancelling) => &mut self.cancelling,
            Settled::Is(State::Open) => &mut self.waiting,
            Settled::Told => &mut self.told,
            Settled::Untold => &mut self.untold,
            Settled::Lost => &mut self.lost,
            Settled::Failed => &mut self.failed,
        } += 1;
    }
}

/// Writes the numbers that are not zero, in one line.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "claimed {}", self.claimed)?;
        let numbers = [
            ("done", self.done),
            ("declined", self.declined),
            ("reversed", self.reversed),
            ("for a person", self.person),
            ("pending", self.pending),
            ("cancelling", self.cancelling),
            ("waiting", self.waiting),
            ("told", self.told),
            ("untold", self.untold),
            ("lost", self.lost),
            ("failed", self.failed),
        ];
        let mut some = numbers.into_iter().filter(|(_, number)| *number > 0);
        some.try_for_each(|(name, number)| write!(f, ", {name} {number}"))
    }
}
