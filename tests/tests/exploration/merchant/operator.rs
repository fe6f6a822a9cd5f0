//! The operator, who decides about every entry that is for a person.

use alignet::journal::{Filter, Journal as _, Resolution, State};

use crate::world::{World, database::at_once};

/// Looks at every entry that is for a person, asks the service, and decides.
pub(crate) fn decide(world: &World) {
    for entry in at_once(world.store.journal.list(&Filter::new().states([State::Person]))).unwrap() {
        let paid = world.service().captures(&entry.reference) > 0;
        let state = match world.service().gave_back(&entry.reference) {
            // Of a cancellation, which is done if nothing is paid.
            _ if entry.undoes => [State::Done, State::Declined][usize::from(paid)],
            _ if paid => State::Done,
            true => State::Reversed,
            false => State::Declined,
        };
        let decision = Resolution::new(state, "asked the service");
        at_once(world.store.journal.resolve(entry.id, &decision)).unwrap();
        world.note("operator", "decided by a person", &entry.reference);
        if paid && entry.once {
            world.paid(&entry.reference);
        }
    }
}
