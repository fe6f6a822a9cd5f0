//! Reads a value that may come as one of several scalars.

use std::fmt;

use serde::{Deserializer, de::Visitor};

use crate::types::secret::Secret;

/// A scalar of any type. serde's own messages quote a value of the wrong type. A `Scalar` is read
/// first, so that an error can say what is wrong without the value.
pub(super) enum Scalar {
    Boolean(bool),
    Integer(i64),
    /// A text, kept as a secret because it may be a secret.
    Text(Secret),
    /// Null, a fraction, or too large an integer.
    Other,
}

impl Scalar {
    pub(super) fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Any)
    }
}

struct Any;

impl<'de> Visitor<'de> for Any {
    type Value = Scalar;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a scalar")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Scalar, E> {
        Ok(Scalar::Boolean(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Scalar, E> {
        Ok(Scalar::Integer(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Scalar, E> {
        Ok(i64::try_from(value).map_or(Scalar::Other, Scalar::Integer))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Scalar, E> {
        Ok(Scalar::Other)
    }

    fn visit_str<E>(self, value: &str) -> Result<Scalar, E> {
        Ok(Scalar::Text(Secret::new(value)))
    }

    fn visit_unit<E>(self) -> Result<Scalar, E> {
        Ok(Scalar::Other)
    }
}
