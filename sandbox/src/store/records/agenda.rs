//! The changes that are due by the clock, and the numbers of changes.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use tokio::sync::Notify;

use super::record::Record;
use crate::store::values::Values;

/// An event that happens by itself.
pub(crate) struct Timer {
    /// The event, by its index among those of its record.
    pub(crate) event: usize,
    /// The values that a record must have for it.
    pub(crate) from: Values,
    /// The time since the last change of the record.
    pub(crate) after: Duration,
}

/// An event that is due.
pub(crate) struct Due {
    /// The time on the sandbox's clock at which it is due.
    pub(crate) at: Duration,
    /// The record's number.
    pub(crate) place: u64,
    pub(crate) kind: usize,
    pub(crate) event: usize,
}

/// The times at which events are due.
#[derive(Default)]
pub(super) struct Agenda {
    due: BTreeSet<(Duration, u64)>,
    /// The number of changes of records.
    revisions: u64,
    /// Told when the next event is due earlier than before.
    earlier: Arc<Notify>,
}

impl Agenda {
    pub(super) fn new(earlier: Arc<Notify>) -> Self {
        Self { earlier, ..Self::default() }
    }

    pub(super) fn revision(&self) -> u64 {
        self.revisions
    }

    /// Counts a change, and returns its number.
    pub(super) fn count(&mut self) -> u64 {
        self.revisions += 1;
        self.revisions
    }

    /// The time at which the next event is due, and the number of its record.
    pub(super) fn next(&self) -> Option<(Duration, u64)> {
        self.due.first().copied()
    }

    /// Enters the next event of a record that was created or has changed.
    pub(super) fn enter(&mut self, record: &mut Record, timers: &[Timer]) {
        let possible = timers.iter().filter(|timer| record.has(&timer.from));
        let soonest = possible.min_by_key(|timer| timer.after);
        let due = soonest.map(|timer| (record.since.saturating_add(timer.after), timer.event));
        self.strike(record);
        record.due = due;
        let Some((at, _)) = due else { return };
        self.due.insert((at, record.place));
        if self.next() == Some((at, record.place)) {
            self.earlier.notify_one();
        }
    }

    /// Strikes the event of a record that is no longer kept, or to which it does nothing.
    pub(super) fn strike(&mut self, record: &mut Record) {
        if let Some((at, _)) = record.due.take() {
            self.due.remove(&(at, record.place));
        }
    }

    pub(super) fn clear(&mut self) {
        self.due.clear();
    }
}
