//! The ending of each entry of a call with several parts, such as a refund of several charges.

use super::{changes::Ending, entry::State};
use crate::{
    codegen::{echo::Echo, endpoint::Operation},
    reply::{
        binding::{spelt, text},
        scan::{Found, Hit, Target, scan},
        verdict::{Code, Evidence},
    },
    request::EncodedRequest,
};

/// The parts of a call, as far as its reply says what became of each.
pub(super) struct Parts {
    echo: &'static Echo,
    /// The reference of each part of the request.
    sent: Vec<String>,
    /// The reference of each part of the reply, and the state that it proves.
    received: Vec<(String, State)>,
}

impl Parts {
    /// Reads the parts of a reply that succeeded. Returns `None` if the call has none.
    pub(super) fn read(operation: &Operation, request: &EncodedRequest, body: &[u8]) -> Option<Self> {
        let names = operation.settled_by?.reference;
        let is_of_parts = |echo: &&Echo| {
            let field = echo.sent.rsplit_once('.').map(|(_, field)| field);
            !echo.any && names.split('\n').any(|name| Some(name) == field)
        };
        let echo = operation.echoes.iter().find(is_of_parts)?;
        // This client wrote the request, and accepted the reply: both are JSON.
        let (asked, _) = scan(&request.body, &[Target::through_lists(echo.sent)]);
        let sent = asked.found.iter().filter_map(|hit| text(echo, &hit.value)).collect();
        Some(Self { echo, sent, received: received(operation, echo, body) })
    }

    /// Returns the ending of the entry with this reference; `whole` is that of the call.
    pub(super) fn ending(&self, reference: &str, whole: &Ending) -> Ending {
        let reference = spelt(self.echo, reference);
        let asked = self.sent.iter().filter(|sent| **sent == reference).count();
        if asked == 0 {
            return whole.clone();
        }
        let told = self.received.iter().filter(|(received, _)| *received == reference);
        let states: Vec<State> = told.map(|(_, state)| *state).collect();
        let all = |state| states.iter().all(|one| *one == state);
        let (state, note) = match () {
            () if states.len() < asked => (State::Open, "the reply does not say what became of it"),
            () if all(State::Done) => (State::Done, "the reply says that it was done"),
            () if all(State::Declined) => (State::Declined, "the reply says that it was declined"),
            () if states.contains(&State::Open) => (State::Open, "its state proves nothing"),
            () => (State::Open, "the reply says that a part of it was declined"),
        };
        Ending { state, transaction: whole.transaction.clone(), note: note.to_owned() }
    }
}

/// Reads the reference of each part of a reply, and the state that it proves.
fn received(operation: &Operation, echo: &Echo, body: &[u8]) -> Vec<(String, State)> {
    let states = operation.parts.map(|parts| Target::through_lists(parts.state));
    let targets: Vec<Target<'_>> = [Target::through_lists(echo.path)].into_iter().chain(states).collect();
    let (found, _) = scan(body, &targets);
    let state = |part: &Hit| found.found.iter().find(|hit| hit.target == 1 && hit.items == part.items);
    let proves = |part: &Hit| match operation.parts {
        Some(parts) => match state(part).map(|hit| &hit.value) {
            Some(Found::Text(state) | Found::Integer(state)) if parts.made.contains(&state.as_str()) => {
                State::Done
            }
            Some(Found::Text(state) | Found::Integer(state)) if parts.declined.contains(&state.as_str()) => {
                State::Declined
            }
            _ => State::Open,
        },
        // Without states, only the code tells, and only of all parts at once.
        None if Evidence::read(operation, body).0.code == Code::Processed => State::Done,
        None => State::Open,
    };
    let parts = found.found.iter().filter(|hit| hit.target == 0);
    parts.filter_map(|part| Some((text(echo, &part.value)?, proves(part)))).collect()
}
