//! Tests the headers of replies that `tests/contract/http.toml` declares.

use std::{str::FromStr, time::Duration};

use alignet::{Amount, Client, Date, Decimal, ErrorKind, testing};
use alignet_sandbox::Fault;
use alignet_tests::{
    canary::{Canary, Capture, assert_clean, debugged, seen},
    canned::{self, Canned},
    local,
    partner::{
        CreateBolt, ExportRobots, InspectRobot, InspectRobotReplyHeaders, ListRobots, PayRobot, RepairRobot,
        RobotState, ScrapRobot,
    },
};
use serde_json::{from_value, json, to_value};

const DONE: &str =
    r#"{ "success": true, "hours": 3, "meta": { "status": { "code": "00", "message_ilgn": [] } } }"#;
const SECRET: &str = "pin/canary+in=a\"header\\&%41~of/a+reply=";

/// A client whose calls are answered with this status, these headers and this body.
fn answering(status: u16, headers: Vec<(&'static str, Vec<u8>)>, body: &str) -> Client {
    let body = body.to_owned();
    let canned = Canned::new(move |request| match request.uri().path() {
        "/token" => canned::answer(200, canned::token("issued-token", 3_600)),
        _ => canned::answer(status, body.clone()).map(|mut answer| {
            for (name, value) in &headers {
                answer.headers_mut().append(*name, value.as_slice().try_into().unwrap());
            }
            answer
        }),
    });
    canned.client()
}

#[tokio::test]
async fn headers_have_the_types_of_the_contract() {
    let (_sandbox, alignet) = local::start_serving("contract").await;
    let response = InspectRobot::new(&alignet).shop("7").robot(7).send_with_meta().await.unwrap();
    let headers = response.typed_headers();
    assert_eq!(headers.x_rate_limit_remaining, Some(41));
    assert_eq!(headers.x_rate_limit_reset, Some(Duration::from_secs(60)));
    assert_eq!(headers.x_checked_on, Date::new(2026, 1, 31));
    assert_eq!(headers.x_price, Some(Decimal::from_str("150.00").unwrap()));
    assert_eq!(headers.x_state, Some(RobotState::Awake));
    assert_eq!((headers.sealed, headers.x_inspector.as_deref()), (Some(true), None));
    assert!(!headers.x_door_pin.as_ref().unwrap().expose().is_empty());
    assert_eq!(response.headers()["X-RateLimit-Remaining"], "41");
    assert_eq!((response.unread(), response.reply().hours), (&[][..], Some(1)));
    // Another endpoint replies with the same type, and has no headers.
    let repaired = RepairRobot::new(&alignet).shop("7").robot(7).send_with_meta().await.unwrap();
    let () = repaired.typed_headers();
    assert_eq!(repaired.into_inner(), response.into_inner());
}

#[tokio::test]
async fn a_reply_without_a_body_has_headers() {
    let (sandbox, alignet) = local::start_serving("contract").await;
    let scrap = || ScrapRobot::new(&alignet).shop("7").robot(7).send_with_meta();
    let scrapped = scrap().await.unwrap();
    assert_eq!(scrapped.typed_headers().location.as_deref(), Some("/shops/7/scraps/1"));
    assert_eq!(scrapped.typed_headers().retry_after, None, "it is optional, and has no example");
    let elsewhere = Fault::usual().header("location", "/elsewhere").header("Retry-After", "120");
    sandbox.fault("scrap_robot", elsewhere).unwrap();
    let scrapped = scrap().await.unwrap();
    assert_eq!(scrapped.typed_headers().location.as_deref(), Some("/elsewhere"));
    assert_eq!(scrapped.typed_headers().retry_after, Some(Duration::from_secs(120)));
}

#[tokio::test]
async fn a_list_and_a_document_have_headers() {
    let (sandbox, alignet) = local::start_serving("contract").await;
    let list = || ListRobots::new(&alignet).shop("7").send_with_meta();
    let listed = list().await.unwrap();
    assert_eq!((listed.typed_headers().x_total_count, listed.reply().len()), (Some(2), 1));
    sandbox.fault("list_robots", Fault::usual().header("x-total-count", "two")).unwrap();
    let listed = list().await.unwrap();
    assert_eq!(
        (listed.typed_headers().x_total_count, listed.unread()),
        (None, &["header X-Total-Count".to_owned()][..])
    );
    let exported = ExportRobots::new(&alignet).shop("7").send_with_meta().await.unwrap();
    assert_eq!(exported.typed_headers().x_built_on, Date::new(2026, 1, 31));
    assert_eq!(exported.reply().media_type(), "text/csv");
}

#[tokio::test]
async fn headers_know_the_record_and_are_repeated_with_the_key_of_a_call() {
    let (_sandbox, alignet) = local::start_keeping("contract").await;
    let make = |key: &str| CreateBolt::new(&alignet).shop("7").size(1).idempotency_key(key).send_with_meta();
    let (first, again, other) =
        (make("a").await.unwrap(), make("a").await.unwrap(), make("b").await.unwrap());
    assert_eq!(first.typed_headers().bolt_number, first.reply().number);
    assert_eq!(other.typed_headers().bolt_number, other.reply().number);
    assert_ne!(first.reply().number, other.reply().number);
    let secrets = [&first, &again, &other]
        .map(|made| made.typed_headers().x_bolt_secret.as_ref().unwrap().expose().to_owned());
    assert!(secrets[0] == secrets[1] && secrets[0] != secrets[2]);
}

#[tokio::test]
async fn a_header_that_can_t_be_read_is_none_and_named() {
    let inspect = async |headers: Vec<(&'static str, Vec<u8>)>| {
        let client = answering(200, headers, DONE);
        InspectRobot::new(&client).shop("7").robot(7).send_with_meta().await.unwrap()
    };
    let absent = inspect(Vec::new()).await;
    assert_eq!((absent.typed_headers().x_rate_limit_remaining, absent.unread()), (None, &[][..]));
    for (name, texts, unread) in [
        ("x-ratelimit-remaining", &["many"][..], "header X-RateLimit-Remaining"),
        ("x-ratelimit-remaining", &["+1"], "header X-RateLimit-Remaining"),
        ("x-ratelimit-remaining", &["1.0"], "header X-RateLimit-Remaining"),
        ("x-ratelimit-remaining", &["1", "1"], "header X-RateLimit-Remaining"),
        ("x-ratelimit-remaining", &["99999999999999999999"], "header X-RateLimit-Remaining"),
        ("x-ratelimit-reset", &["0"], "header X-RateLimit-Reset"),
        ("x-ratelimit-reset", &["-5"], "header X-RateLimit-Reset"),
        ("x-checked-on", &["Wed, 21 Oct 2026 07:28:00 GMT"], "header X-Checked-On"),
        ("x-price", &["1,50"], "header X-Price"),
        ("x-sealed", &["yes"], "header X-Sealed"),
        ("x-door-pin", &[""], "header X-Door-Pin"),
        ("x-inspector", &["Rosa", "Ana"], "header X-Inspector"),
    ] {
        let headers = texts.iter().map(|text| (name, text.as_bytes().to_vec())).collect();
        let response = inspect(headers).await;
        assert_eq!(response.unread(), [unread], "{texts:?}");
        assert_eq!(to_value(response.typed_headers()).unwrap(), json!({}), "{texts:?}");
        assert_eq!(response.reply().hours, Some(3), "a header proves nothing");
    }
    let named = inspect(vec![("x-inspector", vec![0xff]), ("x-state", b"BROKEN".to_vec())]).await;
    assert_eq!(named.unread(), ["header X-Inspector"]);
    assert_eq!(
        named.typed_headers().x_state.as_ref().unwrap().as_str(),
        "BROKEN",
        "an unlisted value is kept"
    );
    let utf8 = inspect(vec![("x-inspector", "Núñez".into())]).await;
    assert_eq!(utf8.typed_headers().x_inspector.as_deref(), Some("Núñez"));
}

#[tokio::test]
async fn unread_headers_and_fields_are_told_together() {
    let body = DONE.replace('3', "\"3\"");
    let client = answering(200, vec![("x-price", b"?".to_vec())], &body);
    let response = InspectRobot::new(&client).shop("7").robot(7).send_with_meta().await.unwrap();
    assert_eq!(response.unread(), ["hours", "header X-Price"]);
}

#[test]
fn headers_are_kept_without_secrets_and_made_in_tests() {
    let made: InspectRobotReplyHeaders =
        testing::from_json(json!({ "X-RateLimit-Remaining": 4, "X-Door-Pin": SECRET, "X-Price": "1.50" }))
            .unwrap();
    assert_eq!((made.x_rate_limit_remaining, made.x_door_pin.as_ref().unwrap().expose()), (Some(4), SECRET));
    let kept = to_value(&made).unwrap();
    assert_eq!(kept, json!({ "X-RateLimit-Remaining": 4, "X-Price": "1.50" }));
    let again: InspectRobotReplyHeaders = from_value(kept.clone()).unwrap();
    assert_eq!(to_value(&again).unwrap(), kept);
    assert_clean(&[Canary::new("pin", SECRET)], "headers", &debugged(&made));
}

#[tokio::test]
async fn a_secret_header_is_never_shown() {
    let capture = Capture::start();
    let canaries = [Canary::new("pin", SECRET)];
    let pin = || vec![("x-door-pin", SECRET.as_bytes().to_vec()), ("x-request-id", b"r1".to_vec())];
    let client = answering(200, pin(), DONE);
    let response = InspectRobot::new(&client).shop("7").robot(7).send_with_meta().await.unwrap();
    assert_eq!(response.typed_headers().x_door_pin.as_ref().unwrap().expose(), SECRET);
    let shown = debugged(&response) + &debugged(response.headers()) + &debugged(response.typed_headers());
    assert_clean(&canaries, "a response", &shown);
    assert!(shown.contains("r1"), "the other headers are shown: {shown}");

    // What the service says about it repeats the secret of the header.
    let told = json!({ "success": false, "said": SECRET, "meta": { "status": { "code": "07",
        "message_ilgn": [{ "locale": "en_US", "value": format!("the pin is {SECRET}") }] } } });
    let wrong = json!({ "success": true, "hours": SECRET, "meta": [SECRET] });
    for (status, body) in [(200, &told), (422, &told), (500, &told), (200, &wrong)] {
        let client = answering(status, pin(), &body.to_string());
        let error = InspectRobot::new(&client).shop("7").robot(7).send().await.unwrap_err();
        assert_clean(&canaries, &format!("{status}"), &seen(&error));
        assert_eq!(error.request_id(), Some("r1"));
    }
    // A reply that succeeded, and can't be read.
    let wrong =
        json!({ "success": true, "receipt": 7, "said": SECRET, "meta": { "status": { "code": "00" } } });
    let client = answering(200, vec![("x-receipt-pin", SECRET.into())], &wrong.to_string());
    let pay = PayRobot::new(&client).shop("7").robot(7).amount(Amount::from_minor(1));
    let error = pay.send().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.path(), error.is_indeterminate()),
        (ErrorKind::Decode, Some("receipt"), true)
    );
    assert_clean(&canaries, "an unreadable reply", &seen(&error));
    capture.assert_clean(&canaries);
}
