//! A currency, by its number.

use std::{borrow::Cow, fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::iso_4217::ACTIVE;
use crate::{
    codegen::places::Text,
    error::{Error, ErrorKind},
};

/// A currency, by its number in ISO 4217: on the wire, `604` is the Peruvian sol.
///
/// Any three digits are a currency. A number that this version does not know is kept unchanged, and has
/// neither [letters](Self::letters) nor known [decimals](Self::decimals).
///
/// ```
/// use alignet::Currency;
///
/// assert_eq!("604".parse::<Currency>()?, Currency::PEN);
/// assert_eq!("PEN".parse::<Currency>()?, Currency::PEN);
/// assert_eq!((Currency::PEN.decimals(), Currency::CLP.decimals()), (Some(2), Some(0)));
/// # Ok::<(), alignet::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency(u16);

/// The largest number of three digits.
const LARGEST: u16 = 999;

impl Currency {
    /// The Argentine peso, with 2 decimals.
    pub const ARS: Self = Self(32);
    /// The Bolivian boliviano, with 2 decimals.
    pub const BOB: Self = Self(68);
    /// The Brazilian real, with 2 decimals.
    pub const BRL: Self = Self(986);
    /// The Chilean peso, without decimals.
    pub const CLP: Self = Self(152);
    /// The Colombian peso, with 2 decimals.
    pub const COP: Self = Self(170);
    /// The Costa Rican colón, with 2 decimals.
    pub const CRC: Self = Self(188);
    /// The Dominican peso, with 2 decimals.
    pub const DOP: Self = Self(214);
    /// The euro, with 2 decimals.
    pub const EUR: Self = Self(978);
    /// The pound sterling, with 2 decimals.
    pub const GBP: Self = Self(826);
    /// The Guatemalan quetzal, with 2 decimals.
    pub const GTQ: Self = Self(320);
    /// The Japanese yen, without decimals.
    pub const JPY: Self = Self(392);
    /// The Mexican peso, with 2 decimals.
    pub const MXN: Self = Self(484);
    /// The Peruvian sol, with 2 decimals.
    pub const PEN: Self = Self(604);
    /// The Paraguayan guaraní, without decimals.
    pub const PYG: Self = Self(600);
    /// The dollar of the United States, with 2 decimals.
    pub const USD: Self = Self(840);
    /// The Uruguayan peso, with 2 decimals.
    pub const UYU: Self = Self(858);

    /// Returns the currency with this number in ISO 4217, even if this version does not know it; `None` above 999.
    pub const fn from_number(number: u16) -> Option<Self> {
        if number > LARGEST { None } else { Some(Self(number)) }
    }

    /// Returns the currency of a number that is known to be valid. For generated code.
    #[doc(hidden)]
    pub const fn numbered(number: u16) -> Self {
        Self(if number > LARGEST { LARGEST } else { number })
    }

    /// Returns its number in ISO 4217, at most 999.
    pub const fn number(self) -> u16 {
        self.0
    }

    /// Returns its three letters in ISO 4217, such as `PEN`; `None` if no active code has its number.
    pub fn letters(self) -> Option<&'static str> {
        self.known().map(|(_, letters, _)| *letters)
    }

    /// Returns its number of decimals: an amount of 1 is this many places behind the point. `None` if the
    /// number is not known, or if ISO 4217 says that it does not apply, as for gold.
    pub fn decimals(self) -> Option<u8> {
        self.known().and_then(|(_, _, decimals)| *decimals)
    }

    fn known(self) -> Option<&'static (u16, &'static str, Option<u8>)> {
        let index = ACTIVE.binary_search_by_key(&self.0, |(number, _, _)| *number).ok()?;
        ACTIVE.get(index)
    }

    /// Returns the currency with these letters, which are capitals.
    fn lettered(letters: &str) -> Option<Self> {
        ACTIVE.iter().find(|(_, known, _)| *known == letters).map(|(number, _, _)| Self(*number))
    }

    /// Parses three digits.
    fn read(text: &str) -> Option<Self> {
        let digits = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|_| digits).map(Self)
    }
}

/// Writes the letters, or the three digits of a currency without letters.
impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.letters().map_or_else(|| self.digits(), str::to_owned);
        // A precision would cut letters off.
        if f.precision().is_some() { f.write_str(&text) } else { f.pad(&text) }
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Currency({self})")
    }
}

/// Parses the three digits or the three letters of ISO 4217.
impl FromStr for Currency {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::read(text).or_else(|| Self::lettered(text)).ok_or_else(|| {
            let meant = Self::lettered(&text.trim().to_ascii_uppercase());
            let meant = meant.map(|meant| format!("; did you mean `{meant}`?")).unwrap_or_default();
            let note = format!(
                "a currency is the three digits or the three capitals of ISO 4217, as `604` or `PEN`{meant}"
            );
            Error::noted(ErrorKind::Value, note)
        })
    }
}

impl Currency {
    fn digits(self) -> String {
        format!("{:03}", self.0)
    }
}

impl Text for Currency {
    fn text(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Owned(self.digits()))
    }
}

/// Writes a string of three digits.
impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{:03}", self.0))
    }
}

/// Reads a string of three digits.
impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Visitor)
    }
}

struct Visitor;

impl de::Visitor<'_> for Visitor {
    type Value = Currency;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string of the three digits of a currency, such as `604`")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Currency, E> {
        Currency::read(text).ok_or_else(|| E::custom("not the three digits of a currency"))
    }
}
