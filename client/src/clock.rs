//! Elapsed time that counts a suspension of the machine and survives a clock that is turned back.

use std::time::{Duration, SystemTime};

use tokio::time::Instant;

/// A point in time on both clocks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment {
    pub(crate) monotonic: Instant,
    wall: SystemTime,
}

impl Moment {
    pub(crate) fn now() -> Self {
        Self { monotonic: Instant::now(), wall: SystemTime::now() }
    }

    /// Returns the time since this moment, by the clock that says more. The monotonic clock stands
    /// still while a machine is suspended, and the wall clock can be turned back. Tokens thus expire
    /// early rather than late.
    pub(crate) fn elapsed(self) -> Duration {
        self.monotonic.elapsed().max(self.wall.elapsed().unwrap_or_default())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const HOUR: Duration = Duration::from_secs(60 * 60);

    #[tokio::test(start_paused = true)]
    async fn the_clock_that_says_more_counts() {
        let (now, wall) = (Instant::now(), SystemTime::now());
        tokio::time::advance(2 * HOUR).await;
        // The machine was suspended, and its monotonic clock stood still.
        let moment = Moment { monotonic: Instant::now(), wall: wall - HOUR };
        assert!(moment.elapsed() >= HOUR && moment.elapsed() < 2 * HOUR);
        // The wall clock was turned back, a little or behind the moment itself.
        for wall in [wall - HOUR, wall + HOUR] {
            let moment = Moment { monotonic: now, wall };
            assert_eq!(moment.elapsed(), 2 * HOUR);
        }
        assert!(Moment::now().elapsed() < HOUR);
    }
}
