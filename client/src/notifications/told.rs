//! The proof of a notification, for a journal.

use super::{Claim, Description, InvalidNotification, Notification, Verifier};
use crate::{
    config::environment::Environment,
    journal::{Told, subject::environment},
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
            environment: environment(of),
            merchant: merchant.to_owned(),
            reference: text(reference)?,
            transaction: transaction.and_then(text),
        })
    }

    fn told(self, notification: &impl HasOutcome) -> Told {
        let Self { environment, merchant, reference, transaction } = self;
        Told { environment, merchant, reference, transaction, outcome: notification.outcome() }
    }
}

impl<N: HasOutcome> Claim<N> {
    /// Returns what the notification proves, for [`Journal::tell`](crate::journal::Journal::tell). `None` if it is about no
    /// payment that a journal may have.
    ///
    /// ```
    /// use alignet::{
    ///     api::ChargeNotification,
    ///     journal::{Journal, JournalError, State},
    ///     notifications::Claim,
    /// };
    ///
    /// /// Returns true if the order may be shipped.
    /// async fn is_paid(
    ///     charge: &Claim<ChargeNotification>,
    ///     journal: &impl Journal,
    /// ) -> Result<bool, JournalError> {
    ///     let entry = match charge.told() {
    ///         Some(told) => journal.tell(&told).await?,
    ///         None => None,
    ///     };
    ///     Ok(match entry {
    ///         Some(entry) => entry.state == State::Done,
    ///         // It was not charged through the journal, so the notification alone decides.
    ///         None => charge.outcome().is_paid(),
    ///     })
    /// }
    /// ```
    pub fn told(&self) -> Option<Told> {
        self.subject.clone().map(|subject| subject.told(&**self))
    }
}

impl Verifier {
    /// Reads a notification as [`verify`](Self::verify) does, and returns what it proves as well, for
    /// [`Journal::tell`](crate::journal::Journal::tell). `None` if it is about no payment that a journal may have.
    ///
    /// # Errors
    ///
    /// As [`verify`](Self::verify).
    pub fn verify_for_journal<N: Notification + HasOutcome>(
        &self,
        body: &[u8],
        signature: impl AsRef<[u8]>,
    ) -> Result<(N, Option<Told>), InvalidNotification> {
        let read = self.read::<N>(body, signature.as_ref())?;
        let told = read.subject.map(|subject| subject.told(&read.notification));
        Ok((read.notification, told))
    }
}
