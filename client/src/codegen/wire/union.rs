//! Strings that a contract does not list, and objects that are told apart by a tag.

use std::{collections::BTreeMap, fmt, marker::PhantomData, str::FromStr};

use serde::{Deserializer, de};
use serde_json::{Value as Json, value::RawValue};

use super::{scalar::Scalar, text};
use crate::error::{Error, ErrorKind};

/// A string of a reply that the contract does not list, or the digits of an integer.
///
/// It has no public constructor: parse the enumeration that it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Unknown(String);

impl Unknown {
    /// Returns the string as it came.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Keeps a string of a reply. For generated code.
    #[doc(hidden)]
    pub fn new(value: &str) -> Self {
        Self(value.to_owned())
    }
}

/// Returns the error of a text that is no value of a closed enumeration. For generated code.
#[doc(hidden)]
pub fn unlisted(values: &[&str]) -> Error {
    Error::noted(ErrorKind::Value, format!("it is none of `{}`", values.join("`, `")))
}

/// Parses a number that an open enumeration does not list. For generated code.
///
/// # Errors
///
/// Errors if the text is no integer.
#[doc(hidden)]
pub fn unlisted_integer(text: &str) -> Result<Unknown, Error> {
    match text.parse::<i64>() {
        Ok(number) => Ok(Unknown(number.to_string())),
        Err(_) => Err(Error::noted(ErrorKind::Value, "it is no integer")),
    }
}

/// Returns the number of an enumeration of integers. For generated code.
#[doc(hidden)]
pub fn integer(text: &str) -> i64 {
    text.parse().unwrap_or_default()
}

/// Reads a value of an enumeration of integers. For generated code.
///
/// # Errors
///
/// Errors if it is not an integer, or not a value of a closed enumeration.
#[doc(hidden)]
pub fn read_integer<'de, T: FromStr, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    match Scalar::read(deserializer)? {
        Scalar::Integer(number) => {
            number.to_string().parse().map_err(|_| de::Error::custom("not one of the values"))
        }
        _ => Err(de::Error::custom("not an integer")),
    }
}

/// Reads a value of an enumeration. For generated code.
///
/// # Errors
///
/// Errors if it is not a string, or not a value of a closed enumeration.
#[doc(hidden)]
pub fn read_text<'de, T: FromStr, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_str(TextOf(PhantomData))
}

struct TextOf<T>(PhantomData<T>);

impl<T: FromStr> de::Visitor<'_> for TextOf<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(|_| E::custom("not one of the values"))
    }
}

/// The error of an object that is not the variant of its tag.
pub(crate) const WRONG_VARIANT: &str = "the variant does not have the fields of its tag";

/// An object with a tag, not decoded any further yet. For generated code.
#[doc(hidden)]
pub struct Tagged {
    /// The whole object.
    pub json: Json,
    /// Its text, which has all digits of its numbers.
    text: Box<RawValue>,
    /// The value of its tag.
    pub tag: String,
    /// The name of its tag.
    name: &'static str,
}

impl Tagged {
    /// Reads an object and its tag.
    ///
    /// # Errors
    ///
    /// Errors if it is not an object, or if its tag is not a string.
    pub fn read<'de, D: Deserializer<'de>>(deserializer: D, tag: &'static str) -> Result<Self, D::Error> {
        let text = text::take(deserializer)?;
        let json: Json = serde_json::from_str(text.get()).map_err(de::Error::custom)?;
        match json.get(tag).and_then(Json::as_str) {
            Some(text_of_tag) => Ok(Self { tag: text_of_tag.to_owned(), json, text, name: tag }),
            None => Err(de::Error::missing_field(tag)),
        }
    }

    /// Decodes the variant: the whole object, or the one below `content`.
    ///
    /// # Errors
    ///
    /// Returns the errors of the variant's type.
    pub fn decode<T: de::DeserializeOwned, E: de::Error>(
        self,
        content: Option<&'static str>,
    ) -> Result<T, E> {
        let mut entries: BTreeMap<String, &RawValue> =
            serde_json::from_str(self.text.get()).unwrap_or_default();
        let decoded = match content {
            Some(content) => serde_json::from_str(entries.remove(content).map_or("null", RawValue::get)),
            None => {
                // The tag stands beside the fields of the variant, and is not one of them.
                entries.remove(self.name);
                serde_json::to_string(&entries).and_then(|text| serde_json::from_str(&text))
            }
        };
        // serde's message would quote values.
        decoded.map_err(|_| E::custom(WRONG_VARIANT))
    }

    /// Returns the error of a tag that a closed union does not list.
    pub fn unlisted<E: de::Error>(self) -> E {
        E::custom("the tag is not one of the variants")
    }
}
