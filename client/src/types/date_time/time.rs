//! Conversions to and from the types of the crate `time`.

use time::{Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

use super::{DateTime, out_of_range};
use crate::{error::Error, types::date::Date};

impl TryFrom<Date> for time::Date {
    type Error = Error;

    fn try_from(date: Date) -> Result<Self, Error> {
        let month = Month::try_from(date.month()).map_err(|_| out_of_range())?;
        Self::from_calendar_date(date.year().into(), month, date.day()).map_err(|_| out_of_range())
    }
}

impl TryFrom<time::Date> for Date {
    type Error = Error;

    fn try_from(date: time::Date) -> Result<Self, Error> {
        let year = u16::try_from(date.year()).map_err(|_| out_of_range())?;
        Self::new(year, date.month().into(), date.day()).ok_or_else(out_of_range)
    }
}

impl TryFrom<&DateTime> for OffsetDateTime {
    type Error = Error;

    fn try_from(at: &DateTime) -> Result<Self, Error> {
        let time = Time::from_hms_nano(at.hour(), at.minute(), at.second().min(59), at.nanosecond());
        let offset = UtcOffset::from_whole_seconds(i32::from(at.offset_minutes()) * 60);
        match (time::Date::try_from(at.date())?, time, offset) {
            (date, Ok(time), Ok(offset)) => Ok(PrimitiveDateTime::new(date, time).assume_offset(offset)),
            _ => Err(out_of_range()),
        }
    }
}

impl TryFrom<OffsetDateTime> for DateTime {
    type Error = Error;

    fn try_from(at: OffsetDateTime) -> Result<Self, Error> {
        let offset = at.offset();
        if offset.seconds_past_minute() != 0 {
            return Err(out_of_range());
        }
        let minutes = (!offset.is_utc()).then(|| offset.whole_seconds() / 60);
        let time = [at.hour(), at.minute(), at.second()];
        Self::of(at.date().try_into()?, time, at.nanosecond(), minutes)
    }
}
