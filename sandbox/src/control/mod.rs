//! The HTTP interface by which tests in any language drive the sandbox: `/_sandbox/…`, described by `openapi.json`.
//!
//! It exists only at a loopback address, and answers only callers who name one in `Host`, so that no page of another site can
//! reach it by a name that leads here. A body must say that it is JSON, which such a page can't without being asked first.

mod fields;
mod notify;
mod queue;
mod records;
mod sent;
mod show;
mod status;
mod window;

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::{Path, RawQuery, Request, State as Shared},
    http::{HeaderMap, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse as _, Response},
    routing::{MethodRouter, delete, get, post},
};
use bytes::Bytes;
use serde_json::{Value as Json, json};

use self::fields::Fields;
use crate::{clock, flex, pages, state::State, store::event};

/// A mistake in a request, which says what to write instead.
type Outcome = Result<Json, String>;

/// Routes the interface and the pages. `GET /` leads to the inspector, because no path of a contract is empty; other methods
/// get to `root`.
pub(crate) fn router(state: &Arc<State>, root: MethodRouter) -> Router {
    Router::new()
        .route("/_sandbox/openapi.json", get(openapi))
        .route("/_sandbox/status", get(status))
        .route("/_sandbox/calls", get(calls))
        .route("/_sandbox/calls/{number}", get(call))
        .route("/_sandbox/faults", post(fault).delete(clear_faults))
        .route("/_sandbox/clock", post(advance))
        .route("/_sandbox/events", post(happen))
        .route("/_sandbox/records", get(recorded))
        .route("/_sandbox/secrets", get(secrets))
        .route("/_sandbox/redemptions", post(redeem))
        .route("/_sandbox/notifications", get(notified).post(notify))
        .route("/_sandbox/tokens", delete(revoke))
        .route("/_sandbox/reset", post(reset))
        .layer(middleware::from_fn(guard))
        .with_state(Arc::clone(state))
        .merge(pages::router(state))
        .merge(flex::router(state))
        .route("/", root.get(pages::to_inspector))
        .layer(middleware::from_fn(local))
}

/// Refuses callers who reached the sandbox by another name than one of this machine's own.
async fn local(request: Request, next: Next) -> Response {
    if !is_local(request.headers()) {
        return refuse(StatusCode::FORBIDDEN, "reach the sandbox by `127.0.0.1`, `localhost` or `[::1]`");
    }
    next.run(request).await
}

/// Refuses bodies of another type.
async fn guard(request: Request, next: Next) -> Response {
    if request.method() == http::Method::POST && !is_json(request.headers()) {
        return refuse(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "send JSON, with `Content-Type: application/json`",
        );
    }
    next.run(request).await
}

fn is_local(headers: &HeaderMap) -> bool {
    let mut hosts = headers.get_all(header::HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else { return false };
    let Ok(host) = host.to_str() else { return false };
    let name = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()));
    ["127.0.0.1", "localhost", "[::1]"].contains(&name.map_or(host, |(name, _)| name))
}

fn is_json(headers: &HeaderMap) -> bool {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json")
}

fn refuse(status: StatusCode, text: &str) -> Response {
    answer(status, &json!({ "error": text }))
}

fn answer(status: StatusCode, json: &Json) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (status, headers, Body::from(json.to_string())).into_response()
}

fn answered(outcome: Outcome) -> Response {
    match outcome {
        Ok(json) => answer(StatusCode::OK, &json),
        Err(text) => refuse(StatusCode::BAD_REQUEST, &text),
    }
}

async fn openapi() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], include_str!("openapi.json")).into_response()
}

async fn status(Shared(state): Shared<Arc<State>>) -> Response {
    answered(Ok(status::status(&state)))
}

async fn calls(Shared(state): Shared<Arc<State>>, RawQuery(query): RawQuery) -> Response {
    answered(show::calls(&state, query.as_deref().unwrap_or_default()))
}

