//! Fields: what they hold, and who fills them.

use crate::source::Span;

/// One field, wherever it lives.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name on the wire.
    pub wire: String,
    /// Its name in Rust.
    pub name: String,
    /// What it means.
    pub doc: String,
    /// What it holds.
    pub shape: Shape,
    /// Whether it may be absent.
    pub optional: bool,
    /// Who fills it, in a request.
    pub fill: Fill,
    /// Whether only a successful reply has it.
    pub on_success: bool,
    /// For how long the secret lives: the wire name of the field beside it that says so.
    pub lifetime: Option<String>,
    /// Whether the secret may be used just once.
    pub single_use: bool,
    /// Whether the contract says that the field is no secret, whatever its name suggests.
    pub public: bool,
    /// How a client reads it from a reply or a notification.
    pub reading: Reading,
    /// Where it was declared.
    pub span: Span,
    pub(crate) marks: FieldMarks,
    /// Whether part of it could not be read, so that nothing follows from what it seems to say.
    pub(crate) lost: bool,
}

/// Where the parts of a field stand, for messages; the field itself where a part is not written.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct FieldMarks {
    pub(crate) shape: Span,
    /// `const`, `from` or `default`.
    pub(crate) fill: Span,
    pub(crate) name: Span,
    pub(crate) on: Span,
    pub(crate) lifetime: Span,
    pub(crate) uses: Span,
}

/// How much a client insists on a field that it receives. It follows from what the contract uses the
/// field for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reading {
    /// The field proves something, names what a reply is about, or is secret: absent only where the
    /// contract says so, and never of another type.
    Strict,
    /// The field leads to the status code of a notification: it may be absent, and is never of another type. A
    /// reply has proven its code before it is decoded.
    Status,
    /// The field informs: where it is absent, null or of another type, it is read as absent.
    #[default]
    Lenient,
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// A JSON string.
    String,
    /// A JSON string that nobody may read by accident.
    Secret,
    /// Scopes, separated by spaces in one JSON string.
    Scopes,
    /// A JSON integer.
    Integer,
    /// An integer that comes as a number or as a string of digits, and leaves as a string.
    Numeric,
    /// A sum of money in minor units of its currency, in digits; it may come as a number, and leaves as a
    /// string.
    Amount,
    /// A currency by its number in ISO 4217, three digits in a string.
    Currency,
    /// A length of time in whole seconds, as a number or as a string of digits.
    Seconds,
    /// `true` or `false`.
    Boolean,
    /// A truth value that comes as a boolean or as `"true"` or `"false"`.
    Flag,
    /// Any JSON.
    Json,
    /// A declared type, an index into [`Contract::types`](crate::contract::Contract::types).
    Named(usize),
    /// A JSON array.
    List(Box<Shape>),
    /// A JSON object with keys of any name.
    Map(Box<Shape>),
    /// The same, or `null`.
    Nullable(Box<Shape>),
}

impl Shape {
    /// What is left without lists, maps and `|null` around it.
    pub fn innermost(&self) -> &Self {
        match self {
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.innermost(),
            other => other,
        }
    }

    /// Whether this is or wraps what nobody may read by accident.
    pub fn is_secret(&self) -> bool {
        matches!(self.innermost(), Self::Secret)
    }

    /// The declared type that this is or wraps, an index into
    /// [`Contract::types`](crate::contract::Contract::types).
    pub fn named(&self) -> Option<usize> {
        match self.innermost() {
            Self::Named(index) => Some(*index),
            _ => None,
        }
    }
}

/// Who fills a field of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fill {
    /// The caller.
    Caller,
    /// The caller, or else this value.
    Default(Literal),
    /// The contract: always this value.
    Const(Literal),
    /// The environment: a value of it, an index into [`Api::environment`](crate::contract::Api::environment).
    Environment(usize),
    /// The credentials: the client id.
    ClientId,
    /// The credentials: the client secret.
    ClientSecret,
}

impl Fill {
    /// Whether the caller never sees the field.
    pub fn is_fixed(&self) -> bool {
        !matches!(self, Self::Caller | Self::Default(_))
    }
}

/// A value written in the contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Literal {
    /// A string.
    String(String),
    /// An integer.
    Integer(i64),
    /// A truth value.
    Boolean(bool),
}
