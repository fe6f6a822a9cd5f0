//! Finds records by their values, and the attempts at one operation.

use std::sync::Arc;

use super::{Extent, Record, Records};
use crate::store::values::Values;

impl Records {
    /// Returns the values of the records of a kind, latest first.
    pub(in crate::store) fn of(&self, kind: usize) -> impl Iterator<Item = &Values> {
        self.records.iter().rev().filter(move |record| record.kind == kind).map(|record| &record.values)
    }

    /// Finds the places of the records that have the wanted values, and says if there are more behind them. A read compares
    /// the values that each record takes at this read.
    pub(in crate::store) fn places(
        &self,
        kind: usize,
        wanted: &Values,
        reads: bool,
        extent: Extent,
    ) -> (Vec<u64>, bool) {
        let fits = |record: &&Record| {
            record.kind == kind && wanted.iter().all(|(name, text)| record.holds(name, reads) == Some(text))
        };
        let mut records: Vec<&Record> = match extent {
            Extent::Latest => self.records.iter().rev().filter(fits).take(1).collect(),
            Extent::All => self.records.iter().filter(fits).collect(),
            Extent::Page { after, most } => {
                let behind = self.records.iter().filter(|record| record.place > after);
                behind.filter(fits).take(most.saturating_add(1)).collect()
            }
        };
        let most = if let Extent::Page { most, .. } = extent { most } else { usize::MAX };
        let more = records.len() > most;
        records.truncate(most);
        (records.into_iter().map(|record| record.place).collect(), more)
    }

    /// Returns the places of the records with a key of the one at a place, oldest first: the attempts at one operation.
    pub(in crate::store) fn attempts(&self, place: u64) -> Vec<u64> {
        let Some(one) = self.index(place).and_then(|index| self.records.get(index)) else {
            return Vec::new();
        };
        let shared = |key: &&Arc<str>| self.taken.is_shared(one.kind, key);
        let keys: Vec<&Arc<str>> = one.keys.iter().filter(shared).collect();
        if keys.is_empty() {
            return vec![place];
        }
        let attempt =
            |other: &&Record| other.kind == one.kind && other.keys.iter().any(|key| keys.contains(&key));
        self.records.iter().filter(attempt).map(|other| other.place).collect()
    }

    /// Returns the values of the record at a place.
    pub(in crate::store) fn at(&self, place: u64) -> Option<&Values> {
        Some(&self.records.get(self.index(place)?)?.values)
    }

    pub(super) fn index(&self, place: u64) -> Option<usize> {
        usize::try_from(place.checked_sub(self.first())?).ok()
    }

    /// Returns the latest record whose values fit, and its place. Unlike a read, it changes nothing.
    pub(in crate::store) fn latest(
        &self,
        kind: usize,
        fits: impl Fn(&Values) -> bool,
    ) -> Option<(u64, &Values)> {
        let mut records = self.records.iter().rev().filter(|record| record.kind == kind);
        let found = records.find(|record| fits(&record.values))?;
        Some((found.place, &found.values))
    }
}
