//! The operator, who decides about every entry that is for a person: by the table of the documentation while there are faults,
//! and by the truth at the end.

use std::{sync::Arc, time::Duration};

use alignet::journal::{Entry, Filter, Journal as _, Resolution, State};
use tokio::time::sleep;

use crate::world::{World, database::at_once};

/// Looks at every entry that is for a person now and then, in the vendor's panel alone.
pub(crate) async fn attend(world: Arc<World>) {
    while world.is_faulty() {
        sleep(world.dice.magnitude(LONGEST_PAUSE)).await;
        for entry in at_once(world.store.journal.list(&Filter::new().states([State::Person]))).unwrap() {
            if let Some(decision) = by_the_table(&world, &entry) {
                at_once(world.store.journal.resolve(entry.id, &decision)).unwrap();
                let to = if decision.state == State::Pending { "queried again" } else { "decided" };
                world.note("operator", to, &entry.reference);
            }
        }
    }
}

/// Decides as the documentation says, by the transactions of the panel. `None` waits.
fn by_the_table(world: &World, entry: &Entry) -> Option<Resolution> {
    let service = world.service();
    let found = service.operations.get(&entry.reference).map(Vec::as_slice).unwrap_or_default();
    let paid = found.iter().find(|transaction| transaction.is_captured());
    let is_over = entry.stood > world.plan.flight;
    if entry.undoes {
        let state = if paid.is_some() { State::Declined } else { State::Done };
        return is_over.then(|| Resolution::new(state, "seen in the panel"));
    }
    let Some(transaction) = paid.or(found.last()) else {
        return is_over.then(|| Resolution::new(State::Declined, "not in the panel"));
    };
    Some(Resolution::new(State::Pending, "seen in the panel").transaction(&transaction.id))
}

/// The longest time until the operator looks again.
const LONGEST_PAUSE: Duration = Duration::from_secs(5 * 60);

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
