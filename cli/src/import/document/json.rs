//! JSON whose keys keep their order, read from JSON or YAML.

use std::fmt;

use indexmap::IndexMap;
use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, SeqAccess, Visitor},
};
use serde_json::value::RawValue;

/// A JSON value. Objects keep the order of the document, because readers of a draft expect it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    /// A number, as it is spelled: its digits may be more than a machine's.
    Number(String),
    String(String),
    List(Vec<Json>),
    Object(IndexMap<String, Json>),
}

impl Json {
    /// Parses JSON, up to 127 levels deep. Of several entries with one key, the last counts.
    ///
    /// # Errors
    ///
    /// Says where the text is no JSON.
    pub(crate) fn parse(text: &str) -> serde_json::Result<Self> {
        // Without this, a raw value could be deeper than the stack of this thread.
        serde_json::from_str::<Self>(text)?;
        part(text.trim())
    }

    /// Returns the number, if it is an integer of 64 bits.
    pub(crate) fn integer(&self) -> Option<i64> {
        if let Self::Number(number) = self { number.parse().ok() } else { None }
    }

    /// Returns the value of a key; `None` for anything but an object that has it.
    pub(crate) fn get(&self, key: &str) -> Option<&Json> {
        self.object()?.get(key)
    }

    pub(crate) fn object(&self) -> Option<&IndexMap<String, Json>> {
        if let Self::Object(object) = self { Some(object) } else { None }
    }

    pub(crate) fn list(&self) -> Option<&[Json]> {
        if let Self::List(list) = self { Some(list) } else { None }
    }

    pub(crate) fn text(&self) -> Option<&str> {
        if let Self::String(text) = self { Some(text) } else { None }
    }

    pub(crate) fn bool(&self) -> Option<bool> {
        if let Self::Bool(truth) = self { Some(*truth) } else { None }
    }

    /// Returns true if a key has the value `true`.
    pub(crate) fn is(&self, key: &str) -> bool {
        self.get(key).and_then(Self::bool) == Some(true)
    }

    /// Returns the texts of a list below a key; anything else in it is passed over.
    pub(crate) fn texts<'j>(&'j self, key: &str) -> impl Iterator<Item = &'j str> + use<'j> {
        self.get(key).and_then(Self::list).unwrap_or_default().iter().filter_map(Self::text)
    }
}

impl fmt::Display for Json {
    /// Writes JSON in one line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(truth) => write!(f, "{truth}"),
            Self::Number(number) => f.write_str(number),
            Self::String(text) => f.write_str(&quoted(text)),
            Self::List(items) => {
                f.write_str("[")?;
                for (index, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if index == 0 { "" } else { ", " })?;
                }
                f.write_str("]")
            }
            Self::Object(object) if object.is_empty() => f.write_str("{}"),
            Self::Object(object) => {
                for (index, (key, value)) in object.iter().enumerate() {
                    write!(f, "{}{}: {value}", if index == 0 { "{ " } else { ", " }, quoted(key))?;
                }
                f.write_str(" }")
            }
        }
    }
}

/// Quotes a string for JSON. Characters that a contract refuses in its texts are escaped.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for char in text.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\'' if text.contains("'''") => out.push_str("\\u0027"),
            char if super::is_invisible(char) => out.push_str(&format!("\\u{:04x}", u32::from(char))),
            char => out.push(char),
        }
    }
    out.push('"');
    out
}

/// Parses a part of a text that is JSON, level by level, so that numbers keep their digits.
fn part(text: &str) -> serde_json::Result<Json> {
    Ok(match text.as_bytes().first() {
        Some(b'{') => {
            let entries: IndexMap<String, &RawValue> = serde_json::from_str(text)?;
            let entry = |(key, value): (String, &RawValue)| Ok((key, part(value.get().trim())?));
            Json::Object(entries.into_iter().map(entry).collect::<serde_json::Result<_>>()?)
        }
        Some(b'[') => {
            let items: Vec<&RawValue> = serde_json::from_str(text)?;
            Json::List(
                items.into_iter().map(|item| part(item.get().trim())).collect::<serde_json::Result<_>>()?,
            )
        }
        Some(b'-' | b'0'..=b'9') => Json::Number(text.to_owned()),
        _ => serde_json::from_str(text)?,
    })
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyJson)
    }
}

struct AnyJson;

impl<'de> Visitor<'de> for AnyJson {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_none<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        Json::deserialize(deserializer)
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Json, E> {
        Ok(Json::Bool(truth))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Json, E> {
        Ok(Json::Number(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Json, E> {
        Ok(Json::Number(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Json, E> {
        Ok(if number.is_finite() { Json::Number(number.to_string()) } else { Json::Null })
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::String(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Json, E> {
        Ok(Json::String(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = access.next_element()? {
            list.push(item);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Json, A::Error> {
        let mut object = IndexMap::new();
        while let Some((key, value)) = access.next_entry::<String, Json>()? {
            object.insert(key, value);
        }
        Ok(Json::Object(object))
    }
}
