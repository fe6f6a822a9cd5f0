//! Remembers the replies to calls with a key: a repetition gets the first reply, and does nothing.

use std::collections::{HashMap, hash_map::Entry};

use http::StatusCode;
use serde_json::Value as Json;

use crate::{
    reply::refusal::Refusal,
    request::{Accepted, Received},
    state::State,
};

/// The calls that were carried out, by endpoint and key.
#[derive(Default)]
pub(crate) struct Keys(HashMap<(usize, String), Call>);

struct Call {
    request: Accepted,
    /// `None` while it is under way.
    reply: Option<Json>,
}

/// Carries out a call of endpoint `index`, unless its key says that this was done. A call that was refused did nothing, so
/// its key is free again.
pub(crate) fn once(
    state: &State,
    index: usize,
    received: &Received,
    accepted: &Accepted,
    reply: impl FnOnce() -> Result<Json, Refusal>,
) -> Result<Json, Refusal> {
    let Some(name) = &state.endpoint(index).key else { return reply() };
    let key = received.headers.get(name).and_then(|key| key.to_str().ok()).filter(|key| !key.is_empty());
    let missing =
        || Refusal::new(StatusCode::BAD_REQUEST, &format!("header `{name}` is required, and not empty"));
    let key = (index, key.ok_or_else(missing)?.to_owned());
    if let Some(reply) = begin(state, &key, accepted, name)? {
        return Ok(reply);
    }
    let reply = reply();
    match &reply {
        Ok(reply) => {
            if let Some(call) = state.keys().0.get_mut(&key) {
                call.reply = Some(reply.clone());
            }
        }
        Err(_) => drop(state.keys().0.remove(&key)),
    }
    reply
}

/// Returns the reply to an earlier call with the key, or begins the first.
fn begin(
    state: &State,
    key: &(usize, String),
    accepted: &Accepted,
    name: &str,
) -> Result<Option<Json>, Refusal> {
    match state.keys().0.entry(key.clone()) {
        Entry::Vacant(place) => {
            place.insert(Call { request: accepted.clone(), reply: None });
            Ok(None)
        }
        Entry::Occupied(call) if call.get().request != *accepted => {
            let text = format!("the key in header `{name}` belongs to another request");
            Err(Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, &text))
        }
        Entry::Occupied(call) => match &call.get().reply {
            Some(reply) => Ok(Some(reply.clone())),
            None => Err(Refusal::new(StatusCode::CONFLICT, "a call with this key is under way")),
        },
    }
}
