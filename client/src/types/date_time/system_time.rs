//! Conversions to and from the time of the system.

use std::time::{Duration, SystemTime};

use super::{DateTime, out_of_range};
use crate::{error::Error, types::date::Date};

/// Makes a moment in UTC, with nanoseconds.
impl TryFrom<SystemTime> for DateTime {
    type Error = Error;

    fn try_from(time: SystemTime) -> Result<Self, Error> {
        let (seconds, nanosecond) = match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => (i128::from(after.as_secs()), after.subsec_nanos()),
            Err(before) => {
                let before = before.duration();
                let rest = before.subsec_nanos();
                let whole = -i128::from(before.as_secs());
                if rest == 0 { (whole, 0) } else { (whole - 1, 1_000_000_000 - rest) }
            }
        };
        of_unix(i64::try_from(seconds).map_err(|_| out_of_range())?, nanosecond)
    }
}

/// Makes a moment in UTC of the seconds since 1970-01-01T00:00:00Z, and nanoseconds.
pub(super) fn of_unix(seconds: i64, nanosecond: u32) -> Result<DateTime, Error> {
    let date = Date::of_days(seconds.div_euclid(86_400)).ok_or_else(out_of_range)?;
    let second = seconds.rem_euclid(86_400);
    let part = |part: i64| u8::try_from(part).unwrap_or(0);
    DateTime::of(date, [part(second / 3600), part(second / 60 % 60), part(second % 60)], nanosecond, None)
}

impl TryFrom<&DateTime> for SystemTime {
    type Error = Error;

    fn try_from(at: &DateTime) -> Result<Self, Error> {
        let (seconds, rest) = (at.unix_seconds(), Duration::from_nanos(at.nanosecond().into()));
        let whole = Duration::from_secs(seconds.unsigned_abs());
        let time = match seconds {
            0.. => Self::UNIX_EPOCH.checked_add(whole),
            _ => Self::UNIX_EPOCH.checked_sub(whole),
        };
        time.and_then(|time| time.checked_add(rest)).ok_or_else(out_of_range)
    }
}
