//! JSON that keeps the order of its keys and the digits of its numbers, so that documents read as they were written.

use std::borrow::Cow;

use serde_json::value::RawValue;

/// JSON as text spells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Json {
    /// Null, a boolean, a number or a string, as its text.
    Scalar(String),
    /// An array.
    List(Vec<Json>),
    /// An object.
    Object(Object),
}

/// An object, whose entries keep their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Object {
    /// The entries; no two have the same key.
    pub entries: Vec<(Cow<'static, str>, Json)>,
}

impl Object {
    /// Adds an entry, or replaces the value of one.
    pub fn set(&mut self, key: impl Into<Cow<'static, str>>, value: impl Into<Json>) {
        let (key, value) = (key.into(), value.into());
        match self.entries.iter_mut().find(|(one, _)| *one == key) {
            Some(entry) => entry.1 = value,
            None => self.entries.push((key, value)),
        }
    }

    /// Adds an entry, as [`set`](Self::set) does.
    pub fn with(mut self, key: impl Into<Cow<'static, str>>, value: impl Into<Json>) -> Self {
        self.set(key, value);
        self
    }

    /// Adds an entry if there is a value.
    pub fn maybe(self, key: impl Into<Cow<'static, str>>, value: Option<impl Into<Json>>) -> Self {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }

    /// Adds the entries of another object, behind its own.
    pub fn and(mut self, other: Self) -> Self {
        other.entries.into_iter().for_each(|(key, value)| self.set(key, value));
        self
    }

    /// Returns the value of a key.
    pub fn get(&self, key: &str) -> Option<&Json> {
        self.entries.iter().find(|(one, _)| one == key).map(|(_, value)| value)
    }

    /// Returns true if there is no entry.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl<K: Into<Cow<'static, str>>, V: Into<Json>> FromIterator<(K, V)> for Object {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut object = Self::default();
        entries.into_iter().for_each(|(key, value)| object.set(key, value));
        object
    }
}

impl Json {
    /// Null.
    pub fn null() -> Self {
        Self::Scalar("null".to_owned())
    }

    /// Parses JSON, up to 127 levels deep. Of several entries with one key, the last counts.
    ///
    /// # Errors
    ///
    /// Errors if the text is not JSON.
    pub fn parse(text: &str) -> serde_json::Result<Self> {
        // A `RawValue` may be deeper than this thread's stack.
        serde_json::from_str::<serde_json::Value>(text)?;
        part(text.trim())
    }

    /// Writes JSON over several lines, indented by two spaces, with a line break at the end.
    pub fn pretty(&self) -> String {
        let mut text = String::new();
        self.write(&mut text, 0);
        text.push('\n');
        text
    }

    fn write(&self, text: &mut String, depth: usize) {
        match self {
            Self::Scalar(scalar) => text.push_str(scalar),
            Self::List(items) => {
                lines(text, depth, ['[', ']'], items, |text, item| item.write(text, depth + 1))
            }
            Self::Object(object) => lines(text, depth, ['{', '}'], &object.entries, |text, (key, value)| {
                text.push_str(&quoted(key));
                text.push_str(": ");
                value.write(text, depth + 1);
            }),
        }
    }
}

fn part(text: &str) -> serde_json::Result<Json> {
    match text.as_bytes().first() {
        Some(b'{') => {
            let entries: Entries<'_> = serde_json::from_str(text)?;
            let entries = entries.0.into_iter().map(|(key, value)| Ok((key, part(value.get().trim())?)));
            entries.collect::<serde_json::Result<Object>>().map(Json::Object)
        }
        Some(b'[') => {
            let items: Vec<&RawValue> = serde_json::from_str(text)?;
            items
                .into_iter()
                .map(|item| part(item.get().trim()))
                .collect::<serde_json::Result<_>>()
                .map(Json::List)
        }
        Some(b'"') => serde_json::from_str::<String>(text).map(Json::from),
        _ => Ok(Json::Scalar(text.to_owned())),
    }
}

/// The entries of an object in their order.
struct Entries<'t>(Vec<(String, &'t RawValue)>);

impl<'t> serde::Deserialize<'t> for Entries<'t> {
    fn deserialize<D: serde::Deserializer<'t>>(from: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'t> serde::de::Visitor<'t> for Visitor {
            type Value = Entries<'t>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: serde::de::MapAccess<'t>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }
        from.deserialize_map(Visitor)
    }
}

fn lines<T>(
    text: &mut String,
    depth: usize,
    around: [char; 2],
    parts: &[T],
    write: impl Fn(&mut String, &T),
) {
    text.push(around[0]);
    for (index, part) in parts.iter().enumerate() {
        text.push_str(if index == 0 { "\n" } else { ",\n" });
        text.push_str(&"  ".repeat(depth + 1));
        write(text, part);
    }
    if !parts.is_empty() {
        text.push('\n');
        text.push_str(&"  ".repeat(depth));
    }
    text.push(around[1]);
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::Scalar(quoted(text))
    }
}

impl From<&String> for Json {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<bool> for Json {
    fn from(truth: bool) -> Self {
        Self::Scalar(truth.to_string())
    }
}

impl From<i64> for Json {
    fn from(number: i64) -> Self {
        Self::Scalar(number.to_string())
    }
}

impl From<Object> for Json {
    fn from(object: Object) -> Self {
        Self::Object(object)
    }
}

impl<T: Into<Json>> From<Vec<T>> for Json {
    fn from(items: Vec<T>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}

impl<T: Into<Json>, const N: usize> From<[T; N]> for Json {
    fn from(items: [T; N]) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}

/// A value with the digits of its numbers, as [`alignet_spec::exact`] keeps them.
impl From<&serde_json::Value> for Json {
    fn from(value: &serde_json::Value) -> Self {
        match value {
            serde_json::Value::Array(items) => Self::List(items.iter().map(Self::from).collect()),
            serde_json::Value::Object(map) if alignet_spec::exact::digits(value).is_none() => {
                Self::Object(map.iter().map(|(key, value)| (key.clone(), Self::from(value))).collect())
            }
            other => Self::Scalar(alignet_spec::exact::write(other)),
        }
    }
}
