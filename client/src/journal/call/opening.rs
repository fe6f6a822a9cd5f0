//! Writes the entries of a call before it is sent.

use std::{pin::pin, sync::Arc, time::Duration};

use tokio::time::Instant;

use super::{Entries, Journaled, close};
use crate::{
    codegen::endpoint::Repeat,
    deadline::{self, Cut},
    error::{Error, ErrorKind},
    journal::{
        changes::Ending,
        digest::digest,
        entry::{Entry, EntryId, NewEntry, State},
        store::{JournalError, Opened},
        subject,
    },
};

/// The longest wait for an entry to be written. A store that takes longer is down, and a buyer waits.
const LONGEST_WRITE: Duration = Duration::from_secs(10);

impl Journaled<'_> {
    /// Writes an entry for each reference: of several refunds in one call, none is made beside another call about the same
    /// charge.
    pub(super) async fn open(&self) -> Result<Entries, Error> {
        let mut entries = Entries::default();
        let references = subject::references(self.operation, self.sent);
        for reference in references {
            match self.open_one(reference.clone()).await {
                Ok((id, is_repetition)) => {
                    entries.ids.push((id, reference));
                    entries.is_repetition |= is_repetition;
                }
                Err(error) => {
                    if !entries.is_repetition {
                        self.take_back(entries.ids).await;
                    }
                    return Err(error);
                }
            }
        }
        Ok(entries)
    }

    /// Ends the entries of a call that is not sent.
    async fn take_back(&self, ids: Vec<(EntryId, Option<String>)>) {
        let note = "nothing was sent: the journal does not allow another part of the call";
        let ending = Ending { state: State::NotMade, transaction: None, note: note.to_owned() };
        for (id, _) in ids {
            self.close(id, &ending).await;
        }
    }

    /// Writes an entry. Returns the entry of the call, and true if the call repeats an earlier one with its key.
    async fn open_one(&self, reference: Option<String>) -> Result<(EntryId, bool), Error> {
        loop {
            let now = Instant::now();
            let entry = self.entry(now, reference.clone());
            let until = self.deadline.min(now + LONGEST_WRITE);
            let opened = match deadline::until(until, pin!(self.journal.open(&entry))).await {
                Ok(Ok(opened)) => opened,
                Ok(Err(error)) => {
                    self.give_up(entry.id);
                    return Err(unwritten(error));
                }
                Err(Cut::Late) => {
                    self.give_up(entry.id);
                    let note = "the journal did not answer in time, so nothing was sent";
                    return Err(Error::noted(ErrorKind::Journal, note).timed_out().temporary());
                }
                Err(cut) => return Err(cut.into()),
            };
            let used = match opened {
                Opened::New => return Ok((entry.id, false)),
                // The service knows the same call by its key.
                Opened::Used(used) if self.is_repetition(&entry, &used) => match self.share(&used).await? {
                    State::Open | State::Pending => return Ok((used.id, true)),
                    // It has ended meanwhile, and nothing was made.
                    State::NotMade => continue,
                    state => Entry { state, ..used },
                },
                Opened::Used(used) => used,
            };
            let state = used.state.as_str();
            tracing::warn!(operation = self.operation.name, reference = used.reference, state, entry = %used.id, "not sent: the journal has an entry with this reference");
            return Err(Error::noted(ErrorKind::Journal, used_note(&used)));
        }
    }

    /// Takes part in the entry of an earlier call with the same key, which can't end as not made from then on. Returns its state.
    async fn share(&self, used: &Entry) -> Result<State, Error> {
        let note = "another call with the same key is under way".to_owned();
        let ending = Ending { state: State::Open, transaction: None, note };
        let shared = self.close(used.id, &ending).await;
        shared.ok_or_else(|| unwritten("the entry of the earlier call could not be changed".into()))
    }

    /// Ends an entry that may be written, or may be yet, though the journal did not say so. Nothing was sent, and nobody waits
    /// for this.
    fn give_up(&self, id: EntryId) {
        let Some(journal) = self.client.journal.clone() else { return };
        let note = "nothing was sent: the journal did not say that it has the entry".to_owned();
        let ending = Ending { state: State::NotMade, transaction: None, note };
        tokio::spawn(async move { close(&*journal, Instant::now() + LONGEST_WRITE, id, &ending).await });
    }

    fn entry(&self, now: Instant, reference: Option<String>) -> NewEntry {
        let (operation, id) = (self.operation, EntryId::random());
        NewEntry {
            id,
            environment: self.client.environment.journal_name(),
            operation: operation.name.to_owned(),
            merchant: subject::merchant(operation, self.sent),
            // A call without a reference is identified by its entry.
            reference: reference.unwrap_or_else(|| id.to_string()),
            time_left: self.deadline.saturating_duration_since(now),
            digest: digest(operation, self.sent),
            once: operation.undone_by.is_some(),
            undoes: operation.undoes,
        }
    }

    /// Returns true if a call repeats an earlier one with its key, which is safe while nobody has given that up.
    fn is_repetition(&self, new: &NewEntry, used: &Entry) -> bool {
        let waits = matches!(used.state, State::Open | State::Pending);
        self.operation.repeat == Repeat::Keyed && waits && new.digest == used.digest
    }
}

fn unwritten(error: JournalError) -> Error {
    Error::noted(ErrorKind::Journal, "the entry could not be written, so nothing was sent")
        .source_is(Arc::from(error))
        .temporary()
}

/// Says why an entry forbids a call, and what to do.
fn used_note(used: &Entry) -> String {
    match used.state {
        State::Done => "an earlier call with this reference is done: do not make it again".to_owned(),
        State::Declined | State::Reversed | State::NotMade => {
            format!("an earlier call with this reference is {}: use a new reference", used.state)
        }
        State::Person => "an earlier call with this reference waits for a person to decide it".to_owned(),
        State::Open | State::Pending | State::Cancelling => {
            format!("an earlier call with this reference is not settled ({}): wait for recovery", used.state)
        }
    }
}
