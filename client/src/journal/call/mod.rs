//! A call with an entry in a journal: written before the first attempt, and ended after the last.

mod opening;

use std::{pin::pin, time::Duration};

use tokio::time::Instant;

use super::{
    changes::Ending,
    ending::ending,
    entry::{EntryId, State},
    parts::Parts,
    store::Journal,
};
use crate::{
    call::indeterminate::opened,
    codegen::{endpoint::Operation, reply::Legible},
    config::client::Inner,
    deadline,
    error::{Delivery, Error, ErrorKind},
    redact::Secrets,
    reply::accept::AcceptedReply,
    request::EncodedRequest,
};

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
            matches!(state, Some(State::Done | State::Person | State::Pending))
        }
        State::Open | State::Pending | State::Cancelling | State::Person => false,
    }
}
