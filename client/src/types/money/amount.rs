//! A sum of money, without its currency.

use std::{borrow::Cow, fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::{
    codegen::places::Text,
    error::{Error, ErrorKind},
};

/// A sum of money in minor units of its currency: cents, céntimos, or yen, which have no smaller unit.
///
/// The service sends it as a string of digits, and reads no other spelling. Parsing a sign, a decimal point
/// or a space is an error. It has no `Display`, because the place of the decimal point depends on the
/// currency: [`Money`](crate::Money) displays it.
///
/// ```
/// use alignet::{Amount, Currency, Money};
///
/// let amount = Amount::from_minor(15000);
/// assert_eq!(amount.checked_sub(Amount::from_minor(2500))?, Amount::from_minor(12500));
/// assert_eq!(Money::new(amount, Currency::PEN).to_string(), "150.00 PEN");
/// assert_eq!("15000".parse::<Amount>()?, amount);
/// assert!("150.00".parse::<Amount>().is_err());
/// # Ok::<(), alignet::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(u64);

impl Amount {
    /// Makes an amount of minor units: 15000 is 150.00 of a currency with two decimals.
    pub const fn from_minor(minor: u64) -> Self {
        Self(minor)
    }

    /// Returns the minor units.
    pub const fn minor(self) -> u64 {
        self.0
    }

    /// Parses digits, and nothing but digits. The error is a message for people.
    fn read(text: &str) -> Result<Self, &'static str> {
        if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(
                "an amount is minor units in digits alone, as `15000` for 150.00: no sign, point or space",
            );
        }
        text.parse().map(Self).map_err(|_| TOO_LARGE)
    }
}

pub(super) const TOO_LARGE: &str = "an amount is at most 18446744073709551615 minor units";

/// Parses minor units, as the wire spells them.
impl FromStr for Amount {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::read(text).map_err(|wrong| Error::noted(ErrorKind::Value, wrong))
    }
}

impl Text for Amount {
    fn text(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Owned(self.0.to_string()))
    }
}

/// Writes a string of digits.
impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// Reads a string of digits, or an integer.
impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Visitor)
    }
}

struct Visitor;

impl de::Visitor<'_> for Visitor {
    type Value = Amount;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("minor units of money in digits, as a string or as an integer")
    }

    fn visit_u64<E>(self, minor: u64) -> Result<Amount, E> {
        Ok(Amount(minor))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Amount, E> {
        Amount::read(text).map_err(E::custom)
    }
}
