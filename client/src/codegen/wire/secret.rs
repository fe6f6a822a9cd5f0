//! Reads secrets, and writes them into requests alone.

use serde::{Deserializer, Serializer, de, ser};

use super::{Mode, Wire, scalar::Scalar};
use crate::types::secret::{ExpiringSecret, Secret, SingleUseSecret};

/// The error of writing a secret that its object should have left out.
const SECRET: &str = "a secret is not serialised";

impl Wire for Secret {
    fn is_secret(&self) -> bool {
        true
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Scalar::read(deserializer)? {
            Scalar::Text(text) if text.expose().is_empty() => Err(de::Error::custom("an empty secret")),
            Scalar::Text(text) => Ok(text),
            _ => Err(de::Error::custom("not a string")),
        }
    }

    fn write<M: Mode, S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if M::SECRETS { serializer.serialize_str(self.expose()) } else { Err(ser::Error::custom(SECRET)) }
    }
}

/// Received only: a request never sends an expiring secret back.
impl Wire for ExpiringSecret {
    fn is_secret(&self) -> bool {
        true
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Secret::read(deserializer).map(Self::unbound)
    }

    fn write<M: Mode, S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(ser::Error::custom("a received secret is not sent back"))
    }
}

/// Written for the browser that uses it; no rule of the contract lets a call send it.
impl Wire for SingleUseSecret {
    fn is_secret(&self) -> bool {
        true
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Secret::read(deserializer).map(Self::unbound)
    }

    fn write<M: Mode, S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.held().write::<M, S>(serializer)
    }
}
