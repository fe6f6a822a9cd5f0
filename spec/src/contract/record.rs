//! Records: the data that the sandbox keeps between calls, and the use that endpoints make of it.

use crate::{
    contract::Literal,
    source::{Span, Spanned},
};

/// A kind of record, which calls create, read and change. Only the sandbox has records; clients ignore them.
#[derive(Debug, Clone)]
pub struct Record {
    /// The name, as in `charge`.
    pub name: String,
    /// The documentation.
    pub doc: String,
    /// The wire names of the fields that identify a record. Creating a second record with the same values is
    /// a conflict.
    pub key: Vec<Spanned<String>>,
    /// The wire names of the reply fields that get a new value for each record.
    pub mint: Vec<Spanned<String>>,
    /// The position of the declaration.
    pub span: Span,
    /// True if part of it could not be read.
    pub(crate) lost: bool,
}

/// The use that a call of an endpoint makes of records.
#[derive(Debug, Clone)]
pub struct RecordUse {
    /// The action.
    pub act: Act,
    /// The record, an index into [`Contract::records`](crate::contract::Contract::records).
    pub record: usize,
    /// The list whose elements are records, in the reply and in the body of a call that creates them;
    /// `None` if a call is about one record.
    pub each: Option<Spanned<String>>,
    /// The reply field with the number of records in that list.
    pub count: Option<Spanned<String>>,
    /// Request fields that match a field of the record with another name, as pairs: first the name in the
    /// request, then the name in the record.
    pub matching: Vec<(Spanned<String>, Spanned<String>)>,
    /// The values that a record has after the call.
    pub set: Vec<Setting>,
    /// The position of the declaration.
    pub span: Span,
}

/// The three things that a call can do to records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// The call creates records.
    Creates,
    /// The call finds records.
    Reads,
    /// The call finds records and sets some of their fields.
    Changes,
}

impl Act {
    /// Every act, in the order messages list them.
    pub const ALL: [Self; 3] = [Self::Creates, Self::Reads, Self::Changes];

    /// Returns the act as a contract spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Creates => "creates",
            Self::Reads => "reads",
            Self::Changes => "changes",
        }
    }
}

/// The value of a field, at any depth.
#[derive(Debug, Clone)]
pub struct Setting {
    /// The field's name on the wire.
    pub wire: Spanned<String>,
    /// The value.
    pub value: Spanned<Literal>,
    /// True if the value is deliberately not listed by the field's enumeration.
    pub unlisted: bool,
}

/// A different behaviour of a call for requests with certain values.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// The name, as in `declined`.
    pub name: String,
    /// The documentation.
    pub doc: String,
    /// The request fields, at any depth, and the values that select the scenario.
    pub when: Vec<Setting>,
    /// The values that the record, and so the reply, has.
    pub set: Vec<Setting>,
    /// The values that the record has from the next read on.
    pub then: Vec<Setting>,
    /// True if the call succeeds. Otherwise the reply is a failure with HTTP 200, and no record changes.
    pub success: bool,
    /// The position of the declaration.
    pub span: Span,
}
