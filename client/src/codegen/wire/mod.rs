//! Reads and writes generated types: an object by its fields, a union by its tag, and values that plain
//! serde does not support, which are lenient values and secrets.
//!
//! A field is [`Special`] if its contract type is `flag`, `numeric`, `decimal`, `seconds` or `secret`, alone or inside `?`,
//! `|null`, `[…]` and `{…}`. A type that holds a secret or a decimal is also written as [`Special`], because it
//! has two forms: a request carries its secrets, and `Serialize` leaves them out; a request has the number of a decimal, and
//! `Serialize` its text. [`Mode`] tells them apart. [`Members`] has the values that the contract gives. For
//! generated code.

mod field;
mod leniency;
mod list;
mod literal;
mod members;
mod mode;
mod read_members;
mod read_object;
mod scalar;
mod secret;
mod text;
mod union;
mod write_object;
mod writer;

pub use field::{Items, Lenient, List, Optional, Plain, Special};
pub(crate) use leniency::{read_exactly, read_reply};
pub(crate) use list::read_list;
pub use literal::{Given, Literal, Literals};
pub use members::Members;
pub use mode::{InRequest, Mode, ToKeep};
pub use read_members::{read, read_part};
pub use read_object::{ReadField, ReadFields};
pub(crate) use text::take;
pub(crate) use union::WRONG_VARIANT;
pub use union::{Tagged, Unknown, integer, read_integer, read_text, unlisted, unlisted_integer};
pub use write_object::WriteFields;
pub(crate) use writer::Fields;
pub use writer::{Object, Writer, write};

use std::{collections::BTreeMap, marker::PhantomData, time::Duration};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use self::scalar::Scalar;
use crate::types::nullable::Nullable;

/// A type with a spelling of its own on the wire.
pub trait Wire: Sized {
    /// Returns true if the value is a secret, or a list or a map with one, which only requests carry.
    fn is_secret(&self) -> bool {
        false
    }

    /// Reads the value in a spelling that the contract allows.
    ///
    /// # Errors
    ///
    /// Errors if the value has another spelling. The error never quotes the value.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;

    /// Writes the value in the contract's spelling.
    ///
    /// # Errors
    ///
    /// Returns the errors of the serialiser.
    fn write<M: Mode, S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

/// An object or a union, which implement serde's traits.
impl<T: Object> Wire for T {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer)
    }

    fn write<M: Mode, S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.fields(Fields::<M, S>::of(serializer))
    }
}

/// Reads `true`, `false`, `"true"` or `"false"`; writes a boolean.
impl Wire for bool {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Scalar::read(deserializer)? {
            Scalar::Boolean(boolean) => Ok(boolean),
            Scalar::Text(text) => {
                text.expose().parse().map_err(|_| de::Error::custom("neither true nor false"))
            }
            _ => Err(de::Error::custom("neither true nor false")),
        }
    }

    fn write<M: Mode, S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bool(*self)
    }
}

/// Reads an integer, or an integer in a string; writes a string.
impl Wire for i64 {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Scalar::read(deserializer)? {
            Scalar::Integer(integer) => Ok(integer),
            Scalar::Text(text) => {
                // The contract has no spelling with a plus sign.
                let digits = Some(text.expose()).filter(|text| !text.starts_with('+'));
                digits
                    .and_then(|text| text.parse().ok())
                    .ok_or_else(|| de::Error::custom("not an integer in a string"))
            }
            _ => Err(de::Error::custom("not an integer, nor one in a string")),
        }
    }

    fn write<M: Mode, S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The longest valid lifetime in seconds, ten years. A longer one is a mistake, and would overflow clocks.
const LONGEST: u64 = 10 * 366 * 24 * 60 * 60;

/// Reads whole seconds, or the same in a string: more than zero, at most ten years. Writes an integer.
impl Wire for Duration {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let seconds = u64::try_from(i64::read(deserializer)?).unwrap_or(0);
        if (1..=LONGEST).contains(&seconds) {
            Ok(Self::from_secs(seconds))
        } else {
            Err(de::Error::custom("not a sensible number of seconds"))
        }
    }

    fn write<M: Mode, S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(self.as_secs())
    }
}

impl<T: Wire> Wire for Option<T> {
    fn is_secret(&self) -> bool {
        self.as_ref().is_some_and(T::is_secret)
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::<Through<T>>::deserialize(deserializer).map(|value| value.map(|Through(value)| value))
    }

    fn write<M: Mode, S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_ref().map(Written::<M, T>::new).serialize(serializer)
    }
}

impl<T: Wire> Wire for Nullable<T> {
    fn is_secret(&self) -> bool {
        self.value().is_some_and(T::is_secret)
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::<T>::read(deserializer).map(|value| value.map_or(Self::Null, Self::Value))
    }

    fn write<M: Mode, S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value().map(Written::<M, T>::new).serialize(serializer)
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn is_secret(&self) -> bool {
        self.iter().any(T::is_secret)
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let items = Vec::<Through<T>>::deserialize(deserializer)?;
        Ok(items.into_iter().map(|Through(item)| item).collect())
    }

    fn write<M: Mode, S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(Written::<M, T>::new))
    }
}

impl<T: Wire> Wire for BTreeMap<String, T> {
    fn is_secret(&self) -> bool {
        self.values().any(T::is_secret)
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let items = BTreeMap::<String, Through<T>>::deserialize(deserializer)?;
        Ok(items.into_iter().map(|(key, Through(value))| (key, value)).collect())
    }

    fn write<M: Mode, S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter().map(|(key, value)| (key, Written::<M, T>::new(value))))
    }
}

/// Passes serde's own containers on to [`Wire`], which reads.
struct Through<T>(T);

impl<'de, T: Wire> Deserialize<'de> for Through<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer).map(Self)
    }
}

/// Passes serde's own containers on to [`Wire`], which writes.
struct Written<'v, M, T>(&'v T, PhantomData<M>);

impl<'v, M, T> Written<'v, M, T> {
    fn new(value: &'v T) -> Self {
        Self(value, PhantomData)
    }
}

impl<M: Mode, T: Wire> Serialize for Written<'_, M, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write::<M, S>(serializer)
    }
}
