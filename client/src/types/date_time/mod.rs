//! A moment, as RFC 3339 writes it.

#[cfg(feature = "jiff")]
mod jiff;
mod system_time;
#[cfg(feature = "time")]
mod time;

use std::{
    borrow::Cow,
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
    str::FromStr,
};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::date::{Date, number};
use crate::{
    codegen::places::Text,
    error::{Error, ErrorKind},
};

/// A moment with its offset from UTC: `2026-01-31T09:30:00.120-05:00`, by RFC 3339.
///
/// The text is kept as it came: its offset, `Z` or `+00:00`, and each digit of its fraction. Equality, order and hash
/// are those of the moment: `2026-01-31T09:30:00-05:00` and `2026-01-31T14:30:00Z` are equal.
///
/// ```
/// use alignet::{Date, DateTime};
///
/// let at: DateTime = "2026-01-31T09:30:00.120-05:00".parse()?;
/// assert_eq!(at.as_str(), "2026-01-31T09:30:00.120-05:00");
/// assert_eq!((at.date(), at.hour(), at.minute(), at.second()), ("2026-01-31".parse()?, 9, 30, 0));
/// assert_eq!((at.nanosecond(), at.offset_minutes()), (120_000_000, -300));
/// assert_eq!(at, "2026-01-31T14:30:00.12Z".parse()?);
/// assert!("2026-01-31T24:00:00Z".parse::<DateTime>().is_err());
/// # Ok::<(), alignet::Error>(())
/// ```
///
/// The second is 60 only in the last minute of a month in UTC, where leap seconds are. It comes after the second 59, and
/// before the next minute.
///
/// `DateTime::try_from` takes a [`SystemTime`](std::time::SystemTime), and `SystemTime::try_from` a `&DateTime`. With the feature `time` or `jiff`,
/// the types `time::OffsetDateTime`, `jiff::Zoned` and `jiff::Timestamp` convert in the same way; a second 60 becomes 59 there, and
/// digits of the fraction after the ninth are cut off.
#[derive(Clone)]
pub struct DateTime {
    text: Box<str>,
    date: Date,
    /// The minutes since 1970-01-01T00:00Z.
    utc_minute: i64,
}

const WRONG: &str = "a date-time is a date, a time and an offset by RFC 3339, as `2026-01-31T09:30:00-05:00` or `2026-01-31T14:30:00Z`";

const MINUTES_OF_DAY: i64 = 24 * 60;

impl DateTime {
    /// Returns the text as it came.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the day, at this offset.
    pub fn date(&self) -> Date {
        self.date
    }

    /// Returns the hour, from 0 to 23, at this offset.
    pub fn hour(&self) -> u8 {
        self.part(11)
    }

    /// Returns the minute, from 0 to 59, at this offset.
    pub fn minute(&self) -> u8 {
        self.part(14)
    }

    /// Returns the second, from 0 to 60.
    pub fn second(&self) -> u8 {
        self.part(17)
    }

    /// Returns the fraction of the second in nanoseconds; more than nine digits are cut off.
    pub fn nanosecond(&self) -> u32 {
        let digits = self.fraction();
        let nine = format!("{:0<9}", digits.get(..9).unwrap_or(digits));
        nine.parse().unwrap_or(0)
    }

    /// Returns the offset from UTC in minutes, positive in the east; 0 for `Z`, and for `-00:00`, which says that the
    /// local time is unknown.
    pub fn offset_minutes(&self) -> i16 {
        offset(&self.text).unwrap_or(0)
    }

    /// Returns the seconds since 1970-01-01T00:00:00Z. A second 60 counts as the one after it.
    pub fn unix_seconds(&self) -> i64 {
        self.utc_minute * 60 + i64::from(self.second())
    }

    fn part(&self, at: usize) -> u8 {
        let digits = self.text.as_bytes().get(at..at + 2).and_then(number);
        digits.and_then(|number| u8::try_from(number).ok()).unwrap_or(0)
    }

    /// The digits of the fraction.
    fn fraction(&self) -> &str {
        fraction_and_offset(&self.text).map_or("", |(fraction, _)| fraction)
    }

    /// The parts that determine the moment. Equal moments have equal parts.
    fn parts(&self) -> (i64, u8, &str) {
        (self.utc_minute, self.second(), self.fraction().trim_end_matches('0'))
    }

    /// Parses a moment that a contract has. For generated code.
    #[doc(hidden)]
    pub fn written(text: &str) -> Self {
        let date = Date::written("1970-01-01");
        Self::read(text).unwrap_or(Self { text: "1970-01-01T00:00:00Z".into(), date, utc_minute: 0 })
    }

