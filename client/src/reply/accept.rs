//! Turns a response into a reply that succeeded, or into an error.

use std::{sync::Arc, time::SystemTime};

use bytes::Bytes;
use http::{
    HeaderMap, HeaderName, Response, StatusCode,
    header::{CONTENT_ENCODING, CONTENT_TYPE},
};

use crate::{
    auth::token::Token,
    clock::Moment,
    codegen::endpoint::Operation,
    error::{Delivery, Error, ErrorKind},
    redact::Secrets,
    reply::{
        binding::{self, Mismatch},
        explanation,
        failure::{Failure, is_temporary, retry_after},
        fast_path::is_plain,
        json_path,
        verdict::{Answered, Evidence, SUCCESS, Success, Verdict, decide},
    },
    request::Outgoing,
    transport::Limits,
};

/// A reply that succeeded, not decoded yet.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// The moment just before the request was sent.
    pub(crate) sent: Moment,
    /// The access token that the request carried.
    pub(crate) token: Option<Arc<Token>>,
}

/// Accepts a 2xx reply in JSON that proves its success and is about the request. Any other response is a
/// failure, whose messages for people do not repeat the `secrets` of the request.
pub(crate) fn accept(
    operation: &Operation,
    request: &Outgoing,
    response: Response<Bytes>,
    limits: Limits,
    sent: Moment,
    secrets: &Secrets<'_>,
) -> Result<Answer, Failure> {
    let (mut head, body) = response.into_parts();
    forget_telling_ids(&mut head.headers, secrets);
    let told = |error: Error| {
        error.delivery_is(Delivery::Answered(head.status)).request_id_is(told_id(&head.headers, secrets))
    };
    if !head.status.is_success() {
        let refused = Refused { status: head.status, headers: &head.headers, body: &body, limits };
        return Err(refusal(operation, request, &refused, secrets).map(told));
    }
    let proven = legible(&head.headers, &body, limits).and_then(|()| {
        proof(operation, request, &body, secrets)?;
        binding(operation, request, &body, secrets)
    });
    match proven {
        Ok(()) => Ok(Answer { status: head.status, headers: head.headers, body, sent, token: None }),
        Err(error) => {
            secrets.learn(&body);
            Err(Failure::permanent(told(error)))
        }
    }
}

/// Errors if a body is not JSON in plain UTF-8, or is larger or deeper than any reply.
fn legible(headers: &HeaderMap, body: &[u8], limits: Limits) -> Result<(), Error> {
    let refuse = |kind, note: &str| Err(Error::noted(kind, note));
    if body.len() > limits.reply {
        return refuse(ErrorKind::TooLarge, "the body is longer than any reply");
    }
    if is_encoded(headers) {
        return refuse(ErrorKind::Protocol, "it is compressed, though nobody asked for that");
    }
    if !is_json(headers) {
        return refuse(ErrorKind::Decode, "it is not JSON by its content type");
    }
    if std::str::from_utf8(body).is_err() {
        return refuse(ErrorKind::Decode, "it is not UTF-8");
    }
    if json_path::is_too_deep(body) {
        return refuse(ErrorKind::Decode, "it is nested too deep");
    }
    Ok(())
}

/// Errors unless [`decide`] finds that the reply succeeded.
fn proof(operation: &Operation, request: &Outgoing, body: &[u8], secrets: &Secrets<'_>) -> Result<(), Error> {
    if is_plain(body, operation.status) {
        return Ok(());
    }
    let (evidence, whole) = Evidence::read(operation, body);
    whole.map_err(|error| json_path::mistake(body, &error, secrets))?;
    let verdict = decide(Answered::Well, evidence, operation.status_optional);
    let missing =
        |what: String| Error::noted(ErrorKind::Decode, "it is missing, and proves success").path_is(what);
    let wrong = |error| Err(explanation::with_reply(error, operation, body, secrets));
    let failed = |error| Err(explanation::with_code(error, operation, body, secrets));
    match (verdict, evidence.success) {
        (Verdict::Success, _) => Ok(()),
        // A failure of another request says nothing about this call.
        (Verdict::Failure, _) if is_of_another(operation, request, body) => {
            binding(operation, request, body, secrets)
        }
        (Verdict::Failure, _) => failed(Error::of_kind(ErrorKind::Api).definite()),
        (Verdict::Contradiction, _) => failed(Error::of_kind(ErrorKind::Contradictory)),
        (Verdict::Undecided, Success::True) => wrong(missing(operation.status.join("."))),
        (Verdict::Undecided, Success::False) => failed(Error::of_kind(ErrorKind::Api)),
        (Verdict::Undecided, _) => wrong(missing(SUCCESS.to_owned())),
    }
}

/// Errors if the reply is about another request, or lacks a field that says which request it is about.
fn binding(
    operation: &Operation,
    request: &Outgoing,
    body: &[u8],
    secrets: &Secrets<'_>,
) -> Result<(), Error> {
    if operation.echoes.is_empty() {
        return Ok(());
    }
    let error = match binding::mismatch(operation, request, body) {
        None => return Ok(()),
        Some(Mismatch::Differs(path)) => Error::noted(
            ErrorKind::Protocol,
            "the reply is about something else: it does not repeat what was sent",
        )
        .path_is(path.to_owned()),
        Some(Mismatch::Missing(path)) => {
            Error::noted(ErrorKind::Decode, "it is missing, and says what the reply is about")
                .path_is(path.to_owned())
        }
    };
    Err(explanation::with_reply(error, operation, body, secrets))
}

