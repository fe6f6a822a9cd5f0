//! The values that a contract gives fields of an object: a fixed value, which is always written, and a default.
//!
//! An object has no field for a fixed value. JSON with another value there is another object, such as an amount in
//! another currency, so it is not read as this one; JSON without it is. A default is read for a field that is absent. A
//! reply lists the path of such a field, because the service has not said the value.

use std::marker::PhantomData;

use serde::{
    de::{self, DeserializeOwned, DeserializeSeed, MapAccess},
    ser::SerializeMap,
};
use serde_json::{Deserializer, Value as Json, value::RawValue};

use super::{Mode, Object, Wire, WriteFields, Written, leniency, text};
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
    fn is(self, json: &RawValue) -> bool {
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
    fn json(self) -> Json {
        match self {
            Self::Text(text) | Self::Amount(text) | Self::Decimal(text) | Self::DateTime(text) => text.into(),
            Self::Integer(integer) => integer.into(),
            Self::Boolean(boolean) => boolean.into(),
        }
    }
}

/// The names of the fields of an object, and the values that the contract gives.
#[derive(Debug, Clone, Copy)]
pub struct Members {
    pub(super) names: &'static [&'static str],
    pub(super) fixed: &'static [Given],
    pub(super) defaults: &'static [Given],
}

impl Members {
    /// Returns the members of a type with given values.
    pub const fn of<T: Object>() -> Self {
        Self { names: T::NAMES, fixed: T::FIXED, defaults: T::DEFAULTS }
    }

    /// Returns the fixed field of this name.
    pub(super) fn fixed(&self, name: &str) -> Option<Given> {
        self.fixed.iter().find(|(fixed, _)| *fixed == name).copied()
    }
}

impl From<&'static [&'static str]> for Members {
    fn from(names: &'static [&'static str]) -> Self {
        Self { names, fixed: &[], defaults: &[] }
    }
}

impl<const N: usize> From<&'static [&'static str; N]> for Members {
    fn from(names: &'static [&'static str; N]) -> Self {
        Self::from(names.as_slice())
    }
}

/// Reads the value of a fixed field, which may be null, as a service writes what is absent.
pub(super) fn read_fixed<'de, A: MapAccess<'de>>((name, value): Given, map: &mut A) -> Result<(), A::Error> {
    let json = leniency::below(|| name.to_owned(), || map.next_value_seed(AsText))?;
    if json.get() == "null" || value.is(&json) {
        return Ok(());
    }
    Err(de::Error::custom(format_args!("`{name}` is not what the contract fixes it as")))
}

struct AsText;

impl<'de> DeserializeSeed<'de> for AsText {
    type Value = Box<RawValue>;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Box<RawValue>, D::Error> {
        text::take(deserializer)
    }
}

/// Notes that a reply lacks a field that has a default, and errors if every field must be there.
pub(super) fn note_absent<E: de::Error>(name: &'static str) -> Result<(), E> {
    if leniency::at_its_word() {
        return Err(E::missing_field(name));
    }
    leniency::below(|| name.to_owned(), leniency::note_unread);
    Ok(())
}

/// The default of a field, which is read as if it stood in the object.
pub(super) struct Absent<E>(Literal, PhantomData<E>);

impl<E> Absent<E> {
    pub(super) fn new(default: Literal) -> Self {
        Self(default, PhantomData)
    }
}

impl<'de, E: de::Error> MapAccess<'de> for Absent<E> {
    type Error = E;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, _: K) -> Result<Option<K::Value>, E> {
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, E> {
        seed.deserialize(self.0.json()).map_err(E::custom)
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
