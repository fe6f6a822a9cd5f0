//! `outcome` and `reason`: which fields say what became of a payment.

use crate::{source::Spanned, table::Table};

#[derive(Debug, Default)]
pub(crate) struct ProofEntry {
    pub(crate) outcome: Option<Vec<Spanned<String>>>,
    pub(crate) reason: Option<Spanned<String>>,
}

impl ProofEntry {
    /// The first word that is written, if there is any.
    pub(crate) fn first(&self) -> Option<(&'static str, &Spanned<String>)> {
        let outcome = self.outcome.iter().flatten().next().map(|word| ("outcome", word));
        outcome.or(self.reason.as_ref().map(|word| ("reason", word)))
    }
}

/// The two keys of a table that declares an object.
pub(super) fn proof(table: &mut Table<'_, '_>) -> ProofEntry {
    ProofEntry { outcome: table.word_or_words("outcome"), reason: table.text("reason") }
}
