//! Replies, handled the whole way that a call handles them.

use std::{fmt::Debug, str, time::Duration};

use bytes::Bytes;
use http::{
    HeaderMap, HeaderName, HeaderValue, Response, StatusCode, Uri,
    header::{CONTENT_TYPE, RETRY_AFTER},
};
use serde_json::Value as Json;
use tokio::time::Instant;

use super::seen::{CANARY, assert_bounded, assert_clean, planted};
use crate::{
    api::{AuthorizeChargeRequest, CreateNonceRequest, CreateTokenRequest, GetChargeRequest},
    auth::token::Token,
    clock::Moment,
    codegen::{
        endpoint::{Endpoint, Operation},
        reply::Reply as _,
        token_fetch::FetchesTokens,
        wire::{Object, read_exactly},
    },
    error::ErrorKind,
    redact::Secrets,
    reply::{accept::accept, failure::Failure, json_path::mistake, status::is_temporary},
    request::EncodedRequest,
    transport::Limits,
    types::secret::Sent,
};

/// The most bytes of a reply: few, so that inputs reach the limit.
const LONGEST_REPLY: usize = 4096;

/// Reads a reply to the request for a token, with status 200.
///
/// # Panics
///
/// Panics if the reply is accepted without proof of success, or the token is not as it came.
pub fn token_reply(data: &[u8]) {
    let body = planted(data);
    let Some(mut reply) = replied::<CreateTokenRequest>(&body) else { return };
    reply.bind(Sent(Moment::now()));
    assert_clean(&format!("{:?}", reply.access_token));
    assert!(reply.expires_in.is_none_or(|lifetime| reply.access_token.remaining() < lifetime));
    let (secret, kind) = CreateTokenRequest::token(reply);
    let text = secret.clone().into_secret();
    assert_came(&body, "access_token", text.expose());

    let visible = text.expose().bytes().all(|byte| byte.is_ascii_graphic());
    let sendable = visible && (1..=8192).contains(&text.expose().len());
    let bearer = kind.as_ref().is_none_or(|kind| kind.eq_ignore_ascii_case("bearer"));
    match Token::new(secret, kind.as_deref(), Moment::now()) {
        Ok(token) => {
            assert!(sendable && bearer && token.value() == text.expose() && token.header.is_sensitive());
            assert_clean(&format!("{token:?}"));
        }
        Err(error) => {
            assert!(!sendable || !bearer);
            assert_bounded(&error);
        }
    }
}

/// Reads a reply to the request for a nonce, with status 200.
///
/// # Panics
///
/// Panics if the reply is accepted without proof of success, or the nonce is not as it came.
pub fn nonce_reply(data: &[u8]) {
    let body = planted(data);
    let Some(mut reply) = replied::<CreateNonceRequest>(&body) else { return };
    reply.bind(Sent(Moment::now()));
    assert_clean(&format!("{:?}", reply.nonce));
    let lifetime = reply.expires_in.unwrap_or(Duration::from_secs(30));
    assert!(reply.nonce.remaining() < lifetime);
    match reply.nonce.expose() {
        Ok(text) => assert_came(&body, "nonce", &text),
        Err(error) => assert_eq!(error.kind(), ErrorKind::Expired),
    }
}

/// Reads a reply to a charge, or to a query of a charge, with status 200.
///
/// # Panics
///
/// Panics if funds count as proven that the reply does not prove, or if the reply is not read back as it was.
pub fn charge_reply(data: &[u8]) {
    const PROOF: &str = "AUTORIZADO";
    let body = planted(data);
    // A body that is broken only in fields that inform is no JSON to a stricter parser.
    let Ok(json) = serde_json::from_slice::<Json>(&body) else {
        replied::<AuthorizeChargeRequest>(&body);
        replied::<GetChargeRequest>(&body);
        return;
    };
    if let Some(reply) = replied::<AuthorizeChargeRequest>(&body) {
        assert_eq!(reply.outcome().is_authorised(), json["transaction"]["state"] == PROOF);
        assert_kept(&reply);
    }
    if let Some(reply) = replied::<GetChargeRequest>(&body) {
        let operation = &json["operation"];
        let attempts = operation["transactions"].as_array().map_or(&[][..], Vec::as_slice);
        let proven = operation["state"] == PROOF && attempts.iter().any(|attempt| attempt["state"] == PROOF);
        assert_eq!(reply.outcome().is_authorised(), proven);
        assert_kept(&reply);
    }
}

