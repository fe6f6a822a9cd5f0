//! The fields of a reply that bind it to its request.

/// A field of a reply that repeats a field of the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Echo {
    pub(crate) path: &'static str,
    pub(crate) sent: &'static str,
    pub(crate) number: bool,
    pub(crate) any: bool,
    pub(crate) required: bool,
}

impl Echo {
    /// A text at a path of the reply, and the path of the request's field that it repeats, each with dots
    /// between its keys.
    pub const fn text(path: &'static str, sent: &'static str) -> Self {
        Self { path, sent, number: false, any: false, required: true }
    }

    /// A number, which may have leading zeros.
    pub const fn number(path: &'static str, sent: &'static str) -> Self {
        Self { number: true, ..Self::text(path, sent) }
    }

    /// Lets the reply omit the field.
    #[must_use]
    pub const fn optional(self) -> Self {
        Self { required: false, ..self }
    }

    /// Requires only one item of a list to repeat the field, rather than all items.
    #[must_use]
    pub const fn in_one(self) -> Self {
        Self { any: true, ..self }
    }
}
