//! A digest of a request without its secrets, by which an operator compares an entry with what an application meant to send.
//!
//! It never covers a card, not even a part of it: of a card number, so few digits are unknown that a digest could be searched.

use std::{borrow::Cow, fmt};

use aws_lc_rs::digest::{Context, SHA256};
use serde::{
    Deserializer,
    de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor},
};

use crate::{
    codegen::endpoint::{Fixed, Operation, Source},
    request::EncodedRequest,
};

/// Returns the digest (SHA-256) of a request, without the fields that are secrets anywhere in it.
pub(super) fn digest(operation: &Operation, sent: &EncodedRequest) -> [u8; 32] {
    let secrets = Secrets::of(operation);
    let mut digest = Digest(Context::new(&SHA256));
    digest.part(operation.name.as_bytes());
    digest.part(sent.uri.path().as_bytes());
    digest.part(sent.uri.query().unwrap_or_default().as_bytes());
    for (name, value) in sent.headers.iter().filter(|(name, _)| !secrets.contain(name.as_str())) {
        digest.part(name.as_str().as_bytes());
        digest.part(value.as_bytes());
    }
    let mut json = serde_json::Deserializer::from_slice(&sent.body);
    // This client wrote the body, so it can be parsed. Without a body, there is nothing to read.
    let _ = Walk { secrets: &secrets, digest: &mut digest }.deserialize(&mut json);
    let mut bytes = [0; 32];
    bytes.copy_from_slice(digest.0.finish().as_ref());
    bytes
}

/// The names of the fields that are secrets.
struct Secrets {
    names: &'static str,
    fixed: &'static [Fixed],
}

impl Secrets {
    fn of(operation: &Operation) -> Self {
        Self { names: operation.secrets, fixed: operation.body.unwrap_or_default() }
    }

    fn contain(&self, name: &str) -> bool {
        let is_fixed = |(fixed, source): &Fixed| *fixed == name && *source == Source::ClientSecret;
        self.names.split('\n').any(|one| one == name) || self.fixed.iter().any(is_fixed)
    }
}

/// A digest of parts. Each part follows its length, so that no two lists of parts give the same digest.
struct Digest(Context);

impl Digest {
    fn part(&mut self, part: &[u8]) {
        self.0.update(&(part.len() as u64).to_be_bytes());
        self.0.update(part);
    }
}

/// Adds JSON to a digest as it is read, so that no copy of a secret is made.
struct Walk<'w> {
    secrets: &'w Secrets,
    digest: &'w mut Digest,
}

impl Walk<'_> {
    fn inner(&mut self) -> Walk<'_> {
        Walk { secrets: self.secrets, digest: self.digest }
    }

    fn scalar(self, kind: &str, value: &str) {
        self.digest.part(kind.as_bytes());
        self.digest.part(value.as_bytes());
    }
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        self.digest.part(b"{");
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            if self.secrets.contain(&key) {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            self.digest.part(key.as_bytes());
            map.next_value_seed(self.inner())?;
        }
        self.digest.part(b"}");
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<(), A::Error> {
        self.digest.part(b"[");
        while seq.next_element_seed(self.inner())?.is_some() {}
        self.digest.part(b"]");
        Ok(())
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        self.scalar("text", value);
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.scalar("number", &value.to_string());
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.scalar("number", &value.to_string());
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.scalar("number", &value.to_string());
        Ok(())
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.scalar("boolean", if value { "true" } else { "false" });
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.scalar("null", "");
        Ok(())
    }
}
