//! Stores the records.

pub(crate) mod history;

use std::{collections::VecDeque, time::Duration};

use self::history::{History, Moment};
use super::{
    cursors::Cursors,
    schema::Schema,
    values::{Name, Values},
};
use crate::behaviour::scalar::Class;

/// The number of records that are kept, of all kinds together. The oldest are dropped first. It is enough
/// for any test, and small enough for a sandbox that runs for weeks.
const KEPT: usize = 10_000;

/// A stored record.
pub(crate) struct Record {
    /// The kind, an index into the contract's records.
    kind: usize,
    /// The number of records that were created before it, plus one.
    place: u64,
    values: Values,
    /// The values that it takes at the next read.
    then: Values,
    /// The time of its last change, on the sandbox's clock.
    since: Duration,
    history: History,
    /// The number of its last change among the changes of all records.
    revision: u64,
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
    fn holds(&self, name: &Name, reads: bool) -> Option<&String> {
        let then = if reads { self.then.get(name) } else { None };
        then.or_else(|| self.values.get(name))
    }

    /// Takes new values, and forgets those of the next read.
    fn become_at(&mut self, at: Moment<'_>, set: Values, revisions: &mut u64) -> Values {
        let before = self.values.clone();
        self.values.extend(set);
        self.then.clear();
        self.note(at, &before, revisions);
        self.values.clone()
    }

    /// Keeps a change of its values.
    fn note(&mut self, at: Moment<'_>, before: &Values, revisions: &mut u64) {
        self.since = at.now;
        self.history.note(at, before, &self.values);
        *revisions += 1;
        self.revision = *revisions;
    }
}

/// A record that a query found.
pub(super) struct Found {
    pub(super) values: Values,
    pub(super) place: u64,
    /// True if the query has changed its values.
    pub(super) changed: bool,
}

/// The records that a query asks for, of those that match.
#[derive(Clone, Copy)]
pub(super) enum Extent {
    /// The latest one.
    Latest,
    All,
    /// The first ones behind a place, up to a number.
    Page {
        after: u64,
        most: usize,
    },
}

/// The stored records, oldest first. It has no `Debug`, because the values of callers are private.
#[derive(Default)]
pub(crate) struct Records {
    records: VecDeque<Record>,
    /// The last number that was assigned.
    numbers: i64,
    /// The number of records that were created.
    created: u64,
    /// The number of changes of records.
    revisions: u64,
    /// The cursors of lists of records.
    pub(super) cursors: Cursors,
}

impl Records {
    /// Assigns a number that no other record has.
    pub(super) fn number(&mut self) -> i64 {
        self.numbers = self.numbers.saturating_add(1);
        self.numbers
    }

    /// Stores all of the new records, or none and an error if a record has the key of another. Without a schema, keys may
    /// be the same.
    pub(super) fn create(
        &mut self,
        kind: usize,
        schema: Option<&Schema>,
        made: Vec<(Values, Values)>,
        at: Moment<'_>,
    ) -> Result<Vec<Values>, ()> {
        let alike = |one: &Values, other: &Values| schema.is_some_and(|schema| schema.are_alike(one, other));
        for (index, (values, _)) in made.iter().enumerate() {
            let mut here = self.records.iter().filter(|record| record.kind == kind);
            let before = &mut made[..index].iter();
            if here.any(|record| alike(&record.values, values)) || before.any(|(one, _)| alike(one, values)) {
                return Err(());
            }
        }
        let mut created = Vec::new();
        for (values, then) in made {
            created.push(values.clone());
            self.created += 1;
            self.revisions += 1;
            let (place, revision) = (self.created, self.revisions);
            let history = History::begin(at);
            self.records.push_back(Record { kind, place, values, then, since: at.now, history, revision });
        }
        let surplus = self.records.len().saturating_sub(KEPT);
        self.records.drain(..surplus);
        Ok(created)
    }

