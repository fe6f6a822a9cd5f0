//! Conversions to and from the types of the crate `jiff`.

use jiff::{
    Timestamp, Zoned,
    tz::{Offset, TimeZone},
};

use super::{DateTime, out_of_range, system_time::of_unix};
use crate::{error::Error, types::date::Date};

impl TryFrom<Date> for jiff::civil::Date {
    type Error = Error;

    fn try_from(date: Date) -> Result<Self, Error> {
        let part = |part: u8| i8::try_from(part).map_err(|_| out_of_range());
        let year = i16::try_from(date.year()).map_err(|_| out_of_range())?;
        Self::new(year, part(date.month())?, part(date.day())?).map_err(|_| out_of_range())
    }
}

impl TryFrom<jiff::civil::Date> for Date {
    type Error = Error;

    fn try_from(date: jiff::civil::Date) -> Result<Self, Error> {
        let year = u16::try_from(date.year()).map_err(|_| out_of_range())?;
        Self::new(year, date.month().unsigned_abs(), date.day().unsigned_abs()).ok_or_else(out_of_range)
    }
}

impl TryFrom<&DateTime> for Timestamp {
    type Error = Error;

    fn try_from(at: &DateTime) -> Result<Self, Error> {
        let seconds = at.unix_seconds() - i64::from(at.second() == 60);
        let whole = Self::from_second(seconds).map_err(|_| out_of_range())?;
        whole
            .checked_add(jiff::SignedDuration::from_nanos(at.nanosecond().into()))
            .map_err(|_| out_of_range())
    }
}

impl TryFrom<Timestamp> for DateTime {
    type Error = Error;

    fn try_from(at: Timestamp) -> Result<Self, Error> {
        let (seconds, nanoseconds) = (at.as_second(), at.subsec_nanosecond());
        // Before 1970, both are negative.
        let seconds = seconds - i64::from(nanoseconds < 0);
        of_unix(seconds, u32::try_from(nanoseconds.rem_euclid(1_000_000_000)).unwrap_or(0))
    }
}

impl TryFrom<&DateTime> for Zoned {
    type Error = Error;

    fn try_from(at: &DateTime) -> Result<Self, Error> {
        let offset = Offset::from_seconds(i32::from(at.offset_minutes()) * 60).map_err(|_| out_of_range())?;
        Ok(Timestamp::try_from(at)?.to_zoned(TimeZone::fixed(offset)))
    }
}

/// Keeps the offset, and leaves out the name of the time zone.
impl TryFrom<&Zoned> for DateTime {
    type Error = Error;

    fn try_from(at: &Zoned) -> Result<Self, Error> {
        let (seconds, time) = (at.offset().seconds(), at.time());
        let utc = at.time_zone() == &TimeZone::UTC;
        let part = |part: i8| part.unsigned_abs();
        let nanosecond = time.subsec_nanosecond().unsigned_abs();
        let offset = if seconds % 60 == 0 { Ok((!utc).then_some(seconds / 60)) } else { Err(out_of_range()) };
        Self::of(
            at.date().try_into()?,
            [part(time.hour()), part(time.minute()), part(time.second())],
            nanosecond,
            offset?,
        )
    }
}
