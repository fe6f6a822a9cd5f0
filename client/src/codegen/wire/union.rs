//! Strings that a contract does not list, and objects that are told apart by a tag.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser::SerializeMap};
use serde_json::{Value as Json, value::RawValue};

use super::sent::{Beside, Object, Writer};

/// A string of a reply that the contract does not list.
///
/// It has no public constructor, because a request sends only strings that the contract lists.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Unknown(String);

impl Unknown {
    /// Returns the string as it came.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Keeps a string of a reply. For generated code.
    #[doc(hidden)]
    pub fn new(value: String) -> Self {
        Self(value)
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
}

impl Tagged {
    /// Reads an object and its tag.
    ///
    /// # Errors
    ///
    /// Errors if it is not an object, or if its tag is not a string.
    pub fn read<'de, D: Deserializer<'de>>(deserializer: D, tag: &'static str) -> Result<Self, D::Error> {
        let text = Box::<RawValue>::deserialize(deserializer)?;
        let json: Json = serde_json::from_str(text.get()).map_err(de::Error::custom)?;
        match json.get(tag).and_then(Json::as_str) {
            Some(tag) => Ok(Self { tag: tag.to_owned(), json, text }),
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
        let decoded = match content {
            Some(content) => {
                serde_json::from_str::<BTreeMap<String, &RawValue>>(self.text.get()).and_then(|entries| {
                    serde_json::from_str(entries.get(content).map_or("null", |one| one.get()))
                })
            }
            None => serde_json::from_str(self.text.get()),
        };
        // serde's message would quote values.
        decoded.map_err(|_| E::custom(WRONG_VARIANT))
    }
}

/// Writes an object with its tag: beside its fields, or beside `content`, which holds the object. For
/// generated code.
///
/// # Errors
///
/// Returns the errors of the serialiser.
#[doc(hidden)]
pub fn tagged<S: Serializer, T: Object + Serialize>(
    serializer: S,
    tag: &'static str,
    value: &'static str,
    content: Option<&'static str>,
    held: Option<&T>,
) -> Result<S::Ok, S::Error> {
    match (content, held) {
        (None, held) => {
            let writer = Beside { serializer, tag, value };
            match held {
                Some(held) => held.fields(writer),
                None => writer.write(&[], ()),
            }
        }
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
