//! Malformed replies: each has its error, and no error quotes the reply.

use bytes::Bytes;
use http::{Response, header::CONTENT_TYPE};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use crate::{
    api::{CreateNonceReply, CreateNonceRequest, CreateTokenReply, CreateTokenRequest},
    clock::Moment,
    codegen::{
        endpoint::{Endpoint, Operation},
        reply::Reply as _,
        wire::read_reply,
    },
    error::{Error, ErrorKind},
    fuzz::unsent,
    redact::Secrets,
    reply::{accept::accept, headers::request_id, json_path::mistake},
    transport::Limits,
};

/// A secret that no error may show.
const CANARY: &str = "canary-3f9c2b";

fn none() -> Secrets<'static> {
    Secrets::of_client(["", ""])
}

fn decode<T: serde::de::DeserializeOwned>(body: &[u8]) -> Result<T, Error> {
    read_reply(body).map(|(reply, _)| reply).map_err(|error| mistake(body, &error, &none()))
}

fn limits() -> Limits {
    Limits::new(tokio::time::Instant::now(), std::time::Duration::from_secs(1), 64 * 1024, 16 * 1024, false)
}

/// Reads a body with status 200 as a call does.
fn receive<E: Endpoint>(body: impl Into<Bytes>) -> Result<(), Error> {
    let operation: &'static Operation = const { &E::OPERATION };
    let mut response = Response::new(body.into());
    response.headers_mut().insert(CONTENT_TYPE, "application/json".parse().unwrap());
    let answer = accept(operation, &unsent(), response, limits(), Moment::now(), &none())
        .map_err(|failure| failure.error)?;
    let read = E::Reply::read(&answer.headers, &answer.body).map(drop);
    read.map_err(|error| mistake(&answer.body, &error, &none()))
}

fn nonce() -> Json {
    json!({
        "action": "create.nonce", "success": true, "nonce": CANARY, "scope": "post:charges", "expires_in": 30,
        "nonce_creation": {"meta": {"status": {"code": "00", "message_ilgn": [{"locale": "es_PE", "value": "ok"}]}}}
    })
}

fn token() -> Json {
    json!({
        "action": "authorize", "success": true, "access_token": CANARY, "scope": "post:charges", "expires_in": 86400,
        "token_type": "Bearer",
        "authorization": {"meta": {"status": {"code": "00", "message_ilgn": [{"locale": "es_PE", "value": "ok"}]}}}
    })
}

#[derive(Clone, Copy, PartialEq, Debug)]
enum Verdict {
    Accepted,
    Decode,
    Contradictory,
}

/// Values of every kind to put in the place of a field.
fn replacements() -> Vec<Json> {
    vec![
        Json::Null,
        json!(true),
        json!(false),
        json!("true"),
        json!("false"),
        json!("TRUE"),
        json!(0),
        json!(-1),
        json!(1.5),
        json!(30),
        json!("30"),
        json!("-30"),
        json!("30.0"),
        json!(u64::MAX),
        json!("99999999999999999999999"),
        json!(""),
        json!(CANARY.repeat(300)),
        json!([CANARY]),
        json!({CANARY: CANARY}),
    ]
}

/// Returns the expected verdict on a field of a reply: a second statement of the wire's rules.
fn judge(field: &str, value: Option<&Json>) -> Verdict {
    let proves = matches!(field, "success" | "nonce" | "access_token" | "nonce_creation" | "authorization");
    let Some(value) = value else {
        return if proves { Verdict::Decode } else { Verdict::Accepted };
    };
    let text = value.as_str();
    let accepted = match field {
        "success" => match (value, text) {
            (Json::Bool(true), _) | (_, Some("true")) => true,
            // The code beside it is `00`.
            (Json::Bool(false), _) | (_, Some("false")) => return Verdict::Contradictory,
            _ => false,
        },
        "expires_in" => {
            let seconds = value.as_u64().or_else(|| text.and_then(|text| text.parse().ok()));
            seconds.is_some_and(|seconds| (1..=316_224_000).contains(&seconds)) || value.is_null()
        }
        // A missing status object proves nothing; a value of another type in its place is a contradiction.
        "nonce_creation" | "authorization" if value.is_null() || value.is_object() => false,
        "nonce_creation" | "authorization" => return Verdict::Contradictory,
        "nonce" | "access_token" => text.is_some_and(|text| !text.is_empty()),
        "token_type" => value.is_string() || value.is_null(),
        // A field that informs is read as absent if it has another type.
        _ => true,
    };
    if accepted { Verdict::Accepted } else { Verdict::Decode }
}

fn every_field<E: Endpoint>(whole: &Json) -> usize {
    let mut cases = 0;
    for field in whole.as_object().unwrap().keys() {
        let values = replacements().into_iter().map(Some).chain([None]);
        for value in values {
            let mut body = whole.clone();
            match &value {
                Some(value) => body[field] = value.clone(),
                None => drop(body.as_object_mut().unwrap().remove(field)),
            }
            let outcome = receive::<E>(body.to_string());
            let expected = judge(field, value.as_ref());
            let found = match &outcome {
                Ok(()) => Verdict::Accepted,
                Err(error) if error.kind() == ErrorKind::Contradictory => Verdict::Contradictory,
                Err(error) => {
                    assert_eq!(error.kind(), ErrorKind::Decode);
                    Verdict::Decode
                }
            };
            let shown = value.map(|value| value.to_string().chars().take(40).collect::<String>());
            assert_eq!(found, expected, "`{field}` as {shown:?}: {outcome:?}");
            if let Err(error) = outcome {
                assert!(!format!("{error} {error:?}").contains(CANARY), "{error:?}");
            }
            cases += 1;
        }
    }
    cases
}

