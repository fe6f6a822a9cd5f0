//! Turns a response into a reply that succeeded, or into an error.

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, Response, StatusCode, response::Parts};

use crate::{
    auth::token::Token,
    clock::Moment,
    codegen::endpoint::{Holds, Operation},
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
        unproven::{is_declared, speaks, stray},
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

/// Accepts a 2xx reply that proves its success, or that the contract declares as a success without proof, and that is about
/// the request. Any other response is a failure, whose messages for people do not repeat the `secrets` of the request.
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
    let absent = body.is_empty() && matches!(operation.holds, Holds::Nothing(_));
    let succeeded = if absent { Ok(()) } else { plain(&head.headers, &body, limits) }
        .and_then(|()| succeeded(operation, request, &head, &body, secrets))
        .and_then(|()| binding(operation, request, &body, secrets));
    match succeeded {
        Ok(()) => {
            // The type of an absent body has no fields.
            let body = if absent { Bytes::from_static(b"{}") } else { body };
            Ok(AcceptedReply { status: head.status, headers: head.headers, body, sent, token: None })
        }
        Err(error) => {
            secrets.learn(&body);
            Err(Failure::permanent(told(error)))
        }
    }
}

/// Errors if a body is compressed, or longer than any reply.
fn plain(headers: &HeaderMap, body: &[u8], limits: Limits) -> Result<(), Error> {
    if body.len() > limits.reply {
        Err(Error::noted(ErrorKind::TooLarge, "the body is longer than any reply"))
    } else if is_encoded(headers) {
        Err(Error::noted(ErrorKind::Protocol, "it is compressed, though nobody asked for that"))
    } else {
        Ok(())
    }
}

/// Errors unless a 2xx response is a success.
fn succeeded(
    operation: &Operation,
    request: &EncodedRequest,
    head: &Parts,
    body: &[u8],
    secrets: &Secrets<'_>,
) -> Result<(), Error> {
    let is_json = is_json(&head.headers);
    if is_declared(operation, head, body)
        && decide(Answered::Declared, Evidence::NONE, operation.status_optional) == Verdict::Success
    {
        return if matches!(operation.holds, Holds::List(_)) { legible(body, is_json) } else { Ok(()) };
    }
    let proves = |is_json| legible(body, is_json).and_then(|()| proof(operation, request, body, secrets));
    if let Holds::Object | Holds::Nothing(_) = operation.holds {
        return proves(is_json);
    }
    // An object says that a call failed, but is neither a list nor a document.
    match proves(is_json || speaks(operation, body)) {
        Err(error) if error.kind() != ErrorKind::Decode => Err(error),
        _ => Err(explanation::with_reply(stray(operation, head, secrets), operation, body, secrets)),
    }
}

/// Errors if a body is not JSON in UTF-8, or is nested deeper than any reply.
fn legible(body: &[u8], is_json: bool) -> Result<(), Error> {
    let refuse = |kind, note: &str| Err(Error::noted(kind, note));
    if !is_json {
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
