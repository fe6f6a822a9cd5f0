//! JSON whose numbers keep their digits: `150.00` stays `150.00`, and `12345678901234567.89` is not rounded.
//!
//! [`serde_json::Value`] has 64 bits for a number. A number that it would write differently is an object with one
//! entry here, which [`parse`] makes and [`write()`] writes as the number again.

use std::{borrow::Cow, collections::BTreeMap};

use serde_json::{Map, Value as Json, value::RawValue};

use super::digits;

/// The name of that entry.
const KEY: &str = "$alignet::number";

/// Parses JSON, and keeps the digits of its numbers.
///
/// # Errors
///
/// Errors if the text is not JSON.
pub fn parse(text: &[u8]) -> serde_json::Result<Json> {
    let json = serde_json::from_slice(text)?;
    let raw: &RawValue = serde_json::from_slice(text)?;
    Ok(keep(raw, json))
}

/// Returns parsed JSON with the digits of its text.
fn keep(raw: &RawValue, json: Json) -> Json {
    match json {
        Json::Number(number) if number.to_string() == raw.get() => Json::Number(number),
        Json::Number(_) => Json::Object(Map::from_iter([(KEY.to_owned(), Json::from(raw.get()))])),
        Json::Array(items) => {
            let raws: Vec<&RawValue> = serde_json::from_str(raw.get()).unwrap_or_default();
            raws.into_iter().zip(items).map(|(raw, item)| keep(raw, item)).collect()
        }
        Json::Object(map) => {
            let raws: BTreeMap<String, &RawValue> = serde_json::from_str(raw.get()).unwrap_or_default();
            let entry = |(key, value): (String, Json)| match raws.get(&key) {
                Some(raw) => (key, keep(raw, value)),
                None => (key, value),
            };
            map.into_iter().map(entry).collect()
        }
        other => other,
    }
}

/// Returns the number that a text spells; the text itself if it spells none.
pub fn number(text: &str) -> Json {
    let spelled = digits::spell_decimal(text).then(|| parse(text.as_bytes()).ok()).flatten();
    spelled.unwrap_or_else(|| Json::from(text))
}

/// Returns the digits of a number; `None` for other JSON.
pub fn digits(json: &Json) -> Option<Cow<'_, str>> {
    match json {
        Json::Number(number) => Some(Cow::Owned(number.to_string())),
        Json::Object(map) => kept(map).map(Cow::Borrowed),
        _ => None,
    }
}

/// Returns the number of an object that stands for one.
fn kept(map: &Map<String, Json>) -> Option<&str> {
    let text = map.get(KEY).filter(|_| map.len() == 1)?.as_str()?;
    // A caller's own object with such an entry is written as a number only if it is one.
    serde_json::from_str::<serde_json::Number>(text).is_ok().then_some(text)
}

/// Returns true if two values are the same JSON, or the same number, as `18.00` and `18.0` are.
pub(crate) fn same(one: &Json, other: &Json) -> bool {
    let value = |json| digits(json).and_then(|text| super::digits::value(&text));
    one == other || value(one).is_some_and(|one| value(other) == Some(one))
}

/// Returns JSON in which no object stands for a number, for code that needs no digits.
pub fn plain(json: &Json) -> Cow<'_, Json> {
    match json {
        Json::Object(map) => match kept(map).and_then(|text| serde_json::from_str(text).ok()) {
            Some(number) => Cow::Owned(number),
            None => Cow::Borrowed(json),
        },
        _ => Cow::Borrowed(json),
    }
}

/// Writes JSON with the digits of its numbers.
pub fn write(json: &Json) -> String {
    let mut text = String::new();
    write_to(json, &mut text);
    text
}

fn write_to(json: &Json, text: &mut String) {
    match json {
        Json::Array(items) => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                text.push_str(if index == 0 { "" } else { "," });
                write_to(item, text);
            }
            text.push(']');
        }
        Json::Object(map) => match kept(map) {
            Some(number) => text.push_str(number),
            None => {
                text.push('{');
                for (index, (key, value)) in map.iter().enumerate() {
                    text.push_str(if index == 0 { "" } else { "," });
                    text.push_str(&Json::from(key.as_str()).to_string());
                    text.push(':');
                    write_to(value, text);
                }
                text.push('}');
            }
        },
        plain => text.push_str(&plain.to_string()),
    }
}
