//! A day of the calendar.

use std::{borrow::Cow, fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::{
    codegen::places::Text,
    error::{Error, ErrorKind},
};

/// A day of the calendar, without a time or a time zone: `2026-01-31` on the wire.
///
/// It is a day of the Gregorian calendar in the years 0 to 9999. The order is that of time.
///
/// ```
/// use alignet::Date;
///
/// let day: Date = "2026-01-31".parse()?;
/// assert_eq!((day.year(), day.month(), day.day()), (2026, 1, 31));
/// assert_eq!(Date::new(2026, 1, 31), Some(day));
/// assert_eq!(day.to_string(), "2026-01-31");
/// assert!("2026-02-29".parse::<Date>().is_err());
/// # Ok::<(), alignet::Error>(())
/// ```
///
/// With the feature `time` or `jiff`, the date type of that crate converts to and from it by `TryFrom`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

const WRONG: &str = "a date is a day of the calendar, as `2026-01-31`";

impl Date {
    /// Makes the day of a year, a month and a day of the month, both counted from 1. `None` if there is no such day, or
    /// if the year is above 9999.
    pub const fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let last = match month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => 0,
        };
        if year > 9999 || day == 0 || day > last { None } else { Some(Self { year, month, day }) }
    }

    /// Returns the year, at most 9999.
    pub const fn year(self) -> u16 {
        self.year
    }

    /// Returns the month, from 1 to 12.
    pub const fn month(self) -> u8 {
        self.month
    }

    /// Returns the day of the month, from 1 to 31.
    pub const fn day(self) -> u8 {
        self.day
    }

    /// Parses a date that a contract has. For generated code.
    #[doc(hidden)]
    pub fn written(text: &str) -> Self {
        Self::read(text).unwrap_or(Self { year: 1970, month: 1, day: 1 })
    }

    pub(super) fn read(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return None;
        }
        let part = |from, to| number(bytes.get(from..to)?);
        let (year, month, day) = (part(0, 4)?, part(5, 7)?, part(8, 10)?);
        Self::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }

    /// Returns the days since 1970-01-01.
    pub(super) fn days(self) -> i64 {
        // A year that starts in March has its leap day at the end.
        let (year, month) = match self.month {
            3.. => (i64::from(self.year), i64::from(self.month) - 3),
            _ => (i64::from(self.year) - 1, i64::from(self.month) + 9),
        };
        let days = year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
        days + (153 * month + 2) / 5 + i64::from(self.day) - 1 - 719_468
    }

    /// Returns the day that is this many days after 1970-01-01; `None` outside of the years 0 to 9999.
    pub(super) fn of_days(days: i64) -> Option<Self> {
        let days = days.checked_add(719_468)?;
        let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (365 * year + year / 4 - year / 100);
        let month = (5 * day + 2) / 153;
        let day = day - (153 * month + 2) / 5 + 1;
        let (month, later) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
        let year = u16::try_from(year + era * 400 + later).ok()?;
        Self::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }
}

/// Parses digits, and nothing but digits.
pub(super) fn number(digits: &[u8]) -> Option<u16> {
    let text = std::str::from_utf8(digits).ok()?;
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

impl FromStr for Date {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::read(text).ok_or_else(|| Error::noted(ErrorKind::Value, WRONG))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{:04}-{:02}-{:02}", self.year, self.month, self.day);
        // A precision would cut digits off.
        if f.precision().is_some() { f.write_str(&text) } else { f.pad(&text) }
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Date({self})")
    }
}

impl Text for Date {
    fn text(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Owned(self.to_string()))
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Visitor)
    }
}

struct Visitor;

impl de::Visitor<'_> for Visitor {
    type Value = Date;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a date in a string")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Date, E> {
        Date::read(text).ok_or_else(|| E::custom("not a date"))
    }
}