fn every_form<E: Endpoint>(whole: &Json) -> usize {
    let text = whole.to_string();
    let deep = "[".repeat(200) + &"]".repeat(200);
    let mut bodies: Vec<Vec<u8>> = vec![
        b"".to_vec(),
        b"null".to_vec(),
        b"true".to_vec(),
        b"\"text\"".to_vec(),
        b"[]".to_vec(),
        b"{}".to_vec(),
        b"<html></html>".to_vec(),
        b"\xff\xfe{\x00}".to_vec(),
        [b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat(),
        format!("{text}{text}").into_bytes(),
        format!("{text}x").into_bytes(),
        format!("[{text}]").into_bytes(),
        text.replace(':', "=").into_bytes(),
        text.replace('"', "'").into_bytes(),
        text.replacen('{', &format!("{{\"x\":{deep},"), 1).into_bytes(),
        text.replace(CANARY, "\\ud800").into_bytes(),
        text.replacen("true", "NaN", 1).into_bytes(),
        [text.as_bytes().split_at(20).0, b"\xc3\x28".as_slice(), text.as_bytes().split_at(20).1].concat(),
    ];
    // Cut the text at every fifth byte.
    bodies.extend((1..text.len()).step_by(5).map(|end| text.as_bytes()[..end].to_vec()));
    for body in &bodies {
        let error = receive::<E>(body.clone()).expect_err("a broken body is an error");
        assert_eq!(error.kind(), ErrorKind::Decode, "{:?}", String::from_utf8_lossy(body));
        assert!(!format!("{error} {error:?}").contains(CANARY), "{error:?}");
    }
    bodies.len()
}

#[test]
fn a_nonce_reply_is_judged_field_by_field_and_form_by_form() {
    assert!(receive::<CreateNonceRequest>(nonce().to_string()).is_ok());
    let cases = every_field::<CreateNonceRequest>(&nonce()) + every_form::<CreateNonceRequest>(&nonce());
    println!("{cases} malformed or edited nonce replies");
    assert!(cases >= 100);
}

#[test]
fn a_token_reply_is_judged_field_by_field_and_form_by_form() {
    assert!(receive::<CreateTokenRequest>(token().to_string()).is_ok());
    let cases = every_field::<CreateTokenRequest>(&token()) + every_form::<CreateTokenRequest>(&token());
    println!("{cases} malformed or edited token replies");
    assert!(cases >= 100);
}

#[test]
fn a_key_that_stands_twice_is_refused() {
    let twice = nonce().to_string().replacen('{', &format!("{{\"nonce\":\"{CANARY}\","), 1);
    let error = receive::<CreateNonceRequest>(twice).expect_err("which of the two counts?");
    assert_eq!(error.kind(), ErrorKind::Decode);
}

#[test]
fn a_code_other_than_processed_is_an_error_though_success_is_true() {
    let mut body = nonce();
    body["nonce_creation"]["meta"]["status"]["code"] = json!("01");
    let error = receive::<CreateNonceRequest>(body.to_string()).expect_err("code 01");
    assert_eq!(
        (error.kind(), error.code(), error.messages().len()),
        (ErrorKind::Contradictory, Some("01"), 1)
    );
}

#[test]
fn a_request_id_that_repeats_a_secret_is_not_kept() {
    for (status, body) in [(200, nonce().to_string()), (200, "{".to_owned()), (401, "{}".to_owned())] {
        let mut response = Response::new(Bytes::from(body));
        *response.status_mut() = status.try_into().unwrap();
        response.headers_mut().insert("x-request-id", format!("id {CANARY}").parse().unwrap());
        response.headers_mut().insert("x-correlation-id", "id 7".parse().unwrap());
        let (operation, secrets) = (&CreateNonceRequest::OPERATION, Secrets::of_client(["", CANARY]));
        let id = match accept(operation, &unsent(), response, limits(), Moment::now(), &secrets) {
            Ok(answer) => request_id(&answer.headers).map(str::to_owned),
            Err(failure) => failure.error.request_id().map(str::to_owned),
        };
        assert_eq!(id.as_deref(), Some("id 7"), "{status}");
    }
}

#[test]
fn the_place_of_a_mistake_is_found() {
    let place = |edit: &dyn Fn(&mut Json)| {
        let mut body = nonce();
        edit(&mut body);
        // Write several lines, because positions count lines too.
        let text = serde_json::to_string_pretty(&body).unwrap();
        decode::<CreateNonceReply>(text.as_bytes()).expect_err("broken").path().map(str::to_owned)
    };
    assert_eq!(place(&|body| body["expires_in"] = json!([1])).as_deref(), Some("expires_in"));
    assert_eq!(place(&|body| body["success"] = json!({"deep": 5})).as_deref(), Some("success"));
    let nonce = place(&|body| body["nonce"] = json!({"a": 5}));
    assert_eq!(nonce.as_deref(), Some("nonce"));
    let missing = place(&|body| drop(body.as_object_mut().unwrap().remove("nonce")));
    assert_eq!(missing.as_deref(), Some("nonce"));
}

proptest! {
    #[test]
    fn any_bytes_are_judged_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = decode::<CreateTokenReply>(&bytes);
        prop_assert!(receive::<CreateNonceRequest>(bytes).is_err());
    }
}
