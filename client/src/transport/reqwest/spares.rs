//! Counts the connections that are opened ahead, and knows how long they are of use.

use std::time::Duration;

use tokio::time::Instant;

use super::connection::Key;
use crate::limits::{MOST_SPARES, SPARE_LIFE, SPARE_MEMORY};

/// The shortest life for which connections are opened ahead.
const SHORTEST_LIFE: Duration = Duration::from_secs(1);
/// The time after a failure to connect in which no connection is opened ahead.
const REST: Duration = Duration::from_secs(1);

/// The connections that are being opened ahead, and the limits of their life.
#[derive(Default)]
pub(super) struct Spares {
    /// One entry for each connection that is being opened.
    openings: Vec<Key>,
    limits: Vec<Limit>,
}

/// A limit of the life of the connections that are opened ahead to an origin.
struct Limit {
    origin: usize,
    life: Duration,
    until: Instant,
}

impl Spares {
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
        self.limit(origin, age / 2, SPARE_MEMORY);
    }

    /// Notes that the peer closed an unused connection of this age when its first request was on its way. It may
    /// have failed at the request, which says nothing of young connections.
    pub(super) fn lost_at(&mut self, origin: usize, age: Duration) {
        self.closed_at(origin, age.max(2 * SHORTEST_LIFE));
    }

    fn limit(&mut self, origin: usize, life: Duration, memory: Duration) {
        let now = Instant::now();
        let until = now + memory;
        let adds = |limit: &Limit| limit.origin != origin || limit.life < life || limit.until > until;
        self.limits.retain(|limit| now < limit.until && adds(limit));
        self.limits.push(Limit { origin, life, until });
    }

    /// Returns the number of connections to open. `ages` are those of the unused connections.
    fn missing(&self, key: Key, ages: &[Duration], wanted: usize, taking: bool) -> usize {
        let life = self.life(key.1);
        if wanted == 0 || life < SHORTEST_LIFE {
            return 0;
        }
        let opening = self.openings.iter().filter(|opening| **opening == key).count();
        let younger = |than: Duration| ages.iter().filter(|age| **age < than).count();
        let (open, young) = (younger(life), opening + younger(life / 4));
        let takes_one = usize::from(taking && open > 0);
        let one_at_least = usize::from(taking && open == 0);
        let room = MOST_SPARES.saturating_sub(opening + open);
        (wanted + takes_one).saturating_sub(young).max(one_at_least).min(room)
    }

    /// Begins the openings that are missing, and returns their number.
    pub(super) fn begin(&mut self, key: Key, ages: &[Duration], wanted: usize, taking: bool) -> usize {
        let missing = self.missing(key, ages, wanted, taking);
        self.openings.resize(self.openings.len() + missing, key);
        missing
    }

    /// Ends an opening.
    pub(super) fn end(&mut self, key: Key) {
        if let Some(index) = self.openings.iter().position(|opening| *opening == key) {
            self.openings.swap_remove(index);
        }
    }

    /// Notes a failure to connect.
    pub(super) fn failed(&mut self, origin: usize) {
        self.limit(origin, Duration::ZERO, REST);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn an_origin_that_rests_keeps_what_was_learned_of_it() {
        let mut spares = Spares::default();
        spares.closed_at(0, Duration::from_secs(10));
        spares.failed(0);
        // Connections of the time before the failure may end during the rest.
        spares.closed_at(0, Duration::from_secs(14));
        assert_eq!((spares.life(0), spares.life(1)), (Duration::ZERO, SPARE_LIFE));
        for (after, life) in [(REST, 5), (SPARE_MEMORY - REST, 20)] {
            tokio::time::advance(after).await;
            assert_eq!(spares.life(0), Duration::from_secs(life));
        }
    }
}
