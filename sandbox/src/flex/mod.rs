//! A stand-in for the script of the Pay-me Flex form, and what it calls: a form is opened with a nonce, and charges.
//!
//! The script runs in the merchant's page, which has another origin, so browsers are told that they may call here. Nothing
//! else of the sandbox is told so. Card data comes here and to nobody else.

mod charge;
pub(crate) mod forms;
mod payload;

use std::sync::Arc;

use alignet::{Amount, Currency, Money};
use alignet_spec::exact;
use axum::{
    Router,
    body::Body,
    extract::{DefaultBodyLimit, State as Shared},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::{MethodRouter, get, post},
};
use bytes::Bytes;
use serde_json::{Map, Value as Json, json};

use crate::{random, request::BODY_LIMIT, server::response::Callbacks, state::State};

/// The values of the environment that the sandbox serves itself, and their paths.
pub(crate) const ASSETS: [(&str, &str); 2] =
    [("flex_script", "/_sandbox/flex.js"), ("flex_style", "/_sandbox/flex.css")];

/// Tells the script how often to hand a reply to the page, if a fault says so.
const CALLBACKS: HeaderName = HeaderName::from_static("sandbox-callbacks");

/// A refusal, as the script shows it.
type Refused = (StatusCode, String);

/// Routes the script, the style sheet and the calls of the script.
pub(crate) fn router(state: &Arc<State>) -> Router {
    let [(_, script), (_, style)] = ASSETS;
    Router::new()
        .route("/_sandbox/flex/forms", post(opened).options(allowed))
        .route("/_sandbox/flex/charges", post(charged).options(allowed))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .route(script, asset("text/javascript", include_str!("flex.js")))
        .route(style, asset("text/css", include_str!("flex.css")))
        .with_state(Arc::clone(state))
}

fn asset(kind: &'static str, text: &'static str) -> MethodRouter<Arc<State>> {
    get(move || async move { ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-cache")], text) })
}

/// Answers the browser, which asks before it sends JSON to another origin.
async fn allowed() -> Response {
    let headers = [
        (header::ACCESS_CONTROL_ALLOW_METHODS, Method::POST.as_str()),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, "content-type"),
        (header::ACCESS_CONTROL_MAX_AGE, "600"),
    ];
    shared((StatusCode::NO_CONTENT, headers).into_response())
}

async fn opened(Shared(state): Shared<Arc<State>>, headers: HeaderMap, body: Bytes) -> Response {
    answered(fields(&headers, &body).and_then(|fields| open(&state, fields)))
}

async fn charged(Shared(state): Shared<Arc<State>>, headers: HeaderMap, body: Bytes) -> Response {
    let asked = fields(&headers, &body).and_then(|mut fields| {
        let id = fields.get("form").and_then(Json::as_str).unwrap_or_default().to_owned();
        match fields.remove(charge::METHOD) {
            Some(Json::Object(method)) => Ok((id, method)),
            _ => Err(bad("`payment_method` is required, and is an object")),
        }
    });
    let (id, method) = match asked {
        Ok(asked) => asked,
        Err(refused) => return answered(Err(refused)),
    };
    let Some(mut response) = charge::call(&state, &id, method).await else {
        return answered(Err(bad("there is no such form")));
    };
    let callbacks = response.extensions().get().map(|Callbacks(callbacks)| HeaderValue::from(*callbacks));
    let headers = response.headers_mut();
    headers.extend(callbacks.map(|callbacks| (CALLBACKS, callbacks)));
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_name(CALLBACKS));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    shared(response)
}

/// Uses the nonce, and opens a form.
fn open(state: &State, fields: Map<String, Json>) -> Result<Json, Refused> {
    let nonce = fields.get("nonce").and_then(Json::as_str).unwrap_or_default();
    let now = state.clock.now();
    let redeemed = state.vault().redeem(nonce, now);
    let scopes = redeemed.map_err(|error| (StatusCode::UNAUTHORIZED, format!("`nonce`: {error}")))?;
    if !charge::admits(state, &scopes) {
        return Err((StatusCode::FORBIDDEN, "`nonce`: its scopes admit no charges".to_owned()));
    }
    let (form, remarks) = payload::form(state, fields).map_err(|text| bad(&text))?;
    let price = price(&form.body["payment_details"]);
    let id = random::id().map_err(|error| (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()))?;
    state.forms().open(id.clone(), form);
    Ok(json!({ "form": id, "methods": charge::methods(state), "price": price, "remarks": remarks }))
}

/// The sum for people, such as `150.00 PEN`.
fn price(details: &Json) -> Option<String> {
    let amount = details["amount"].as_str()?.parse().ok()?;
    let currency = Currency::from_number(details["currency"].as_str()?.parse().ok()?)?;
    Some(Money::new(Amount::from_minor(amount), currency).to_string())
}

fn fields(headers: &HeaderMap, body: &[u8]) -> Result<Map<String, Json>, Refused> {
    let kind = headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    if !kind.starts_with(b"application/json") {
        return Err((StatusCode::UNSUPPORTED_MEDIA_TYPE, "send JSON".to_owned()));
    }
    match exact::parse(body) {
        Ok(Json::Object(fields)) => Ok(fields),
        // The parser's own message is left out: it may quote a card.
        _ => Err(bad("the body is no JSON object")),
    }
}

fn bad(text: &str) -> Refused {
    (StatusCode::BAD_REQUEST, text.to_owned())
}

fn answered(outcome: Result<Json, Refused>) -> Response {
    let (status, json) = match outcome {
        Ok(json) => (StatusCode::OK, json),
        Err((status, text)) => (status, json!({ "error": text })),
    };
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    shared((status, headers, Body::from(exact::write(&json))).into_response())
}

/// Lets pages of every origin read an answer: what they may do, the nonce says.
fn shared(mut response: Response) -> Response {
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}
