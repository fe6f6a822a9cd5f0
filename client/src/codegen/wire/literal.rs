//! The values that a contract gives fields of an object: a fixed value, which is always written, and a default.

use serde::{de::DeserializeOwned, ser::SerializeMap};
use serde_json::{Deserializer, Value as Json, value::RawValue};

use super::{Mode, Wire, WriteFields, Written};
use crate::types::{date_time::DateTime, decimal::Decimal, money::Amount};

/// The name of a field on the wire, and its value.
pub type Given = (&'static str, Literal);

/// A value of a contract, by the type of its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Literal {
    /// A text with one spelling.
    Text(&'static str),
    /// An amount of money in digits.
    Amount(&'static str),
    /// A decimal number, as JSON spells it.
    Decimal(&'static str),
    /// A date-time.
    DateTime(&'static str),
    /// An integer.
    Integer(i64),
    /// A boolean.
    Boolean(bool),
}

impl Literal {
    /// Returns true if JSON is this value, in a spelling that replies may have.
    pub(super) fn is(self, json: &RawValue) -> bool {
        fn reads<T: DeserializeOwned + PartialEq>(json: &RawValue, value: &T) -> bool {
            serde_json::from_str::<T>(json.get()).is_ok_and(|read| read == *value)
        }
        match self {
            Self::Text(text) => reads(json, &text.to_owned()),
            Self::Amount(digits) => digits.parse::<Amount>().is_ok_and(|amount| reads(json, &amount)),
            Self::Decimal(number) => <Decimal as Wire>::read(&mut Deserializer::from_str(json.get()))
                .is_ok_and(|read| read == Decimal::written(number)),
            Self::DateTime(text) => reads(json, &DateTime::written(text)),
            Self::Integer(integer) => reads(json, &integer),
            Self::Boolean(boolean) => reads(json, &boolean),
        }
    }

    /// Returns the value as JSON that its field reads.
    pub(super) fn json(self) -> Json {
        match self {
            Self::Text(text) | Self::Amount(text) | Self::Decimal(text) | Self::DateTime(text) => text.into(),
            Self::Integer(integer) => integer.into(),
            Self::Boolean(boolean) => boolean.into(),
        }
    }
}

/// Writes the fixed fields of an object.
pub struct Literals(pub &'static [Given]);

impl WriteFields for Literals {
    const COUNT: usize = 0;

    fn write<M: Mode, S: SerializeMap>(&self, _: &[&'static str], object: &mut S) -> Result<(), S::Error> {
        self.0.iter().try_for_each(|(name, value)| match value {
            Literal::Text(text) | Literal::Amount(text) | Literal::DateTime(text) => {
                object.serialize_entry(name, text)
            }
            Literal::Decimal(number) => {
                object.serialize_entry(name, &Written::<M, _>::new(&Decimal::written(number)))
            }
            Literal::Integer(integer) => object.serialize_entry(name, integer),
            Literal::Boolean(boolean) => object.serialize_entry(name, boolean),
        })
    }
}
