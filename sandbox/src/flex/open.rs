//! Opens a form for a page that has a nonce: a call in the log, without the nonce's value.

use std::sync::Arc;

use alignet::{Amount, Currency, Money};
use alignet_spec::exact;
use axum::response::Response;
use bytes::Bytes;
use http::StatusCode;
use serde_json::{Map, Value as Json, json};

use super::{Refused, charge, payload};
use crate::{
    fault::OPEN_FORM,
    journal::{LoggedCall, redact::Redactor},
    random,
    reply::refusal::{self, Refusal},
    server::{call, response::Answer},
    state::State,
};

/// The path that opens a form.
pub(super) const PATH: &str = "/_sandbox/flex/forms";

/// Opens a form with the configuration of a page. It takes a queued fault, as every call does.
pub(super) async fn call(state: &Arc<State>, config: Result<Map<String, Json>, Refused>) -> Response {
    let logged = LoggedCall {
        operation: Some(OPEN_FORM.to_owned()),
        route: Some(PATH.to_owned()),
        by_form: true,
        body: config.as_ref().map(|config| shown(state, config)).unwrap_or_default(),
        ..LoggedCall::open("POST", PATH, state.clock.now())
    };
    let config = config.map_err(|(status, text)| Refusal::new(status, &text));
    let opened = || match config.and_then(|config| open(state, config)) {
        Ok((json, remarks)) => (Answer { remarks, ..Answer::default() }, json),
        Err(refusal) => {
            let error = json!({ "error": refusal.text });
            (refusal.into(), error)
        }
    };
    call::served(state, None, logged, opened).await
}

/// The configuration as it is kept. The nonce may stand anywhere in what a page sends.
fn shown(state: &State, config: &Map<String, Json>) -> Bytes {
    let mut redactor = Redactor::new(state.contract(), []);
    let shown = redactor.fields(payload::fields(state).unwrap_or_default(), config);
    exact::write(&redactor.mask(shown)).into()
}

/// Uses the nonce, and opens a form. Returns the reply, and the departures that are accepted.
fn open(state: &State, config: Map<String, Json>) -> Result<(Json, Vec<String>), Refusal> {
    let nonce = config.get("nonce").and_then(Json::as_str).unwrap_or_default();
    let now = state.clock.now();
    let redeemed = state.vault().redeem(nonce, now);
    let of_nonce = |status, text: String| Refusal::of(status, vec![payload::mistake("nonce", text)]);
    let scopes = redeemed.map_err(|error| of_nonce(StatusCode::UNAUTHORIZED, format!("`nonce`: {error}")))?;
    if !charge::admits(state, &scopes) {
        let text = "`nonce`: its scopes admit no charges".to_owned();
        return Err(of_nonce(StatusCode::FORBIDDEN, text));
    }
    let (form, remarks) = payload::form(state, config)?;
    let price = price(&form.body["payment_details"]);
    let id = random::id().map_err(|_| refusal::no_randomness())?;
    state.forms().open(id.clone(), form);
    let reply = json!({ "form": id, "methods": charge::methods(state), "price": price, "remarks": remarks });
    Ok((reply, remarks))
}

/// The sum for people, such as `150.00 PEN`.
fn price(details: &Json) -> Option<String> {
    let amount = details["amount"].as_str()?.parse().ok()?;
    let currency = Currency::from_number(details["currency"].as_str()?.parse().ok()?)?;
    Some(Money::new(Amount::from_minor(amount), currency).to_string())
}
