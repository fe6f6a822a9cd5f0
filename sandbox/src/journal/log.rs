//! The calls that are kept: the latest, up to a number of them and a number of bytes.

use std::collections::{BTreeMap, VecDeque};

use super::LoggedCall;

/// The most bytes of the requests that are kept. A usual call has one or two thousand, so this is more than the default
/// number of calls.
const KEPT_BYTES: usize = 64 * 1024 * 1024;

#[derive(Default)]
pub(super) struct Log {
    /// The number of latest calls that are kept.
    keep: usize,
    /// The bytes of their requests.
    bytes: usize,
    /// The number of the first call that is kept.
    first: u64,
    latest: VecDeque<LoggedCall>,
    counts: BTreeMap<String, usize>,
}

impl Log {
    pub(super) fn keeping(keep: usize) -> Self {
        Self { keep, ..Self::default() }
    }

    /// The calls that are kept, oldest first.
    pub(super) fn calls(&self) -> impl Iterator<Item = &LoggedCall> {
        self.latest.iter()
    }

    /// The number of the first of them.
    pub(super) fn first(&self) -> u64 {
        self.first
    }

    /// The number of the next call.
    pub(super) fn next(&self) -> u64 {
        self.first + self.latest.len() as u64
    }

    /// The number of calls of an operation, those that are no longer kept included.
    pub(super) fn count(&self, operation: &str) -> usize {
        self.counts.get(operation).copied().unwrap_or_default()
    }

    /// Adds a call and returns its number.
    pub(super) fn open(&mut self, call: LoggedCall) -> u64 {
        if let Some(operation) = &call.operation {
            *self.counts.entry(operation.clone()).or_default() += 1;
        }
        let number = self.next();
        self.bytes += size(&call);
        self.latest.push_back(call);
        while self.latest.len() > self.keep || self.bytes > KEPT_BYTES {
            let Some(dropped) = self.latest.pop_front() else { break };
            self.bytes -= size(&dropped);
            self.first += 1;
        }
        number
    }

    /// Replaces a call by its final state, if it is still kept.
    pub(super) fn close(&mut self, number: u64, call: &LoggedCall) {
        let index = number.checked_sub(self.first).and_then(|index| usize::try_from(index).ok());
        if let Some(kept) = index.and_then(|index| self.latest.get_mut(index)) {
            kept.clone_from(call);
        }
    }
}

/// The bytes of a request, which its call never changes.
fn size(call: &LoggedCall) -> usize {
    let headers = call.headers.iter().map(|(name, value)| name.as_str().len() + value.len());
    let query = call.query.as_ref().map_or(0, String::len);
    call.path.len() + query + call.body.len() + headers.sum::<usize>()
}
