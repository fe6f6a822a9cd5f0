//! Handles one call, from the request to the response.

use std::{sync::Arc, time::Duration};

use alignet_spec::{echo, exact};
use axum::{
    body::Body,
    extract::{FromRequestParts, RawPathParams, Request},
    response::Response,
};
use bytes::{Bytes, BytesMut};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, request::Parts};
use http_body_util::BodyExt;
use serde_json::Value as Json;

use crate::{
    fault::{Cut, Fault},
    journal::{Ending, Entry, LoggedCall},
    reply::{
        built::Reply,
        refusal::{self, Refusal},
    },
    request::{BODY_LIMIT, Received},
    server::{
        keyed,
        resource::Resource,
        response::{self, Answer},
    },
    state::State,
    validate::Validator,
};

/// The number of bytes of a body that are read before the connection is closed. It exceeds the limit
/// because a caller that is still writing would not read the answer.
const READ_LIMIT: usize = 16 * BODY_LIMIT;

pub(crate) async fn answer(state: Arc<State>, resource: Arc<Resource>, request: Request) -> Response {
    let (mut parts, body) = request.into_parts();
    let path = path_values(&mut parts).await;
    // A request that breaks off gets no answer: the caller is gone.
    let Some(body) = read(body).await else { return response::cut() };
    let endpoint = resource.endpoint(&state, &parts, body.as_deref());
    let call = logged(&state, &resource, endpoint, &parts, body.as_deref().unwrap_or_default());
    served(&state, endpoint, call, || {
        let Some(index) = endpoint else { return refused(&state, None, resource.refuse(state.contract())) };
        let query = parts.uri.query().unwrap_or_default().to_owned();
        validated(&state, index, Received { path, query, headers: parts.headers, body })
    })
    .await
}

/// Logs a call, and answers it as `serve` does or as a queued fault for its operation says.
pub(crate) async fn served(
    state: &Arc<State>,
    endpoint: Option<usize>,
    call: LoggedCall,
    serve: impl FnOnce() -> (Answer, Json),
) -> Response {
    let fault = state.faults().take(call.operation.as_deref());
    let entry = Entry::open(Arc::clone(&state.journal), call);
    if let Some(delay) = fault.as_ref().map(|fault| fault.delay).filter(|delay| *delay > Duration::ZERO) {
        tokio::time::sleep(delay).await;
    }
    let (answer, mut body) = match fault.as_ref().and_then(|fault| fault.status) {
        Some(status) => failure(state, endpoint, status),
        None => serve(),
    };
    if let Some(index) = endpoint.filter(|_| fault.as_ref().is_some_and(|fault| fault.about_another)) {
        echo::contradict(state.endpoint(index), &mut body);
    }
    close(entry, &answer, fault.as_ref());
    let body = if body.is_null() { Bytes::new() } else { Bytes::from(exact::write(&body)) };
    response::response(answer, body, fault)
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

fn logged(
    state: &State,
    resource: &Resource,
    endpoint: Option<usize>,
    parts: &Parts,
    body: &[u8],
) -> LoggedCall {
    LoggedCall {
        operation: endpoint.map(|index| state.endpoint(index).name.clone()),
        route: resource.route(state.contract(), endpoint).map(str::to_owned),
        query: parts.uri.query().map(str::to_owned),
        headers: own(&parts.headers),
        body: Bytes::copy_from_slice(body),
        ..LoggedCall::open(parts.method.as_str(), parts.uri.path(), state.clock.now())
    }
}

/// Copies headers. As they were read, they share the buffer of the connection, which a log of them would keep.
fn own(headers: &HeaderMap) -> HeaderMap {
    let own = |(name, value): (&HeaderName, &HeaderValue)| {
        let name = HeaderName::from_bytes(name.as_str().as_bytes()).ok()?;
        Some((name, HeaderValue::from_bytes(value.as_bytes()).ok()?))
    };
    headers.iter().filter_map(own).collect()
}

/// Validates a call of an endpoint and answers it.
fn validated(state: &State, index: usize, mut received: Received) -> (Answer, Json) {
    let validator = Validator { state, index, endpoint: state.endpoint(index) };
    let remarks = validator.mend(&mut received);
    let reply =
        validator.validate(&received).and_then(|accepted| keyed::reply(state, index, &received, &accepted));
    let (answer, body) = match reply {
        Ok(Reply { headers, body, mistakes }) => {
            let document = state.settings.documents[index].clone();
            let texts: Vec<&str> = mistakes.iter().map(|mistake| mistake.text.as_str()).collect();
            let problem = (!texts.is_empty()).then(|| texts.join("; "));
            let status = success(state, index);
            (Answer { status, headers, document, problem, mistakes, ..Answer::default() }, body)
        }
        Err(refusal) => refused(state, Some(index), refusal),
    };
    (Answer { remarks, ..answer }, body)
}

fn refused(state: &State, endpoint: Option<usize>, refusal: Refusal) -> (Answer, Json) {
    let body = refusal::body(state, endpoint, &refusal);
    (refusal.into(), body)
}

/// The status of a call of endpoint `index` that succeeds.
pub(crate) fn success(state: &State, index: usize) -> StatusCode {
    let status = state.endpoint(index).success.and_then(|status| StatusCode::from_u16(status).ok());
    status.unwrap_or(StatusCode::OK)
}

/// The answer of a fault that sets a status.
fn failure(state: &State, endpoint: Option<usize>, status: StatusCode) -> (Answer, Json) {
    let body = refusal::body(state, endpoint, &Refusal::new(status, "a fault was queued for this call"));
    (Answer { status, ..Answer::default() }, body)
}

fn close(entry: Entry, answer: &Answer, fault: Option<&Fault>) {
    let ending = if fault.is_some_and(|fault| fault.cut == Some(Cut::Unanswered)) {
        Ending::Cut
    } else {
        Ending::Answered { status: answer.status.as_u16(), problem: answer.problem.clone() }
    };
    entry.close(ending, fault.is_some(), answer.mistakes.clone(), answer.remarks.clone());
}
