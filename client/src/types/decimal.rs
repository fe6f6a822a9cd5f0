//! Decimal numbers with their exact digits.

use std::{
    borrow::Cow,
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
    str::FromStr,
};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::value::RawValue;

use crate::{
    codegen::{
        places::Text,
        wire::{Mode, Wire, take},
    },
    error::{Error, ErrorKind},
};

/// A decimal number, such as `150.00`: an integer of at most 38 digits, and the number of them behind the point.
///
/// It is never rounded. Its digits are kept, also zeros at the end, so a number that is received and sent again is
/// the same text. An exponent is written out: `1.5e3` is 1500. Equality, order and hash are those of the number: `150.0`
/// and `150.00` are equal.
///
/// Parsing takes the spelling of JSON: no plus sign, no zero before other digits, a digit on each side of the point.
/// A fraction of an `f64` is rarely the number that was meant, so there is no conversion from one.
///
/// ```
/// use alignet::Decimal;
///
/// let price: Decimal = "150.00".parse()?;
/// assert_eq!(price.to_string(), "150.00");
/// assert_eq!((price.unscaled(), price.scale()), (15_000, 2));
/// assert_eq!(price, "150.0".parse()?);
/// assert_eq!(price, Decimal::from(150));
/// assert!("12345678901234567.89".parse::<Decimal>()? > price);
/// assert!("1,50".parse::<Decimal>().is_err());
/// # Ok::<(), alignet::Error>(())
/// ```
///
/// `unscaled` and `scale` are what other libraries make a decimal of. In JSON, a request has a number, and a reply may have a
/// number or a string. `Serialize` writes a string, which is exact in every format, and `Deserialize` reads a string
/// or an integer.
#[derive(Clone, Copy)]
pub struct Decimal {
    unscaled: i128,
    scale: u8,
}

/// The most digits of a decimal number, before and behind the point together.
const MOST_DIGITS: u8 = 38;

/// The first number with too many digits.
const LIMIT: i128 = 10_i128.pow(MOST_DIGITS as u32);

const WRONG: &str =
    "a decimal is a number of at most 38 digits, as `150.00`: no plus sign, space or separator";

impl Decimal {
    /// Makes the number `unscaled` / 10^`scale`: 15000 with the scale 2 is `150.00`. `None` if it has more than 38
    /// digits, or if the scale is above 38.
    pub const fn new(unscaled: i128, scale: u8) -> Option<Self> {
        if scale > MOST_DIGITS || unscaled >= LIMIT || unscaled <= -LIMIT {
            return None;
        }
        Some(Self { unscaled, scale })
    }

    /// Returns the number without its point: 15000 for `150.00`.
    pub const fn unscaled(self) -> i128 {
        self.unscaled
    }

    /// Returns the number of digits behind the point, at most 38.
    pub const fn scale(self) -> u8 {
        self.scale
    }

    /// Makes a number of a text that a contract has. For generated code.
    #[doc(hidden)]
    pub fn written(text: &str) -> Self {
        Self::read(text).unwrap_or(Self { unscaled: 0, scale: 0 })
    }

    /// Parses the spelling of a JSON number.
    fn read(text: &str) -> Option<Self> {
        let (sign, rest) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
            None => (rest, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let pointed = whole.len() < mantissa.len();
        if !digits(whole) || (pointed && !digits(fraction)) || (whole.len() > 1 && whole.starts_with('0')) {
            return None;
        }
        let scale = i64::try_from(fraction.len()).ok()? - i64::from(exponent);
        let all = format!("{whole}{fraction}");
        let significant = all.trim_start_matches('0');
        if significant.is_empty() {
            return Self::new(0, u8::try_from(scale.max(0)).ok()?);
        }
        let zeros = usize::try_from(-scale).unwrap_or(0);
        if significant.len().checked_add(zeros)? > usize::from(MOST_DIGITS) {
            return None;
        }
        let number = significant.parse::<i128>().ok()? * 10_i128.pow(u32::try_from(zeros).ok()?);
        Self::new(sign * number, u8::try_from(scale.max(0)).ok()?)
    }

    /// Returns the integer part, and the rest in units of 10^-38. Equal numbers have equal parts.
    const fn parts(self) -> (i128, i128) {
        let one = 10_i128.pow(self.scale as u32);
        (self.unscaled / one, self.unscaled % one * (LIMIT / one))
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.parts() == other.parts()
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        self.parts().cmp(&other.parts())
    }
}

impl Hash for Decimal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.parts().hash(state);
    }
}

macro_rules! from_integers {
    ($($integer:ty),*) => {$(
        impl From<$integer> for Decimal {
            fn from(integer: $integer) -> Self {
                Self { unscaled: integer.into(), scale: 0 }
            }
        }
    )*};
}

from_integers!(i8, i16, i32, i64, u8, u16, u32, u64);

impl FromStr for Decimal {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::read(text).ok_or_else(|| Error::noted(ErrorKind::Value, WRONG))
    }
}

/// Writes all digits, without an exponent.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scale, digits) = (usize::from(self.scale), self.unscaled.unsigned_abs().to_string());
        let digits = format!("{digits:0>width$}", width = scale + 1);
        let (whole, fraction) = digits.split_at(digits.len() - scale);
        let text = if scale == 0 { digits } else { format!("{whole}.{fraction}") };
        // A precision would cut digits off.
        match f.precision() {
            Some(_) => write!(f, "{}{text}", if self.unscaled < 0 { "-" } else { "" }),
            None => f.pad_integral(self.unscaled >= 0, "", &text),
        }
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Decimal({self})")
    }
}

impl Text for Decimal {
    fn text(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Owned(self.to_string()))
    }
}

/// Reads a number with all its digits, or the same in a string. Writes a number into a request, and a string elsewhere.
impl Wire for Decimal {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = take(deserializer)?;
        let text = match json.get().strip_prefix('"') {
            // No character of a number is escaped.
            Some(rest) => rest.trim_end_matches('"'),
            None => json.get(),
        };
        Self::read(text).ok_or_else(|| de::Error::custom("not a decimal number of at most 38 digits"))
    }

    fn write<M: Mode, S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Only a request is certain to become a text of JSON, which alone has numbers with all digits.
        if !M::SECRETS {
            return self.serialize(serializer);
        }
        RawValue::from_string(self.to_string()).map_err(serde::ser::Error::custom)?.serialize(serializer)
    }
}

/// Writes a string.
impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Reads a string, or an integer.
impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Visitor)
    }
}

struct Visitor;

impl de::Visitor<'_> for Visitor {
    type Value = Decimal;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a decimal number in a string, or an integer")
    }

    fn visit_i64<E>(self, integer: i64) -> Result<Decimal, E> {
        Ok(integer.into())
    }

    fn visit_u64<E>(self, integer: u64) -> Result<Decimal, E> {
        Ok(integer.into())
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<Decimal, E> {
        Err(E::custom("a fraction that is not in a string has lost its digits"))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Decimal, E> {
        Decimal::read(text).ok_or_else(|| E::custom("not a decimal number of at most 38 digits"))
    }
}
