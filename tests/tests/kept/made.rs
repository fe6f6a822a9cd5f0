//! Tests what an application makes in its tests: it is as if a call had returned it.

use std::{error::Error as _, time::Duration};

use alignet::{
    Delivery, Environment, Error, ErrorKind, Json,
    api::{ChargeNotification, CreateNonceReply, CreateTokenReply, PaymentMethod},
    testing,
    transport::TransportError,
};
use serde_json::json;

fn nonce() -> Json {
    json!({ "success": true, "nonce": "a.nonce", "expires_in": 30, "nonce_creation": {} })
}

fn made(json: Json) -> Result<CreateNonceReply, Error> {
    testing::from_json(json)
}

#[test]
fn the_secrets_of_a_made_reply_live() {
    let reply = made(nonce()).unwrap();
    let left = reply.nonce.remaining().as_secs_f64();
    assert!((20.0..=28.0).contains(&left), "{left}");
    assert_eq!(reply.nonce.expose().unwrap(), "a.nonce");
    let read: CreateNonceReply = serde_json::from_value(nonce()).unwrap();
    assert!(read.nonce.is_expired(), "no call brought it");
    let token = json!({ "success": "true", "access_token": "t", "expires_in": 9, "authorization": {} });
    let token: CreateTokenReply = testing::from_json(token).unwrap();
    assert_eq!(token.access_token.expose().unwrap(), "t");
    let card = json!({ "method_name": "YAPE", "method_details": {
        "otp": "123", "phone": { "country_code": "+51", "subscriber": "900000001" } } });
    let PaymentMethod::Yape(wallet) = testing::from_json(card).unwrap() else { panic!("it is a wallet") };
    assert_eq!(wallet.otp.expose(), "123");
}

#[test]
fn a_mistake_in_a_made_reply_is_an_error_with_its_path() {
    for (path, value) in [("nonce", json!(7)), ("expires_in", json!("soon")), ("scope", json!(["a"]))] {
        let mut json = nonce();
        json[path] = value;
        let error = made(json).unwrap_err();
        assert_eq!((error.kind(), error.path()), (ErrorKind::Decode, Some(path)));
    }
    let error = made(json!({ "success": true })).unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::Decode, Some("nonce")));
    let told = json!({ "transaction": { "state": [] } });
    assert_eq!(testing::from_json::<ChargeNotification>(told).unwrap_err().path(), Some("transaction.state"));
}

/// A status and JSON, or a failure of the connection.
type Answer = fn() -> Result<(u16, Json), TransportError>;

async fn failed(answer: Answer) -> Error {
    let alignet = testing::client(Environment::PREPROD, move |_| answer()).unwrap();
    alignet.create_nonce().timeout(Duration::from_secs(5)).send().await.unwrap_err()
}

#[tokio::test(start_paused = true)]
async fn a_made_error_is_as_a_call_fails() {
    let answers: [Answer; 10] = [
        || Ok((400, json!({}))),
        || Ok((401, json!({}))),
        || Ok((403, json!({}))),
        || Ok((404, json!({}))),
        || Ok((409, json!({}))),
        || Ok((429, json!({}))),
        || Ok((503, json!({}))),
        || Err(TransportError::not_sent("no cable")),
        || Err(TransportError::maybe_sent("reset")),
        || Err(TransportError::maybe_sent("late").timed_out()),
    ];
    for answer in answers {
        let real = failed(answer).await;
        let made = testing::error(real.kind()).operation("create_nonce");
        let made = match real.source() {
            Some(source) => made.source(source.to_string()).build(),
            None => made.build(),
        };
        let parts =
            |error: &Error| (error.kind(), error.delivery(), error.is_temporary(), error.is_timeout());
        assert_eq!((parts(&made), made.to_string()), (parts(&real), real.to_string()));
    }
}

#[test]
fn every_part_of_an_error_can_be_made() {
    let error: Error = testing::error(ErrorKind::Contradictory)
        .operation("authorize_charge")
        .delivery(Delivery::MaybeSent)
        .code("99")
        .message("es_PE", "No se sabe")
        .message("en", "Unknown")
        .path("meta.status")
        .reply(json!({ "success": false }))
        .request_id("5d1f")
        .retry_after(Duration::from_secs(3))
        .timed_out()
        .temporary(true)
        .settled_by("get_charge", "400100")
        .source("a cause")
        .into();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::Contradictory, Some("authorize_charge")));
    assert_eq!((error.delivery(), error.status()), (Delivery::MaybeSent, None));
    assert_eq!((error.code(), error.messages().len(), error.path()), (Some("99"), 2, Some("meta.status")));
    assert_eq!((error.reply(), error.request_id()), (Some(&json!({ "success": false })), Some("5d1f")));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3)));
    assert!(error.is_timeout() && error.is_temporary() && error.is_indeterminate());
    assert_eq!((error.settled_by(), error.reference()), (Some("get_charge"), Some("400100")));
    assert_eq!(error.source().unwrap().to_string(), "a cause");
    assert_eq!(
        error.to_string(),
        "authorize_charge: the reply contradicts itself at `meta.status` (maybe sent) (code 99): No se sabe \
         (request id 5d1f): a cause; it may have happened: query before sending it again, by `get_charge` of 400100"
    );
}
