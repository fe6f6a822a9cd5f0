//! Whether an answer is a reply that succeeded, and what error it is otherwise.

use std::time::SystemTime;

use bytes::Bytes;
use http::{
    HeaderMap, HeaderName, Response, StatusCode,
    header::{CONTENT_ENCODING, CONTENT_TYPE},
};

use crate::{
    clock::Moment,
    decode,
    endpoint::{Operation, Repeat},
    envelope::{Envelope, PROCESSED},
    error::{Delivery, Error, ErrorKind},
    execute::Answer,
    proof::is_plain,
    redact::Secrets,
    retry::{Failure, is_temporary, retry_after},
    transport::Limits,
};

/// Accepts a 2xx reply in JSON that proves its success; everything else is a failure, whose words for
/// people do not repeat the `secrets` of the request.
pub(crate) fn accept(
    operation: &Operation,
    response: Response<Bytes>,
    limits: Limits,
    sent: Moment,
    secrets: &Secrets<'_>,
) -> Result<Answer, Failure> {
    let (mut head, body) = response.into_parts();
    forget_telling_ids(&mut head.headers, secrets);
    let refuse = |kind: ErrorKind, note: &str| {
        let error = Error::noted(kind, note)
            .delivery_is(Delivery::Answered(head.status))
            .request_id_is(told_id(&head.headers, secrets));
        Err(Failure::permanent(error))
    };
    if !head.status.is_success() {
        return Err(refusal(operation, head.status, &head.headers, &body, secrets));
    }
    if body.len() > limits.reply {
        return refuse(ErrorKind::TooLarge, "the body is longer than any reply");
    }
    if is_encoded(&head.headers) {
        return refuse(ErrorKind::Protocol, "it is compressed, though nobody asked for that");
    }
    if !is_json(&head.headers) {
        return refuse(ErrorKind::Decode, "it is not JSON by its content type");
    }
    if decode::is_too_deep(&body) {
        return refuse(ErrorKind::Decode, "it is nested too deep");
    }
    let proven = || {
        Envelope::read(&body, operation.status)
            .map_err(|error| decode::mistake(&body, &error, secrets))
            .and_then(|envelope| proof(operation, &envelope, &body, secrets))
    };
    match if is_plain(&body, operation.status) { Ok(()) } else { proven() } {
        Ok(()) => Ok(Answer { status: head.status, headers: head.headers, body, sent, token: None }),
        Err(error) => {
            let error = error
                .delivery_is(Delivery::Answered(head.status))
                .request_id_is(told_id(&head.headers, secrets));
            Err(Failure::permanent(error))
        }
    }
}

/// Success takes `success` true and, unless the contract lets it be absent, the code `00`, or the one
/// with which a part may have been done.
fn proof(
    operation: &Operation,
    envelope: &Envelope,
    body: &[u8],
    secrets: &Secrets<'_>,
) -> Result<(), Error> {
    let code = envelope.status.as_ref().and_then(|status| status.code.as_deref());
    let missing = |what: String| {
        Err(Error::noted(ErrorKind::Decode, "it is missing, and proves success").path_is(what))
    };
    match (envelope.success, code) {
        (Some(true), Some(PROCESSED)) => Ok(()),
        (Some(true), Some(_)) if code == operation.partial => Ok(()),
        (Some(true), None) if operation.status_optional => Ok(()),
        (Some(true), None) => missing(operation.status.join(".")),
        (None, _) => missing("success".to_owned()),
        (Some(_), _) => {
            let (code, messages) =
                Envelope::explain(body, operation.status).status.unwrap_or_default().hiding(secrets);
            let error = Error::of_kind(ErrorKind::Api).vendor(code, messages);
            // A success with the code of a failure contradicts itself, and denies nothing.
            let unsettled = operation.repeat == Repeat::Never && envelope.success == Some(true);
            Err(if unsettled { error.indeterminate() } else { error })
        }
    }
}

/// The error that a status other than 2xx is, with whatever its body explains.
fn refusal(
    operation: &Operation,
    status: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
    secrets: &Secrets<'_>,
) -> Failure {
    let (code, messages) =
        Envelope::explain(body, operation.status).status.unwrap_or_default().hiding(secrets);
    let temporary = is_temporary(status);
    let wait = retry_after(headers, SystemTime::now()).filter(|_| temporary);
    let error = Error::of_kind(kind(status))
        .delivery_is(Delivery::Answered(status))
        .request_id_is(told_id(headers, secrets))
        .vendor(code, messages)
        .retry_after_is(wait);
    let error = if status.is_redirection() {
        error.note("it is a redirect, which would carry secrets elsewhere")
    } else {
        error
    };
    Failure { error, temporary, retry_after: wait }
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

/// An absent content type is let through: what isn't JSON is found out right after.
fn is_json(headers: &HeaderMap) -> bool {
    let Some(kind) = headers.get(CONTENT_TYPE) else { return true };
    let kind = kind.to_str().unwrap_or_default().split(';').next().unwrap_or_default().trim();
    let suffix = kind.rsplit_once('+').map_or("", |(_, suffix)| suffix);
    kind.eq_ignore_ascii_case("application/json") || suffix.eq_ignore_ascii_case("json")
}

/// Where the id stands that the service gave a request: gateways name it in different ways.
static REQUEST_IDS: [HeaderName; 3] = [
    HeaderName::from_static("x-request-id"),
    HeaderName::from_static("x-amzn-requestid"),
    HeaderName::from_static("x-correlation-id"),
];

/// The id that the service gave a request.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    REQUEST_IDS.iter().find_map(|name| headers.get(name)).and_then(|value| value.to_str().ok())
}

/// The same for an error, which shows it: no id that repeats a secret of the request.
pub(crate) fn told_id<'h>(headers: &'h HeaderMap, secrets: &Secrets<'_>) -> Option<&'h str> {
    let ids = REQUEST_IDS.iter().filter_map(|name| headers.get(name)?.to_str().ok());
    ids.into_iter().find(|id| !secrets.are_in(id))
}

/// Takes away ids that repeat a secret of the client: an answer shows its id.
fn forget_telling_ids(headers: &mut HeaderMap, secrets: &Secrets<'_>) {
    for name in &REQUEST_IDS {
        let id = headers.get(name).and_then(|value| value.to_str().ok());
        if id.is_some_and(|id| secrets.of_client_are_in(id)) {
            headers.remove(name);
        }
    }
}

/// Whether an answer is compressed, though nobody asked for that.
fn is_encoded(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_ENCODING).is_some_and(|encoding| encoding != "identity")
}
