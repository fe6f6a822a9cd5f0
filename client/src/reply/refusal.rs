//! Turns a response with a status other than 2xx into an error, with the explanation of its body.

use std::time::SystemTime;

use http::{HeaderMap, StatusCode};

use crate::{
    codegen::endpoint::Operation,
    error::{Error, ReplyType},
    redact::Secrets,
    reply::{
        binding::is_of_another,
        explanation,
        failure::{Failure, retry_after},
        headers::is_encoded,
        status::{Answered, is_temporary, kind},
        verdict::{Evidence, Verdict, decide},
    },
    request::EncodedRequest,
    transport::Limits,
};

/// A response whose status is not 2xx.
pub(super) struct Refused<'a> {
    pub(super) status: StatusCode,
    pub(super) headers: &'a HeaderMap,
    pub(super) body: &'a [u8],
    pub(super) limits: Limits,
}

/// Makes the error of a status other than 2xx, with the explanation of its body.
pub(super) fn refusal(
    operation: &Operation,
    request: &EncodedRequest,
    refused: &Refused<'_>,
    secrets: &Secrets<'_>,
) -> Failure {
    let Refused { status, headers, body, .. } = *refused;
    let temporary = is_temporary(status);
    let wait = retry_after(headers, SystemTime::now()).filter(|_| temporary);
    let error = Error::of_kind(kind(status)).retry_after_is(wait);
    let error = explanation::with_code(error, operation, body, secrets);
    let error = match operation.error_at(status) {
        Some(of) => error.reply_type_is(ReplyType::Declared(of)),
        None => error,
    };
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
