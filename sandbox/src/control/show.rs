//! Shows calls, secrets and notifications as JSON: no value of a secret, and no value that a call sent. `sent.rs` shows those of one.

use std::time::Duration;

use serde_json::{Value as Json, json};

use super::{
    Outcome,
    window::{PAGE, Window},
};
use crate::{
    journal::{Ending, LoggedCall},
    notifications::{build::SignedNotification, outbox::Notified},
    state::State,
    vault::{Issued, Purpose},
};

/// The longest value or text that is shown, in characters.
const LONGEST: usize = 500;

/// The calls from the number `after` on, oldest first, and the number to ask after next.
pub(super) fn calls(state: &State, query: &str) -> Outcome {
    let Window { after, latest } = Window::parse(query)?;
    let first = latest.map_or(0, |latest| state.journal.next().saturating_sub(latest as u64));
    let (calls, next) = state.journal.from(first.max(after), PAGE, call);
    Ok(json!({ "calls": calls, "next": next }))
}

/// A call without the values that it sent.
pub(super) fn call(number: u64, call: &LoggedCall) -> Json {
    let ending = match call.ending {
        Ending::Open => "open",
        Ending::Answered { .. } => "answered",
        Ending::Cut => "cut",
        Ending::Abandoned => "abandoned",
    };
    let mistakes = call.mistakes.iter().map(|mistake| {
        let (place, field) = mistake.at.as_ref().map(|(place, field)| (*place, field.as_str())).unzip();
        json!({ "place": place, "field": field, "text": mistake.text })
    });
    json!({
        "number": number,
        "at_seconds": call.at.as_secs_f64(),
        "operation": call.operation(),
        "method": call.method(),
        "route": call.route(),
        "ending": ending,
        "status": call.status(),
        "problem": call.problem(),
        "mistakes": mistakes.collect::<Vec<Json>>(),
        "remarks": call.remarks(),
        "faulty": call.is_faulty(),
        "by_form": call.is_by_form(),
        "took_ms": call.took.as_secs_f64() * 1000.0,
    })
}

/// The secrets that were issued, without their values, in the order of their changes.
pub(super) fn secrets(state: &State, query: &str) -> Outcome {
    let window = Window::parse(query)?;
    let now = state.clock.now();
    let vault = state.vault();
    let (secrets, next) = window.select(vault.issued(), vault.revision());
    let shown: Vec<Json> = secrets.into_iter().map(|issued| secret_json(state, issued, now)).collect();
    Ok(json!({ "secrets": shown, "next": next }))
}

fn secret_json(state: &State, issued: &Issued, now: Duration) -> Json {
    let (purpose, spent, scopes) = match &issued.purpose {
        Purpose::Once { scopes, used } => ("single use", used.then_some("used"), scopes),
        Purpose::Bearer { scopes, revoked } => ("access token", revoked.then_some("revoked"), scopes),
    };
    let state_of = spent.unwrap_or(if now < issued.expires { "valid" } else { "expired" });
    json!({
        "number": issued.number,
        "operation": state.endpoint(issued.endpoint).name,
        "purpose": purpose,
        "state": state_of,
        "issued_seconds": issued.issued.as_secs_f64(),
        "remaining_seconds": issued.expires.saturating_sub(now).as_secs_f64(),
        "uses": issued.uses,
        "last_use_seconds": issued.last_use.map(|at| at.as_secs_f64()),
        "scopes": scopes,
    })
}

/// The notifications that calls and events caused, in the order of their changes.
pub(super) fn notified(state: &State, query: &str) -> Outcome {
    let window = Window::parse(query)?;
    let sent = state.outbox.sent();
    let (notifications, next) = window.select(sent.all(), sent.revision());
    let shown: Vec<Json> =
        notifications.into_iter().map(|(number, one)| notified_json(number, one)).collect();
    Ok(json!({ "notifications": shown, "next": next }))
}

fn notified_json(number: usize, one: &Notified) -> Json {
    let mut json = signed(one.signed());
    json["number"] = number.into();
    json["name"] = one.name().into();
    json["url"] = cut(one.expose_url()).into();
    json["attempts"] = one.attempts().into();
    json["status"] = one.status().into();
    json["problem"] = one.problem().map(cut).into();
    json
}

/// A notification as it is posted.
pub(super) fn signed(one: &SignedNotification) -> Json {
    json!({ "body": String::from_utf8_lossy(&one.body), "header": one.header, "signature": one.signature })
}

/// Cuts a value that a caller chose to a readable length.
pub(super) fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}
