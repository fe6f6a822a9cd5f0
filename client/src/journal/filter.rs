//! Chooses the entries of a listing.

use super::entry::{Entry, EntryId, State};

/// The entries of a listing, the oldest first.
///
/// ```
/// use alignet::journal::{Filter, State};
///
/// let for_people = Filter::new().states([State::Person]).most(50);
/// let of_an_order = Filter::new().reference("400100");
/// ```
///
/// A listing has [`most`](Self::most) entries. The next page is [`after`](Self::after) the last of them:
///
/// ```
/// use alignet::journal::{Entry, Filter, Journal, JournalError};
///
/// async fn every(journal: &impl Journal, mut filter: Filter) -> Result<Vec<Entry>, JournalError> {
///     let mut every = Vec::new();
///     loop {
///         let page = journal.list(&filter).await?;
///         let Some(last) = page.last() else { return Ok(every) };
///         filter = filter.after(last.id);
///         every.extend(page);
///     }
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// Only entries of this environment.
    pub environment: Option<String>,
    /// Only entries in one of these states; empty for any.
    pub states: Vec<State>,
    /// Only entries of this merchant.
    pub merchant: Option<String>,
    /// Only entries with this reference.
    pub reference: Option<String>,
    /// Only entries that were written after this one.
    pub after: Option<EntryId>,
    /// The most entries; 100 unless set.
    pub most: usize,
}

impl Filter {
    /// Chooses every entry, up to 100.
    pub fn new() -> Self {
        Self {
            environment: None,
            states: Vec::new(),
            merchant: None,
            reference: None,
            after: None,
            most: 100,
        }
    }

    /// Sets the states.
    #[must_use]
    pub fn states(self, states: impl IntoIterator<Item = State>) -> Self {
        Self { states: states.into_iter().collect(), ..self }
    }

    /// Sets the environment; see [`NewEntry::environment`](super::NewEntry::environment).
    #[must_use]
    pub fn environment(self, environment: impl Into<String>) -> Self {
        Self { environment: Some(environment.into()), ..self }
    }

    /// Sets the merchant.
    #[must_use]
    pub fn merchant(self, merchant: impl Into<String>) -> Self {
        Self { merchant: Some(merchant.into()), ..self }
    }

    /// Sets the reference.
    #[must_use]
    pub fn reference(self, reference: impl Into<String>) -> Self {
        Self { reference: Some(reference.into()), ..self }
    }

    /// Chooses only entries that were written after this one, as for the next page; none if the journal does not have it. An entry
    /// that is being written while one turns the pages may be on none of them.
    #[must_use]
    pub fn after(self, id: EntryId) -> Self {
        Self { after: Some(id), ..self }
    }

    /// Sets the most entries.
    #[must_use]
    pub fn most(self, most: usize) -> Self {
        Self { most, ..self }
    }

    /// Returns true if the filter chooses this entry, [`after`](Self::after) and [`most`](Self::most) aside.
    pub fn chooses(&self, entry: &Entry) -> bool {
        let is =
            |wanted: &Option<String>, value: &str| wanted.as_deref().is_none_or(|wanted| wanted == value);
        is(&self.environment, &entry.environment)
            && is(&self.merchant, &entry.merchant)
            && is(&self.reference, &entry.reference)
            && (self.states.is_empty() || self.states.contains(&entry.state))
    }
}

impl Default for Filter {
    fn default() -> Self {
        Self::new()
    }
}
