//! Turns a response into a reply that succeeded, or into an error.

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, Response, StatusCode};

use crate::{
    auth::token::Token,
    clock::Moment,
    codegen::endpoint::Operation,
    error::{Delivery, Error, ErrorKind},
    redact::Secrets,
    reply::{
        binding::{self, Mismatch, is_of_another},
        explanation,
        failure::Failure,
        fast_path::is_plain,
        headers::{forget_telling_ids, is_encoded, is_json, mark_secrets, told_id},
        json_path,
        refusal::{Refused, refusal},
        status::Answered,
        verdict::{Evidence, SUCCESS, Success, Verdict, decide},
    },
    request::EncodedRequest,
    transport::Limits,
};

/// A reply that succeeded, not decoded yet.
pub(crate) struct AcceptedReply {
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
    request: &EncodedRequest,
    response: Response<Bytes>,
    limits: Limits,
    sent: Moment,
    secrets: &Secrets<'_>,
) -> Result<AcceptedReply, Failure> {
    let (mut head, body) = response.into_parts();
    forget_telling_ids(&mut head.headers, secrets);
    mark_secrets(&mut head.headers, operation);
    secrets.learn_headers(&head.headers);
    let told = |error: Error| {
        error.delivery_is(Delivery::Answered(head.status)).request_id_is(told_id(&head.headers, secrets))
    };
    if !head.status.is_success() {
        let refused = Refused { status: head.status, headers: &head.headers, body: &body, limits };
        return Err(refusal(operation, request, &refused, secrets).map(told));
    }
    if Answered::well(operation, head.status, &body) == Answered::Bodyless
        && decide(Answered::Bodyless, Evidence::NONE, operation.status_optional) == Verdict::Success
    {
        // Its type has no fields.
        let body = Bytes::from_static(b"{}");
        return Ok(AcceptedReply { status: head.status, headers: head.headers, body, sent, token: None });
    }
    let proven = legible(&head.headers, &body, limits).and_then(|()| {
        proof(operation, request, &body, secrets)?;
        binding(operation, request, &body, secrets)
    });
    match proven {
        Ok(()) => Ok(AcceptedReply { status: head.status, headers: head.headers, body, sent, token: None }),
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
fn proof(
    operation: &Operation,
    request: &EncodedRequest,
    body: &[u8],
    secrets: &Secrets<'_>,
) -> Result<(), Error> {
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
    request: &EncodedRequest,
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
