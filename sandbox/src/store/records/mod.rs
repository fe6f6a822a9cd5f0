//! Stores the records.

mod agenda;
pub(crate) mod change;
mod find;
pub(crate) mod history;
pub(crate) mod kinds;
mod record;
pub(crate) mod stamp;
mod taken;

use std::{
    collections::{HashSet, VecDeque},
    sync::Arc,
    time::Duration,
};

use tokio::sync::Notify;

pub(crate) use self::record::Record;
use self::{
    agenda::{Agenda, Due},
    change::Change,
    history::{History, Moment},
    kinds::Kind,
    stamp::Stamp,
    taken::Taken,
};
use super::{cursors::Cursors, schema::Schema, values::Values};

/// The number of records that are kept, of all kinds together. The oldest are dropped first. It is enough
/// for any test, and small enough for a sandbox that runs for weeks.
const KEPT: usize = 10_000;

/// A record to store.
pub(super) struct New {
    pub(super) values: Values,
    /// The values that it takes at the next read.
    pub(super) then: Change,
    /// True if there may be one of the same key.
    pub(super) duplicate: bool,
}

/// A record that a call found or made.
pub(super) struct Found {
    pub(super) values: Values,
    pub(super) place: u64,
    /// True if its values have changed.
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
    kinds: Vec<Kind>,
    /// The time from 1970 to the start of the sandbox's clock.
    since_1970: Duration,
    agenda: Agenda,
    taken: Taken,
    /// The cursors of lists of records.
    pub(super) cursors: Cursors,
}

impl Records {
    /// No records yet. `earlier` is told when an event is due before all others.
    pub(crate) fn new(kinds: Vec<Kind>, since_1970: Duration, earlier: Arc<Notify>) -> Self {
        Self { kinds, since_1970, agenda: Agenda::new(earlier), ..Self::default() }
    }

    /// The stamp of a record that is created after so many others.
    pub(super) fn stamp(&self, kind: usize, others: usize, now: Duration) -> Stamp<'_> {
        let tracked = self.kinds.get(kind).and_then(|kind| kind.tracked.as_ref());
        Stamp {
            seconds: self.since_1970.saturating_add(now).as_secs(),
            serial: self.created + 1 + others as u64,
            tracked,
        }
    }

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
    ) -> Result<Vec<Found>, ()> {
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
        let created = keyed.into_iter().map(|(new, keys)| self.store(kind, new, keys, at)).collect();
        let surplus = self.records.len().saturating_sub(KEPT);
        for mut dropped in self.records.drain(..surplus) {
            self.taken.free(dropped.kind, &dropped.keys);
            self.agenda.strike(&mut dropped);
        }
        Ok(created)
    }

    fn store(&mut self, kind: usize, new: New, keys: Vec<Arc<str>>, at: Moment<'_>) -> Found {
        self.taken.claim(kind, &keys);
        self.created += 1;
        let New { values, then, .. } = new;
        let (place, revision, history) = (self.created, self.agenda.count(), History::begin(at));
        let mut record =
            Record { kind, place, values, then, since: at.now, due: None, history, keys, revision };
        self.agenda.enter(&mut record, self.kinds.get(kind).map(|kind| &kind.timers[..]).unwrap_or_default());
        let values = record.values.clone();
        self.records.push_back(record);
        Found { values, place, changed: true }
    }

    /// Reads the record at a place: it takes the values of its next read.
    pub(super) fn read(&mut self, place: u64, at: Moment<'_>) -> Option<Found> {
        let index = self.index(place)?;
        let then = std::mem::take(&mut self.records.get_mut(index)?.then);
        self.change(place, at, &then, Change::default())
    }

    /// Changes the record at a place, and sets the change of its next read.
    pub(super) fn change(
        &mut self,
        place: u64,
        at: Moment<'_>,
        change: &Change,
        then: Change,
    ) -> Option<Found> {
        let index = self.index(place)?;
        let record = self.records.get_mut(index)?;
        let kind = self.kinds.get(record.kind);
        let stamp = Stamp {
            seconds: self.since_1970.saturating_add(at.now).as_secs(),
            serial: place,
            tracked: kind.and_then(|kind| kind.tracked.as_ref()),
        };
        let changed = record.become_at(at, change, then, &stamp);
        if changed {
            record.revision = self.agenda.count();
            self.agenda.enter(record, kind.map(|kind| &kind.timers[..]).unwrap_or_default());
        }
        Some(Found { values: record.values.clone(), place, changed })
    }

    /// Takes the first event that is due at this time off the agenda.
    pub(super) fn due(&mut self, now: Duration) -> Option<Due> {
        let (at, place) = self.agenda.next().filter(|(at, _)| *at <= now)?;
        let index = self.index(place)?;
        let record = self.records.get_mut(index)?;
        let (kind, event) = (record.kind, record.due.map(|(_, event)| event).unwrap_or_default());
        self.agenda.strike(record);
        Some(Due { at, place, kind, event })
    }

    /// The time at which the next event is due.
    pub(crate) fn next_due(&self) -> Option<Duration> {
        self.agenda.next().map(|(at, _)| at)
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
        self.agenda.revision()
    }

    pub(crate) fn clear(&mut self) {
        // A list that is shown has changed.
        if !self.records.is_empty() {
            self.agenda.count();
        }
        self.records.clear();
        self.agenda.clear();
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
            let new = New { values: values(number), then: Change::default(), duplicate };
            records.create(0, &schema, vec![new], at).is_ok()
        };
        for number in 0..KEPT + 5 {
            assert!(create(&mut records, number, false));
        }
        assert_eq!((records.records.len(), records.taken.len()), (KEPT, KEPT));
        let found = |records: &Records, number| records.places(0, &values(number), true, Extent::Latest).0;
        assert!(found(&records, 4).is_empty());
        assert_eq!(records.at(found(&records, 5)[0]), Some(&values(5)));
        // The second of two records of one key still holds it when the first is gone.
        assert!(!create(&mut records, 5, false) && create(&mut records, 5, true));
        assert!(create(&mut records, 4, false) && !create(&mut records, 5, false));
        assert_eq!((records.records.len(), records.taken.len()), (KEPT, KEPT));
    }
}
