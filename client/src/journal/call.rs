//! A call with an entry in a journal: written before the first attempt, and ended after the last.

use std::{pin::pin, sync::Arc, time::Duration};

use tokio::time::Instant;

use super::{
    changes::Ending,
    digest::digest,
    ending::ending,
    entry::{Entry, EntryId, NewEntry, State},
    parts::Parts,
    store::{Journal, JournalError, Opened},
    subject,
};
use crate::{
    call::indeterminate::opened,
    codegen::{
        endpoint::{Operation, Repeat},
        reply::Legible,
    },
    config::client::Inner,
    deadline::{self, Cut},
    error::{Delivery, Error, ErrorKind},
    redact::Secrets,
    reply::accept::AcceptedReply,
    request::EncodedRequest,
};

/// The longest wait for an entry to be written. A store that takes longer is down, and a buyer waits.
const LONGEST_WRITE: Duration = Duration::from_secs(10);
/// The first wait before the end of a call is recorded again, doubled each time up to the second.
const AGAIN: (Duration, Duration) = (Duration::from_millis(50), Duration::from_secs(1));

/// A call to record.
pub(crate) struct Journaled<'c> {
    pub(crate) journal: &'c dyn Journal,
    pub(crate) client: &'c Inner,
    pub(crate) operation: &'static Operation,
    pub(crate) sent: &'c EncodedRequest,
    pub(crate) deadline: Instant,
    /// Returns true if a reply can be read as its type.
    pub(crate) legible: Legible,
}

/// The entries of a call: one for each of its references.
#[derive(Default)]
struct Entries {
    /// The id of each, and its reference as it stands in the request.
    ids: Vec<(EntryId, Option<String>)>,
    /// True if the call repeats an earlier one with its key.
    is_repetition: bool,
}

impl Journaled<'_> {
    /// Writes the entry, makes the call, and records its end. Nothing is sent unless the entry is written. The caller learns
    /// that money moved only if the journal says so.
    pub(crate) async fn around(
        self,
        run: impl Future<Output = Result<AcceptedReply, Error>>,
    ) -> Result<AcceptedReply, Error> {
        let entries = self.open().await?;
        let result = run.await;
        let legible = result.as_ref().is_ok_and(|reply| (self.legible)(&reply.headers, &reply.body));
        let secrets = Secrets::new(self.client, None, self.operation, self.sent);
        let whole = ending(self.operation, &result, legible, &secrets);
        let parts = match &result {
            Ok(reply) if whole.state == State::Done => Parts::read(self.operation, self.sent, &reply.body),
            _ => None,
        };
        let mut contradiction = None;
        for (id, reference) in entries.ids {
            let mut ending = match (&parts, &reference) {
                (Some(parts), Some(reference)) => parts.ending(reference, &whole),
                _ => whole.clone(),
            };
            if entries.is_repetition && matches!(ending.state, State::NotMade | State::Declined) {
                // The end of a repetition says nothing of the call that it repeats, which may have been made.
                ending.state = State::Open;
            }
            let state = self.close(id, &ending).await;
            if contradicts(state, &ending) {
                contradiction = contradiction.or(Some(state));
            }
        }
        match contradiction {
            Some(state) => Err(self.unsure(&result, state)),
            None => result,
        }
    }

    /// Writes an entry for each reference: of several refunds in one call, none is made beside another call about the same
    /// charge.
    async fn open(&self) -> Result<Entries, Error> {
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
            environment: subject::environment(&self.client.environment),
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

    /// Records the end of the call, within its time. Returns `None` if the end could not be recorded.
    async fn close(&self, id: EntryId, ending: &Ending) -> Option<State> {
        let state = close(self.journal, self.deadline, id, ending).await;
        if state.is_none() {
            // The journal's own message is left out, because it may contain anything.
            tracing::warn!(operation = self.operation.name, state = ending.state.as_str(), entry = %id, "the end of a call could not be recorded");
        }
        state
    }

    /// Returns what the caller is told if the journal contradicts the result.
    fn unsure(&self, result: &Result<AcceptedReply, Error>, state: Option<State>) -> Error {
        let delivery = match result {
            Ok(reply) => Delivery::Answered(reply.status),
            Err(error) => error.delivery(),
        };
        let note = match state {
            None => "the outcome could not be recorded: recovery settles it".to_owned(),
            Some(state) => format!("the journal has it as {state}, and not as the reply says"),
        };
        let secrets = Secrets::new(self.client, None, self.operation, self.sent);
        let error = Error::noted(ErrorKind::Journal, note).delivery_is(delivery);
        opened(error, self.operation, self.sent, &secrets)
    }
}

/// Records an end. A journal that fails is asked again until then. Returns `None` if the end could not be recorded.
async fn close(journal: &dyn Journal, until: Instant, id: EntryId, ending: &Ending) -> Option<State> {
    let mut wait = AGAIN.0;
    loop {
        match deadline::until(until, pin!(journal.close(id, ending))).await {
            Ok(Ok(state)) => return Some(state),
            Ok(Err(_)) if Instant::now() + wait < until => {}
            _ => return None,
        }
        deadline::sleep(Instant::now() + wait).await.ok()?;
        wait = (wait * 2).min(AGAIN.1);
    }
}

/// Returns true if the end of a call says that money moved, or did not, and the journal does not; its state is `None` if the end
/// could not be recorded.
fn contradicts(state: Option<State>, ending: &Ending) -> bool {
    match ending.state {
        State::Done => state != Some(State::Done),
        State::Declined | State::Reversed | State::NotMade => {
            matches!(state, Some(State::Done | State::Person))
        }
        State::Open | State::Pending | State::Cancelling | State::Person => false,
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
