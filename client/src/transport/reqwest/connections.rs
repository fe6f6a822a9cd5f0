//! The open connections of a client. A connection is kept after a call for calls that may be repeated. A
//! connection that was opened ahead has never carried a request, and a call that must not be repeated takes
//! only those: servers close kept connections at any time, and such a call could not be sent again.

use std::{
    pin::pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    time::Duration,
};

use tokio::{
    runtime::{Handle, Id},
    time::{Instant, sleep_until},
};

use super::{
    connection::{Connection, Key},
    state::{Found, Idle, Runtime, State, Sweeping},
    turn::turn,
};
use crate::deadline;

/// The time that a connection may take to get ready after a whole reply. It needs none but on a busy machine.
const READYING: Duration = Duration::from_millis(50);

/// The connections of a client that are not in use, and those that are being opened.
#[derive(Clone, Default)]
pub(super) struct Connections(Arc<Mutex<State>>);

impl Connections {
    /// Nothing panics under the lock, so a poisoned lock is as good as any other. Connections are not dropped
    /// and nobody is woken under it, because that can run foreign code.
    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn weak(&self) -> Weak<Mutex<State>> {
        Arc::downgrade(&self.0)
    }

    pub(super) fn upgraded(weak: &Weak<Mutex<State>>) -> Option<Self> {
        weak.upgrade().map(Self)
    }

    /// True if the runtime has connections, or had them a moment ago.
    pub(super) fn knows(&self, runtime: Id) -> bool {
        self.lock().runtimes.iter().any(|known| known.id == runtime)
    }

    /// Takes a connection. Returns `None` if there is none. A connection that was closed sends no request: it hands
    /// the request back.
    pub(super) async fn take(&self, key: Key, unused: bool) -> Option<Connection> {
        let mut seen = false;
        loop {
            let mut ended = Vec::new();
            let found = self.lock().find(key, unused, seen, &mut ended);
            drop(ended);
            let mut connection = match found {
                Found::Idle(idle) => idle.connection,
                Found::Unseen => {
                    turn().await;
                    seen = true;
                    continue;
                }
                Found::Nothing => return None,
            };
            if connection.sender.is_ready() {
                return Some(connection);
            }
            let ready = {
                let readying = pin!(connection.sender.ready());
                deadline::until(Instant::now() + READYING, readying).await
            };
            if let Ok(Ok(())) = ready {
                return Some(connection);
            }
        }
    }

    /// Keeps the connection of a call that must not be repeated, unless there is one for other calls. Each such
    /// call takes another connection, so they would add up.
    pub(super) fn keep_one(&self, key: Key, connection: Connection) {
        let kept = self.lock().idle.iter().any(|idle| idle.used && idle.key == key);
        if !kept {
            self.keep(key, connection, true);
        }
    }

    /// Keeps a connection that is not in use.
    pub(super) fn keep(&self, key: Key, connection: Connection, used: bool) {
        let runtime = Handle::try_current().ok().filter(|runtime| runtime.id() == key.0);
        // A call may have moved to another runtime, which does not drive the connection.
        let Some(runtime) = runtime.filter(|_| !connection.sender.is_closed()) else { return };
        let mut state = self.lock();
        state.idle.push(Idle { key, connection, since: Instant::now(), used });
        if state.runtimes.iter().any(|runtime| runtime.id == key.0) {
            return;
        }
        state.runtimes.push(Runtime { id: key.0, sweeper: None });
        drop(state);
        let sweeper = Sweeper { connections: self.weak(), runtime: key.0, over: false };
        let sweeping = Sweeping(runtime.spawn(sweeper.sweep()).abort_handle());
        let mut state = self.lock();
        if let Some(runtime) = state.runtimes.iter_mut().find(|runtime| runtime.id == key.0) {
            runtime.sweeper = Some(sweeping);
        }
    }

    /// Forgets a connection that its peer closed.
    pub(super) fn closed(&self, number: u64) {
        let ended = self.lock().closed(number);
        drop(ended);
    }

    /// Learns that the peer closed an unused connection of this age, and if its first request was on its way then.
    pub(super) fn closed_unused(&self, key: Key, age: Duration, sent: bool) {
        let mut state = self.lock();
        if sent { state.spares.lost_at(key.1, age) } else { state.spares.closed_at(key.1, age) }
    }
}

/// A task that ends the idle connections of its runtime, all of them if the runtime shuts down.
struct Sweeper {
    connections: Weak<Mutex<State>>,
    runtime: Id,
    over: bool,
}

impl Sweeper {
    async fn sweep(mut self) {
        while let Some(next) = self.next() {
            sleep_until(next).await;
        }
        self.over = true;
    }

    fn next(&self) -> Option<Instant> {
        let connections = Connections::upgraded(&self.connections)?;
        let mut ended = Vec::new();
        let next = connections.lock().sweep(self.runtime, &mut ended);
        drop(ended);
        next
    }
}

impl Drop for Sweeper {
    fn drop(&mut self) {
        let Some(connections) = Connections::upgraded(&self.connections).filter(|_| !self.over) else {
            return;
        };
        let ended = connections.lock().remove(self.runtime);
        drop(ended);
    }
}
