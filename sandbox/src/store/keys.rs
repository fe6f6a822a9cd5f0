//! Remembers the replies to calls with a key.

use std::collections::{HashMap, hash_map::Entry};

use crate::{reply::built::Reply, request::Accepted};

/// The calls that were carried out, by endpoint and key.
#[derive(Default)]
pub(crate) struct Keys(HashMap<(usize, String), Call>);

struct Call {
    request: Accepted,
    /// `None` while it is under way.
    reply: Option<Reply>,
}

/// The result of looking up the key of a call.
pub(crate) enum Begun {
    First,
    /// It was carried out, with this reply.
    Again(Reply),
    /// Its first call is not answered yet.
    UnderWay,
    /// Another request has this key.
    OfAnother,
}

impl Keys {
    pub(crate) fn begin(&mut self, key: &(usize, String), accepted: &Accepted) -> Begun {
        match self.0.entry(key.clone()) {
            Entry::Vacant(place) => {
                place.insert(Call { request: accepted.clone(), reply: None });
                Begun::First
            }
            Entry::Occupied(call) if call.get().request != *accepted => Begun::OfAnother,
            Entry::Occupied(call) => call.get().reply.clone().map_or(Begun::UnderWay, Begun::Again),
        }
    }

    /// Keeps the reply. A call without one was refused and did nothing, so its key is free again.
    pub(crate) fn end(&mut self, key: &(usize, String), reply: Option<&Reply>) {
        match (self.0.get_mut(key), reply) {
            (Some(call), Some(reply)) => call.reply = Some(reply.clone()),
            _ => drop(self.0.remove(key)),
        }
    }
}
