//! The outer JSON of every reply: whether it succeeded, and what the service says about it.
//!
//! Read before the reply itself is decoded, in one pass that builds nothing else, because a failed
//! reply lacks the fields that a successful one has.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor},
};

/// The field of every reply that says whether it succeeded.
const SUCCESS: &str = "success";
/// The code of a status object that says that the request was processed.
pub(crate) const PROCESSED: &str = "00";

/// What the outer JSON says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Envelope {
    /// `success`, where it is a boolean or `"true"` or `"false"`.
    pub(crate) success: Option<bool>,
    /// The status object, where it is one.
    pub(crate) status: Option<Status>,
}

#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Status {
    pub(crate) code: Option<String>,
    /// Language and sentence.
    pub(crate) messages: Vec<(String, String)>,
}

/// The shortest text that counts as a secret when it is repeated: a shorter one would be found in
/// words that have nothing to do with it.
const SHORTEST_SECRET: usize = 8;

impl Status {
    /// Without what the service repeats of a request's secrets.
    pub(crate) fn hiding(mut self, secrets: &[&str]) -> Self {
        let messages = self.messages.iter_mut().flat_map(|(locale, value)| [locale, value]);
        for text in self.code.iter_mut().chain(messages) {
            for secret in secrets.iter().filter(|secret| secret.len() >= SHORTEST_SECRET) {
                if text.contains(secret) {
                    *text = text.replace(secret, "[redacted]");
                }
            }
        }
        self
    }
}

/// Where the rest of a body is only explanation, the status object may also stand there.
const USUAL: &[&[&str]] = &[&["meta", "status"], &["status"]];

impl Envelope {
    /// Reads a reply whose status object is at `path`.
    ///
    /// # Errors
    ///
    /// When the body is not JSON.
    pub(crate) fn read(body: &[u8], path: &[&str]) -> Result<Self, serde_json::Error> {
        let mut envelope = Self::default();
        let mut json = serde_json::Deserializer::from_slice(body);
        Level { path, top: true, into: &mut envelope }.deserialize(&mut json)?;
        json.end()?;
        Ok(envelope)
    }

    /// Reads the body of a refusal, which may be anything: what can be found, there or at the usual
    /// places.
    pub(crate) fn explain(body: &[u8], path: &[&str]) -> Self {
        let found = Self::read(body, path).unwrap_or_default();
        if found.status.is_some() {
            return found;
        }
        let usual = USUAL.iter().filter_map(|path| Self::read(body, path).ok());
        usual.into_iter().find(|envelope| envelope.status.is_some()).unwrap_or(found)
    }
}

/// One JSON value on the way to the status object.
struct Level<'p, 'e> {
    path: &'p [&'p str],
    top: bool,
    into: &'e mut Envelope,
}

impl<'de> DeserializeSeed<'de> for Level<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Level<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut status = Status::default();
        while let Some(key) = map.next_key::<Key>()? {
            let key = key.0.as_str();
            match self.path {
                [] if key == "code" => status.code = map.next_value::<Loose>()?.text(),
                [] if key == "message_ilgn" => status.messages = map.next_value::<Loose>()?.messages(),
                _ if self.top && key == SUCCESS => self.into.success = map.next_value::<Loose>()?.truth(),
                [first, rest @ ..] if key == *first => {
                    map.next_value_seed(Level { path: rest, top: false, into: self.into })?;
                }
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        if self.path.is_empty() {
            self.into.status = Some(status);
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

#[derive(Deserialize)]
struct Key(String);

/// A small value of whatever type.
#[derive(Deserialize)]
struct Loose(serde_json::Value);

impl Loose {
    fn text(self) -> Option<String> {
        match self.0 {
            serde_json::Value::String(text) => Some(text),
            serde_json::Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    fn truth(self) -> Option<bool> {
        match self.0 {
            serde_json::Value::Bool(truth) => Some(truth),
            serde_json::Value::String(text) => text.parse().ok(),
            _ => None,
        }
    }

    fn messages(self) -> Vec<(String, String)> {
        let serde_json::Value::Array(items) = self.0 else { return Vec::new() };
        let field = |item: &serde_json::Value, key: &str| {
            item.get(key).and_then(|text| text.as_str()).map(str::to_owned)
        };
        let messages = items
            .iter()
            .filter_map(|item| Some((field(item, "locale").unwrap_or_default(), field(item, "value")?)));
        messages.collect()
    }
}
