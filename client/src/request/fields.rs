//! Reads fields of a sent request by their names: its secrets, and the values by which callers know the
//! request. Only a failed call needs these values, so a call that succeeds pays nothing.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use serde::{
    Deserializer,
    de::{DeserializeSeed, MapAccess, SeqAccess, Visitor},
};
use zeroize::Zeroizing;

use super::EncodedRequest;
use crate::codegen::endpoint::Operation;

/// Returns the secret values of a request.
pub(crate) fn secrets(operation: &Operation, sent: &EncodedRequest) -> Vec<Zeroizing<String>> {
    if operation.secrets.is_empty() { Vec::new() } else { values(operation, sent, operation.secrets, true) }
}

/// Returns the values of all fields with these newline-separated names: of the path, the query, the headers
/// and the body, in this order. With `below`, also returns the values below such a name, at any depth.
pub(crate) fn values(
    operation: &Operation,
    sent: &EncodedRequest,
    names: &str,
    below: bool,
) -> Vec<Zeroizing<String>> {
    let is_meant = |name: &str| names.split('\n').any(|one| one == name);
    let decoded = |text: &str| Zeroizing::new(percent_decode_str(text).decode_utf8_lossy().into_owned());
    let mut found = Vec::new();
    for (part, value) in operation.route.split('/').zip(sent.uri.path().split('/')) {
        let field = part.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        if field.is_some_and(is_meant) {
            found.push(decoded(value));
        }
    }
    for (name, value) in
        sent.uri.query().unwrap_or_default().split('&').filter_map(|pair| pair.split_once('='))
    {
        if is_meant(&decoded(name)) {
            found.push(decoded(value));
        }
    }
    for (name, value) in sent.headers.iter().filter(|(name, _)| is_meant(name.as_str())) {
        debug_assert!(value.is_sensitive(), "{name}");
        found.push(Zeroizing::new(String::from_utf8_lossy(value.as_bytes()).into_owned()));
    }
    // This client wrote the body, so it can be parsed. Without a body, there is nothing to find.
    gather(&sent.body, &is_meant, below, &mut found);
    found
}

/// Returns the values in JSON at and below these newline-separated names. If the JSON breaks off, returns the
/// values before the break.
pub(crate) fn below(names: &str, json: &[u8]) -> Vec<Zeroizing<String>> {
    let mut found = Vec::new();
    if !names.is_empty() {
        gather(json, &|name| names.split('\n').any(|one| one == name), true, &mut found);
    }
    found
}

fn gather(json: &[u8], is_meant: &dyn Fn(&str) -> bool, below: bool, found: &mut Vec<Zeroizing<String>>) {
    let mut json = serde_json::Deserializer::from_slice(json);
    let _ = Gather { is_meant, meant: false, below, found }.deserialize(&mut json);
}

/// Collects the strings and numbers of the fields with certain names from JSON.
struct Gather<'g> {
    is_meant: &'g dyn Fn(&str) -> bool,
    /// True if the values here are to be collected.
    meant: bool,
    /// True if values below such a field are collected as well.
    below: bool,
    found: &'g mut Vec<Zeroizing<String>>,
}

impl Gather<'_> {
    fn take(self, value: impl Into<String>) {
        if self.meant {
            self.found.push(Zeroizing::new(value.into()));
        }
    }
}

impl<'de> DeserializeSeed<'de> for Gather<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Gather<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            let meant = self.meant && self.below || (self.is_meant)(&key);
            let inner = Gather { is_meant: self.is_meant, meant, below: self.below, found: self.found };
            map.next_value_seed(inner)?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Gather { is_meant, below, .. } = self;
        let meant = self.meant && below;
        while seq.next_element_seed(Gather { is_meant, meant, below, found: self.found })?.is_some() {}
        Ok(())
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        self.take(value);
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.take(value.to_string());
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.take(value.to_string());
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.take(value.to_string());
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}
