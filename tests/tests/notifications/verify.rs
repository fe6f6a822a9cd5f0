//! Tests the verifier: it accepts a notification to its merchant, and refuses all similar requests.

use alignet::{
    Environment, Json, Outcome,
    api::ChargeNotification,
    notifications::{InvalidNotification, Notification as _, Verifier},
};
use alignet_sandbox::Sandbox;
use http::{HeaderMap, HeaderValue, StatusCode};
use serde_json::json;

use super::{MERCHANT, charge, key, logged, other_key, signed, verifier, verify};

/// A body, its signature, and the reason that the notification is refused or can't be read.
type Case = (Vec<u8>, Vec<u8>, &'static str);

#[test]
fn a_notification_to_this_merchant_is_one() {
    let (body, signature) = signed(&charge("AUTORIZADO"));
    let charge = verify(&body, &signature).unwrap();
    assert_eq!(charge.merchant_operation_number, "400100");
    assert_eq!(charge.transaction.transaction_id, "T1");
    assert_eq!(charge.outcome(), Outcome::Authorised);
    // The signature as a header value.
    assert!(verify(&body, HeaderValue::from_str(&signature).unwrap()).is_ok());
}

#[test]
fn success_and_code_are_no_outcome() {
    let mut declined = charge("DENEGADO");
    declined["transaction"]["state_reason"] = "Fondos insuficientes".into();
    let (body, signature) = signed(&declined);
    let declined = verify(&body, signature).unwrap();
    assert!(declined.success);
    let Outcome::Declined { state, reason } = declined.outcome() else { panic!("{declined:?}") };
    assert_eq!((state.as_str(), reason.as_deref()), ("DENEGADO", Some("Fondos insuficientes")));
    let (body, signature) = signed(&charge("NUEVO"));
    assert_eq!(
        verify(&body, signature).unwrap().outcome(),
        Outcome::Unknown { state: Some("NUEVO".to_owned()) }
    );
}

#[tokio::test]
async fn what_the_sandbox_sends_is_one() {
    let sandbox = Sandbox::start().await.unwrap();
    let declined = json!({ "merchant_code": MERCHANT, "transaction": { "state": "DENEGADO" } });
    let sent = sandbox.notification("charge", declined).unwrap();
    let verifier = Verifier::new(&sandbox.environment(), MERCHANT).unwrap();
    let charge: ChargeNotification = verifier.verify(&sent.body, &sent.signature).unwrap();
    assert!(matches!(charge.outcome(), Outcome::Declined { .. }));
    assert_eq!(verify(&sent.body, &sent.signature).unwrap_err(), refusal());
}

#[test]
fn no_environment_takes_what_another_signed() {
    let (body, signature) = signed(&charge("AUTORIZADO"));
    for environment in Environment::ALL {
        let verifier = Verifier::new(environment, MERCHANT).unwrap();
        assert!(verifier.verify::<ChargeNotification>(&body, &signature).is_err(), "{}", environment.name());
    }
}

#[test]
fn while_one_key_replaces_another_either_will_do() {
    let (body, signature) = signed(&charge("AUTORIZADO"));
    let by = |verifier: Verifier| verifier.verify::<ChargeNotification>(&body, &signature).is_ok();
    assert!(by(verifier(&[key()])));
    assert!(by(verifier(&[key(), other_key()])));
    assert!(by(verifier(&[other_key(), key()])));
    assert!(!by(verifier(&[other_key()])));
}

#[test]
fn a_body_that_was_touched_is_none() {
    let json = charge("AUTORIZADO");
    let (body, signature) = signed(&json);
    let with = |before: &[u8], behind: &[u8]| [before, &body, behind].concat();
    for touched in [
        json.to_string().into_bytes(),
        format!("{json:#}").into_bytes(),
        with(b"", b"\n"),
        with(b"", b"\r\n"),
        with(b"", b" "),
        with(b"", b"\0"),
        with(b"\xef\xbb\xbf", b""),
        with(b" ", b""),
        body[..body.len() - 1].to_vec(),
        body[1..].to_vec(),
        Vec::new(),
    ] {
        assert_eq!(verify(&touched, &signature).unwrap_err(), refusal(), "{}", touched.escape_ascii());
    }
    assert!(verify(&body, &signature).is_ok());
}

#[test]
fn every_refusal_is_the_same_and_the_log_says_why() {
    for (body, signature, reason) in cases().into_iter().filter(|case| !is_unreadable(case)) {
        let (refused, log) = refused(&body, &signature);
        let what = body[..body.len().min(80)].escape_ascii();
        assert_eq!(refused, refusal(), "{what}");
        assert!(!refused.is_unreadable());
        assert_eq!(refused.to_string(), "the request is no notification to this merchant");
        assert_eq!(refused.status(), StatusCode::BAD_REQUEST);
        assert!(log.contains("DEBUG"), "{log}");
        assert!(log.contains(&format!("a notification is refused reason=\"{reason}\"")), "{what}: {log}");
    }
}

/// With 400 the service would not send it again, and the payment it reports would be lost.
#[test]
fn what_the_service_signed_and_nobody_can_read_comes_again() {
    let mut count = 0;
    for (body, signature, reason) in cases().into_iter().filter(is_unreadable) {
        let (refused, log) = refused(&body, &signature);
        let what = body[..body.len().min(80)].escape_ascii();
        assert!(refused.is_unreadable(), "{what}");
        assert_eq!(refused.to_string(), "the service signed a notification that can't be read");
        assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE, "{what}");
        assert!(log.contains("WARN"), "{log}");
        assert!(
            log.contains(&format!("a signed notification can't be read reason=\"{reason}\"")),
            "{what}: {log}"
        );
        count += 1;
    }
    assert_eq!(count, 16);
}

