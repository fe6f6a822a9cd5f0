//! How generated types read and write what plain serde can't: lenient values and secrets.
//!
//! A field says `#[serde(with = "alignet::wire")]` when its contract type is `flag`, `numeric`,
//! `seconds` or `secret`, alone or inside `?`, `|null`, `[…]` and `{…}`. For generated code.

use std::{collections::BTreeMap, fmt, time::Duration};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, Visitor},
    ser::{self, SerializeMap},
};
use serde_json::Value as Json;

use crate::{
    nullable::Nullable,
    secret::{ExpiringSecret, Secret, SingleUseSecret},
};

/// A type with a spelling of its own on the wire.
pub trait Wire: Sized {
    /// Reads the value as the contract allows it to come.
    ///
    /// # Errors
    ///
    /// When what comes is something else; the error never quotes it.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;

    /// Writes the value as the contract wants it.
    ///
    /// # Errors
    ///
    /// Those of the serialiser.
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

/// Reads a field with [`Wire::read`].
///
/// # Errors
///
/// As [`Wire::read`].
pub fn deserialize<'de, T: Wire, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    T::read(deserializer)
}

/// Writes a field with [`Wire::write`].
///
/// # Errors
///
/// As [`Wire::write`].
pub fn serialize<T: Wire, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    value.write(serializer)
}

/// Reads a field that must be there, even when it may be `null`.
///
/// # Errors
///
/// Those of the field's type.
pub fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    T::deserialize(deserializer)
}

/// `true`, `false`, `"true"` or `"false"`.
impl Wire for bool {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match deserializer.deserialize_any(Scalar)? {
            Read::Boolean(boolean) => Ok(boolean),
            Read::True => Ok(true),
            Read::False => Ok(false),
            _ => Err(de::Error::custom("neither true nor false")),
        }
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bool(*self)
    }
}

/// An integer, or one in a string; written as a string.
impl Wire for i64 {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match deserializer.deserialize_any(Scalar)? {
            Read::Integer(integer) => Ok(integer),
            _ => Err(de::Error::custom("not an integer, nor one in a string")),
        }
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The longest lifetime that makes sense, ten years: more is a mistake, and would overflow clocks.
const LONGEST: u64 = 10 * 366 * 24 * 60 * 60;

/// Whole seconds, or the same in a string; more than zero, less than ten years.
impl Wire for Duration {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let seconds = u64::try_from(i64::read(deserializer)?).unwrap_or(0);
        if (1..=LONGEST).contains(&seconds) {
            Ok(Self::from_secs(seconds))
        } else {
            Err(de::Error::custom("not a sensible number of seconds"))
        }
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(self.as_secs())
    }
}

impl Wire for Secret {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // serde's own messages quote a value of another type; this visitor keeps it out of them.
        match deserializer.deserialize_any(SecretText)? {
            Some(secret) => Ok(secret),
            None => Err(de::Error::custom("not a string")),
        }
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.expose())
    }
}

/// Received only: a request has no use for a secret that the service lent for a while.
impl Wire for ExpiringSecret {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Secret::read(deserializer).map(Self::unbound)
    }

    fn write<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(ser::Error::custom("a received secret is not sent back"))
    }
}

/// Received only, as [`ExpiringSecret`].
impl Wire for SingleUseSecret {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Secret::read(deserializer).map(Self::unbound)
    }

    fn write<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(ser::Error::custom("a received secret is not sent back"))
    }
}

impl<T: Wire> Wire for Option<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::<Through<T>>::deserialize(deserializer).map(|value| value.map(|Through(value)| value))
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_ref().map(Through).serialize(serializer)
    }
}

impl<T: Wire> Wire for Nullable<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::<T>::read(deserializer).map(|value| value.map_or(Self::Null, Self::Value))
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value().map(Through).serialize(serializer)
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let items = Vec::<Through<T>>::deserialize(deserializer)?;
        Ok(items.into_iter().map(|Through(item)| item).collect())
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(Through))
    }
}

impl<T: Wire> Wire for BTreeMap<String, T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let items = BTreeMap::<String, Through<T>>::deserialize(deserializer)?;
        Ok(items.into_iter().map(|(key, Through(value))| (key, value)).collect())
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter().map(|(key, value)| (key, Through(value))))
    }
}

/// Passes serde's own containers on to [`Wire`].
struct Through<T>(T);

