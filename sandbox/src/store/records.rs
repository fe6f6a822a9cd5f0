//! Stores the records.

pub(crate) mod history;
mod record;
mod taken;

use std::{
    collections::{HashSet, VecDeque},
    sync::Arc,
    time::Duration,
};

pub(crate) use self::record::Record;
use self::{
    history::{History, Moment},
    taken::Taken,
};
use super::{
    cursors::Cursors,
    schema::Schema,
    values::{Name, Values},
};

/// The number of records that are kept, of all kinds together. The oldest are dropped first. It is enough
/// for any test, and small enough for a sandbox that runs for weeks.
const KEPT: usize = 10_000;

/// A record to store.
pub(super) struct New {
    pub(super) values: Values,
    /// The values that it takes at the next read.
    pub(super) then: Values,
    /// True if there may be one of the same key.
    pub(super) duplicate: bool,
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
    taken: Taken,
    /// The cursors of lists of records.
    pub(super) cursors: Cursors,
}

impl Records {
    /// Assigns a number that no other record has.
    pub(super) fn number(&mut self) -> i64 {
        self.numbers = self.numbers.saturating_add(1);
        self.numbers
    }

    /// Stores all of the new records, or none and an error if the key of one is taken.
    pub(super) fn create(
        &mut self,
        kind: usize,
        schema: &Schema,
        made: Vec<New>,
        at: Moment<'_>,
    ) -> Result<Vec<Values>, ()> {
        let keyed: Vec<(New, Vec<Arc<str>>)> = made
            .into_iter()
            .map(|new| {
                let keys = schema.keys(&new.values);
                (new, keys)
            })
            .collect();
        let mut taken = HashSet::new();
        for (new, keys) in &keyed {
            for key in keys {
                let known = !taken.insert(key) || self.taken.holds(kind, key);
                if known && !new.duplicate {
                    return Err(());
                }
            }
        }
        let created = keyed.iter().map(|(new, _)| new.values.clone()).collect();
        keyed.into_iter().for_each(|(new, keys)| self.store(kind, new, keys, at));
        let surplus = self.records.len().saturating_sub(KEPT);
        for dropped in self.records.drain(..surplus) {
            self.taken.free(dropped.kind, &dropped.keys);
        }
        Ok(created)
    }

    fn store(&mut self, kind: usize, New { values, then, .. }: New, keys: Vec<Arc<str>>, at: Moment<'_>) {
        self.taken.claim(kind, &keys);
        self.created += 1;
        self.revisions += 1;
        let (place, revision, history) = (self.created, self.revisions, History::begin(at));
        self.records.push_back(Record { kind, place, values, then, since: at.now, history, keys, revision });
    }

    /// Returns the values of the records of a kind, latest first.
    pub(super) fn of(&self, kind: usize) -> impl Iterator<Item = &Values> {
        self.records.iter().rev().filter(move |record| record.kind == kind).map(|record| &record.values)
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
        self.taken.clear();
        self.cursors.clear();
    }
}

#[cfg(test)]
mod tests {
    use crate::behaviour::scalar::Class;

    use super::*;

    #[test]
    fn the_oldest_go_when_there_are_too_many_and_free_their_keys() {
        let name = ("number".to_owned(), Class::Text);
        let schema = Schema::keyed(vec![vec![name.clone()]]);
        let at = Moment { now: Duration::ZERO, cause: "create" };
        let mut records = Records::default();
        let values = |number: usize| Values::from([(name.clone(), number.to_string())]);
        let create = |records: &mut Records, number, duplicate| {
            let new = New { values: values(number), then: Values::new(), duplicate };
            records.create(0, &schema, vec![new], at).is_ok()
        };
        for number in 0..KEPT + 5 {
            assert!(create(&mut records, number, false));
        }
        assert_eq!((records.records.len(), records.taken.len()), (KEPT, KEPT));
        assert!(records.find(0, &values(4), None, Extent::Latest, at).0.is_empty());
        assert_eq!(records.find(0, &values(5), None, Extent::Latest, at).0[0].values, values(5));
        // The second of two records of one key still holds it when the first is gone.
        assert!(!create(&mut records, 5, false) && create(&mut records, 5, true));
        assert!(create(&mut records, 4, false) && !create(&mut records, 5, false));
        assert_eq!((records.records.len(), records.taken.len()), (KEPT, KEPT));
    }
}
