//! Responses at the edges: every status, the limits of size and depth, and the headers that say how to read a body.

use bytes::Bytes;
use http::{HeaderMap, Response, StatusCode, header::CONTENT_TYPE};
use serde_json::json;

use crate::{
    api::CreateNonceRequest,
    clock::Moment,
    codegen::endpoint::Endpoint,
    error::{Error, ErrorKind},
    fuzz::unsent,
    limits::EXPLANATION,
    redact::Secrets,
    reply::{accept::accept, json_path::is_too_deep},
    transport::Limits,
};

/// The most bytes of a reply in these tests.
const LIMIT: usize = 1_000;
/// The most bytes of a refusal's body in these tests.
const CUT: usize = 600;

const NONCE: &str =
    r#"{"success":true,"nonce":"n","expires_in":30,"nonce_creation":{"meta":{"status":{"code":"00"}}}}"#;

/// Receives a response to a request for a nonce.
fn receive(status: u16, headers: &[(&'static str, &str)], body: &str) -> Result<(), Error> {
    let mut response = Response::new(Bytes::from(body.to_owned()));
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    let headers = headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
    *response.headers_mut() = HeaderMap::from_iter(headers);
    let limits =
        Limits::new(tokio::time::Instant::now(), std::time::Duration::from_secs(1), LIMIT, CUT, false);
    let (operation, secrets) = (const { &CreateNonceRequest::OPERATION }, Secrets::of_client(["", ""]));
    let accepted = accept(operation, &unsent(), response, limits, Moment::now(), &secrets);
    accepted.map(drop).map_err(|failure| failure.error)
}

#[test]
fn every_status_has_its_kind() {
    for status in (100..1000).filter(|status| !(200..300).contains(status)) {
        let expected = match status {
            401 => ErrorKind::Unauthorized,
            403 => ErrorKind::Forbidden,
            404 => ErrorKind::NotFound,
            408 => ErrorKind::Timeout,
            409 => ErrorKind::Conflict,
            429 => ErrorKind::RateLimited,
            400..500 => ErrorKind::Rejected,
            500..600 => ErrorKind::Server,
            _ => ErrorKind::Protocol,
        };
        let error = receive(status, &[], "").unwrap_err();
        assert_eq!(error.kind(), expected, "{status}");
        let redirect = error.to_string().contains("it is a redirect");
        assert_eq!(redirect, (300..400).contains(&status), "{status}: {error}");
    }
}

#[test]
fn a_refusal_that_says_success_is_no_definite_failure() {
    let error = receive(400, &[], NONCE).unwrap_err();
    assert!(!error.is_definite() && error.to_string().contains("its body says otherwise"), "{error}");
}

#[test]
fn a_refusal_that_breaks_off_is_definite_only_below_its_limit() {
    for (length, definite) in [(CUT - 1, true), (CUT, false), (CUT + 1, false)] {
        let body = format!("{:x<length$}", r#"{"success":false,"meta":""#);
        assert_eq!(receive(400, &[], &body).unwrap_err().is_definite(), definite, "{length} bytes");
    }
}

#[test]
fn a_reply_may_be_as_long_as_its_limit() {
    assert!(receive(200, &[], &format!("{NONCE:<LIMIT$}")).is_ok());
    let longer = format!("{NONCE:<0$}", LIMIT + 1);
    assert_eq!(receive(200, &[], &longer).unwrap_err().kind(), ErrorKind::TooLarge);
}

#[test]
fn a_reply_is_plain_json_by_its_headers() {
    for kind in ["application/json", "Application/JSON; charset=utf-8", "application/problem+json"] {
        assert!(receive(200, &[(CONTENT_TYPE.as_str(), kind)], NONCE).is_ok(), "{kind}");
    }
    for kind in ["text/html", "application/jsonp", "json", ""] {
        let error = receive(200, &[(CONTENT_TYPE.as_str(), kind)], NONCE).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{kind}");
    }
    assert!(receive(200, &[("content-encoding", "identity")], NONCE).is_ok());
    let refused = receive(200, &[("content-encoding", "br"), ("x-request-id", "r-1")], NONCE).unwrap_err();
    assert_eq!((refused.kind(), refused.request_id()), (ErrorKind::Protocol, Some("r-1")));
}

#[test]
fn a_failure_keeps_its_code_and_a_reply_that_is_not_too_long() {
    let failed = |code: serde_json::Value, length: usize| {
        let body = json!({"success": false, "meta": {"status": {"code": code}}}).to_string();
        receive(400, &[], &format!("{body:<length$}")).unwrap_err()
    };
    for (code, shown) in [(json!("51"), Some("51")), (json!(51), Some("51")), (json!(true), None)] {
        assert_eq!(failed(code, 0).code(), shown);
    }
    for (length, kept) in [(EXPLANATION, true), (EXPLANATION + 1, false)] {
        assert_eq!(failed(json!("51"), length).reply().is_some(), kept, "{length} bytes");
    }
}

#[test]
fn only_open_brackets_outside_of_texts_make_a_reply_deep() {
    let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    let objects = |levels: usize| format!("{}1{}", r#"{"a":"#.repeat(levels), "}".repeat(levels));
    let text = |inside: &str| format!("[\"{inside}\"]");
    for (body, deep) in [
        (nested(128), false),
        (nested(129), true),
        (objects(128), false),
        (objects(129), true),
        (format!("[{}[]]", "[],{},".repeat(200)), false),
        (text(&"[{".repeat(200)), false),
        (text(&r#"\"[{"#.repeat(200)), false),
        (text(&r"\\".repeat(3)) + &nested(129), true),
        (format!("[{},{}]", text(&"]}".repeat(200)), nested(128)), true),
        (format!("[{},{}]", text(r#"\\\""#), nested(127)), false),
        (format!(r"\{}", nested(129)), true),
    ] {
        assert_eq!(is_too_deep(body.as_bytes()), deep, "{body}");
    }
}
