//! Writes the fields of a request that are not in its body, as text, into path, query and headers.

use std::{
    borrow::Cow,
    fmt::Write as _,
    hash::{BuildHasher, RandomState},
    time::{Instant, SystemTime},
};

use http::{HeaderName, HeaderValue};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::{
    codegen::wire::Unknown,
    error::{Error, ErrorKind},
    types::{
        nullable::Nullable,
        scopes::Scopes,
        secret::{self, Secret},
    },
};

/// Collects the fields of one request that are not in its body. The first field that can't be sent is
/// the error of the call.
#[derive(Default)]
pub struct Places {
    pub(crate) segments: Vec<String>,
    pub(crate) query: String,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) error: Option<Error>,
}

/// The characters to percent-encode: all but the unreserved characters of RFC 3986.
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

impl Places {
    /// Fills the next field of the path.
    pub fn segment(&mut self, name: &'static str, value: &impl Text) {
        let text = value.text().unwrap_or_default();
        if matches!(&*text, "" | "." | "..") {
            self.refuse(name, "is empty, `.` or `..`, which would be another path");
        }
        self.segments.push(utf8_percent_encode(&text, UNRESERVED).to_string());
    }

    /// Adds a field to the query, unless the value is absent.
    pub fn query(&mut self, name: &'static str, value: &impl Text) {
        let Some(text) = value.text() else { return };
        self.add(name, &utf8_percent_encode(&text, UNRESERVED).to_string());
    }

    /// Adds a field to the query for each item of a list.
    pub fn repeated(&mut self, name: &'static str, list: &impl List) {
        for text in self.items(name, list) {
            self.query(name, &text.into_owned());
        }
    }

    /// Adds a list to the query as one field, with a separator between the items. Items can't contain it, because
    /// services decode a query before or after they split it.
    pub fn separated(&mut self, name: &'static str, separator: char, list: &impl List) {
        let items = self.items(name, list);
        if items.is_empty() {
            return;
        }
        if items.iter().any(|item| item.contains(separator)) {
            self.refuse(name, "has an item with the sign that separates items");
        }
        let between = match separator {
            ',' => ",".to_owned(),
            other => utf8_percent_encode(other.encode_utf8(&mut [0; 4]), UNRESERVED).to_string(),
        };
        let items: Vec<String> =
            items.iter().map(|item| utf8_percent_encode(item, UNRESERVED).to_string()).collect();
        self.add(name, &items.join(&between));
    }

    /// Returns the items of a list. A required one has an item, because a query can't tell an empty list from none.
    fn items<'l, L: List>(&mut self, name: &str, list: &'l L) -> Vec<Cow<'l, str>> {
        let items = list.texts();
        if L::REQUIRED && items.is_empty() {
            self.refuse(name, "is empty, which a query can't tell from absent");
        }
        items
    }

    /// Adds an encoded value to the query.
    fn add(&mut self, name: &str, value: &str) {
        let separator = if self.query.is_empty() { '?' } else { '&' };
        // Writing to a string can't fail.
        let _ = write!(self.query, "{separator}{}={value}", utf8_percent_encode(name, UNRESERVED));
    }

    /// Adds a header, unless the value is absent. The name is lower case.
    pub fn header(&mut self, name: &'static str, value: &impl Text) {
        let Some(text) = value.text() else { return };
        match secret::header(text.into_owned()) {
            Some(value) => self.headers.push((HeaderName::from_static(name), value)),
            None => self.refuse(name, "has a character that a header can't carry"),
        }
    }

    /// Adds the header with the key of the call: the caller's, or else a new one. The name is lower case.
    pub fn key(&mut self, name: &'static str, value: &impl Text) {
        match value.text() {
            Some(text) if text.is_empty() => {
                self.refuse(name, "is empty, and every call would have that key")
            }
            Some(_) => self.header(name, value),
            None => self.header(name, &unique()),
        }
    }

    fn refuse(&mut self, name: &str, why: &str) {
        self.error.get_or_insert_with(|| Error::noted(ErrorKind::Request, format!("`{name}` {why}")));
    }
}

/// Makes a key that no other call has: 122 random bits, written as a UUID of version 4. The standard library's hashers
/// have random keys from the operating system; a process that was forked shares them, but not its id.
fn unique() -> String {
    let half = || RandomState::new().hash_one((std::process::id(), SystemTime::now(), Instant::now()));
    let (high, low) = (half() & !0xf000 | 0x4000, half() & (u64::MAX >> 2) | 1 << 63);
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        high >> 16 & 0xffff,
        high & 0xffff,
        low >> 48,
        low & 0xffff_ffff_ffff
    )
}

/// A value with a spelling as text, for path, query and headers.
pub trait Text {
    /// Returns the text; `None` if the value is absent.
    fn text(&self) -> Option<Cow<'_, str>>;
}

impl Text for String {
    fn text(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(self))
    }
}

impl Text for Scopes {
    fn text(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(self.as_str()))
    }
}

impl Text for Secret {
    fn text(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(self.expose()))
    }
}

impl Text for Unknown {
    fn text(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(self.as_str()))
    }
}

impl Text for i64 {
    fn text(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Owned(self.to_string()))
    }
}

impl Text for bool {
    fn text(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(if *self { "true" } else { "false" }))
    }
}

impl<T: Text> Text for Nullable<T> {
    fn text(&self) -> Option<Cow<'_, str>> {
        self.value().and_then(Text::text)
    }
}

impl<T: Text> Text for Option<T> {
    fn text(&self) -> Option<Cow<'_, str>> {
        self.as_ref().and_then(Text::text)
    }
}

/// A list in a query.
pub trait List {
    /// True if the list must have an item.
    const REQUIRED: bool;

    /// Returns the texts of the items.
    fn texts(&self) -> Vec<Cow<'_, str>>;
}

impl<T: Text> List for Vec<T> {
    const REQUIRED: bool = true;

    fn texts(&self) -> Vec<Cow<'_, str>> {
        self.iter().filter_map(Text::text).collect()
    }
}

impl<T: Text> List for Option<Vec<T>> {
    const REQUIRED: bool = false;

    fn texts(&self) -> Vec<Cow<'_, str>> {
        self.as_ref().map(List::texts).unwrap_or_default()
    }
}
