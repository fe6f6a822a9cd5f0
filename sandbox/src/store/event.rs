//! Changes records by what happens outside of every call: the buyer pays, a bank refuses, time passes.

use std::{error::Error, fmt, time::Duration};

use alignet_spec::suggestion::suggest;
use serde_json::{Map, Value as Json};

use super::{
    notify::notify,
    records::history::Moment,
    schema::resolved,
    values::{Values, lacking, text},
};
use crate::{behaviour::Event, state::State};

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
    let (from, set) = values(state, record, event);
    let at = Moment { now: state.clock.now(), cause: &event.name.value };
    let changed = state.records().change(record, at, |values| {
        let known = of.iter().all(|(wire, asked)| {
            values
                .iter()
                .any(|((name, class), value)| name == wire && text(*class, asked).as_ref() == Some(value))
        });
        known.then(|| if holds(values, &from) { Some(set.clone()) } else { None })
    });
    match changed {
        None => Err(format!("there is no {name} with these values")),
        Some(None) => Err(format!("`{}` happens to a {name} only {}", event.name.value, conditions(&from))),
        Some(Some(values)) => {
            notify(state, record, &values);
            Ok(())
        }
    }
}

/// Lets the events happen whose time has come, in the order of their declaration.
pub(crate) fn elapse(state: &State) {
    let now = state.clock.now();
    for (index, record) in state.settings.behaviour.records.iter().enumerate() {
        for event in &record.events {
            let Some(after) = event.after else { continue };
            let (from, set) = values(state, index, event);
            let since = now.saturating_sub(Duration::from_secs(after));
            let at = Moment { now, cause: &event.name.value };
            let changed = state
                .records()
                .change_older(index, since, at, |values| holds(values, &from).then(|| set.clone()));
            changed.iter().for_each(|values| notify(state, index, values));
        }
    }
}

/// Returns the events of a record, each with the values that a record must have for it.
pub(crate) fn conditions_of(state: &State, record: usize) -> Vec<(&str, Values)> {
    let events = state.settings.behaviour.records[record].events.iter();
    events.map(|event| (event.name.value.as_str(), values(state, record, event).0)).collect()
}

/// The values that a record must have, and those that it gets.
fn values(state: &State, record: usize, event: &Event) -> (Values, Values) {
    let (contract, behaviour) = (state.contract(), &state.settings.behaviour);
    let mut set = resolved(contract, behaviour, record, event.set.iter());
    set.extend(lacking(&event.lacking));
    (resolved(contract, behaviour, record, event.from.iter()), set)
}

fn holds(values: &Values, wanted: &Values) -> bool {
    wanted.iter().all(|(name, value)| values.get(name) == Some(value))
}

fn conditions(from: &Values) -> String {
    let all = from.iter().map(|((wire, _), value)| format!("while `{wire}` is `{value}`"));
    all.collect::<Vec<_>>().join(" and ")
}
