//! Counts the connections that are opened ahead, and knows how long they are of use.

use std::time::Duration;

use tokio::{sync::oneshot, time::Instant};

use super::connections::{Connection, Connections, Idle, Key, State};
use crate::limits::{MOST_SPARES, SPARE_LIFE, SPARE_MEMORY};

/// The shortest life for which connections are opened ahead.
const SHORTEST_LIFE: Duration = Duration::from_secs(1);
/// The time after a failure to connect in which no connection is opened ahead.
const REST: Duration = Duration::from_secs(1);

/// The connections that are being opened ahead, and the limits of their life.
#[derive(Default)]
pub(super) struct Spares {
    latest: u64,
    openings: Vec<Opening>,
    limits: Vec<Limit>,
}

struct Opening {
    key: Key,
    number: u64,
    /// The call that waits for the connection.
    claim: Option<oneshot::Sender<Connection>>,
}

/// A limit of the life of the connections that are opened ahead to an origin.
struct Limit {
    origin: usize,
    life: Duration,
    until: Instant,
}

impl Spares {
    /// Claims a connection that is being opened.
    pub(super) fn claim(&mut self, key: Key) -> Option<oneshot::Receiver<Connection>> {
        let free = |opening: &&mut Opening| opening.key == key && opening.claim.is_none();
        let opening = self.openings.iter_mut().find(free)?;
        let (claim, opened) = oneshot::channel();
        opening.claim = Some(claim);
        Some(opened)
    }

    /// The age up to which an unused connection to an origin is used.
    pub(super) fn life(&self, origin: usize) -> Duration {
        if self.limits.is_empty() {
            return SPARE_LIFE;
        }
        let now = Instant::now();
        let limits = self.limits.iter().filter(|limit| limit.origin == origin && now < limit.until);
        limits.map(|limit| limit.life).min().unwrap_or(SPARE_LIFE)
    }

    /// Notes that the peer closed an unused connection of this age: from now on, half of it is too old.
    pub(super) fn closed_at(&mut self, origin: usize, age: Duration) {
        self.limit(origin, self.life(origin).min(age / 2), SPARE_MEMORY);
    }

    fn limit(&mut self, origin: usize, life: Duration, memory: Duration) {
        let now = Instant::now();
        self.limits.retain(|limit| now < limit.until && (limit.origin != origin || limit.life < life));
        self.limits.push(Limit { origin, life, until: now + memory });
    }

    /// Returns the number of connections to open. `ages` are those of the unused connections.
    fn missing(&self, key: Key, ages: &[Duration], wanted: usize, taking: bool) -> usize {
        let life = self.life(key.1);
        if wanted == 0 || life < SHORTEST_LIFE {
            return 0;
        }
        let opening = self.openings.iter().filter(|opening| opening.key == key && opening.claim.is_none());
        let opening = opening.count();
        let younger = |than: Duration| opening + ages.iter().filter(|age| **age < than).count();
        let (all, young) = (younger(life), younger(life / 4));
        let takes_one = usize::from(taking && all > 0);
        let one_at_least = usize::from(taking && all == 0);
        (wanted + takes_one).saturating_sub(young).max(one_at_least).min(MOST_SPARES.saturating_sub(all))
    }

    fn end(&mut self, number: u64) -> Option<Opening> {
        let index = self.openings.iter().position(|opening| opening.number == number)?;
        Some(self.openings.swap_remove(index))
    }
}

impl State {
    fn begin(&mut self, key: Key, wanted: usize, taking: bool) -> Vec<u64> {
        let unused = self.idle.iter().filter(|idle| !idle.used && idle.key == key);
        let ages: Vec<Duration> = unused.map(|idle: &Idle| idle.since.elapsed()).collect();
        let missing = self.spares.missing(key, &ages, wanted, taking);
        let begin = |_| {
            self.spares.latest += 1;
            let number = self.spares.latest;
            self.spares.openings.push(Opening { key, number, claim: None });
            number
        };
        (0..missing).map(begin).collect()
    }
}

impl Connections {
    /// Begins as many openings as it takes for `wanted` young connections to be there, besides the one that
    /// the caller takes if `taking` is true. A caller that finds none begins one at least, because there are
    /// more calls at once than connections.
    pub(super) fn begin(&self, key: Key, wanted: usize, taking: bool) -> Vec<Begun> {
        let numbers = self.lock().begin(key, wanted, taking);
        numbers.into_iter().map(|number| Begun { connections: self.clone(), key, number }).collect()
    }
}

/// An opening that has begun. It ends when this is dropped.
pub(super) struct Begun {
    connections: Connections,
    key: Key,
    number: u64,
}

impl Begun {
    /// Hands the connection to the call that waits for it, or keeps it.
    pub(super) fn opened(self, mut connection: Connection) {
        let opening = self.connections.lock().spares.end(self.number);
        if let Some(claim) = opening.and_then(|opening| opening.claim) {
            match claim.send(connection) {
                Ok(()) => return,
                Err(unclaimed) => connection = unclaimed,
            }
        }
        self.connections.keep(self.key, connection, false);
    }

    /// Ends the opening, and lets the origin rest.
    pub(super) fn failed(self) {
        self.connections.lock().spares.limit(self.key.1, Duration::ZERO, REST);
    }
}

impl Drop for Begun {
    fn drop(&mut self) {
        let ended = self.connections.lock().spares.end(self.number);
        drop(ended);
    }
}
