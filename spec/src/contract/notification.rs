//! Notifications: what the service tells the merchant unasked.

use crate::{
    contract::StatusPath,
    source::{Span, Spanned},
};

/// A signed request that the service makes to the merchant.
#[derive(Debug, Clone)]
pub struct Notification {
    /// The name, snake case.
    pub name: String,
    /// What the service tells.
    pub doc: String,
    /// The header that carries the signature of the body.
    pub signature: String,
    /// The keys that verify it, an index into [`Api::environment`](crate::contract::Api::environment).
    pub keys: usize,
    /// The field of the body that names the merchant, an index into the body's fields.
    pub merchant: usize,
    /// The wire names that lead from the top of the body to each field that tells one notification
    /// from another: where all of them are the same, it is the same notification.
    pub identity: Vec<Vec<String>>,
    /// Where the body keeps its status object.
    pub status: StatusPath,
    /// The type of the body, an index into [`Contract::types`](crate::contract::Contract::types).
    pub body: usize,
    /// A real body.
    pub example: Option<Spanned<String>>,
    /// When the sandbox sends it; `None` for never.
    pub callback: Option<Callback>,
    /// Where it was declared.
    pub span: Span,
    pub(crate) marks: NotificationMarks,
}

/// When and where the sandbox sends a notification: whenever such a record is created or changes, to
/// where the request that created it says.
#[derive(Debug, Clone)]
pub struct Callback {
    /// The record, an index into [`Contract::records`](crate::contract::Contract::records).
    pub record: usize,
    /// The field of the request, at any depth, that holds the URL.
    pub field: Spanned<String>,
}

/// Where the parts of a notification stand, for messages.
#[derive(Debug, Clone, Default)]
pub(crate) struct NotificationMarks {
    pub(crate) signature: Span,
    pub(crate) merchant: Span,
    pub(crate) identity: Vec<Span>,
    pub(crate) status: Span,
}
