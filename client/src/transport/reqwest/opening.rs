//! A connection that is being opened ahead.

use std::time::Duration;

use super::{
    connection::{Connection, Key},
    connections::Connections,
};

impl Connections {
    /// Begins as many openings as it takes for `wanted` young connections to be there, besides the one that
    /// the caller takes if `taking` is true. A caller that finds none begins one at least, because there are
    /// more calls at once than connections.
    pub(super) fn begin(&self, key: Key, wanted: usize, taking: bool) -> Vec<Begun> {
        let mut state = self.lock();
        let unused = state.idle.iter().filter(|idle| !idle.used && idle.key == key);
        let ages: Vec<Duration> = unused.map(|idle| idle.since.elapsed()).collect();
        let missing = state.spares.begin(key, &ages, wanted, taking);
        drop(state);
        (0..missing).map(|_| Begun { connections: self.clone(), key }).collect()
    }
}

/// An opening that has begun. It ends when this is dropped.
pub(super) struct Begun {
    connections: Connections,
    key: Key,
}

impl Begun {
    /// Keeps the connection.
    pub(super) fn opened(self, connection: Connection) {
        self.connections.keep(self.key, connection, false);
    }

    /// Ends the opening, and lets the origin rest.
    pub(super) fn failed(self) {
        self.connections.lock().spares.failed(self.key.1);
    }
}

impl Drop for Begun {
    fn drop(&mut self) {
        self.connections.lock().spares.end(self.key);
    }
}
