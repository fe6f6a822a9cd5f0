//! Handles one call, from the request to the response.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use alignet_spec::echo;
use axum::{
    body::Body,
    extract::{FromRequestParts, RawPathParams, Request},
    response::Response,
};
use bytes::{Bytes, BytesMut};
use http::{HeaderName, HeaderValue, StatusCode, request::Parts};
use http_body_util::BodyExt;
use serde_json::Value as Json;

use crate::{
    answer,
    fault::{Cut, Fault},
    judge::{Judge, Received},
    record::{Entry, Outcome, Recorded},
    refusal::{self, Refusal},
    respond,
    route::Place,
    state::State,
};

/// The longest accepted body, in bytes: many times the size that any call needs.
pub(crate) const BODY_LIMIT: usize = 64 * 1024;

/// The number of bytes of a body that are read before the connection is closed. It exceeds the limit
/// because a caller that is still writing would not read the answer.
const READ_LIMIT: usize = 16 * BODY_LIMIT;

/// The answer to a call, before a fault changes it.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) header: Option<(HeaderName, HeaderValue)>,
    pub(crate) body: Json,
    /// The mistake in the request.
    pub(crate) problem: Option<String>,
}

pub(crate) async fn answer(state: Arc<State>, place: Arc<Place>, request: Request) -> Response {
    let (mut parts, body) = request.into_parts();
    let path = path_values(&mut parts).await;
    // A request that breaks off gets no answer: the caller is gone.
    let Some(body) = read(body).await else { return respond::cut() };
    let endpoint = place.endpoint(state.contract(), &parts.method);
    let kept = body.clone().unwrap_or_default();
    let entry = Entry::open(Arc::clone(&state), recorded(&state, &place, endpoint, &parts, kept));

    let name = endpoint.map(|index| state.endpoint(index).name.as_str());
    let fault = state.faults().take(name);
    if let Some(delay) = fault.as_ref().map(|fault| fault.delay).filter(|delay| *delay > Duration::ZERO) {
        tokio::time::sleep(delay).await;
    }
    let answer = match (fault.as_ref().and_then(|fault| fault.status), endpoint) {
        (Some(status), _) => failure(&state, endpoint, status),
        (None, None) => refused(&state, None, place.refuse(state.contract())),
        (None, Some(index)) => {
            let query = parts.uri.query().unwrap_or_default().to_owned();
            judged(&state, index, &Received { path, query, headers: parts.headers, body })
        }
    };
    let answer = turned(&state, endpoint, answer, fault.as_ref());
    close(entry, &answer, fault.as_ref());
    respond::response(answer, fault)
}

/// Returns the answer, made to be about another request if the fault says so.
fn turned(state: &State, endpoint: Option<usize>, mut answer: Answer, fault: Option<&Fault>) -> Answer {
    if let Some(index) = endpoint.filter(|_| fault.is_some_and(|fault| fault.about_another)) {
        echo::contradict(state.endpoint(index), &mut answer.body);
    }
    answer
}

/// The values of the path's placeholders; `None` if a value is not UTF-8.
async fn path_values(parts: &mut Parts) -> Option<Vec<String>> {
    use axum::extract::rejection::RawPathParamsRejection::InvalidUtf8InPathParam;
    match RawPathParams::from_request_parts(parts, &()).await {
        Ok(values) => Some(values.iter().map(|(_, value)| value.to_owned()).collect()),
        Err(InvalidUtf8InPathParam(_)) => None,
        Err(_) => Some(Vec::new()),
    }
}

/// Reads the body: `Some(None)` if it is too long, `None` if it breaks off.
async fn read(mut body: Body) -> Option<Option<Bytes>> {
    let mut bytes = BytesMut::new();
    let mut length = 0;
    while length <= READ_LIMIT {
        let Some(frame) = body.frame().await else {
            return Some((length <= BODY_LIMIT).then(|| bytes.freeze()));
        };
        let data = frame.ok()?.into_data().unwrap_or_default();
        length += data.len();
        if length <= BODY_LIMIT {
            bytes.extend_from_slice(&data);
        }
    }
    Some(None)
}

fn recorded(state: &State, place: &Place, endpoint: Option<usize>, parts: &Parts, body: Bytes) -> Recorded {
    Recorded {
        operation: endpoint.map(|index| state.endpoint(index).name.clone()),
        route: place.route(state.contract(), endpoint).map(str::to_owned),
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().map(str::to_owned),
        headers: parts.headers.clone(),
        body,
        arrived: Instant::now(),
        outcome: Outcome::Open,
        faulty: false,
        took: Duration::ZERO,
    }
}

/// Validates a call of an endpoint and answers it.
fn judged(state: &State, index: usize, received: &Received) -> Answer {
    let judge = Judge { state, index, endpoint: state.endpoint(index) };
    let reply = judge.judge(received).and_then(|accepted| answer::reply(state, index, &accepted));
    match reply {
        Ok(body) => Answer { status: StatusCode::OK, header: None, body, problem: None },
        Err(refusal) => refused(state, Some(index), refusal),
    }
}

fn refused(state: &State, endpoint: Option<usize>, refusal: Refusal) -> Answer {
    let body = refusal::envelope(state, endpoint, &refusal.text);
    Answer { status: refusal.status, header: refusal.header, body, problem: Some(refusal.text) }
}

/// The answer of a fault that sets a status.
fn failure(state: &State, endpoint: Option<usize>, status: StatusCode) -> Answer {
    let body = refusal::envelope(state, endpoint, "a fault was queued for this call");
    Answer { status, header: None, body, problem: None }
}

fn close(entry: Entry, answer: &Answer, fault: Option<&Fault>) {
    let outcome = if fault.is_some_and(|fault| fault.cut == Some(Cut::Unanswered)) {
        Outcome::Cut
    } else {
        Outcome::Answered { status: answer.status.as_u16(), problem: answer.problem.clone() }
    };
    entry.close(outcome, fault.is_some());
}
