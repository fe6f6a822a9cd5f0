//! What the connections of a server share: the scripts to come, and the record.

use std::{
    collections::VecDeque,
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
};

use tokio::sync::watch;

use super::{Front, Heard, Reply, Script};

/// What the server saw since it started, or since the last [`Server::forget`](super::Server::forget).
#[derive(Debug, Clone, Default)]
pub struct Record {
    /// Connections that were accepted.
    pub connections: usize,
    /// Connections that ended, by whichever side.
    pub closes: usize,
    /// Exchanges that were begun: scripts that were taken, and requests that were answered without.
    pub tries: usize,
    /// Requests for a token that were answered beside the scripts; see
    /// [`Server::with_spare_tokens`](super::Server::with_spare_tokens).
    pub tokens: usize,
    /// Complete requests, without those for a token that were answered beside the scripts.
    pub requests: Vec<Heard>,
    /// Bytes that came in, TLS taken off.
    pub received: usize,
    /// Bytes that went out, TLS taken off.
    pub sent: usize,
}

/// What the server and its connections hold in common.
pub(crate) struct Shared {
    pub(super) scripts: Mutex<VecDeque<Script>>,
    pub(super) record: watch::Sender<Record>,
    pub(super) front: Front,
    pub(super) spare_tokens: bool,
    pub(super) answer: Box<dyn Fn(&Heard) -> Reply + Send + Sync>,
}

impl Shared {
    pub(super) fn scripts(&self) -> MutexGuard<'_, VecDeque<Script>> {
        self.scripts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn note(&self, note: impl FnOnce(&mut Record)) {
        self.record.send_modify(note);
    }

    /// The script of the next exchange.
    pub(super) fn next(&self) -> Script {
        self.note(|record| record.tries += 1);
        self.scripts().pop_front().unwrap_or_else(Script::healthy)
    }

    /// Whether a request that `script` has read is not for it: then the next one is.
    pub(super) fn spares(&self, heard: &Heard, script: &Script) -> bool {
        if !self.spare_tokens || heard.path() != "/token" {
            self.note(|record| record.requests.push(heard.clone()));
            return false;
        }
        self.note(|record| {
            record.tries -= 1;
            record.tokens += 1;
        });
        self.scripts().push_front(script.clone());
        true
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared").field("record", &self.record).finish_non_exhaustive()
    }
}
