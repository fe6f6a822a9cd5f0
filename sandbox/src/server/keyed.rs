//! Carries out a call with a key once: a repetition gets the first reply, and does nothing.

use http::StatusCode;

use crate::{
    reply::{self, built::Reply, refusal::Refusal},
    request::{Accepted, Received},
    state::State,
    store::keys::Begun,
};

/// Builds the reply of endpoint `index`, unless the key of the call says that this was done.
pub(super) fn reply(
    state: &State,
    index: usize,
    received: &Received,
    accepted: &Accepted,
) -> Result<Reply, Refusal> {
    let Some(name) = &state.endpoint(index).key else { return reply::reply(state, index, accepted) };
    let refuse = |status, text: String| Err(Refusal::new(status, &text));
    let key = received.headers.get(name).and_then(|key| key.to_str().ok()).filter(|key| !key.is_empty());
    let Some(key) = key else {
        return refuse(StatusCode::BAD_REQUEST, format!("header `{name}` is required, and not empty"));
    };
    let key = (index, key.to_owned());
    let begun = state.keys().begin(&key, accepted);
    match begun {
        Begun::First => {
            let reply = reply::reply(state, index, accepted);
            state.keys().end(&key, reply.as_ref().ok());
            reply
        }
        Begun::Again(reply) => Ok(reply),
        Begun::UnderWay => refuse(StatusCode::CONFLICT, "a call with this key is under way".to_owned()),
        Begun::OfAnother => refuse(
            StatusCode::UNPROCESSABLE_ENTITY,
            format!("the key in header `{name}` belongs to another request"),
        ),
    }
}
