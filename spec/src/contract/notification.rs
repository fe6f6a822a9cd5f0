//! Notifications: signed requests of the service to the merchant.

use crate::{
    contract::StatusPath,
    source::{Span, Spanned},
};

/// A signed request that the service makes to the merchant.
#[derive(Debug, Clone)]
pub struct Notification {
    /// The name, snake case.
    pub name: String,
    /// The documentation.
    pub doc: String,
    /// The header that carries the signature of the body.
    pub signature: String,
    /// The keys that verify it, an index into [`Api::environment`](crate::contract::Api::environment).
    pub keys: usize,
    /// The field of the body that names the merchant, an index into the body's fields.
    pub merchant: usize,
    /// The fields that identify a notification, each as the wire names from the top of the body down. Two
    /// notifications with equal values in all of them are the same one.
    pub identity: Vec<Vec<String>>,
    /// The path of the status object in the body: the first object with a code and messages.
    pub status: StatusPath,
    /// The type of the body, an index into [`Contract::types`](crate::contract::Contract::types).
    pub body: usize,
    /// A real body.
    pub example: Option<Spanned<String>>,
    /// True if it belongs to the shipped contract that this one extends.
    pub inherited: bool,
    /// The position of the declaration.
    pub span: Span,
    pub(crate) marks: NotificationMarks,
}

/// The positions of the parts of a notification, for messages.
#[derive(Debug, Clone, Default)]
pub(crate) struct NotificationMarks {
    pub(crate) signature: Span,
    pub(crate) merchant: Span,
    pub(crate) identity: Vec<Span>,
}
