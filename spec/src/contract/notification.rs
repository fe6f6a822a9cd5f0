//! Notifications and returns: JSON that the service signed, and that comes to the merchant in a request.

use crate::{
    contract::StatusPath,
    source::{Span, Spanned},
};

/// A signed request that the service makes to the merchant, or a return: a signed form that the service has the
/// buyer's browser post.
#[derive(Debug, Clone)]
pub struct Notification {
    /// The name, snake case.
    pub name: String,
    /// The documentation.
    pub doc: String,
    /// The field of the form that carries the body, in Base64; `None` of a notification, whose body is that of the
    /// request.
    pub form: Option<String>,
    /// The header that carries the signature of the body; of a return, the field of the form.
    pub signature: String,
    /// The keys that verify it, an index into [`Api::environment`](crate::contract::Api::environment).
    pub keys: usize,
    /// The field of the body that names the merchant, an index into the body's fields.
    pub merchant: usize,
    /// The fields that identify a notification, each as the wire names from the top of the body down. Two
    /// notifications with equal values in all of them are the same one. Of a return, the operation number, the
    /// amount and the currency of the order, in this order.
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
    /// The positions of its parts.
    pub marks: NotificationMarks,
}

impl Notification {
    /// Returns the word of the contract language for it.
    pub fn kind(&self) -> &'static str {
        if self.form.is_some() { "return" } else { "notification" }
    }
}

/// The positions of the parts of a notification, for messages.
#[derive(Debug, Clone, Default)]
pub struct NotificationMarks {
    /// The position of `signature`.
    pub signature: Span,
    /// The position of `form`.
    pub form: Span,
    /// The position of `merchant`.
    pub merchant: Span,
    /// The position of each path of `identity` or `order`.
    pub identity: Vec<Span>,
}
