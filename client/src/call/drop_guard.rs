//! The drop guard of calls that must not be repeated.

use super::indeterminate::reference;
use crate::{
    codegen::endpoint::Operation, config::client::Inner, redact::Secrets, request::EncodedRequest,
    transport::Receipt,
};

/// A drop guard that logs a warning when a call that must not be repeated is dropped after it may have
/// been sent. The caller of a dropped call gets no error.
pub(crate) struct DropGuard<'c> {
    watched: Option<(&'c Inner, &'static Operation, &'c EncodedRequest)>,
    /// Tells if the built-in transport handed the request to a connection. `None` for a custom transport,
    /// which may have sent the request from its first poll on.
    receipt: Option<Receipt>,
}

impl<'c> DropGuard<'c> {
    pub(crate) fn new(client: &'c Inner, operation: &'static Operation, sent: &'c EncodedRequest) -> Self {
        let watched = operation.repeat.is_costly().then_some((client, operation, sent));
        Self { watched, receipt: None }
    }

    /// Sets the receipt, which tells if anything was sent.
    pub(crate) fn told_by(&mut self, receipt: Receipt) {
        self.receipt = Some(receipt);
    }

    pub(crate) fn ended(mut self) {
        self.watched = None;
    }
}

impl Drop for DropGuard<'_> {
    fn drop(&mut self) {
        let Some((client, operation, sent)) = self.watched else { return };
        // A request that no connection has yet is called back: nothing was sent, and nothing will be.
        if self.receipt.as_ref().is_some_and(Receipt::call_back) {
            return;
        }
        let secrets = Secrets::new(client, None, operation, sent);
        tracing::warn!(
            operation = operation.name,
            reference = reference(operation, sent, &secrets),
            settled_by = operation.settled_by.map(|by| by.endpoint),
            "dropped under way: it may have happened, so query before sending it again"
        );
    }
}
