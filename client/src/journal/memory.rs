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
    rows: Mutex<BTreeMap<u64, Row>>,
}

/// An entry, with the moments in the place of its durations.
#[derive(Debug)]
struct Row {
    entry: Entry,
    opened: Instant,
    entered: Instant,
    due: Option<Instant>,
    lease: u64,
    leased_until: Option<Instant>,
}

/// The longest wait, a year, so that no sum of moments can overflow.
const LONGEST: Duration = Duration::from_secs(366 * 24 * 60 * 60);

impl Row {
    fn new(entry: Entry, now: Instant) -> Self {
        let mut row = Self { entry, opened: now, entered: now, due: None, lease: 0, leased_until: None };
        row.write(row.entry.clone(), now);
        row
    }

    /// Returns the entry as it stands now.
    fn read(&self, now: Instant) -> Entry {
        Entry {
            age: now.saturating_duration_since(self.opened),
            stood: now.saturating_duration_since(self.entered),
            due_in: self.due.map(|due| due.saturating_duration_since(now)),
            ..self.entry.clone()
        }
    }

    fn write(&mut self, entry: Entry, now: Instant) {
        if entry.state != self.entry.state {
            self.entered = now;
        }
        self.due = entry.due_in.map(|wait| now + wait.min(LONGEST));
        self.entry = entry;
    }

    /// Applies a rule, and takes away the lease if the entry changed.
    fn change(&mut self, now: Instant, rule: impl FnOnce(&mut Entry) -> bool) -> Entry {
        let mut entry = self.read(now);
        if rule(&mut entry) {
            self.write(entry.clone(), now);
            self.lease += 1;
            self.leased_until = None;
        }
        entry
    }

    fn is_claimable(&self, environment: &str, now: Instant) -> bool {
        self.entry.environment == environment
            && self.due.is_some_and(|due| due <= now)
            && self.leased_until.is_none_or(|until| until <= now)
    }

    fn claim(&mut self, now: Instant, lease: Duration) -> Claimed {
        self.lease += 1;
        self.leased_until = Some(now + lease.min(LONGEST));
        self.entry.tries = self.entry.tries.saturating_add(1);
        Claimed { entry: self.read(now), lease: self.lease }
    }
}

impl MemoryJournal {
    /// Creates an empty journal.
    pub fn new() -> Self {
        Self::default()
    }

    fn rows(&self) -> MutexGuard<'_, BTreeMap<u64, Row>> {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self, new: &NewEntry) -> Result<Opened, JournalError> {
        let (mut rows, now) = (self.rows(), Instant::now());
        if let Some(row) = rows.values().rev().find(|row| row.entry.forbids(new)) {
            return Ok(Opened::Used(row.read(now)));
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
        let row = rows.values_mut().find(|row| row.entry.id == id)?;
        Some(row.change(Instant::now(), rule))
    }

    fn told(&self, told: &Told) -> Option<Entry> {
        let mut rows = self.rows();
        let about = || rows.iter().rev().filter(|(_, row)| row.entry.is_told_by(told));
        let (key, _) =
            about().find(|(_, row)| row.entry.state != State::NotMade).or_else(|| about().next())?;
        let key = *key;
        rows.get_mut(&key).map(|row| row.change(Instant::now(), |entry| entry.tell(told)))
    }

    fn claimed(&self, environment: &str, count: usize, lease: Duration) -> Vec<Claimed> {
        let (mut rows, now) = (self.rows(), Instant::now());
        let mut due: Vec<&mut Row> =
            rows.values_mut().filter(|row| row.is_claimable(environment, now)).collect();
        due.sort_by_key(|row| row.due);
        due.into_iter().take(count).map(|row| row.claim(now, lease)).collect()
    }

    fn stepped(&self, claimed: &Claimed, step: &Step) -> bool {
        let (mut rows, now) = (self.rows(), Instant::now());
        let row = rows.values_mut().find(|row| row.entry.id == claimed.entry.id);
        let Some(row) = row.filter(|row| row.lease == claimed.lease) else { return false };
        let mut entry = row.read(now);
        entry.step(step);
        row.write(entry, now);
        if step.wait != Some(Duration::ZERO) {
            row.leased_until = None;
            row.lease += 1;
        }
        true
    }

    fn listed(&self, filter: &Filter) -> Vec<Entry> {
        let (rows, now) = (self.rows(), Instant::now());
        let chosen = rows.values().filter(|row| filter.chooses(&row.entry));
        chosen.take(filter.most).map(|row| row.read(now)).collect()
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
        count: usize,
        lease: Duration,
    ) -> Journaling<'a, Vec<Claimed>> {
        Box::pin(async move { Ok(self.claimed(environment, count, lease)) })
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