/// A response whose status is not 2xx.
struct Refused<'a> {
    status: StatusCode,
    headers: &'a HeaderMap,
    body: &'a [u8],
    limits: Limits,
}

/// Makes the error of a status other than 2xx, with the explanation of its body.
fn refusal(
    operation: &Operation,
    request: &Outgoing,
    refused: &Refused<'_>,
    secrets: &Secrets<'_>,
) -> Failure {
    let Refused { status, headers, body, .. } = *refused;
    let temporary = is_temporary(status);
    let wait = retry_after(headers, SystemTime::now()).filter(|_| temporary);
    let error = Error::of_kind(kind(status)).retry_after_is(wait);
    let error = explanation::with_code(error, operation, body, secrets);
    let error = match refused.verdict(operation) {
        Verdict::Failure if is_of_another(operation, request, body) => {
            error.note("its body is about something else")
        }
        Verdict::Failure => error.definite(),
        Verdict::Contradiction => error.note("its body says otherwise"),
        _ if status.is_redirection() => error.note("it is a redirect, which would carry secrets elsewhere"),
        _ => error,
    };
    Failure { error, temporary, retry_after: wait }
}

/// True if the body repeats other values than the request sent. A refusal need not repeat any.
fn is_of_another(operation: &Operation, request: &Outgoing, body: &[u8]) -> bool {
    matches!(binding::mismatch(operation, request, body), Some(Mismatch::Differs(_)))
}

impl Refused<'_> {
    fn verdict(&self, operation: &Operation) -> Verdict {
        let (evidence, whole) = Evidence::read(operation, self.body);
        let verdict = decide(Answered::of(self.status), evidence, operation.status_optional);
        let read = match whole {
            Ok(()) => true,
            // Below the limit, the service did not send the rest, and the status says what the refusal means.
            Err(error) if error.is_eof() => self.body.len() < self.limits.explanation,
            Err(_) => !looks_like_json(self.body),
        };
        // A body that could not be read may say anything.
        if verdict == Verdict::Failure && (!read || is_encoded(self.headers)) {
            Verdict::Undecided
        } else {
            verdict
        }
    }
}

/// True if the body begins as JSON does, rather than as HTML or a sentence.
fn looks_like_json(body: &[u8]) -> bool {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii_start();
    body.starts_with(b"{") || body.starts_with(b"[")
}

fn kind(status: StatusCode) -> ErrorKind {
    match status.as_u16() {
        401 => ErrorKind::Unauthorized,
        403 => ErrorKind::Forbidden,
        404 => ErrorKind::NotFound,
        408 => ErrorKind::Timeout,
        409 => ErrorKind::Conflict,
        429 => ErrorKind::RateLimited,
        400..=499 => ErrorKind::Rejected,
        500..=599 => ErrorKind::Server,
        _ => ErrorKind::Protocol,
    }
}

/// True if the content type is JSON or absent. Parsing then finds a body that is not JSON.
fn is_json(headers: &HeaderMap) -> bool {
    let Some(kind) = headers.get(CONTENT_TYPE) else { return true };
    let kind = kind.to_str().unwrap_or_default().split(';').next().unwrap_or_default().trim();
    let suffix = kind.rsplit_once('+').map_or("", |(_, suffix)| suffix);
    kind.eq_ignore_ascii_case("application/json") || suffix.eq_ignore_ascii_case("json")
}

/// The headers that may hold the service's id of a request. Gateways use different names.
static REQUEST_IDS: [HeaderName; 3] = [
    HeaderName::from_static("x-request-id"),
    HeaderName::from_static("x-amzn-requestid"),
    HeaderName::from_static("x-correlation-id"),
];

/// Returns the id that the service gave a request.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    REQUEST_IDS.iter().find_map(|name| headers.get(name)).and_then(|value| value.to_str().ok())
}

/// Returns the id that an error shows: the first that repeats no secret of the request.
pub(crate) fn told_id<'h>(headers: &'h HeaderMap, secrets: &Secrets<'_>) -> Option<&'h str> {
    let ids = REQUEST_IDS.iter().filter_map(|name| headers.get(name)?.to_str().ok());
    ids.into_iter().find(|id| !secrets.are_in(id))
}

/// Removes ids that repeat a secret of the client, because a response shows its id.
fn forget_telling_ids(headers: &mut HeaderMap, secrets: &Secrets<'_>) {
    for name in &REQUEST_IDS {
        let id = headers.get(name).and_then(|value| value.to_str().ok());
        if id.is_some_and(|id| secrets.of_client_are_in(id)) {
            headers.remove(name);
        }
    }
}

/// True if a response is compressed, although the request did not ask for that.
fn is_encoded(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_ENCODING).is_some_and(|encoding| encoding != "identity")
}
