//! The body of a successful reply.

/// The body of a success. Only an object has a field that proves the success; the others are told from a failure by
/// their HTTP status and their kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// A JSON object with `success`: an index into [`Contract::types`](crate::contract::Contract::types).
    Object(usize),
    /// A JSON list of objects or unions of this type, an index as for an object.
    List(usize),
    /// Bytes of this media type, such as `application/pdf`.
    Document(String),
    /// No body. Its type, an index as for an object, has no fields.
    Nothing(usize),
}

impl Reply {
    /// Returns the type of the whole reply; `None` for a list or a document.
    pub fn whole(&self) -> Option<usize> {
        match self {
            Self::Object(index) | Self::Nothing(index) => Some(*index),
            Self::List(_) | Self::Document(_) => None,
        }
    }

    /// Returns the type of the whole reply or of the items of a list; `None` for a document.
    pub fn named(&self) -> Option<usize> {
        match self {
            Self::Object(index) | Self::Nothing(index) | Self::List(index) => Some(*index),
            Self::Document(_) => None,
        }
    }
}
