//! Shows records as JSON, with their history and what can happen to them. A record holds no secret.

use serde_json::{Map, Value as Json, json};

use super::{Outcome, show::cut, window::Window};
use crate::{
    state::State,
    store::{
        event,
        records::{Record, history::Change},
        values::Values,
    },
};

/// The events of the records of one kind, each with the values that a record must have for it.
type Events<'s> = Vec<(&'s str, Values)>;

/// The records in the order of their changes, the number to ask after next, and the number of the oldest that is kept.
pub(super) fn records(state: &State, query: &str) -> Outcome {
    let window = Window::parse(query)?;
    event::elapse(state);
    let kinds = state.settings.behaviour.records.len();
    let events: Vec<Events<'_>> = (0..kinds).map(|kind| event::conditions_of(state, kind)).collect();
    let records = state.records();
    let (found, next) = window.select(records.all(), records.revision());
    let shown: Vec<Json> = found.into_iter().map(|record| record_json(state, record, &events)).collect();
    Ok(json!({ "records": shown, "first": records.first(), "next": next }))
}

fn record_json(state: &State, record: &Record, events: &[Events<'_>]) -> Json {
    let kind = &state.settings.behaviour.records[record.kind()];
    let values: Map<String, Json> =
        record.fields().map(|(wire, value)| (wire.to_owned(), cut(value).into())).collect();
    let possible = events[record.kind()].iter().filter(|(_, from)| record.has(from));
    json!({
        "number": record.number(),
        "record": kind.name.value,
        "values": values,
        "events": possible.map(|(name, _)| *name).collect::<Vec<&str>>(),
        "history": record.history().changes().iter().map(change_json).collect::<Vec<Json>>(),
    })
}

fn change_json(change: &Change) -> Json {
    let fields = change.fields.iter().map(
        |field| json!({ "field": field.wire, "from": field.from.as_deref().map(cut), "to": cut(&field.to) }),
    );
    json!({
        "at_seconds": change.at.as_secs_f64(),
        "cause": change.cause,
        "changes": fields.collect::<Vec<Json>>(),
    })
}