    /// Finds records that have the wanted values, and says if there are more behind them. Without `changes` it is a
    /// read: it compares the values that each record takes at this read, and the records it finds take them.
    /// With `changes`, the records it finds get new values, and the values to take at their next read.
    pub(super) fn find(
        &mut self,
        kind: usize,
        wanted: &Values,
        changes: Option<&(Values, Values)>,
        extent: Extent,
        at: Moment<'_>,
    ) -> (Vec<Found>, bool) {
        let reads = changes.is_none();
        let fits = |record: &&mut Record| {
            record.kind == kind && wanted.iter().all(|(name, text)| record.holds(name, reads) == Some(text))
        };
        let mut records: Vec<&mut Record> = match extent {
            Extent::Latest => self.records.iter_mut().rev().filter(fits).take(1).collect(),
            Extent::All => self.records.iter_mut().filter(fits).collect(),
            Extent::Page { after, most } => {
                let behind = self.records.iter_mut().filter(|record| record.place > after);
                behind.filter(fits).take(most.saturating_add(1)).collect()
            }
        };
        let most = if let Extent::Page { most, .. } = extent { most } else { usize::MAX };
        let more = records.len() > most;
        records.truncate(most);
        let mut found: Vec<Found> = Vec::new();
        for record in records {
            let before = record.values.clone();
            match changes {
                Some((set, then)) => {
                    record.values.extend(set.clone());
                    record.then = then.clone();
                }
                None => record.values.append(&mut record.then),
            }
            let changed = record.values != before;
            if changed {
                record.note(at, &before, &mut self.revisions);
            }
            found.push(Found { changed, place: record.place, values: record.values.clone() });
        }
        (found, more)
    }

    /// Returns the values of the latest record whose every value fits. Unlike a read, it changes nothing.
    pub(super) fn latest(&self, kind: usize, fits: impl Fn(&Name, &String) -> bool) -> Option<Values> {
        let mut records = self.records.iter().rev().filter(|record| record.kind == kind);
        let found = records.find(|record| record.values.iter().all(|(name, value)| fits(name, value)));
        found.map(|record| record.values.clone())
    }

    /// Changes the latest record for which `change` returns something, and returns its values: `None` if there is no such
    /// record, `Some(None)` if it has no values for it.
    pub(super) fn change(
        &mut self,
        kind: usize,
        at: Moment<'_>,
        change: impl Fn(&Values) -> Option<Option<Values>>,
    ) -> Option<Option<Values>> {
        let records = self.records.iter_mut().rev().filter(|record| record.kind == kind);
        let (record, set) = records
            .map(|record| (change(&record.values), record))
            .find_map(|(set, record)| Some((record, set?)))?;
        Some(set.map(|set| record.become_at(at, set, &mut self.revisions)))
    }

    /// Changes every record that has not changed since a time, if `change` has values for it.
    pub(super) fn change_older(
        &mut self,
        kind: usize,
        since: Duration,
        at: Moment<'_>,
        change: impl Fn(&Values) -> Option<Values>,
    ) -> Vec<Values> {
        let revisions = &mut self.revisions;
        let due = self.records.iter_mut().filter(|record| record.kind == kind && record.since <= since);
        due.filter_map(|record| change(&record.values).map(|set| record.become_at(at, set, revisions)))
            .collect()
    }

    /// The records, oldest first, each with the number of its last change.
    pub(crate) fn all(&self) -> impl Iterator<Item = (u64, &Record)> {
        self.records.iter().map(|record| (record.revision, record))
    }

    /// The number of the oldest record that is kept, or of the next one.
    pub(crate) fn first(&self) -> u64 {
        self.records.front().map_or(self.created + 1, |record| record.place)
    }

    /// The number of changes of records so far.
    pub(crate) fn revision(&self) -> u64 {
        self.revisions
    }

    pub(crate) fn clear(&mut self) {
        // A list that is shown has changed.
        self.revisions += u64::from(!self.records.is_empty());
        self.records.clear();
        self.cursors.clear();
    }
}

#[cfg(test)]
mod tests {
    use crate::behaviour::scalar::Class;

    use super::*;

    #[test]
    fn the_oldest_go_when_there_are_too_many() {
        let name = ("number".to_owned(), Class::Text);
        let schema = Schema::keyed(vec![vec![name.clone()]]);
        let at = Moment { now: Duration::ZERO, cause: "create" };
        let mut records = Records::default();
        for number in 0..KEPT + 5 {
            let values = Values::from([(name.clone(), number.to_string())]);
            // Each record gets its own kind, because comparing the key with all records of a kind is slow.
            assert!(records.create(number, Some(&schema), vec![(values, Values::new())], at).is_ok());
        }
        assert_eq!(records.records.len(), KEPT);
        let wanted = |number: usize| Values::from([(name.clone(), number.to_string())]);
        assert!(records.find(4, &wanted(4), None, Extent::Latest, at).0.is_empty());
        assert_eq!(records.find(5, &wanted(5), None, Extent::Latest, at).0[0].values, wanted(5));
    }
}
