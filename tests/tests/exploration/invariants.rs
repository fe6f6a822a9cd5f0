//! The promises, as checks of a world that has come to rest.

use alignet::journal::{Entry, Filter, Journal as _, State};

use crate::{
    merchant::store::order_of,
    world::{World, database::at_once},
};

/// Returns the promises that the world breaks when all processes have done what they can.
pub(crate) fn at_rest(world: &World) -> Vec<String> {
    let entries = at_once(world.store.journal.list(&Filter::default())).unwrap();
    let mut wrong = Vec::new();
    captures(world, &mut wrong);
    decided(world, &entries, &mut wrong);
    announced(world, &entries, &mut wrong);
    shipped(world, &entries, &mut wrong);
    told(world, &entries, &mut wrong);
    effects(world, &mut wrong);
    wrong
}

/// Returns the promises that the world breaks when a person has decided what was left.
pub(crate) fn after_the_operator(world: &World) -> Vec<String> {
    let entries = at_once(world.store.journal.list(&Filter::default())).unwrap();
    let mut wrong = Vec::new();
    for entry in entries.iter().filter(|entry| entry.state == State::Person) {
        wrong.push(format!("DECIDED: {} is still with a person", entry.reference));
    }
    wrong
}

/// The latest entry of the charge of an operation number.
fn entry_of<'e>(entries: &'e [Entry], number: &str) -> Option<&'e Entry> {
    entries.iter().rfind(|entry| entry.once && entry.reference == number)
}

/// No buyer pays twice.
fn captures(world: &World, wrong: &mut Vec<String>) {
    let service = world.service();
    let mut by_order = std::collections::BTreeMap::<u64, usize>::new();
    for number in service.operations.keys() {
        let captures = service.captures(number);
        if captures > 1 {
            wrong.push(format!("CAPTURED: {number} is captured {captures} times"));
        }
        *by_order.entry(order_of(number)).or_default() += captures;
    }
    for (order, captures) in by_order.into_iter().filter(|(_, captures)| *captures > 1) {
        wrong.push(format!("CAPTURED: order {order} is captured {captures} times"));
    }
}

/// Every charge is decided, or with a person.
fn decided(world: &World, entries: &[Entry], wrong: &mut Vec<String>) {
    for entry in entries {
        if entry.state.is_unsettled() {
            wrong.push(format!("DECIDED: {} is still {:?}", entry.reference, entry.state));
        }
    }
    let service = world.service();
    for number in service.operations.keys() {
        let captured = service.captures(number) > 0;
        match entry_of(entries, number).map(|entry| entry.state) {
            None => wrong.push(format!("DECIDED: the journal does not know {number}")),
            // Nobody may have heard that it was reversed.
            Some(_) if world.store.undone().contains(number) => {}
            Some(state) if state.is_decided() && captured != (state == State::Done) => {
                wrong.push(format!(
                    "DECIDED: the journal has {number} as {state}, but captured is {captured}"
                ));
            }
            Some(_) => {}
        }
    }
}

/// The application was told each decision of recovery, and of each entry that waits for a person.
fn announced(world: &World, entries: &[Entry], wrong: &mut Vec<String>) {
    let (steps, decisions) = (world.store.steps(), world.store.decisions());
    for entry in entries {
        let by_recovery = !entry.state.is_unsettled() && steps.get(&entry.id) == Some(&entry.state);
        let is_announced = decisions.contains(&(entry.id, entry.state.as_str()));
        if (by_recovery || entry.state == State::Person) && !is_announced {
            wrong.push(format!("ANNOUNCED: nobody was told that {} is {}", entry.reference, entry.state));
        }
    }
}

/// An order is shipped if, and only if, it is paid; a person may still have to ship it.
fn shipped(world: &World, entries: &[Entry], wrong: &mut Vec<String>) {
    let service = world.service();
    for (order, row) in world.store.orders().iter() {
        if let Some(number) = &row.shipped {
            if service.captures(number) == 0 && !world.store.undone().contains(number) {
                wrong.push(format!("SHIPPED: order {order} is shipped for {number}, which is not paid"));
            }
        }
        for number in row.attempts.iter().filter(|number| service.captures(number) > 0) {
            let person = entry_of(entries, number).is_some_and(|entry| entry.state == State::Person);
            if row.shipped.is_none() && !person {
                wrong.push(format!("FORGOTTEN: {number} is paid, but order {order} is not shipped"));
            }
        }
    }
}

/// A buyer is told of a payment only if the journal says so.
fn told(world: &World, entries: &[Entry], wrong: &mut Vec<String>) {
    for number in world.told_paid().iter() {
        let state = entry_of(entries, number).map(|entry| entry.state);
        if state != Some(State::Done) && !world.store.undone().contains(number) {
            wrong.push(format!(
                "TOLD: a buyer was told that {number} is paid, but the journal says {state:?}"
            ));
        }
    }
}

/// A notification that was answered well had its effect once, and none has it twice.
fn effects(world: &World, wrong: &mut Vec<String>) {
    let ledger = world.store.ledger();
    for (effect, count) in ledger.iter().filter(|(_, count)| **count > 1) {
        wrong.push(format!("CREDITED: the notification `{effect}` had {count} effects"));
    }
    for effect in world.answered().iter().filter(|effect| !ledger.contains_key(*effect)) {
        wrong.push(format!("CREDITED: the notification `{effect}` was answered, and had no effect"));
    }
}