impl<'de, T: Wire> Deserialize<'de> for Through<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer).map(Self)
    }
}

impl<T: Wire> Serialize for Through<&T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer)
    }
}

/// What a lenient field can hold.
enum Read {
    Boolean(bool),
    True,
    False,
    Integer(i64),
    Other,
}

struct Scalar;

impl<'de> Visitor<'de> for Scalar {
    type Value = Read;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a scalar")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Read, E> {
        Ok(Read::Boolean(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Read, E> {
        Ok(Read::Integer(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Read, E> {
        Ok(i64::try_from(value).map_or(Read::Other, Read::Integer))
    }

    fn visit_str<E>(self, value: &str) -> Result<Read, E> {
        Ok(match value {
            "true" => Read::True,
            "false" => Read::False,
            text => text.parse().map_or(Read::Other, Read::Integer),
        })
    }

    fn visit_f64<E>(self, _: f64) -> Result<Read, E> {
        Ok(Read::Other)
    }

    fn visit_unit<E>(self) -> Result<Read, E> {
        Ok(Read::Other)
    }
}

struct SecretText;

impl<'de> Visitor<'de> for SecretText {
    type Value = Option<Secret>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E>(self, value: &str) -> Result<Option<Secret>, E> {
        Ok(Some(Secret::new(value)))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Option<Secret>, E> {
        Ok(None)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Option<Secret>, E> {
        Ok(None)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Option<Secret>, E> {
        Ok(None)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Option<Secret>, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Option<Secret>, E> {
        Ok(None)
    }
}

/// A string that the contract does not list, as a reply carried it.
///
/// There is no way to make one: what a request may say is closed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Unknown(String);

impl Unknown {
    /// The string as it came.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Keeps a string of a reply. For generated code.
    #[doc(hidden)]
    pub fn new(value: String) -> Self {
        Self(value)
    }
}

/// An object told apart by a tag, not decoded any further yet. For generated code.
#[doc(hidden)]
pub struct Tagged {
    /// The whole object.
    pub json: Json,
    /// The value of its tag.
    pub tag: String,
}

impl Tagged {
    /// Reads an object and its tag.
    ///
    /// # Errors
    ///
    /// When it is no object, or its tag is no string.
    pub fn read<'de, D: Deserializer<'de>>(deserializer: D, tag: &'static str) -> Result<Self, D::Error> {
        let json = Json::deserialize(deserializer)?;
        match json.get(tag).and_then(Json::as_str) {
            Some(text) => Ok(Self { tag: text.to_owned(), json }),
            None => Err(de::Error::missing_field(tag)),
        }
    }

    /// Decodes the variant: the whole object, or the one below `content`.
    ///
    /// # Errors
    ///
    /// Those of the variant's type.
    pub fn decode<T: de::DeserializeOwned, E: de::Error>(
        mut self,
        content: Option<&'static str>,
    ) -> Result<T, E> {
        let json = match content {
            Some(content) => self.json.get_mut(content).map(Json::take).unwrap_or_default(),
            None => self.json,
        };
        // The message would quote values.
        T::deserialize(json).map_err(|_| E::custom("the variant does not have the fields of its tag"))
    }
}

/// Writes an object with its tag, either beside its fields or with the object below `content`. For
/// generated code.
///
/// # Errors
///
/// Those of the serialiser.
#[doc(hidden)]
pub fn tagged<S: Serializer, T: Serialize>(
    serializer: S,
    tag: &'static str,
    value: &'static str,
    content: Option<&'static str>,
    held: Option<&T>,
) -> Result<S::Ok, S::Error> {
    match (content, held) {
        (None, held) => Beside { tag: Entry(tag, value), held }.serialize(serializer),
        (Some(content), held) => {
            let mut map = serializer.serialize_map(None)?;
            map.serialize_entry(tag, value)?;
            if let Some(held) = held {
                map.serialize_entry(content, held)?;
            }
            map.end()
        }
    }
}

/// A tag beside the fields of what it tells apart.
#[derive(Serialize)]
struct Beside<'t, T> {
    #[serde(flatten)]
    tag: Entry,
    #[serde(flatten)]
    held: Option<&'t T>,
}

struct Entry(&'static str, &'static str);

impl Serialize for Entry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map([(self.0, self.1)])
    }
}
