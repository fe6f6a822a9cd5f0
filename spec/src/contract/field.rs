//! Fields: their types, and the sources of their values.

use crate::{literal::Literal, primitive::Primitive, source::Span};

/// A field of a request, a reply, a notification or a type.
#[derive(Debug, Clone)]
pub struct Field {
    /// The name on the wire.
    pub wire: String,
    /// The name in Rust.
    pub name: String,
    /// The documentation.
    pub doc: String,
    /// The reason not to use the field any more, and what to use instead.
    pub deprecated: Option<String>,
    /// The type of the value.
    pub shape: Shape,
    /// True if the field may be absent.
    pub optional: bool,
    /// The source of the value in a request.
    pub fill: Fill,
    /// A value for documentation and samples.
    pub example: Option<Literal>,
    /// The wire name of the field beside it that holds the lifetime of the secret.
    pub lifetime: Option<String>,
    /// True if the secret may be used only once.
    pub single_use: bool,
    /// The notation of a list in a query.
    pub style: Option<Style>,
    /// True if the contract says that the field is no secret, although its name suggests one.
    pub public: bool,
    /// The strictness with which a client reads the field from a reply or a notification.
    pub reading: Reading,
    /// The position of the declaration.
    pub span: Span,
    /// The positions of its parts.
    pub marks: FieldMarks,
    /// True if part of the field could not be read, so that checks must not rely on the rest; false in a checked
    /// contract.
    pub lost: bool,
}

/// The positions of the parts of a field, for messages. An absent part has the position of the field.
#[derive(Debug, Clone, Copy, Default)]
pub struct FieldMarks {
    /// The position of `type`.
    pub shape: Span,
    /// The position of `const`, `from` or `default`.
    pub fill: Span,
    /// The position of `example`.
    pub example: Span,
    /// The position of `name`.
    pub name: Span,
    /// The position of `deprecated`.
    pub deprecated: Span,
    /// The position of `lifetime`.
    pub lifetime: Span,
    /// The position of `single_use`.
    pub single_use: Span,
    /// The position of `style`.
    pub style: Span,
}

/// The strictness with which a client reads a field of a reply or a notification. It follows from the
/// contract's use of the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reading {
    /// The field proves something, identifies the subject of a reply, or is secret. It is absent only if the
    /// contract allows it, and another type is an error.
    Strict,
    /// The field leads to the status code of a notification. It may be absent, and another type is an error.
    /// The code of a reply is checked before the reply is decoded.
    Status,
    /// The field informs. It is read as absent if it is absent, null or of another type.
    #[default]
    Lenient,
}

/// The notation of a list in a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// The field occurs once per item: `?a=1&a=2`.
    Repeated,
    /// The field occurs once, with this character between the items: `?a=1,2`.
    Separated(char),
}

/// The type of a field's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// A type of the language.
    Primitive(Primitive),
    /// A declared type, an index into [`Contract::types`](crate::contract::Contract::types).
    Named(usize),
    /// A JSON array.
    List(Box<Shape>),
    /// A JSON object with keys of any name.
    Map(Box<Shape>),
    /// The inner type, or `null`.
    Nullable(Box<Shape>),
}

impl Shape {
    /// Returns the primitive type that this is; `None` for a declared type, a list, a map or a type `|null`.
    pub fn primitive(&self) -> Option<Primitive> {
        match self {
            Self::Primitive(primitive) => Some(*primitive),
            _ => None,
        }
    }

    /// Returns true if this is a primitive type, without a list, a map or `|null` around it.
    pub fn is(&self, primitive: Primitive) -> bool {
        self.primitive() == Some(primitive)
    }

    /// Removes the `|null` around a shape.
    pub fn without_null(&self) -> &Self {
        match self {
            Self::Nullable(inner) => inner.without_null(),
            other => other,
        }
    }

    /// Removes the lists, maps and `|null` around a shape.
    pub fn innermost(&self) -> &Self {
        match self {
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.innermost(),
            other => other,
        }
    }

    /// Returns true if the shape is a secret, or wraps one.
    pub fn is_secret(&self) -> bool {
        self.innermost().is(Primitive::Secret)
    }

    /// Returns the declared type that this is or wraps, an index into
    /// [`Contract::types`](crate::contract::Contract::types).
    pub fn named(&self) -> Option<usize> {
        match self.innermost() {
            Self::Named(index) => Some(*index),
            _ => None,
        }
    }
}

impl From<Primitive> for Shape {
    fn from(primitive: Primitive) -> Self {
        Self::Primitive(primitive)
    }
}

/// The source of a request field's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fill {
    /// The caller.
    Caller,
    /// The caller; this value is the default.
    Default(Literal),
    /// The contract, which always sends this value.
    Const(Literal),
    /// A value of the environment, an index into [`Api::environment`](crate::contract::Api::environment).
    Environment(usize),
    /// The client id of the credentials.
    ClientId,
    /// The client secret of the credentials.
    ClientSecret,
}

impl Fill {
    /// Returns true if the caller never sees the field.
    pub fn is_fixed(&self) -> bool {
        !matches!(self, Self::Caller | Self::Default(_))
    }
}
