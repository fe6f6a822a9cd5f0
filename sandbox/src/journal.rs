//! The log of calls, kept for tests.

mod logged;

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

pub(crate) use self::logged::Ending;
pub use self::logged::LoggedCall;
use crate::request::Mistake;

/// A function that is called with each call when it has ended.
pub(crate) type Observer = Arc<dyn Fn(&LoggedCall) + Send + Sync>;

/// The log of calls. No lock is held while the observer runs.
pub(crate) struct Journal {
    observer: Option<Observer>,
    log: Mutex<Log>,
}

#[derive(Default)]
struct Log {
    /// The number of latest calls that are kept.
    keep: usize,
    /// The number of the first call that is kept.
    first: u64,
    latest: VecDeque<LoggedCall>,
    counts: BTreeMap<String, usize>,
}

impl Journal {
    /// Makes a log that keeps the latest `keep` calls.
    pub(crate) fn keeping(keep: usize, observer: Option<Observer>) -> Self {
        Self { observer, log: Mutex::new(Log { keep, ..Log::default() }) }
    }

    pub(crate) fn latest(&self) -> Vec<LoggedCall> {
        self.log().latest.iter().cloned().collect()
    }

    /// Shows the calls from this number on, at most `most`, and returns the number after the last of them.
    pub(crate) fn from<T>(
        &self,
        number: u64,
        most: usize,
        show: impl Fn(u64, &LoggedCall) -> T,
    ) -> (Vec<T>, u64) {
        let log = self.log();
        let first = number.clamp(log.first, log.next());
        let skipped = usize::try_from(first - log.first).unwrap_or(usize::MAX);
        let calls = (first..).zip(log.latest.iter().skip(skipped).take(most));
        let shown: Vec<T> = calls.map(|(number, call)| show(number, call)).collect();
        let next = first + shown.len() as u64;
        (shown, next)
    }

    /// The number of the next call.
    pub(crate) fn next(&self) -> u64 {
        self.log().next()
    }

    pub(crate) fn count(&self, operation: &str) -> usize {
        self.log().counts.get(operation).copied().unwrap_or_default()
    }

    fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Log {
    fn next(&self) -> u64 {
        self.first + self.latest.len() as u64
    }

    /// Adds a call and returns its number.
    fn open(&mut self, call: LoggedCall) -> u64 {
        if let Some(operation) = &call.operation {
            *self.counts.entry(operation.clone()).or_default() += 1;
        }
        let number = self.next();
        self.latest.push_back(call);
        while self.latest.len() > self.keep {
            self.latest.pop_front();
            self.first += 1;
        }
        number
    }

    /// Replaces a call by its final state, if it is still kept.
    fn close(&mut self, number: u64, call: &LoggedCall) {
        let index = number.checked_sub(self.first).and_then(|index| usize::try_from(index).ok());
        if let Some(kept) = index.and_then(|index| self.latest.get_mut(index)) {
            kept.clone_from(call);
        }
    }
}

/// A call in progress in the log. If it is dropped before `close`, the caller went away.
pub(crate) struct Entry {
    journal: Arc<Journal>,
    number: u64,
    call: LoggedCall,
}

impl Entry {
    pub(crate) fn open(journal: Arc<Journal>, call: LoggedCall) -> Self {
        let number = journal.log().open(call.clone());
        Self { journal, number, call }
    }

    pub(crate) fn close(
        mut self,
        ending: Ending,
        faulty: bool,
        mistakes: Vec<Mistake>,
        remarks: Vec<String>,
    ) {
        let call = &mut self.call;
        (call.ending, call.faulty, call.mistakes, call.remarks) = (ending, faulty, mistakes, remarks);
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        if self.call.ending == Ending::Open {
            self.call.ending = Ending::Abandoned;
        }
        self.call.took = self.call.arrived.elapsed();
        self.journal.log().close(self.number, &self.call);
        if let Some(observer) = &self.journal.observer {
            observer(&self.call);
        }
    }
}