/// Shows one call, with the values that it sent.
async fn call(Shared(state): Shared<Arc<State>>, Path(number): Path<String>) -> Response {
    let Ok(number) = number.parse() else {
        return refuse(StatusCode::BAD_REQUEST, "the number of a call follows `calls/`");
    };
    match state.journal.call(number) {
        None => refuse(StatusCode::NOT_FOUND, "no call of this number is kept"),
        Some(call) => {
            let mut json = show::call(number, &call);
            json["sent"] = sent::sent(&state, &call);
            answered(Ok(json))
        }
    }
}

async fn fault(Shared(state): Shared<Arc<State>>, body: Bytes) -> Response {
    answered(queue::fault(&state, &body))
}

async fn clear_faults(Shared(state): Shared<Arc<State>>) -> Response {
    state.faults().clear();
    answered(Ok(json!({})))
}

async fn advance(Shared(state): Shared<Arc<State>>, body: Bytes) -> Response {
    let seconds = Fields::parse(&body).and_then(|mut fields| {
        let seconds = fields.number("advance_seconds")?.ok_or("`advance_seconds` is missing")?;
        fields.end()?;
        Ok(seconds)
    });
    answered(seconds.and_then(|seconds| {
        let moved = state.clock.try_advance(Duration::from_secs(seconds));
        let most = clock::MOST.as_secs();
        let text =
            || format!("`advance_seconds` must be at most {most} s in all advances together: 100 years");
        event::moved(&state);
        if moved { Ok(json!({})) } else { Err(text()) }
    }))
}

async fn happen(Shared(state): Shared<Arc<State>>, body: Bytes) -> Response {
    let happened = Fields::parse(&body).and_then(|mut fields| {
        let missing = |name: &str| format!("`{name}` is missing");
        let record = fields.text("record")?.ok_or_else(|| missing("record"))?;
        let event = fields.text("event")?.ok_or_else(|| missing("event"))?;
        let of = fields.object("of")?.ok_or_else(|| missing("of"))?;
        fields.end()?;
        event::happen(&state, &record, &event, &Json::Object(of)).map_err(|error| error.to_string())
    });
    answered(happened.map(|()| json!({})))
}

async fn recorded(Shared(state): Shared<Arc<State>>, RawQuery(query): RawQuery) -> Response {
    answered(records::records(&state, query.as_deref().unwrap_or_default()))
}

async fn secrets(Shared(state): Shared<Arc<State>>, RawQuery(query): RawQuery) -> Response {
    answered(show::secrets(&state, query.as_deref().unwrap_or_default()))
}

async fn redeem(Shared(state): Shared<Arc<State>>, body: Bytes) -> Response {
    let secret = Fields::parse(&body).and_then(|mut fields| {
        let secret = fields.text("secret")?.ok_or("`secret` is missing")?;
        fields.end()?;
        Ok(secret)
    });
    let secret = match secret {
        Ok(secret) => secret,
        Err(text) => return refuse(StatusCode::BAD_REQUEST, &text),
    };
    let now = state.clock.now();
    let redeemed = state.vault().redeem(&secret, now);
    match redeemed {
        Ok(_) => answered(Ok(json!({}))),
        Err(error) => refuse(StatusCode::CONFLICT, &error.to_string()),
    }
}

async fn notified(Shared(state): Shared<Arc<State>>, RawQuery(query): RawQuery) -> Response {
    answered(show::notified(&state, query.as_deref().unwrap_or_default()))
}

/// Posts a notification that is kept once more, or builds and signs one, and posts it if the request names a URL.
async fn notify(Shared(state): Shared<Arc<State>>, body: Bytes) -> Response {
    notify::notify(&state, &body).await.unwrap_or_else(|refusal| refusal)
}

async fn revoke(Shared(state): Shared<Arc<State>>) -> Response {
    state.vault().revoke_bearers();
    answered(Ok(json!({})))
}

/// Deletes records and queued faults, and revokes every access token. Secrets of single use, the log and the clock stay.
async fn reset(Shared(state): Shared<Arc<State>>) -> Response {
    state.faults().clear();
    state.records().clear();
    state.vault().revoke_bearers();
    answered(Ok(json!({})))
}
