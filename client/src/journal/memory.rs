//! A journal in the memory of one process.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

use super::{
    changes::{Ending, Resolution, Step, Told},
    entry::{Entry, EntryId, NewEntry, State},
    filter::Filter,
    store::{Claimed, Journal, JournalError, Journaling, Opened},
};

/// Keeps entries in the memory of this process, for tests: a crash loses them. It forgets nothing, and its clock is that of
/// tokio, which a test may pause.
///
/// ```
/// use alignet::{
///     Environment,
///     journal::{Filter, Journal as _, MemoryJournal, State},
///     testing,
/// };
/// use std::sync::Arc;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
/// let journal = Arc::new(MemoryJournal::new());
/// assert!(journal.list(&Filter::new().states([State::Person])).await?.is_empty());
/// # Ok(()) }
/// ```
#[derive(Debug, Default)]
pub struct MemoryJournal {
    /// The entries, in the order in which they were written.
    rows: Mutex<Rows>,
}

/// An entry, with the moments in the place of its durations.
#[derive(Debug)]
struct Row {
    entry: Entry,
    opened: Instant,
    entered: Instant,
    cancelled: Option<Instant>,
    due: Option<Instant>,
    lease: u64,
    leased_until: Option<Instant>,
}

/// The longest wait, a year, so that no sum of moments can overflow.
const LONGEST: Duration = Duration::from_secs(366 * 24 * 60 * 60);

impl Row {
    fn new(entry: Entry, now: Instant) -> Self {
        let (cancelled, due) = (None, None);
        let mut row = Self { entry, opened: now, entered: now, cancelled, due, lease: 0, leased_until: None };
        row.write(row.entry.clone(), now);
        row
    }

    /// Returns the entry as it stands now.
    fn read(&self, now: Instant) -> Entry {
        Entry {
            age: now.saturating_duration_since(self.opened),
            stood: now.saturating_duration_since(self.entered),
            cancelled: self.cancelled.map(|cancelled| now.saturating_duration_since(cancelled)),
            due_in: self.due.map(|due| due.saturating_duration_since(now)),
            ..self.entry.clone()
        }
    }

    fn write(&mut self, entry: Entry, now: Instant) {
        if entry.state != self.entry.state {
            self.entered = now;
        }
        self.cancelled = entry.cancelled.map(|ago| now.checked_sub(ago).unwrap_or(now));
        self.due = entry.due_in.map(|wait| now + wait.min(LONGEST));
        self.entry = entry;
    }

    /// Writes an entry that a rule changed, and takes away the lease.
    fn change(&mut self, entry: Entry, now: Instant) {
        self.write(entry, now);
        self.lease += 1;
        self.leased_until = None;
    }

    fn is_claimable(&self, environment: &str, now: Instant) -> bool {
        self.entry.environment == environment
            && self.due.is_some_and(|due| due <= now)
            && self.leased_until.is_none_or(|until| until <= now)
    }

    fn claim(&mut self, now: Instant, lease: Duration) {
        self.lease += 1;
        self.leased_until = Some(now + lease.min(LONGEST));
        self.entry.tries = self.entry.tries.saturating_add(1);
    }
}

type Rows = BTreeMap<u64, Row>;

/// Returns the entry as it stands now.
fn read(rows: &Rows, row: &Row, now: Instant) -> Entry {
    let entry = row.read(now);
    let is_of_it = |other: &&Row| other.entry.undoes && other.entry.reference == entry.reference;
    let contested = entry.state.is_unsettled()
        && rows.values().filter(is_of_it).any(|other| other.read(now).contests(&entry));
    Entry { contested, ..entry }
}

/// Returns the key of the entry with this id.
fn find(rows: &Rows, id: EntryId) -> Option<u64> {
    rows.iter().find(|(_, row)| row.entry.id == id).map(|(key, _)| *key)
}

/// Applies a rule to an entry, and takes away the lease if the entry changed.
fn change(rows: &mut Rows, key: u64, rule: impl FnOnce(&mut Entry) -> bool) -> Option<Entry> {
    let now = Instant::now();
    let mut entry = read(rows, rows.get(&key)?, now);
    if rule(&mut entry) {
        rows.get_mut(&key)?.change(entry, now);
    }
    Some(read(rows, rows.get(&key)?, now))
}

impl MemoryJournal {
    /// Creates an empty journal.
    pub fn new() -> Self {
        Self::default()
    }

