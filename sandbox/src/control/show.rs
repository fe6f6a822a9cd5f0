//! Shows calls and notifications as JSON: no secret, and no value that a call sent.

use serde_json::{Value as Json, json};

use super::Outcome;
use crate::{
    journal::{Ending, LoggedCall},
    notifications::build::SignedNotification,
    state::State,
};

/// The number of calls of a page.
const PAGE: usize = 1_000;

/// The calls after the number `after`, oldest first, and the number to ask after next.
pub(super) fn calls(state: &State, query: &str) -> Outcome {
    let mut after = None;
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        match &*name {
            "after" => {
                after = Some(value.parse().map_err(|_| "`after` must be a number, the `next` of a reply")?)
            }
            _ => return Err("the query has the field `after` only".to_owned()),
        }
    }
    let (first, calls) = state.journal.from(after.unwrap_or(0), PAGE);
    let next = first + calls.len() as u64;
    let calls: Vec<Json> = (first..).zip(&calls).map(|(number, call)| call_json(number, call)).collect();
    Ok(json!({ "calls": calls, "next": next }))
}

fn call_json(number: u64, call: &LoggedCall) -> Json {
    let ending = match call.ending {
        Ending::Open => "open",
        Ending::Answered { .. } => "answered",
        Ending::Cut => "cut",
        Ending::Abandoned => "abandoned",
    };
    json!({
        "number": number,
        "operation": call.operation(),
        "method": call.method(),
        "route": call.route(),
        "ending": ending,
        "status": call.status(),
        "problem": call.problem(),
        "remarks": call.remarks(),
        "faulty": call.is_faulty(),
        "took_ms": call.took.as_secs_f64() * 1000.0,
    })
}

/// The notifications that calls caused, oldest first.
pub(super) fn notified(state: &State) -> Json {
    let shown = state.outbox.latest().into_iter().map(|one| {
        let mut json = signed(one.signed());
        json["name"] = one.name().into();
        json["status"] = one.status().into();
        json["problem"] = one.problem().into();
        json
    });
    json!({ "notifications": shown.collect::<Vec<Json>>() })
}

/// A notification as it is posted.
pub(super) fn signed(one: &SignedNotification) -> Json {
    json!({ "body": String::from_utf8_lossy(&one.body), "header": one.header, "signature": one.signature })
}
