//! The state of the connections that are not in use. No function here waits, locks or wakes, and connections are
//! returned to be dropped after the lock is released.

use std::time::Duration;

use tokio::{runtime::Id, task::AbortHandle, time::Instant};

use super::{
    connection::{Connection, Key},
    spares::Spares,
};
use crate::limits::IDLE;

/// The time after which a kept connection may have been closed without its runtime knowing. A call that comes
/// earlier is sent again if it was.
const UNSEEN: Duration = Duration::from_millis(1);

/// The connections of a client, behind a lock.
#[derive(Default)]
pub(super) struct State {
    pub(super) runtimes: Vec<Runtime>,
    /// The connections not in use, the latest last.
    pub(super) idle: Vec<Idle>,
    pub(super) spares: Spares,
}

pub(super) struct Runtime {
    pub(super) id: Id,
    /// Closes idle connections at the end of their life. Lives as long as there are any.
    pub(super) sweeper: Option<Sweeping>,
}

/// A sweeper, which is aborted when this is dropped.
pub(super) struct Sweeping(pub(super) AbortHandle);

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
    Nothing,
}

impl State {
    /// Takes a connection for a call. `seen` tells that the runtime has asked for events since the call began.
    pub(super) fn find(&mut self, key: Key, unused: bool, seen: bool, ended: &mut Vec<Idle>) -> Found {
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
                if age < life {
                    self.closed_early(&idle);
                }
                ended.push(idle);
            }
        }
        Found::Nothing
    }

    /// The time for which a connection is kept.
    fn life(&self, idle: &Idle) -> Duration {
        if idle.used { IDLE } else { self.spares.life(idle.key.1) }
    }

    /// Learns from a connection that its peer closed.
    fn closed_early(&mut self, idle: &Idle) {
        if !idle.used {
            self.spares.closed_at(idle.key.1, idle.since.elapsed());
        }
    }

    /// Forgets a connection that its peer closed, and returns it.
    pub(super) fn closed(&mut self, number: u64) -> Option<Idle> {
        let index = self.idle.iter().position(|idle| idle.connection.number == number)?;
        let idle = self.idle.remove(index);
        self.closed_early(&idle);
        Some(idle)
    }

    /// Removes a runtime that has shut down, and returns its connections.
    pub(super) fn remove(&mut self, runtime: Id) -> Vec<Idle> {
        self.runtimes.retain(|known| known.id != runtime);
        let (ended, left) =
            std::mem::take(&mut self.idle).into_iter().partition(|idle| idle.key.0 == runtime);
        self.idle = left;
        ended
    }

    /// Removes the connections of a runtime whose life is over. Returns the time at which the next life ends, or
    /// forgets the runtime if it has no connection.
    pub(super) fn sweep(&mut self, runtime: Id, ended: &mut Vec<Idle>) -> Option<Instant> {
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
