//! The page at which the buyer continues, as a bank or an issuer shows it: each event that the buyer decides is a button,
//! and leads back to the shop with a signed return.

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
    notifications::returned::SignedReturn,
    state::State,
    store::{event, returned, values},
};

/// Asks the buyer.
pub(super) async fn ask(
    Shared(state): Shared<Arc<State>>,
    Path((record, id)): Path<(String, String)>,
) -> Response {
    let Some((index, record)) = find(&state, &record) else { return unknown() };
    let Some(known) = returned::latest(&state, index, &of(record, &id)) else { return unknown() };
    let mut body = String::from("<p>This page stands for the buyer's bank.</p>\n<dl>\n");
    for (name, value) in values::shown(&known) {
        let _ = writeln!(body, "<dt>{}</dt><dd>{}</dd>", Escaped(name), Escaped(value));
    }
    body.push_str("</dl>\n<form method=\"post\">\n");
    for event in by_buyer(record) {
        let (name, doc) = (Escaped(&event.name.value), Escaped(&event.doc));
        let _ = writeln!(body, "<button name=\"event\" value=\"{name}\">{name}</button> {doc}<br>");
    }
    body.push_str("</form>");
    page(StatusCode::OK, "Continue a payment", &body)
}

/// Does what the buyer decided, and returns to the shop.
pub(super) async fn decide(
    Shared(state): Shared<Arc<State>>,
    Path((record, id)): Path<(String, String)>,
    body: Bytes,
) -> Response {
    let Some((index, record)) = find(&state, &record) else { return unknown() };
    let chosen = form_urlencoded::parse(&body).find(|(name, _)| name == "event");
    let chosen = chosen.map(|(_, event)| event.into_owned()).unwrap_or_default();
    if !by_buyer(record).any(|event| event.name.value == chosen) {
        return sorry(StatusCode::BAD_REQUEST, "The buyer can't decide that.");
    }
    let of = of(record, &id);
    if let Err(error) = event::happen(&state, &record.name.value, &chosen, &Json::Object(of.clone())) {
        return sorry(StatusCode::CONFLICT, &error.to_string());
    }
    match returned::to_shop(&state, index, &of) {
        Some((url, signed)) if url.starts_with("https://") || url.starts_with("http://") => {
            back(&url, &signed)
        }
        _ => page(StatusCode::OK, "Done", "<p>The charge names no page of the shop to return to.</p>"),
    }
}

/// The form that the browser posts to the shop.
fn back(url: &str, signed: &SignedReturn) -> Response {
    let mut body = format!("<form id=\"return\" method=\"post\" action=\"{}\">\n", Escaped(url));
    for (name, value) in signed.fields() {
        let (name, value) = (Escaped(name), Escaped(value));
        let _ = writeln!(body, "<input type=\"hidden\" name=\"{name}\" value=\"{value}\">");
    }
    body.push_str(
        "<button>Return to the shop</button>\n</form>\n<script src=\"/_sandbox/return.js\"></script>",
    );
    page(StatusCode::OK, "Returning to the shop", &body)
}

fn find<'s>(state: &'s State, name: &str) -> Option<(usize, &'s Record)> {
    state.settings.behaviour.records.iter().enumerate().find(|(_, record)| record.name.value == name)
}

fn by_buyer(record: &Record) -> impl Iterator<Item = &Event> {
    record.events.iter().filter(|event| event.by_buyer)
}

/// The record with this generated value.
fn of(record: &Record, id: &str) -> Map<String, Json> {
    record.generated.first().map(|field| (field.value.clone(), id.into())).into_iter().collect()
}

fn unknown() -> Response {
    sorry(StatusCode::NOT_FOUND, "There is no such payment.")
}

fn sorry(status: StatusCode, text: &str) -> Response {
    page(status, "This can't be done", &format!("<p class=\"wrong\">{}</p>", Escaped(text)))
}
