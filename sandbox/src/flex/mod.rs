//! A stand-in for the script of the Pay-me Flex form, and what it calls: a form is opened with a nonce, and charges.
//!
//! The script runs in the merchant's page, which has another origin, so browsers are told that they may call here. Nothing
//! else of the sandbox is told so. Card data comes here and to nobody else.

mod charge;
pub(crate) mod forms;
mod open;
mod payload;

use std::sync::Arc;

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

use crate::{request::BODY_LIMIT, server::response::Callbacks, state::State};

/// The values of the environment that the sandbox serves itself, and their paths.
pub(crate) const ASSETS: [(&str, &str); 2] =
    [("flex_script", "/_sandbox/flex.js"), ("flex_style", "/_sandbox/flex.css")];

/// The paths of the same for a page that has the address of the service's files in its settings, by the names that they have there.
pub(crate) const FILES: [&str; 2] = ["/flex-payment-forms.min.js", "/main-flex-payment-forms.css"];

/// Tells the script how often to hand a reply to the page, if a fault says so.
const CALLBACKS: HeaderName = HeaderName::from_static("sandbox-callbacks");

/// A refusal, as the script shows it.
type Refused = (StatusCode, String);

/// Routes the script, the style sheet and the calls of the script.
pub(crate) fn router(state: &Arc<State>) -> Router {
    let [(_, script), (_, style)] = ASSETS;
    let [service_script, service_style] = FILES;
    let own_script = || asset("text/javascript; charset=utf-8", include_str!("flex.js"));
    let own_style = || asset("text/css; charset=utf-8", include_str!("flex.css"));
    Router::new()
        .route(open::PATH, post(opened).options(allowed))
        .route("/_sandbox/flex/charges", post(charged).options(allowed))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .route(script, own_script())
        .route(service_script, own_script())
        .route(style, own_style())
        .route(service_style, own_style())
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
    finished(open::call(&state, fields(&headers, &body)).await)
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
        Err(refused) => return refuse(refused),
    };
    match charge::call(&state, &id, method).await {
        Some(response) => finished(response),
        None => refuse(bad("there is no such form")),
    }
}

/// Completes the answer to a call of the form.
fn finished(mut response: Response) -> Response {
    let callbacks = response.extensions().get().map(|Callbacks(callbacks)| HeaderValue::from(*callbacks));
    let headers = response.headers_mut();
    headers.extend(callbacks.map(|callbacks| (CALLBACKS, callbacks)));
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_name(CALLBACKS));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    shared(response)
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

fn refuse((status, text): Refused) -> Response {
    let json = json!({ "error": text });
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    shared((status, headers, Body::from(exact::write(&json))).into_response())
}

/// Lets pages of every origin read an answer: what they may do, the nonce says.
fn shared(mut response: Response) -> Response {
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}