    fn read(text: &str) -> Option<Self> {
        let date = Date::read(text.get(..10)?)?;
        let bytes = text.as_bytes();
        let (hour, minute, second) =
            (number(bytes.get(11..13)?)?, number(bytes.get(14..16)?)?, number(bytes.get(17..19)?)?);
        if !b"Tt".contains(&bytes[10]) || bytes[13] != b':' || bytes[16] != b':' || hour > 23 || minute > 59 {
            return None;
        }
        let local = date.days() * MINUTES_OF_DAY + i64::from(hour) * 60 + i64::from(minute);
        let read = Self { text: text.into(), date, utc_minute: local - i64::from(offset(text)?) };
        (second < 60 || (second == 60 && read.ends_a_month())).then_some(read)
    }

    /// True in the last minute of a month in UTC.
    fn ends_a_month(&self) -> bool {
        let next = self.utc_minute + 1;
        // The years 0 to 9999 have no day after their last, which is the end of a month, too.
        let first = Date::of_days(next.div_euclid(MINUTES_OF_DAY)).is_none_or(|date| date.day() == 1);
        first && next.rem_euclid(MINUTES_OF_DAY) == 0
    }

    /// Makes a moment of its parts. The offset is in minutes; `None` writes `Z`.
    fn of(
        date: Date,
        [hour, minute, second]: [u8; 3],
        nanosecond: u32,
        offset: Option<i32>,
    ) -> Result<Self, Error> {
        let fraction = format!("{nanosecond:09}");
        let fraction = fraction.trim_end_matches('0');
        let point = if fraction.is_empty() { "" } else { "." };
        let offset = offset.map_or_else(
            || "Z".to_owned(),
            |offset| {
                let (sign, minutes) = (if offset < 0 { '-' } else { '+' }, offset.unsigned_abs());
                format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            },
        );
        format!("{date}T{hour:02}:{minute:02}:{second:02}{point}{fraction}{offset}").parse()
    }
}

/// Splits what follows the second: the digits of a fraction, if there is one, and the offset.
fn fraction_and_offset(text: &str) -> Option<(&str, &str)> {
    let rest = text.get(19..)?;
    let Some(fraction) = rest.strip_prefix('.') else { return Some(("", rest)) };
    let end = fraction.find(|char: char| !char.is_ascii_digit()).filter(|end| *end > 0)?;
    Some(fraction.split_at(end))
}

/// Returns the offset of a moment in minutes.
fn offset(text: &str) -> Option<i16> {
    let (_, rest) = fraction_and_offset(text)?;
    if matches!(rest, "Z" | "z") {
        return Some(0);
    }
    let bytes = rest.as_bytes();
    if bytes.len() != 6 || bytes[3] != b':' {
        return None;
    }
    let (hours, minutes) = (number(&bytes[1..3])?, number(&bytes[4..6])?);
    let offset = i16::try_from(hours * 60 + minutes).ok().filter(|_| hours < 24 && minutes < 60)?;
    match bytes[0] {
        b'+' => Some(offset),
        b'-' => Some(-offset),
        _ => None,
    }
}

fn out_of_range() -> Error {
    Error::noted(
        ErrorKind::Value,
        "the moment is outside of the years that the other type has, or its offset has seconds",
    )
}

impl PartialEq for DateTime {
    fn eq(&self, other: &Self) -> bool {
        self.parts() == other.parts()
    }
}

impl Eq for DateTime {}

impl PartialOrd for DateTime {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for DateTime {
    fn cmp(&self, other: &Self) -> Ordering {
        self.parts().cmp(&other.parts())
    }
}

impl Hash for DateTime {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.parts().hash(state);
    }
}

impl FromStr for DateTime {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::read(text).ok_or_else(|| Error::noted(ErrorKind::Value, WRONG))
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A precision would cut digits off.
        if f.precision().is_some() { f.write_str(&self.text) } else { f.pad(&self.text) }
    }
}

impl fmt::Debug for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DateTime({self})")
    }
}

impl Text for DateTime {
    fn text(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(&self.text))
    }
}

impl Serialize for DateTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for DateTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Visitor)
    }
}

struct Visitor;

impl de::Visitor<'_> for Visitor {
    type Value = DateTime;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a date-time in a string")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<DateTime, E> {
        DateTime::read(text).ok_or_else(|| E::custom("not a date-time"))
    }
}
