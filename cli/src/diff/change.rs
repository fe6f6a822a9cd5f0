//! Changes: what a comparison finds.

use alignet_spec::source::Span;

use super::{rule::Rule, verdict::Verdict};

/// The positions of one thing in both contracts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct At {
    /// The position in the old contract; `None` for something new.
    pub old: Option<Span>,
    /// The position in the new contract; `None` for something that is gone.
    pub new: Option<Span>,
}

impl At {
    pub(crate) fn both(old: Span, new: Span) -> Self {
        Self { old: Some(old), new: Some(new) }
    }

    pub(crate) fn old(old: Span) -> Self {
        Self { old: Some(old), new: None }
    }

    pub(crate) fn new(new: Span) -> Self {
        Self { old: None, new: Some(new) }
    }
}

/// One change between two contracts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The kind of change.
    pub rule: Rule,
    /// The declaration, such as ``endpoint `get_charge` ``.
    pub declaration: String,
    /// The positions of the change.
    pub at: At,
    /// The effect on each audience.
    pub verdict: Verdict,
    /// The change and its consequences, one sentence.
    pub message: String,
}
