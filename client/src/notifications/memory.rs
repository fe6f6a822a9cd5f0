//! A guard in the memory of one process.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

use super::{Begun, Guarding, ReplayGuard, ReplayKey};

/// How many notifications are remembered unless said otherwise: those of 20,000 payments with three
/// states each, in about 10 MiB.
const COUNT: usize = 65_536;

/// For how long unless said otherwise: longer than the service goes on about one, weekends included.
const AGE: Duration = Duration::from_secs(3 * 24 * 60 * 60);

/// Remembers notifications in the memory of this process: the latest 65,536, for three days.
///
/// What it forgets, and what was handled before the process started, is new when it comes again. For
/// several processes, see [`ReplayGuard`].
#[derive(Debug)]
pub struct MemoryGuard {
    count: usize,
    age: Duration,
    memory: Mutex<Memory>,
}

#[derive(Debug, Default)]
struct Memory {
    /// When each was handled; `None` while it is under way.
    known: HashMap<ReplayKey, Option<Instant>>,
    /// Those that were handled, the oldest first.
    handled: VecDeque<(Instant, ReplayKey)>,
}

impl MemoryGuard {
    /// A guard that knows nothing yet.
    pub fn new() -> Self {
        Self::keeping(COUNT, AGE)
    }

    /// A guard that remembers so many, at least one, and none that was handled longer ago than `age`.
    pub fn keeping(count: usize, age: Duration) -> Self {
        Self { count: count.max(1), age, memory: Mutex::default() }
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
    fn begin(&mut self, key: ReplayKey, count: usize, age: Duration) -> Begun {
        while self.handled.front().is_some_and(|(at, _)| at.elapsed() > age) {
            self.forget_oldest();
        }
        match self.known.get(&key) {
            Some(Some(_)) => return Begun::Repeated,
            Some(None) => return Begun::Underway,
            None => {}
        }
        if self.known.len() >= count {
            self.forget_oldest();
        }
        // All are under way: the service has to come again.
        if self.known.len() >= count {
            return Begun::Underway;
        }
        self.known.insert(key, None);
        Begun::New
    }

    fn done(&mut self, key: ReplayKey) {
        if let Some(handled @ None) = self.known.get_mut(&key) {
            let now = Instant::now();
            *handled = Some(now);
            self.handled.push_back((now, key));
        }
    }

    fn forget(&mut self, key: &ReplayKey) {
        if let Some(None) = self.known.get(key) {
            self.known.remove(key);
        }
    }

    fn forget_oldest(&mut self) {
        if let Some((_, key)) = self.handled.pop_front() {
            self.known.remove(&key);
        }
    }
}

impl ReplayGuard for MemoryGuard {
    fn begin<'a>(&'a self, key: &'a ReplayKey) -> Guarding<'a, Begun> {
        Box::pin(async { Ok(self.memory().begin(*key, self.count, self.age)) })
    }

    fn done<'a>(&'a self, key: &'a ReplayKey) -> Guarding<'a, ()> {
        Box::pin(async {
            self.memory().done(*key);
            Ok(())
        })
    }

    fn forget<'a>(&'a self, key: &'a ReplayKey) -> Guarding<'a, ()> {
        Box::pin(async {
            self.memory().forget(key);
            Ok(())
        })
    }
}
