//! A stored record.

use std::{sync::Arc, time::Duration};

use super::history::{History, Moment};
use crate::{
    behaviour::scalar::Class,
    store::values::{Name, Values},
};

/// A stored record.
pub(crate) struct Record {
    /// The kind, an index into the contract's records.
    pub(super) kind: usize,
    /// The number of records that were created before it, plus one.
    pub(super) place: u64,
    pub(super) values: Values,
    /// The values that it takes at the next read.
    pub(super) then: Values,
    /// The time of its last change, on the sandbox's clock.
    pub(super) since: Duration,
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
        let fields = self.values.iter().filter(|((_, class), _)| *class != Class::Lacking);
        fields.map(|((wire, _), value)| (wire.as_str(), value.as_str()))
    }

    /// Returns true if it has these values.
    pub(crate) fn has(&self, values: &Values) -> bool {
        values.iter().all(|(name, value)| self.values.get(name) == Some(value))
    }

    /// The value under a name: the current value, or the value that a read would return.
    pub(super) fn holds(&self, name: &Name, reads: bool) -> Option<&String> {
        let then = if reads { self.then.get(name) } else { None };
        then.or_else(|| self.values.get(name))
    }

    /// Takes new values, and forgets those of the next read.
    pub(super) fn become_at(&mut self, at: Moment<'_>, set: Values, revisions: &mut u64) -> Values {
        let before = self.values.clone();
        self.values.extend(set);
        self.then.clear();
        self.note(at, &before, revisions);
        self.values.clone()
    }

    /// Keeps a change of its values.
    pub(super) fn note(&mut self, at: Moment<'_>, before: &Values, revisions: &mut u64) {
        self.since = at.now;
        self.history.note(at, before, &self.values);
        *revisions += 1;
        self.revision = *revisions;
    }
}
