//! A guard in the memory of one process.

use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

use super::{Begun, Guarding, Lease, ReplayGuard, ReplayKey};

/// The default number of notifications to remember: those of 20,000 payments with three states each, in about
/// 10 MiB.
const COUNT: usize = 65_536;

/// The default time to remember them: exceeds the service's retry window, weekends included.
const AGE: Duration = Duration::from_secs(3 * 24 * 60 * 60);

/// Remembers notifications in the memory of this process: the latest 65,536, for three days.
///
/// A notification is new when it comes again if it was forgotten, was handled before the process started, or has
/// been under way for longer than [`LAPSE`](Self::LAPSE). For several processes, see [`ReplayGuard`].
#[derive(Debug)]
pub struct MemoryGuard {
    count: usize,
    age: Duration,
    lapse: Duration,
    memory: Mutex<Memory>,
}

#[derive(Debug, Default)]
struct Memory {
    known: HashMap<ReplayKey, State>,
    /// The notifications under way, by the time when they began and their leases.
    underway: BTreeMap<Began, ReplayKey>,
    /// The handled notifications and the times when they ended, the oldest first.
    handled: VecDeque<(Instant, ReplayKey)>,
    /// The latest lease.
    leases: u64,
}

type Began = (Instant, Lease);

#[derive(Debug, Clone, Copy)]
enum State {
    Underway(Began),
    Handled,
}

impl MemoryGuard {
    /// The time that a claim may be under way unless [said otherwise](Self::lapsing_after): six times as long as
    /// the service waits for an answer. A handler that hangs, or a claim that was leaked, does not block a
    /// notification for longer.
    pub const LAPSE: Duration = Duration::from_secs(60);

    /// Creates an empty guard.
    pub fn new() -> Self {
        Self::keeping(COUNT, AGE)
    }

    /// Creates a guard that remembers `count` notifications, at least one, for at most `age` after they were handled.
    pub fn keeping(count: usize, age: Duration) -> Self {
        Self { count: count.max(1), age, lapse: Self::LAPSE, memory: Mutex::default() }
    }

    /// Sets the time after which a claim lapses: its notification is new when it comes again. Choose a longer time
    /// than any handler takes.
    #[must_use]
    pub fn lapsing_after(self, lapse: Duration) -> Self {
        Self { lapse, ..self }
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for MemoryGuard {
    fn default() -> Self {
        Self::new()
    }
}

impl Memory {
    fn begin(&mut self, key: ReplayKey, guard: &MemoryGuard) -> Begun {
        let now = Instant::now();
        self.let_go(now, guard);
        match self.known.get(&key) {
            Some(State::Handled) => return Begun::Repeated,
            Some(State::Underway(_)) => return Begun::Underway,
            None => {}
        }
        // If all places are taken by claims under way, the service has to come again.
        if !self.has_place(guard) {
            return Begun::Underway;
        }
        self.leases += 1;
        let lease = Lease::new(self.leases);
        self.known.insert(key, State::Underway((now, lease)));
        self.underway.insert((now, lease), key);
        Begun::New(lease)
    }

    fn done(&mut self, key: ReplayKey, lease: Lease, guard: &MemoryGuard) {
        match self.known.get(&key).copied() {
            Some(State::Underway(began)) if began.1 == lease => drop(self.underway.remove(&began)),
            // The claim lapsed, and no other has begun.
            None if self.has_place(guard) => {}
            _ => return,
        }
        self.known.insert(key, State::Handled);
        self.handled.push_back((Instant::now(), key));
    }

    fn forget(&mut self, key: &ReplayKey, lease: Lease) {
        match self.known.get(key).copied() {
            Some(State::Underway(began)) if began.1 == lease => {
                self.underway.remove(&began);
                self.known.remove(key);
            }
            _ => {}
        }
    }

    /// Removes claims that lapsed, and notifications that were handled too long ago.
    fn let_go(&mut self, now: Instant, guard: &MemoryGuard) {
        while let Some(lapsed) =
            self.underway.first_entry().filter(|first| now - first.key().0 >= guard.lapse)
        {
            self.known.remove(&lapsed.remove());
        }
        while self.handled.front().is_some_and(|(at, _)| now - *at > guard.age) {
            self.forget_oldest();
        }
    }

    /// Returns true if there is room for another notification. Forgets the oldest handled one if needed.
    fn has_place(&mut self, guard: &MemoryGuard) -> bool {
        if self.known.len() >= guard.count {
            self.forget_oldest();
        }
        self.known.len() < guard.count
    }

    fn forget_oldest(&mut self) {
        if let Some((_, key)) = self.handled.pop_front() {
            self.known.remove(&key);
        }
    }
}

impl ReplayGuard for MemoryGuard {
    fn begin<'a>(&'a self, key: &'a ReplayKey) -> Guarding<'a, Begun> {
        Box::pin(async { Ok(self.memory().begin(*key, self)) })
    }

    fn done<'a>(&'a self, key: &'a ReplayKey, lease: Lease) -> Guarding<'a, ()> {
        Box::pin(async move {
            self.memory().done(*key, lease, self);
            Ok(())
        })
    }

    fn forget<'a>(&'a self, key: &'a ReplayKey, lease: Lease) -> Guarding<'a, ()> {
        Box::pin(async move {
            self.memory().forget(key, lease);
            Ok(())
        })
    }
}
