//! Changes records by what happens outside of every call: the buyer pays, a bank refuses, time passes.

use std::{error::Error, fmt, time::Duration};

use alignet_spec::suggestion::suggest;
use serde_json::{Map, Value as Json};

use super::{
    notify::notify,
    records::{change::Change, history::Moment},
    schema::resolved,
    values::{Name, Values, text},
};
use crate::{
    behaviour::{Event, Setting},
    state::State,
};

/// The reason that an event did not happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidEvent {
    message: String,
}

impl fmt::Display for InvalidEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for InvalidEvent {}

/// Lets an event happen to the latest record with the values of `of`, and tells of it by a notification.
pub(crate) fn happen(state: &State, record: &str, event: &str, of: &Json) -> Result<(), InvalidEvent> {
    let invalid = |message: String| Err(InvalidEvent { message });
    let behaviour = &state.settings.behaviour;
    let records = || behaviour.records.iter().map(|one| one.name.value.as_str());
    let Some(index) = records().position(|name| name == record) else {
        return invalid(format!("there is no record `{record}`; {}", suggest(record, "declared", records())));
    };
    let events = || behaviour.records[index].events.iter();
    let Some(event) = events().find(|one| one.name.value == event) else {
        let names = events().map(|one| one.name.value.as_str());
        return invalid(format!("a {record} has no event `{event}`; {}", suggest(event, "declared", names)));
    };
    match of {
        Json::Object(of) => to_record(state, index, event, of).or_else(invalid),
        _ => invalid("name the values of a record in an object".to_owned()),
    }
}

fn to_record(state: &State, record: usize, event: &Event, of: &Map<String, Json>) -> Result<(), String> {
    elapse(state);
    let name = &state.settings.behaviour.records[record].name.value;
    let from = resolve(state, record, &event.from);
    let known = |values: &Values| {
        of.iter().all(|(wire, asked)| {
            let held = |((name, class), value): (&Name, &String)| {
                name == wire && text(*class, asked).as_ref() == Some(value)
            };
            values.iter().any(held)
        })
    };
    let at = Moment { now: state.clock.now(), cause: &event.name.value };
    let mut records = state.records();
    // One of several attempts may be the only one that it can happen to.
    let Some((place, values)) = records.latest(record, |values| known(values) && holds(values, &from)) else {
        let found = records.latest(record, known).is_some();
        drop(records);
        return Err(if found {
            format!("`{}` happens to a {name} only {}", event.name.value, conditions(&from))
        } else {
            format!("there is no {name} with these values")
        });
    };
    let change = change(state, record, event, values);
    let found = records.change(place, at, &change, Change::default());
    drop(records);
    found.iter().for_each(|found| notify(state, record, &found.values));
    Ok(())
}

/// Moves the clock forward, as far as it may be in all, and lets the events happen that are due then.
pub(crate) fn advance(state: &State, by: Duration) {
    state.clock.advance(by);
    advanced(state);
}

/// Moves the clock forward as [`advance`]; returns false, and moves nothing, if that is farther than it may be.
pub(crate) fn try_advance(state: &State, by: Duration) -> bool {
    let moved = state.clock.try_advance(by);
    if moved {
        advanced(state);
    }
    moved
}

fn advanced(state: &State) {
    elapse(state);
    state.earlier.notify_one();
}

/// The most changes by the clock in one go. What is left happens in the next.
const MOST: usize = 100_000;

/// Lets the events happen that are due, in the order of their times.
pub(crate) fn elapse(state: &State) {
    for _ in 0..MOST {
        let now = state.clock.now();
        let mut records = state.records();
        let Some(due) = records.due(now) else { return };
        let event = state.settings.behaviour.records[due.kind].events.get(due.event);
        let (Some(event), Some(values)) = (event, records.at(due.place)) else { continue };
        let change = change(state, due.kind, event, values);
        let at = Moment { now: due.at, cause: &event.name.value };
        let found = records.change(due.place, at, &change, Change::default());
        drop(records);
        for found in found.iter().filter(|found| found.changed) {
            notify(state, due.kind, &found.values);
        }
    }
}

/// Returns the events of a record, each with the values that a record must have for it.
pub(crate) fn conditions_of(state: &State, record: usize) -> Vec<(&str, Values)> {
    let events = state.settings.behaviour.records[record].events.iter();
    events.map(|event| (event.name.value.as_str(), resolve(state, record, &event.from))).collect()
}

/// Returns the change by an event to a record with these values.
fn change(state: &State, record: usize, event: &Event, values: &Values) -> Change {
    let case = event.cases.iter().find(|case| holds(values, &resolve(state, record, &case.from)));
    let more = case.map(|case| &case.set[..]).unwrap_or_default();
    let set = event.set.iter().chain(more);
    Change::new(state.contract(), &state.settings.behaviour, record, set, &event.clear)
}

fn resolve(state: &State, record: usize, settings: &[Setting]) -> Values {
    resolved(state.contract(), &state.settings.behaviour, record, settings.iter())
}

fn holds(values: &Values, wanted: &Values) -> bool {
    wanted.iter().all(|(name, value)| values.get(name) == Some(value))
}

fn conditions(from: &Values) -> String {
    let all = from.iter().map(|((wire, _), value)| format!("while `{wire}` is `{value}`"));
    all.collect::<Vec<_>>().join(" and ")
}
