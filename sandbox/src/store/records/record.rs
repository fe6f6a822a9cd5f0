//! A stored record.

use std::{sync::Arc, time::Duration};

use super::{
    change::Change,
    history::{History, Moment},
    stamp::Stamp,
};
use crate::store::values::{self, Name, Values};

/// A stored record.
pub(crate) struct Record {
    /// The kind, an index into the contract's records.
    pub(super) kind: usize,
    /// The number of records that were created before it, plus one.
    pub(super) place: u64,
    pub(super) values: Values,
    /// The values that it takes at the next read.
    pub(super) then: Change,
    /// The time of its last change, on the sandbox's clock.
    pub(super) since: Duration,
    /// The time at which its next event happens by itself, and that event's index; `None` if there is none.
    pub(super) due: Option<(Duration, usize)>,
    pub(super) history: History,
    /// The keys that it was created with.
    pub(super) keys: Vec<Arc<str>>,
    /// The number of its last change among the changes of all records.
    pub(super) revision: u64,
}

impl Record {
    /// Its kind, an index into the contract's records.
    pub(crate) fn kind(&self) -> usize {
        self.kind
    }

    /// Its number, from 1.
    pub(crate) fn number(&self) -> u64 {
        self.place
    }

    /// Its changes, oldest first.
    pub(crate) fn history(&self) -> &History {
        &self.history
    }

    /// The names and values of its fields.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        values::shown(&self.values)
    }

    /// Returns true if it has these values.
    pub(crate) fn has(&self, values: &Values) -> bool {
        values.iter().all(|(name, value)| self.values.get(name) == Some(value))
    }

    /// The value under a name: the current value, or the value that a read would return.
    pub(super) fn holds(&self, name: &Name, reads: bool) -> Option<&String> {
        let then = if reads { self.then.set().get(name) } else { None };
        then.or_else(|| self.values.get(name))
    }

    /// Changes its values, and sets the change of the next read. Returns true if a value changed.
    pub(super) fn become_at(
        &mut self,
        at: Moment<'_>,
        change: &Change,
        then: Change,
        stamp: &Stamp<'_>,
    ) -> bool {
        let before = self.values.clone();
        change.apply(&mut self.values, stamp);
        self.then = then;
        let changed = self.values != before;
        if changed {
            self.since = at.now;
            self.history.note(at, &before, &self.values);
        }
        changed
    }
}
