//! Reads lists: those that prove something as a whole, and others item by item.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, SeqAccess, Visitor},
};
use serde_json::value::RawValue;

use super::{
    Items, List, leniency,
    read_object::{ReadField, lenient},
    text,
};

impl<'de, T: Deserialize<'de>> ReadField<'de> for List<Vec<T>> {
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Sequence(PhantomData)).map(Self)
    }
}

/// Reads the items of a list, each below its index.
struct Sequence<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Sequence<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<T>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = leniency::below(|| items.len().to_string(), || seq.next_element())? {
            items.push(item);
        }
        Ok(items)
    }
}

impl<'de, T: DeserializeOwned> ReadField<'de> for Items<Vec<T>> {
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if leniency::at_its_word() {
            return Vec::deserialize(deserializer).map(Self);
        }
        let text = text::take(deserializer)?;
        Ok(Self(items(lenient(&text, |json| Vec::deserialize(json)).unwrap_or_default())))
    }

    fn absent() -> Option<Self> {
        Some(Self(Vec::new()))
    }

    fn informs() -> bool {
        true
    }
}

/// Reads each item on its own. An item of another type is left out, and its path is noted.
fn items<T: DeserializeOwned>(texts: Vec<Box<RawValue>>) -> Vec<T> {
    let item = |(index, text): (usize, Box<RawValue>)| {
        leniency::below(|| index.to_string(), || lenient(&text, |json| T::deserialize(json)))
    };
    texts.into_iter().enumerate().filter_map(item).collect()
}

/// Reads a reply that is a list, item by item. Also returns the paths of what could not be read, such as `2.state`.
///
/// # Errors
///
/// Errors if the text is no list, or not JSON.
pub(crate) fn read_list<T: DeserializeOwned>(text: &[u8]) -> serde_json::Result<(Vec<T>, Vec<String>)> {
    leniency::read_reply(text).map(|(Top(items), unread)| (items, unread))
}

/// A list at the top of a reply.
struct Top<T>(Vec<T>);

impl<'de, T: DeserializeOwned> Deserialize<'de> for Top<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if leniency::at_its_word() {
            Vec::deserialize(deserializer).map(Self)
        } else {
            Vec::deserialize(deserializer).map(|texts| Self(items(texts)))
        }
    }
}
