//! The log of calls, kept for tests.

mod log;
mod logged;
pub(crate) mod redact;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use self::log::Log;
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

impl Journal {
    /// Makes a log that keeps the latest `keep` calls.
    pub(crate) fn keeping(keep: usize, observer: Option<Observer>) -> Self {
        Self { observer, log: Mutex::new(Log::keeping(keep)) }
    }

    pub(crate) fn latest(&self) -> Vec<LoggedCall> {
        self.log().calls().cloned().collect()
    }

    /// Shows the calls from this number on, at most `most`, and returns the number after the last of them.
    pub(crate) fn from<T>(
        &self,
        number: u64,
        most: usize,
        show: impl Fn(u64, &LoggedCall) -> T,
    ) -> (Vec<T>, u64) {
        let log = self.log();
        let first = number.clamp(log.first(), log.next());
        let skipped = usize::try_from(first - log.first()).unwrap_or(usize::MAX);
        let calls = (first..).zip(log.calls().skip(skipped).take(most));
        let shown: Vec<T> = calls.map(|(number, call)| show(number, call)).collect();
        let next = first + shown.len() as u64;
        (shown, next)
    }

    /// The call of this number; `None` if it is not kept.
    pub(crate) fn call(&self, number: u64) -> Option<LoggedCall> {
        let log = self.log();
        let skipped = usize::try_from(number.checked_sub(log.first())?).ok()?;
        log.calls().nth(skipped).cloned()
    }

    /// The number of the next call.
    pub(crate) fn next(&self) -> u64 {
        self.log().next()
    }

    pub(crate) fn count(&self, operation: &str) -> usize {
        self.log().count(operation)
    }

    fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
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
