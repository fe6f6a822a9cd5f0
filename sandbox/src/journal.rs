//! The log of calls, kept for tests. Its one line per call holds no secret.

mod log;

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use bytes::Bytes;
use http::HeaderMap;

use self::log::Log;
use crate::request::Mistake;

/// A function that is called with each call when it has ended.
pub(crate) type Observer = Arc<dyn Fn(&LoggedCall) + Send + Sync>;

/// A call: its request and its result.
///
/// `Debug` and `Display` show the method and the names of the wrong fields, and no value that the caller
/// sent, because any such value may be secret. The methods named `expose_…` return those values.
#[derive(Clone)]
pub struct LoggedCall {
    pub(crate) operation: Option<String>,
    pub(crate) route: Option<String>,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: Option<String>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) arrived: Instant,
    /// The time at which the request had been read, on the sandbox's clock.
    pub(crate) at: Duration,
    pub(crate) ending: Ending,
    pub(crate) faulty: bool,
    /// The mistakes in the request, one by one.
    pub(crate) mistakes: Vec<Mistake>,
    pub(crate) remarks: Vec<String>,
    pub(crate) took: Duration,
}

/// The result of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Ending {
    /// The call has not ended.
    Open,
    /// The call was answered. `problem` is the mistake in the request.
    Answered { status: u16, problem: Option<String> },
    /// The connection was closed without an answer, by a fault.
    Cut,
    /// The caller went away.
    Abandoned,
}

impl LoggedCall {
    /// The name of the endpoint that was called, such as `create_nonce`; `None` if no endpoint has that
    /// method and path.
    pub fn operation(&self) -> Option<&str> {
        self.operation.as_deref()
    }

    /// The path of the endpoint, with placeholders in braces; `None` if no endpoint has that path.
    pub fn route(&self) -> Option<&str> {
        self.route.as_deref()
    }

    /// The method of the request.
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The status of the answer; `None` if there was no answer, or no answer yet.
    pub fn status(&self) -> Option<u16> {
        match self.ending {
            Ending::Answered { status, .. } => Some(status),
            _ => None,
        }
    }

    /// The mistake in the request, as the answer describes it; `None` if the request was valid.
    pub fn problem(&self) -> Option<&str> {
        match &self.ending {
            Ending::Answered { problem, .. } => problem.as_deref(),
            _ => None,
        }
    }

    /// Returns true if a queued fault changed the answer.
    pub fn is_faulty(&self) -> bool {
        self.faulty
    }

    /// The departures from the documentation that [`Builder::as_deployed`](crate::Builder::as_deployed) accepted, one
    /// sentence each.
    pub fn remarks(&self) -> &[String] {
        &self.remarks
    }

    /// The time at which the request had been read.
    pub fn arrived(&self) -> Instant {
        self.arrived
    }

    /// The path as it was sent, still percent-encoded.
    pub fn expose_path(&self) -> &str {
        &self.path
    }

    /// The query as it was sent, without the question mark.
    pub fn expose_query(&self) -> Option<&str> {
        self.query.as_deref()
    }

    /// The headers as they were sent, `Authorization` included.
    pub fn expose_headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The value of a header; `None` if it is absent or is not text.
    pub fn expose_header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body as it was sent; empty if it exceeded the limit.
    pub fn expose_body(&self) -> &Bytes {
        &self.body
    }
}

impl fmt::Debug for LoggedCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LoggedCall")
            .field("operation", &self.operation)
            .field("method", &self.method)
            .field("route", &self.route)
            .field("ending", &self.ending)
            .field("faulty", &self.faulty)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// Formats the call as `POST /nonce 401 in 0.3 ms: header …`.
impl fmt::Display for LoggedCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let route = self.route.as_deref().unwrap_or("(no endpoint)");
        write!(f, "{} {route} ", self.method)?;
        match &self.ending {
            Ending::Open => return f.write_str("not answered yet"),
            Ending::Answered { status, .. } => write!(f, "{status}")?,
            Ending::Cut => f.write_str("cut")?,
            Ending::Abandoned => f.write_str("abandoned by the caller")?,
        }
        write!(f, " in {:.1} ms", self.took.as_secs_f64() * 1000.0)?;
        if self.faulty {
            f.write_str(", by a queued fault")?;
        }
        self.problem().map_or(Ok(()), |problem| write!(f, ": {problem}"))?;
        self.remarks.iter().try_for_each(|remark| write!(f, "; accepted as deployed: {remark}"))
    }
}

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
