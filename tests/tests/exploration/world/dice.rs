//! The random choices of a history, all from its seed.

use std::{
    ops::RangeInclusive,
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// A seeded source of choices.
pub(crate) struct Dice(Mutex<fastrand::Rng>);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Mutex::new(fastrand::Rng::with_seed(seed)))
    }

    fn with<T>(&self, draw: impl FnOnce(&mut fastrand::Rng) -> T) -> T {
        draw(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// True with this probability in percent.
    pub(crate) fn percent(&self, percent: u32) -> bool {
        percent > 0 && self.with(|rng| rng.u32(0..100)) < percent
    }

    /// A number of a range, all equally likely.
    pub(crate) fn number(&self, range: RangeInclusive<u64>) -> u64 {
        self.with(|rng| rng.u64(range))
    }

    /// One of several values, all equally likely.
    pub(crate) fn of<T: Copy>(&self, values: &[T]) -> T {
        values[self.with(|rng| rng.usize(0..values.len()))]
    }

    /// A time in a range, in whole milliseconds.
    pub(crate) fn time(&self, range: RangeInclusive<Duration>) -> Duration {
        let millis = |time: &Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        Duration::from_millis(self.number(millis(range.start())..=millis(range.end())))
    }

    /// A time up to `most`, each order of magnitude about equally likely. Sometimes `most` itself, or nearly.
    pub(crate) fn magnitude(&self, most: Duration) -> Duration {
        if self.percent(15) {
            return most - self.time(Duration::ZERO..=most / 50);
        }
        let bits = 64 - u64::try_from(most.as_millis()).unwrap_or(u64::MAX).leading_zeros();
        let millis = self.number(0..=(1 << self.number(0..=u64::from(bits))) - 1);
        Duration::from_millis(millis).min(most)
    }
}
