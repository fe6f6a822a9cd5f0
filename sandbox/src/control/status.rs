//! Shows the clock, the queued faults, the numbers of changes, and what the contract and the behaviour declare.

use std::time::Duration;

use serde_json::{Value as Json, json};

use crate::{
    behaviour::{Act, Record},
    fault::{Cut, Fault, OPEN_FORM, Target},
    state::State,
    store::event,
};

pub(super) fn status(state: &State) -> Json {
    event::elapse(state);
    let contract = state.contract();
    let notifications = contract.notifications.iter().filter(|one| one.kind() == "notification");
    let kinds = state.settings.behaviour.records.iter().enumerate();
    let endpoints = contract.endpoints.iter().map(|one| one.name.as_str());
    let faults: Vec<Json> = state.faults().queued().map(fault_json).collect();
    json!({
        "now_seconds": state.clock.now().as_secs_f64(),
        "as_deployed": state.settings.as_deployed,
        "changes": {
            "calls": state.journal.next(),
            "records": state.records().revision(),
            "secrets": state.vault().revision(),
            "notifications": state.outbox.sent().revision(),
        },
        "faults": faults,
        "operations": endpoints.chain([OPEN_FORM]).collect::<Vec<&str>>(),
        "notifications": notifications.map(|one| one.name.as_str()).collect::<Vec<&str>>(),
        "records": kinds.map(|(index, kind)| kind_json(state, index, kind)).collect::<Vec<Json>>(),
    })
}

/// A fault without its body and the values of its headers.
fn fault_json((target, fault, times): (&Target, &Fault, usize)) -> Json {
    let operation = match target {
        Target::Any => None,
        Target::Operation(name) => Some(name),
    };
    let cut_after = match fault.cut {
        Some(Cut::Body(bytes)) => Some(bytes),
        _ => None,
    };
    json!({
        "operation": operation,
        "times": times,
        "status": fault.status.map(|status| status.as_u16()),
        "cut": fault.cut == Some(Cut::Unanswered),
        "cut_after": cut_after,
        "about_another": fault.about_another,
        "other_body": fault.body.is_some(),
        "headers": fault.headers.iter().map(|(name, _)| name.as_str()).collect::<Vec<&str>>(),
        "callbacks": fault.callbacks,
        "delay_ms": u64::try_from(fault.delay.min(Duration::from_secs(1 << 32)).as_millis()).unwrap_or(u64::MAX),
    })
}

/// A kind of record: its key, the fields that identify one record, those that its creation sets, and its events.
fn kind_json(state: &State, index: usize, kind: &Record) -> Json {
    let names = |fields: &[alignet_spec::source::Spanned<String>]| {
        fields.iter().map(|field| field.value.clone()).collect::<Vec<String>>()
    };
    let creating = state.settings.behaviour.uses_of(index).filter(|one| one.act == Act::Creates);
    let set = creating.flat_map(|one| &one.set).map(|set| set.wire.value.as_str());
    // A value in an object of its own, such as a time, is no state.
    let mut states: Vec<&str> = set.filter(|wire| !wire.contains('.')).collect();
    states.sort_unstable();
    states.dedup();
    let identity = if kind.generated.is_empty() { &kind.key } else { &kind.generated };
    let events = kind.events.iter().map(|event| json!({ "name": event.name.value, "doc": event.doc }));
    json!({
        "name": kind.name.value,
        "key": names(&kind.key),
        "identified_by": names(identity),
        "states": states,
        "events": events.collect::<Vec<Json>>(),
    })
}
