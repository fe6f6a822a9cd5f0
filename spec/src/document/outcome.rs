//! `outcome` and `reason`: the fields that determine the outcome of a payment.

use crate::{source::Spanned, table::Table};

#[derive(Debug, Default)]
pub(crate) struct ProofEntry {
    pub(crate) outcome: Option<Vec<Spanned<String>>>,
    pub(crate) reason: Option<Spanned<String>>,
}

impl ProofEntry {
    /// Returns the first word that is written, if any.
    pub(crate) fn first(&self) -> Option<(&'static str, &Spanned<String>)> {
        let outcome = self.outcome.iter().flatten().next().map(|word| ("outcome", word));
        outcome.or(self.reason.as_ref().map(|word| ("reason", word)))
    }
}

/// Reads the two keys from a table that declares an object.
pub(super) fn proof(table: &mut Table<'_, '_>) -> ProofEntry {
    ProofEntry { outcome: table.word_or_words("outcome"), reason: table.text("reason") }
}