/// Asserts that what is stored of a reply is as the contract says, and is read back equal.
fn assert_kept<T: Object + PartialEq + Debug>(reply: &T) {
    let kept = serde_json::to_vec(reply).unwrap_or_default();
    let again = read_exactly(&kept);
    assert_eq!(again.as_ref().ok(), Some(reply), "{}", String::from_utf8_lossy(&kept));
}

/// Reads an answer with any status: the first line is the status, the second the request id, the third
/// `Retry-After`, and the rest is the body.
///
/// # Panics
///
/// Panics if an error is not bounded, or shows a secret.
pub fn refusal(data: &[u8]) {
    let input = planted(data);
    let mut parts = input.splitn(4, |byte| *byte == b'\n');
    let mut part = || parts.next().unwrap_or_default();
    let status = str::from_utf8(part()).ok().and_then(|text| text.parse::<u16>().ok());
    let status =
        status.and_then(|status| StatusCode::from_u16(status).ok()).unwrap_or(StatusCode::BAD_REQUEST);
    let mut headers = HeaderMap::new();
    for name in [HeaderName::from_static("x-request-id"), RETRY_AFTER] {
        headers.extend(HeaderValue::from_bytes(part()).ok().map(|value| (Some(name), value)));
    }
    let body = part();

    for operation in [&CreateNonceRequest::OPERATION, &TOP, &NOWHERE, &LIST, &DOCUMENT] {
        let Err(failure) = answered(operation, status, headers.clone(), body) else {
            assert!(status.is_success());
            continue;
        };
        let error = &failure.error;
        assert_eq!(error.status(), Some(status));
        assert!(!failure.temporary || is_temporary(status));
        assert!(failure.retry_after.is_none() || failure.temporary);
        assert_eq!(failure.retry_after, error.retry_after());
        assert_bounded(error);
    }
}

/// An endpoint whose reply is its status object.
const TOP: Operation = Operation::get("top", 0, "/").optional_status(&[]);
/// An endpoint whose status object is at a path that no reply has.
const NOWHERE: Operation = Operation::delete("nowhere", 0, "/").status(&["$", "0", ""]);

/// An endpoint whose reply is a list.
const LIST: Operation = Operation::get("list", 0, "/").list(200);
/// An endpoint whose reply is a document, which no answer without a content type is.
const DOCUMENT: Operation = Operation::get("document", 0, "/").document(200, "application/pdf");

/// Reads a body with status 200 as a call does.
fn replied<E: Endpoint>(body: &[u8]) -> Option<E::Reply> {
    let headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static("application/json"))]);
    let reply = match answered(&E::OPERATION, StatusCode::OK, headers, body) {
        Ok(body) => E::Reply::read(&HeaderMap::new(), &body)
            .map(|(reply, _)| reply)
            .map_err(|error| mistake(&body, &error, &Secrets::of_client([CANARY, ""]))),
        Err(failure) => Err(failure.error),
    };
    match reply {
        Ok(reply) => {
            assert_proven(body, &E::OPERATION);
            Some(reply)
        }
        Err(error) => {
            use ErrorKind::{Api, Contradictory, Decode, TooLarge};
            assert!(matches!(error.kind(), Api | Contradictory | Decode | TooLarge));
            assert_bounded(&error);
            None
        }
    }
}

/// A request without values for a reply to repeat.
pub(crate) fn unsent() -> EncodedRequest {
    EncodedRequest { uri: Uri::from_static("/"), headers: Vec::new(), body: Bytes::new() }
}

fn answered(
    operation: &Operation,
    status: StatusCode,
    headers: HeaderMap,
    body: &[u8],
) -> Result<Bytes, Failure> {
    let mut response = Response::new(Bytes::copy_from_slice(body));
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    let limits = Limits::new(Instant::now(), Duration::from_secs(1), LONGEST_REPLY, LONGEST_REPLY, false);
    let secrets = Secrets::of_client([CANARY, ""]);
    let answer = accept(operation, &unsent(), response, limits, Moment::now(), &secrets);
    answer.map(|answer| answer.body)
}

/// Asserts by a second reading that the body proves success.
fn assert_proven(body: &[u8], operation: &Operation) {
    let Ok(json) = serde_json::from_slice::<Json>(body) else { return };
    assert!(json["success"] == true || json["success"] == "true");
    let status = operation.status.iter().fold(&json, |json, key| &json[key]);
    assert!(status["code"] == "00" || status["code"].is_null() && operation.status_optional);
}

/// Asserts by a second reading that a secret is as it came.
fn assert_came(body: &[u8], field: &str, secret: &str) {
    let Ok(json) = serde_json::from_slice::<Json>(body) else { return };
    assert!(json[field] == secret, "`{field}` is not as it came");
}
