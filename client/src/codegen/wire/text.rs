//! Takes the text of one value out of a format, to be read on its own.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{self, MapAccess, Visitor, value::MapAccessDeserializer},
};
use serde_json::{
    Value as Json,
    value::{RawValue, to_raw_value},
};

/// The name by which serde_json is asked for a text as it is. Any other format passes its value on instead, such as
/// the buffer of a `flatten` or of a tagged enumeration. That value becomes JSON here.
const AS_IT_IS: &str = "$serde_json::private::RawValue";

/// Takes out the text of the next value.
pub(crate) fn take<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Box<RawValue>, D::Error> {
    deserializer.deserialize_newtype_struct(AS_IT_IS, Text)
}

struct Text;

impl<'de> Visitor<'de> for Text {
    type Value = Box<RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Box<RawValue>, A::Error> {
        Box::deserialize(MapAccessDeserializer::new(map))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Box<RawValue>, D::Error> {
        to_raw_value(&Json::deserialize(deserializer)?).map_err(|_| de::Error::custom("not a value of JSON"))
    }
}