/// Returns true if the service signed it and it names no other merchant.
fn is_unreadable((.., reason): &Case) -> bool {
    ["json", "no merchant", "a name twice", "fields"].contains(reason)
}

/// The refusal of a request, and the line that is logged about it.
fn refused(body: &[u8], signature: &[u8]) -> (InvalidNotification, String) {
    let (refused, log) = logged(|| verify(body, signature).unwrap_err());
    assert_eq!(log.lines().count(), 1, "{log}");
    for shown in [&log, &refused.to_string(), &format!("{refused:?}")] {
        assert!(!shown.contains("400100") && !shown.contains("M1") && !shown.contains("M2"), "{shown}");
    }
    (refused, log)
}

fn cases() -> Vec<Case> {
    let ours = |body: Vec<u8>, reason| {
        let signature = key().sign(&body).into_bytes();
        (body, signature, reason)
    };
    let (body, signature) = signed(&charge("AUTORIZADO"));
    let signature = signature.into_bytes();
    let altered = |pointer: &str, value: Json| {
        let mut json = charge("AUTORIZADO");
        *json.pointer_mut(pointer).unwrap() = value;
        json.to_string().into_bytes()
    };
    let padded = |length: usize| {
        let mut body = charge("AUTORIZADO").to_string().into_bytes();
        body.resize(length, b' ');
        body
    };
    let deep = |levels: usize| {
        let mut json = charge("AUTORIZADO");
        json["more"] = "MORE".into();
        json.to_string().replace("\"MORE\"", &("[".repeat(levels) + &"]".repeat(levels))).into_bytes()
    };
    let without = |field: &str| {
        let mut json = charge("AUTORIZADO");
        json.as_object_mut().unwrap().remove(field);
        json.to_string().into_bytes()
    };
    let twice = charge("AUTORIZADO").to_string().replacen('{', "{\"success\":\"true\",", 1).into_bytes();
    let named_twice =
        charge("AUTORIZADO").to_string().replacen('{', "{\"merchant_code\":\"M1\",", 1).into_bytes();
    assert!(verify(&padded(64 * 1024), key().sign(padded(64 * 1024))).is_ok());
    assert!(verify(&deep(100), key().sign(deep(100))).is_ok());
    vec![
        ours(padded(64 * 1024 + 1), "body size"),
        (body.clone(), vec![b'A'; 513], "signature size"),
        (body.clone(), Vec::new(), "signature size"),
        (body.clone(), b"AAAA".to_vec(), "signature size"),
        (body.clone(), b"no Base64".to_vec(), "base64"),
        (body.clone(), other_key().sign(&body).into_bytes(), "signature"),
        (Vec::new(), signature.clone(), "signature"),
        ours(Vec::new(), "json"),
        ours(b"null".to_vec(), "no merchant"),
        ours(b"[]".to_vec(), "no merchant"),
        ours(b"<html>".to_vec(), "json"),
        ours([&body[..], b"\xff"].concat(), "json"),
        ours(deep(200), "json"),
        ours(altered("/merchant_code", "M2".into()), "merchant"),
        ours(altered("/merchant_code", "m1".into()), "merchant"),
        ours(altered("/merchant_code", "M1 ".into()), "merchant"),
        ours(altered("/merchant_code", json!(["M1"])), "no merchant"),
        ours(altered("/merchant_code", Json::Null), "no merchant"),
        ours(without("merchant_code"), "no merchant"),
        ours(without("merchant_operation_number"), "fields"),
        ours(altered("/transaction/state", json!(7)), "fields"),
        ours(altered("/transaction", Json::Null), "fields"),
        ours(twice, "a name twice"),
        ours(named_twice, "a name twice"),
        ours(altered("/meta/status/code", json!(0)), "fields"),
        ours(altered("/transaction/transaction_id", json!(7)), "fields"),
    ]
}

#[test]
fn a_signature_stands_in_one_header() {
    let mut headers = HeaderMap::new();
    assert_eq!(ChargeNotification::signature(&headers), b"");
    headers.insert("Signature", HeaderValue::from_static("one"));
    assert_eq!(ChargeNotification::signature(&headers), b"one");
    headers.append("signature", HeaderValue::from_static("two"));
    assert_eq!(ChargeNotification::signature(&headers), b"");
}

fn refusal() -> InvalidNotification {
    verify(b"", b"").unwrap_err()
}
