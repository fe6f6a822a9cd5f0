//! The proof of a notification, for a journal.

use super::Description;
use crate::{
    config::environment::Environment,
    journal::Told,
    reply::{outcome::HasOutcome, scan::Found},
};

/// The payment that a notification is about.
#[derive(Debug, Clone)]
pub(super) struct Subject {
    environment: String,
    merchant: String,
    reference: String,
    transaction: Option<String>,
}

impl Subject {
    /// Returns the payment, if the contract says where the notification names it.
    pub(super) fn of(
        of: &Environment,
        description: &Description,
        merchant: &str,
        identity: &[Found],
    ) -> Option<Self> {
        let (reference, transaction) = description.subject?;
        let text = |index: usize| match identity.get(index) {
            Some(Found::Text(text) | Found::Integer(text)) => Some(text.clone()),
            _ => None,
        };
        Some(Self {
            environment: of.journal_name(),
            merchant: merchant.to_owned(),
            reference: text(reference)?,
            transaction: transaction.and_then(text),
        })
    }

    pub(super) fn told(self, notification: &impl HasOutcome) -> Told {
        let Self { environment, merchant, reference, transaction } = self;
        Told { environment, merchant, reference, transaction, outcome: notification.outcome() }
    }
}