    fn rows(&self) -> MutexGuard<'_, Rows> {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self, new: &NewEntry) -> Result<Opened, JournalError> {
        let (mut rows, now) = (self.rows(), Instant::now());
        if let Some(row) = rows.values().rev().find(|row| row.entry.forbids(new)) {
            return Ok(Opened::Used(read(&rows, row, now)));
        }
        if rows.values().any(|row| row.entry.id == new.id) {
            return Err("there is an entry with this id".into());
        }
        let next = rows.last_key_value().map_or(0, |(last, _)| last + 1);
        rows.insert(next, Row::new(Entry::of(new), now));
        Ok(Opened::New)
    }

    /// Applies a rule to the entry with this id. Returns `None` if there is none.
    fn change(&self, id: EntryId, rule: impl FnOnce(&mut Entry) -> bool) -> Option<Entry> {
        let mut rows = self.rows();
        let key = find(&rows, id)?;
        change(&mut rows, key, rule)
    }

    fn told(&self, told: &Told) -> Option<Entry> {
        let mut rows = self.rows();
        let about = || rows.iter().rev().filter(|(_, row)| row.entry.is_told_by(told));
        let (key, _) =
            about().find(|(_, row)| row.entry.state != State::NotMade).or_else(|| about().next())?;
        let key = *key;
        change(&mut rows, key, |entry| entry.tell(told))
    }

    fn claimed(
        &self,
        environment: &str,
        merchants: &[String],
        count: usize,
        lease: Duration,
    ) -> Vec<Claimed> {
        let (mut rows, now) = (self.rows(), Instant::now());
        let mut due: Vec<(u64, &mut Row)> = rows
            .iter_mut()
            .filter(|(_, row)| row.is_claimable(environment, now))
            .filter(|(_, row)| merchants.is_empty() || merchants.contains(&row.entry.merchant))
            .map(|(key, row)| (*key, row))
            .collect();
        due.sort_by_key(|(_, row)| row.due);
        due.truncate(count);
        due.iter_mut().for_each(|(_, row)| row.claim(now, lease));
        let keys: Vec<u64> = due.into_iter().map(|(key, _)| key).collect();
        let rows = &rows;
        let claimed = keys.iter().filter_map(|key| rows.get(key));
        claimed.map(|row| Claimed { entry: read(rows, row, now), lease: row.lease }).collect()
    }

    fn stepped(&self, claimed: &Claimed, step: &Step) -> bool {
        let (mut rows, now) = (self.rows(), Instant::now());
        let Some(key) = find(&rows, claimed.entry.id) else { return false };
        let Some(mut entry) = rows.get(&key).map(|row| read(&rows, row, now)) else { return false };
        let Some(row) = rows.get_mut(&key).filter(|row| row.lease == claimed.lease) else { return false };
        if !entry.step(step) {
            return false;
        }
        row.write(entry, now);
        if step.wait != Some(Duration::ZERO) {
            row.leased_until = None;
            row.lease += 1;
        }
        true
    }

    fn listed(&self, filter: &Filter) -> Vec<Entry> {
        let (rows, now) = (self.rows(), Instant::now());
        let first = match filter.after.map(|id| find(&rows, id)) {
            None => 0,
            Some(Some(key)) => key + 1,
            Some(None) => return Vec::new(),
        };
        let chosen = rows.range(first..).map(|(_, row)| row).filter(|row| filter.chooses(&row.entry));
        chosen.take(filter.most).map(|row| read(&rows, row, now)).collect()
    }
}

impl Journal for MemoryJournal {
    fn open<'a>(&'a self, entry: &'a NewEntry) -> Journaling<'a, Opened> {
        Box::pin(async { self.write(entry) })
    }

    fn close<'a>(&'a self, id: EntryId, ending: &'a Ending) -> Journaling<'a, State> {
        Box::pin(async move {
            let entry = self.change(id, |entry| entry.close(ending));
            entry.map(|entry| entry.state).ok_or_else(|| "there is no entry with this id".into())
        })
    }

    fn tell<'a>(&'a self, told: &'a Told) -> Journaling<'a, Option<Entry>> {
        Box::pin(async { Ok(self.told(told)) })
    }

    fn claim<'a>(
        &'a self,
        environment: &'a str,
        merchants: &'a [String],
        count: usize,
        lease: Duration,
    ) -> Journaling<'a, Vec<Claimed>> {
        Box::pin(async move { Ok(self.claimed(environment, merchants, count, lease)) })
    }

    fn step<'a>(&'a self, claimed: &'a Claimed, step: &'a Step) -> Journaling<'a, bool> {
        Box::pin(async { Ok(self.stepped(claimed, step)) })
    }

    fn list<'a>(&'a self, filter: &'a Filter) -> Journaling<'a, Vec<Entry>> {
        Box::pin(async { Ok(self.listed(filter)) })
    }

    fn resolve<'a>(&'a self, id: EntryId, resolution: &'a Resolution) -> Journaling<'a, Option<Entry>> {
        Box::pin(async move { Ok(self.change(id, |entry| entry.resolve(resolution))) })
    }
}
