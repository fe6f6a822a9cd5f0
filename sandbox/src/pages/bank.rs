//! The page at which the buyer continues, as a bank or an issuer shows it: each event that the buyer decides is a button,
//! and leads back to the shop with a signed return. After the decision the page says it, and has the way back.

use std::{fmt::Write as _, sync::Arc};

use axum::{
    extract::{Path, State as Shared},
    http::StatusCode,
    response::Response,
};
use bytes::Bytes;
use serde_json::{Map, Value as Json};

use super::html::{Escaped, page};
use crate::{
    behaviour::{Event, Record},
    state::State,
    store::{
        event, records, returned,
        values::{self, Values},
    },
};

/// The field with the method of payment.
const METHOD: &str = "method_name";

/// The text for a buyer who can't go back.
const NO_RETURN: &str = "<p>The charge names no page of the shop to return to.</p>";

/// Test data of the service that the buyer types at the bank, which stands for a decision: the method of payment, the event and
/// the data.
const TEST_DATA: [(&str, &str, &str); 3] = [
    ("BANK_TRANSFER", "approve", "card, key and document 123456, token 123456"),
    ("BANK_TRANSFER", "refuse", "card, key and document 123456, token 222222"),
    ("CUOTEALO", "approve", "DNI 46699676, card 4557885801589196, key 111111"),
];

/// A payment that a page is about.
struct Payment<'s> {
    /// The index of its record.
    index: usize,
    record: &'s Record,
    of: Map<String, Json>,
    values: Values,
}

/// Asks the buyer, or says what was decided.
pub(super) async fn ask(
    Shared(state): Shared<Arc<State>>,
    Path((record, id)): Path<(String, String)>,
) -> Response {
    match find(&state, &record, &id) {
        Some(payment) => shown(&state, &payment, StatusCode::OK),
        None => sorry(StatusCode::NOT_FOUND, "There is no such payment."),
    }
}

/// Does what the buyer decided, and returns to the shop. If another decision came first, says which.
pub(super) async fn decide(
    Shared(state): Shared<Arc<State>>,
    Path((record, id)): Path<(String, String)>,
    body: Bytes,
) -> Response {
    let Some(payment) = find(&state, &record, &id) else {
        return sorry(StatusCode::NOT_FOUND, "There is no such payment.");
    };
    let chosen = form_urlencoded::parse(&body).find(|(name, _)| name == "event");
    let chosen = chosen.map(|(_, event)| event.into_owned()).unwrap_or_default();
    if !by_buyer(payment.record).any(|event| event.name.value == chosen) {
        return sorry(StatusCode::BAD_REQUEST, "The buyer can't decide that.");
    }
    let Payment { index, record, of, .. } = &payment;
    if event::happen(&state, &record.name.value, &chosen, &Json::Object(of.clone())).is_err() {
        return shown(&state, &payment, StatusCode::CONFLICT);
    }
    match to_shop(&state, *index, of) {
        Some(form) => {
            let body = format!("{form}\n<script src=\"/_sandbox/return.js\"></script>");
            page(StatusCode::OK, "Returning to the shop", &body)
        }
        None => page(StatusCode::OK, "Done", NO_RETURN),
    }
}

/// A payment with its buttons, or with its decision and the way back.
fn shown(state: &State, payment: &Payment<'_>, status: StatusCode) -> Response {
    let Payment { index, record, of, values } = payment;
    let possible = event::conditions_of(state, *index);
    let is_possible = |event: &&Event| {
        let mut conditions = possible.iter().filter(|(name, _)| *name == event.name.value);
        conditions.any(|(_, from)| from.iter().all(|(name, value)| values.get(name) == Some(value)))
    };
    let events: Vec<&Event> = by_buyer(record).filter(is_possible).collect();
    let mut body = String::from("<p>This page stands for the buyer's bank.</p>\n");
    let title = if events.is_empty() {
        let cause = decision(state, payment).unwrap_or_default();
        let event = record.events.iter().find(|event| event.name.value == cause);
        let doc = event.map(|event| format!(": {}", event.doc)).unwrap_or_default();
        let (cause, doc) = (Escaped(&cause), Escaped(&doc));
        let _ = writeln!(body, "<p>Nothing is left to decide here. <strong>{cause}</strong>{doc}</p>");
        body.push_str(to_shop(state, *index, of).as_deref().unwrap_or(NO_RETURN));
        "The payment is decided"
    } else {
        body.push_str(&buttons(&events, values));
        "Continue a payment"
    };
    body.push_str("\n<h2>The charge</h2>\n<dl>\n");
    for (name, value) in values::shown(values) {
        let _ = writeln!(body, "<dt>{}</dt><dd>{}</dd>", Escaped(name), Escaped(value));
    }
    body.push_str("</dl>");
    page(status, title, &body)
}

