//! The members of an object: its fields by name, and those that the contract gives values.
//!
//! An object has no field for a fixed value. JSON with another value there is another object, such as an amount in
//! another currency, so it is not read as this one; JSON without it is. A default is read for a field that is absent. A
//! reply lists the path of such a field, because the service has not said the value.

use std::marker::PhantomData;

use serde::{
    Deserializer,
    de::{self, DeserializeSeed, MapAccess},
};
use serde_json::value::RawValue;

use super::{Given, Literal, Object, leniency, text};

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
    pub(super) fn fixed(&self, name: &str) -> Option<&'static Given> {
        self.fixed.iter().find(|(fixed, _)| *fixed == name)
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
pub(super) fn read_fixed<'de, A: MapAccess<'de>>((name, value): &Given, map: &mut A) -> Result<(), A::Error> {
    let json = leniency::below(|| (*name).to_owned(), || map.next_value_seed(AsText))?;
    if json.get() == "null" || value.is(&json) {
        return Ok(());
    }
    Err(de::Error::custom(format_args!("`{name}` must be {}", value.json())))
}

struct AsText;

impl<'de> DeserializeSeed<'de> for AsText {
    type Value = Box<RawValue>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Box<RawValue>, D::Error> {
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
