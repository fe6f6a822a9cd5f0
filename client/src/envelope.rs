//! The outer JSON of every reply: whether it succeeded, and what the service says about it.
//!
//! Read before the reply itself is decoded, because a failed reply lacks the fields that a successful
//! one has; in one pass that allocates nothing while all is well.

use std::{borrow::Cow, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor},
};

use crate::redact::Secrets;

/// The field of every reply that says whether it succeeded.
pub(crate) const SUCCESS: &str = "success";
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
    pub(crate) code: Option<Cow<'static, str>>,
    /// Language and sentence, where they were asked for.
    pub(crate) messages: Vec<(String, String)>,
}

impl Status {
    /// Code and messages, without what the service repeats of a request's secrets.
    pub(crate) fn hiding(self, secrets: &Secrets<'_>) -> (Option<String>, Vec<(String, String)>) {
        let hide = |text: String| secrets.hide(text);
        let messages = self.messages.into_iter().map(|(locale, value)| (hide(locale), hide(value)));
        (self.code.map(|code| hide(code.into_owned())), messages.collect())
    }
}

/// Where the rest of a body is only explanation, the status object may also stand there.
const USUAL: &[&[&str]] = &[&["meta", "status"], &["status"]];

impl Envelope {
    /// Reads a reply whose status object is at `path`, the messages left out.
    ///
    /// # Errors
    ///
    /// When the body is not JSON.
    pub(crate) fn read(body: &[u8], path: &[&str]) -> Result<Self, serde_json::Error> {
        Self::scan(body, path, false)
    }

    /// Reads the body of a failure, which may be anything: what can be found, there or at the usual
    /// places, messages included.
    pub(crate) fn explain(body: &[u8], path: &[&str]) -> Self {
        let places = std::iter::once(path).chain(USUAL.iter().copied());
        let found = places.filter_map(|path| Self::scan(body, path, true).ok());
        found.into_iter().find(|envelope| envelope.status.is_some()).unwrap_or_default()
    }

    fn scan(body: &[u8], path: &[&str], messages: bool) -> Result<Self, serde_json::Error> {
        let mut envelope = Self::default();
        let mut json = serde_json::Deserializer::from_slice(body);
        Level { path, top: true, messages, into: &mut envelope }.deserialize(&mut json)?;
        json.end()?;
        Ok(envelope)
    }
}

/// One JSON value on the way to the status object.
struct Level<'p, 'e> {
    path: &'p [&'p str],
    top: bool,
    messages: bool,
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
        while let Some(key) = map.next_key_seed(Keys { path: self.path, top: self.top })? {
            match key {
                Key::Code => status.code = map.next_value::<Small>()?.code(self.messages),
                Key::Messages if self.messages => status.messages = words(&map.next_value()?),
                Key::Success => self.into.success = map.next_value::<Small>()?.truth(),
                Key::Way => {
                    let path = self.path.get(1..).unwrap_or_default();
                    map.next_value_seed(Level {
                        path,
                        top: false,
                        messages: self.messages,
                        into: self.into,
                    })?;
                }
                Key::Messages | Key::Other => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        if self.path.is_empty() {
            self.into.status = Some(status);
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<(), A::Error> {
        IgnoredAny.visit_seq(seq).map(drop)
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

/// What a key means at some level.
enum Key {
    Code,
    Messages,
    Success,
    /// The way to the status object.
    Way,
    Other,
}

/// Tells keys apart as they are read.
struct Keys<'p> {
    path: &'p [&'p str],
    top: bool,
}

impl<'de> DeserializeSeed<'de> for Keys<'_> {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Keys<'_> {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<Key, E> {
        Ok(match self.path.first() {
            None if key == "code" => Key::Code,
            None if key == "message_ilgn" => Key::Messages,
            _ if self.top && key == SUCCESS => Key::Success,
            Some(first) if key == *first => Key::Way,
            _ => Key::Other,
        })
    }
}

/// A small value of whatever type; the usual ones are not copied.
enum Small {
    Boolean(bool),
    Text(Cow<'static, str>),
    Number(i128),
    Other,
}

impl Small {
    /// A code is a string. Among explanations a number will do, but it proves and settles nothing.
    fn code(self, lenient: bool) -> Option<Cow<'static, str>> {
        match self {
            Self::Text(text) => Some(text),
            Self::Number(number) => lenient.then(|| number.to_string().into()),
            Self::Boolean(_) | Self::Other => None,
        }
    }

    fn truth(self) -> Option<bool> {
        match self {
            Self::Boolean(truth) => Some(truth),
            Self::Text(text) => text.parse().ok(),
            Self::Number(_) | Self::Other => None,
        }
    }
}

impl<'de> Deserialize<'de> for Small {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(SmallVisitor)
    }
}

struct SmallVisitor;

impl<'de> Visitor<'de> for SmallVisitor {
    type Value = Small;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Small, E> {
        Ok(Small::Boolean(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Small, E> {
        Ok(Small::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Small, E> {
        Ok(Small::Number(value.into()))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Small, E> {
        Ok(Small::Other)
    }

    fn visit_str<E>(self, value: &str) -> Result<Small, E> {
        Ok(Small::Text(if value == PROCESSED { PROCESSED.into() } else { value.to_owned().into() }))
    }

    fn visit_unit<E>(self) -> Result<Small, E> {
        Ok(Small::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Small, A::Error> {
        IgnoredAny.visit_seq(seq).map(|_| Small::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Small, A::Error> {
        IgnoredAny.visit_map(map).map(|_| Small::Other)
    }
}

/// The messages of a status object, as far as they are messages.
fn words(json: &serde_json::Value) -> Vec<(String, String)> {
    let field =
        |item: &serde_json::Value, key: &str| item.get(key).and_then(|text| text.as_str()).map(str::to_owned);
    let message = |item| Some((field(item, "locale").unwrap_or_default(), field(item, "value")?));
    json.as_array().into_iter().flatten().filter_map(message).collect()
}
