//! Records: what the sandbox remembers from one call to the next, and what endpoints do to it.

use crate::{
    contract::Literal,
    source::{Span, Spanned},
};

/// Something that calls create, read and change. Only the sandbox has records: clients know none.
#[derive(Debug, Clone)]
pub struct Record {
    /// The name, as in `charge`.
    pub name: String,
    /// What one is.
    pub doc: String,
    /// The wire names of the fields that tell two records apart; a second one with the same values
    /// is a conflict.
    pub key: Vec<Spanned<String>>,
    /// The wire names of the reply fields that get another value for each record.
    pub mint: Vec<Spanned<String>>,
    /// Where it was declared.
    pub span: Span,
    /// Whether part of it could not be read.
    pub(crate) lost: bool,
}

/// What a call of an endpoint does to records.
#[derive(Debug, Clone)]
pub struct RecordUse {
    /// What it does.
    pub act: Act,
    /// To which, an index into [`Contract::records`](crate::contract::Contract::records).
    pub record: usize,
    /// The list whose elements are records, in the reply and in the body of a call that creates them;
    /// `None` when a call is about one record.
    pub each: Option<Spanned<String>>,
    /// The reply field that says how many there are in that list.
    pub count: Option<Spanned<String>>,
    /// Fields of the request that ask for a field of the record with another name: that of the
    /// request first.
    pub matching: Vec<(Spanned<String>, Spanned<String>)>,
    /// What a record holds afterwards.
    pub set: Vec<Setting>,
    /// Where it was declared.
    pub span: Span,
}

/// The three things that a call can do to records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// It makes them.
    Creates,
    /// It finds them.
    Reads,
    /// It finds them and sets fields of theirs.
    Changes,
}

impl Act {
    /// Every act, in the order messages list them.
    pub const ALL: [Self; 3] = [Self::Creates, Self::Reads, Self::Changes];

    /// The act as a contract spells it.
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
    /// Whether it is deliberately none of those that the field's enumeration lists.
    pub unlisted: bool,
}

/// Another course that a call takes when its request holds certain values.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// The name, as in `declined`.
    pub name: String,
    /// What happens.
    pub doc: String,
    /// The request fields, at any depth, and the values that call for it.
    pub when: Vec<Setting>,
    /// What the record holds, and so the reply.
    pub set: Vec<Setting>,
    /// What the record holds from the next read on.
    pub then: Vec<Setting>,
    /// Whether the call works; otherwise its answer is a failure with HTTP 200, and no record is touched.
    pub success: bool,
    /// Where it was declared.
    pub span: Span,
}
