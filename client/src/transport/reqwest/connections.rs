//! The open connections of a client. A connection is kept after a call for calls that may be repeated. A
//! connection that was opened ahead has never carried a request, and a call that must not be repeated takes
//! only those: servers close kept connections at any time, and such a call could not be sent again.

use std::{
    pin::pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    time::Duration,
};

use hyper::client::conn::http1::SendRequest;
use tokio::{
    runtime::{Handle, Id},
    sync::oneshot,
    task::AbortHandle,
    time::{Instant, sleep_until},
};

use super::{handed::Handed, spares::Spares, turn::turn};
use crate::{deadline, limits::IDLE};

/// The time after which a kept connection may have been closed without its runtime knowing. A call that comes
/// earlier is sent again if it was.
const UNSEEN: Duration = Duration::from_millis(1);
/// The time that a connection may take to get ready after a whole reply. It needs none but on a busy machine.
const READYING: Duration = Duration::from_millis(50);

/// A runtime, which alone drives the connections that it opened, and the index of an origin.
pub(super) type Key = (Id, usize);

/// An open connection.
pub(super) struct Connection {
    pub(super) sender: SendRequest<Handed>,
    pub(super) number: u64,
}

/// The connections of a client that are not in use, and those that are being opened.
#[derive(Clone, Default)]
pub(super) struct Connections(Arc<Mutex<State>>);

#[derive(Default)]
pub(super) struct State {
    runtimes: Vec<Runtime>,
    /// The connections not in use, the latest last.
    pub(super) idle: Vec<Idle>,
    pub(super) spares: Spares,
}

struct Runtime {
    id: Id,
    /// Closes idle connections at the end of their life. Lives as long as there are any.
    sweeper: Option<Sweeping>,
}

struct Sweeping(AbortHandle);

impl Drop for Sweeping {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// A connection that is not in use.
pub(super) struct Idle {
    pub(super) key: Key,
    pub(super) connection: Connection,
    pub(super) since: Instant,
    /// True if it has carried a request.
    pub(super) used: bool,
}

/// A connection for a call.
pub(super) enum Found {
    Idle(Idle),
    /// The runtime must ask the system for events before an idle connection can be used.
    Unseen,
    Opening(oneshot::Receiver<Connection>),
    Nothing,
}

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

    /// Takes a connection, or waits for one that is being opened. Returns `None` if there is neither. A connection
    /// that was closed sends no request: it hands the request back.
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
                Found::Opening(opened) => match opened.await {
                    Ok(connection) => connection,
                    Err(_) => continue, // It could not be opened.
                },
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
        let mut state = self.lock();
        let index = state.idle.iter().position(|idle| idle.connection.number == number);
        let idle = index.map(|index| state.idle.remove(index));
        if let Some(idle) = &idle {
            state.closed_early(idle);
        }
        drop(state);
    }
}

impl State {
    fn find(&mut self, key: Key, unused: bool, seen: bool, ended: &mut Vec<Idle>) -> Found {
        for used in [true, false] {
            if used && unused {
                continue;
            }
            let fits = |idle: &Idle| idle.used == used && idle.key == key;
            while let Some(index) = self.idle.iter().rposition(fits) {
                let (age, life) = (self.idle[index].since.elapsed(), self.life(&self.idle[index]));
                if age < life && !seen && (!used || age >= UNSEEN) {
                    return Found::Unseen;
                }
                let idle = self.idle.remove(index);
                if age < life && !idle.connection.sender.is_closed() {
                    return Found::Idle(idle);
                }
                ended.push(idle);
            }
        }
        self.spares.claim(key).map_or(Found::Nothing, Found::Opening)
    }

    /// The time for which a connection is kept.
    fn life(&self, idle: &Idle) -> Duration {
        if idle.used { IDLE } else { self.spares.life(idle.key.1) }
    }

    /// Learns from a connection that its peer closed.
    pub(super) fn closed_early(&mut self, idle: &Idle) {
        if !idle.used {
            self.spares.closed_at(idle.key.1, idle.since.elapsed());
        }
    }

    /// Removes the connections of a runtime whose life is over. Returns the time at which the next life ends, or
    /// forgets the runtime if it has no connection.
    fn sweep(&mut self, runtime: Id, ended: &mut Vec<Idle>) -> Option<Instant> {
        let (spares, now) = (&self.spares, Instant::now());
        let end = |idle: &Idle| idle.since + if idle.used { IDLE } else { spares.life(idle.key.1) };
        let over = |idle: &Idle| idle.key.0 == runtime && end(idle) <= now;
        if self.idle.iter().any(over) {
            let (over, left) = std::mem::take(&mut self.idle).into_iter().partition(over);
            (*ended, self.idle) = (over, left);
        }
        let next = self.idle.iter().filter(|idle| idle.key.0 == runtime).map(end).min();
        if next.is_none() {
            self.runtimes.retain(|known| known.id != runtime);
        }
        next
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
        let mut state = connections.lock();
        let (ended, left) =
            std::mem::take(&mut state.idle).into_iter().partition(|idle| idle.key.0 == self.runtime);
        state.idle = left;
        state.runtimes.retain(|known| known.id != self.runtime);
        drop(state);
        drop::<Vec<Idle>>(ended);
    }
}
