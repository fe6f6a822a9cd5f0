//! The state that the connections of a server share: the scripts that are left, and the record.

use std::{
    collections::VecDeque,
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
};

use tokio::sync::watch;

use super::{Front, Heard, Reply, Script, Step};

/// The events since the server started, or since the last [`Server::forget`](super::Server::forget).
#[derive(Debug, Clone, Default)]
pub struct Record {
    /// The number of connections that were accepted.
    pub connections: usize,
    /// The number of connections that ended, by either side.
    pub closes: usize,
    /// The number of exchanges that began: scripts taken, and requests answered without a script.
    pub tries: usize,
    /// The number of token requests answered outside the scripts; see
    /// [`Server::with_spare_tokens`](super::Server::with_spare_tokens).
    pub tokens: usize,
    /// Complete requests, without the token requests answered outside the scripts.
    pub requests: Vec<Heard>,
    /// The number of bytes received, after TLS.
    pub received: usize,
    /// The number of bytes sent, before TLS.
    pub sent: usize,
}

/// The state that the server shares with its connections.
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

    /// Returns true if the next script closes its connection at once.
    pub(super) fn closes_next(&self) -> bool {
        self.scripts().front().is_some_and(|script| matches!(script.steps[..], [Step::Close, ..]))
    }

    /// Takes the script of the next exchange.
    pub(super) fn next(&self) -> Script {
        self.note(|record| record.tries += 1);
        self.scripts().pop_front().unwrap_or_else(Script::healthy)
    }

    /// Returns true if this is a token request outside the scripts. Puts `script` back for the next request.
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
