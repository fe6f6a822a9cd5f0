//! Counts the connections that are opened ahead, and knows how long they are of use.

use std::time::Duration;

use tokio::{sync::oneshot, time::Instant};

use super::connection::{Connection, Key};
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

    /// Begins the openings that are missing, and returns their numbers.
    pub(super) fn begin(&mut self, key: Key, ages: &[Duration], wanted: usize, taking: bool) -> Vec<u64> {
        let missing = self.missing(key, ages, wanted, taking);
        let begin = |_| {
            self.latest += 1;
            self.openings.push(Opening { key, number: self.latest, claim: None });
            self.latest
        };
        (0..missing).map(begin).collect()
    }

    /// Ends an opening. Returns the call that waits for the connection.
    pub(super) fn end(&mut self, number: u64) -> Option<oneshot::Sender<Connection>> {
        let index = self.openings.iter().position(|opening| opening.number == number)?;
        self.openings.swap_remove(index).claim
    }

    /// Notes a failure to connect.
    pub(super) fn failed(&mut self, origin: usize) {
        self.limit(origin, Duration::ZERO, REST);
    }
}
