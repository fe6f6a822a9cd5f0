//! The sandbox's clock, which tests move forward.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

/// The most that the clock is moved in all: 100 years. Times of replies stay dates of four digits, every lifetime ends within it,
/// and a secret that is issued at the end of it still works.
pub(crate) const MOST: Duration = Duration::from_secs(36_525 * 86_400);

/// Time since the sandbox was started, plus what [`Clock::advance`] added.
#[derive(Debug)]
pub(crate) struct Clock {
    started: Instant,
    /// The same moment, since 1970.
    since_1970: Duration,
    added: Mutex<Duration>,
}

impl Clock {
    pub(crate) fn start() -> Self {
        let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self { started: Instant::now(), since_1970, added: Mutex::new(Duration::ZERO) }
    }

    pub(crate) fn now(&self) -> Duration {
        let added = *self.added.lock().unwrap_or_else(PoisonError::into_inner);
        self.started.elapsed().saturating_add(added)
    }

    /// The time from 1970 to the start of this clock.
    pub(crate) fn since_1970(&self) -> Duration {
        self.since_1970
    }

    /// The seconds from 1970 to a moment of this clock.
    pub(crate) fn seconds_of_1970(&self, at: Duration) -> u64 {
        self.since_1970.saturating_add(at).as_secs()
    }

    /// Moves the clock forward, as far as it may be in all.
    pub(crate) fn advance(&self, by: Duration) {
        let mut added = self.added.lock().unwrap_or_else(PoisonError::into_inner);
        *added = added.saturating_add(by).min(MOST);
    }

    /// Moves the clock forward; returns false, and moves nothing, if that is farther than it may be.
    pub(crate) fn try_advance(&self, by: Duration) -> bool {
        let mut added = self.added.lock().unwrap_or_else(PoisonError::into_inner);
        let moved = added.checked_add(by).filter(|moved| *moved <= MOST);
        *added = moved.unwrap_or(*added);
        moved.is_some()
    }
}

/// The seconds by which the time of Peru, which has no summer time, is behind UTC.
const PERU: u64 = 5 * 3_600;

/// Writes the seconds since 1970 as a time in UTC: `2026-03-12T22:49:36Z`.
pub(crate) fn utc(seconds: u64) -> String {
    written(seconds, "YYYY-MM-DDThh:mm:ssZ")
}

/// Writes the seconds since 1970 as a time in Peru, by a pattern of `YYYY`, `MM`, `DD`, `hh`, `mm` and `ss`.
pub(crate) fn in_peru(seconds: u64, pattern: &str) -> String {
    written(seconds.saturating_sub(PERU), pattern)
}

fn written(seconds: u64, pattern: &str) -> String {
    let (mut days, second) = (seconds / 86_400, seconds % 86_400);
    let is_leap = |year: u64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let mut year = 1970;
    while days >= 365 + u64::from(is_leap(year)) {
        days -= 365 + u64::from(is_leap(year));
        year += 1;
    }
    let mut month = 1;
    for length in [31, 28 + u64::from(is_leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    let (hour, minute) = (second / 3_600, second / 60 % 60);
    let parts =
        [("YYYY", year), ("MM", month), ("DD", days + 1), ("hh", hour), ("mm", minute), ("ss", second % 60)];
    parts.iter().fold(pattern.to_owned(), |text, (part, number)| {
        text.replace(part, &format!("{number:0width$}", width = part.len()))
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_time_is_written_in_utc() {
        for (seconds, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_399, "2000-02-28T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_773_355_776, "2026-03-12T22:49:36Z"),
            (1_798_761_599, "2026-12-31T23:59:59Z"),
        ] {
            assert_eq!(super::utc(seconds), text);
        }
        assert_eq!(super::in_peru(1_773_355_776, "DD-MM-YYYY hh:mm:ss"), "12-03-2026 17:49:36");
    }
}