/// The name of what the buyer decided, or else of the latest call or event.
fn decision(state: &State, Payment { index, record, of, .. }: &Payment<'_>) -> Option<String> {
    let records = state.records();
    let is_it = |one: &records::Record| {
        one.kind() == *index && one.fields().any(|(name, value)| of.get(name).is_some_and(|of| of == value))
    };
    let (_, known) = records.all().find(|(_, one)| is_it(one))?;
    let mut causes = known.history().changes().iter().rev().map(|change| change.cause.as_str());
    let last = causes.clone().next();
    let by_buyer = |cause: &&str| by_buyer(record).any(|event| event.name.value == **cause);
    causes.find(by_buyer).or(last).map(str::to_owned)
}

/// The decisions, and the test data that stands for them.
fn buttons(events: &[&Event], values: &Values) -> String {
    let mut form = String::from("<form method=\"post\">\n");
    for event in events {
        let (name, doc) = (Escaped(&event.name.value), Escaped(&event.doc));
        let _ = writeln!(form, "<button name=\"event\" value=\"{name}\">{name}</button> {doc}<br>");
    }
    let is_of_method =
        |method: &str| values.iter().any(|((name, _), value)| name == METHOD && value == method);
    let is_possible = |name: &str| events.iter().any(|event| event.name.value == name);
    let data = TEST_DATA.iter().filter(|(method, event, _)| is_of_method(method) && is_possible(event));
    let data: Vec<String> = data
        .map(|(_, event, text)| {
            format!("<button name=\"event\" value=\"{event}\">{text}</button> {event}<br>")
        })
        .collect();
    if !data.is_empty() {
        let _ = write!(form, "<h2>Test data of the service</h2>\n{}\n", data.join("\n"));
    }
    form + "</form>"
}

/// The form that the browser posts to the shop; `None` if the payment names no page of the shop.
fn to_shop(state: &State, index: usize, of: &Map<String, Json>) -> Option<String> {
    let (url, signed) = returned::to_shop(state, index, of)?;
    if !(url.starts_with("https://") || url.starts_with("http://")) {
        return None;
    }
    let mut form = format!("<form id=\"return\" method=\"post\" action=\"{}\">\n", Escaped(&url));
    for (name, value) in signed.fields() {
        let (name, value) = (Escaped(name), Escaped(value));
        let _ = writeln!(form, "<input type=\"hidden\" name=\"{name}\" value=\"{value}\">");
    }
    form.push_str("<button>Return to the shop</button>\n</form>");
    Some(form)
}

/// Finds the payment with this generated value, as it stands now.
fn find<'s>(state: &'s State, name: &str, id: &str) -> Option<Payment<'s>> {
    let records = &state.settings.behaviour.records;
    let (index, record) = records.iter().enumerate().find(|(_, record)| record.name.value == name)?;
    let of = record.generated.first().map(|field| (field.value.clone(), id.into())).into_iter().collect();
    let values = returned::latest(state, index, &of)?;
    Some(Payment { index, record, of, values })
}

fn by_buyer(record: &Record) -> impl Iterator<Item = &Event> {
    record.events.iter().filter(|event| event.by_buyer)
}

fn sorry(status: StatusCode, text: &str) -> Response {
    page(status, "This can't be done", &format!("<p class=\"wrong\">{}</p>", Escaped(text)))
}
