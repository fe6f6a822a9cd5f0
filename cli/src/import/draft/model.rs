//! The parts of a draft.

use crate::import::document::Place;

/// Everything that is imported.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    /// Comments at the top.
    pub(crate) head: Vec<String>,
    /// `[api]`, `[scopes]` and environments.
    pub(crate) settings: Vec<Table>,
    pub(crate) endpoints: Vec<Endpoint>,
    pub(crate) notifications: Vec<Notification>,
    pub(crate) types: Vec<Type>,
}

/// A table of plain entries.
#[derive(Debug)]
pub(crate) struct Table {
    /// The keys in brackets, such as `environment` and `PREPROD`.
    pub(crate) path: Vec<String>,
    pub(crate) entries: Vec<Entry>,
}

/// A key and its value, below comments.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    pub(crate) comments: Vec<String>,
    pub(crate) key: String,
    pub(crate) value: Value,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Text(String),
    Integer(i64),
    Boolean(bool),
    Words(Vec<String>),
    Table(Vec<(String, Value)>),
}

impl Value {
    /// Returns the placeholder for an answer that only a person can give.
    pub(crate) fn question() -> Self {
        Self::Text("?".to_owned())
    }

    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Returns one word, or a list of several.
    pub(crate) fn words(mut words: Vec<String>) -> Self {
        if words.len() == 1 { Self::Text(words.remove(0)) } else { Self::Words(words) }
    }
}

impl Entry {
    pub(crate) fn new(key: &str, value: Value) -> Self {
        Self { comments: Vec::new(), key: key.to_owned(), value }
    }

    pub(crate) fn text(key: &str, text: impl Into<String>) -> Self {
        Self::new(key, Value::text(text))
    }

    /// Creates a question, with what the document says about it.
    pub(crate) fn question(key: &str, comments: Vec<String>) -> Self {
        Self { comments, key: key.to_owned(), value: Value::question() }
    }
}

#[derive(Debug, Default)]
pub(crate) struct Endpoint {
    pub(crate) name: String,
    /// What could not be translated.
    pub(crate) comments: Vec<String>,
    /// The keys of its table, in order.
    pub(crate) entries: Vec<Entry>,
    /// The bodies of refusals, each a type by its index.
    pub(crate) errors: Vec<(String, usize)>,
    pub(crate) path: Vec<Field>,
    pub(crate) query: Vec<Field>,
    pub(crate) header: Vec<Field>,
    pub(crate) body: Option<Vec<Field>>,
    pub(crate) reply: Reply,
    pub(crate) reply_header: Vec<Field>,
    pub(crate) request_example: Option<Example>,
    pub(crate) reply_example: Option<Example>,
}

#[derive(Debug, Default)]
pub(crate) enum Reply {
    /// A success has no body.
    #[default]
    Nothing,
    /// A type, by its index.
    Named(usize),
    Fields(Vec<Field>),
    /// A list of a type, by its index.
    List(usize),
    /// Bytes of a media type.
    Document(String),
}

/// An example.
#[derive(Debug, Clone)]
pub(crate) struct Example {
    pub(crate) text: String,
    /// True for JSON, in several lines.
    pub(crate) json: bool,
    /// The place in the document, for a message.
    pub(crate) pointer: String,
}

impl Example {
    /// Returns the example of a document.
    pub(crate) fn of_text(place: Place<'_>) -> Self {
        Self { text: place.json.text().unwrap_or_default().to_owned(), json: false, pointer: place.pointer }
    }
}

#[derive(Debug, Default)]
pub(crate) struct Notification {
    pub(crate) name: String,
    /// `notification` or `return`.
    pub(crate) what: &'static str,
    pub(crate) entries: Vec<Entry>,
    pub(crate) body: Vec<Field>,
    pub(crate) example: Option<Example>,
}

#[derive(Debug, Clone)]
pub(crate) struct Field {
    pub(crate) comments: Vec<String>,
    pub(crate) wire: String,
    pub(crate) shape: Shape,
    pub(crate) optional: bool,
    pub(crate) name: Option<String>,
    /// Keys besides `type` and `name`, in order.
    pub(crate) keys: Vec<(String, Value)>,
}

impl Field {
    /// Returns true if the type is implied by another key.
    pub(crate) fn implied(&self) -> bool {
        let given = |key: &str| self.keys.iter().any(|(one, _)| one == key);
        given("from") || ((given("const") || given("default")) && self.shape == Shape::Word("string"))
    }
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shape {
    /// A primitive type, by its word.
    Word(&'static str),
    /// A declared type, by its index.
    Named(usize),
    List(Box<Shape>),
    Map(Box<Shape>),
    Nullable(Box<Shape>),
    /// A type that only a person can tell.
    Question,
}

impl Shape {
    /// Returns the shape that may be null.
    pub(crate) fn or_null(self, nullable: bool) -> Self {
        match self {
            Self::Word("json") | Self::Nullable(_) | Self::Question => self,
            shape if nullable => Self::Nullable(Box::new(shape)),
            shape => shape,
        }
    }

    pub(crate) fn without_null(&self) -> &Self {
        if let Self::Nullable(inner) = self { inner } else { self }
    }

    /// Returns true if a part of the type is a question, which makes all of it one.
    pub(crate) fn is_open(&self) -> bool {
        match self {
            Self::Question => true,
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.is_open(),
            Self::Word(_) | Self::Named(_) => false,
        }
    }
}

#[derive(Debug)]
pub(crate) struct Type {
    pub(crate) name: String,
    /// True if the extended contract declares it.
    pub(crate) inherited: bool,
    pub(crate) entries: Vec<Entry>,
    pub(crate) kind: Kind,
}

#[derive(Debug)]
pub(crate) enum Kind {
    Object(Vec<Field>),
    Enumeration(Vec<Member>),
    /// A union; its tag and its content are entries.
    Union(Vec<Member>),
}

/// A value of an enumeration or a variant of a union.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    pub(crate) wire: String,
    pub(crate) name: Option<String>,
    pub(crate) doc: Option<String>,
    /// The type of a variant.
    pub(crate) of: Option<usize>,
    /// Further keys.
    pub(crate) keys: Vec<(String, Value)>,
}
