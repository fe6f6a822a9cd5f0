//! Tests failed calls: the error says if the call was certainly not done, and keeps the reply without
//! secrets.

use alignet::{ErrorKind, Json};
use alignet_tests::charges::CARD;
use serde_json::json;

use crate::{cancel, charge, example, refund, refunds, with};

/// A reply to a charge that was not done.
fn failed(code: &str, state: &str) -> Json {
    let reply = with(&example("authorize_charge"), "/success", "false");
    with(&with(&reply, "/meta/status/code", code), "/transaction/state", state)
}

#[tokio::test]
async fn a_failure_is_definite_only_where_nothing_says_otherwise() {
    for (reply, kind, indeterminate) in [
        (failed("51", "DENEGADO"), ErrorKind::Api, false),
        (failed("01", "INVALIDO"), ErrorKind::Api, false),
        (failed("00", "AUTORIZADO"), ErrorKind::Contradictory, true),
        (failed("00", "DENEGADO"), ErrorKind::Contradictory, true),
        (failed("51", "AUTORIZADO"), ErrorKind::Contradictory, true),
        (failed("51", "LIQUIDADO"), ErrorKind::Contradictory, true),
        (failed("51", "EXTORNADO"), ErrorKind::Contradictory, true),
        (failed("51", "PENDIENTE"), ErrorKind::Contradictory, true),
        (failed("51", "EN_REVISION"), ErrorKind::Contradictory, true),
        (with(&failed("51", "DENEGADO"), "/success", true), ErrorKind::Contradictory, true),
    ] {
        let error = charge(200, &reply).await.unwrap_err();
        assert_eq!((error.kind(), error.is_indeterminate()), (kind, indeterminate), "{reply}");
    }
}

#[tokio::test]
async fn what_stands_twice_contradicts_itself() {
    let reply = example("authorize_charge").to_string();
    for (from, to) in [
        ("{", r#"{"success":false,"#),
        ("\"success\":\"true\"", r#""success":"true","success":"false""#),
        ("\"code\":\"00\",\"message_ilgn\"", r#""code":"00","code":"51","message_ilgn""#),
    ] {
        assert!(reply.contains(from), "{from}");
        let error = charge(200, &reply.replacen(from, to, 1)).await.unwrap_err();
        assert_eq!((error.kind(), error.is_indeterminate()), (ErrorKind::Contradictory, true), "{to}");
    }
}

#[tokio::test]
async fn a_state_that_stands_twice_proves_no_failure() {
    let reply = failed("51", "DENEGADO").to_string();
    for (from, to) in [
        (r#""state":"DENEGADO""#, r#""state":"DENEGADO","state":"AUTORIZADO""#),
        (r#""transaction":{"#, r#""transaction":{"state":"AUTORIZADO"},"transaction":{"#),
    ] {
        assert!(reply.contains(from), "{from}");
        let error = charge(200, &reply.replacen(from, to, 1)).await.unwrap_err();
        assert!(error.is_indeterminate(), "{to}: {error}");
    }
}

#[tokio::test]
async fn what_is_no_code_proves_no_failure() {
    for code in [json!(""), json!(" "), json!(" 00"), json!(0), json!(["51"]), json!({"51": 51})] {
        for status in [200, 422] {
            let reply = with(&failed("51", "DENEGADO"), "/meta/status/code", code.clone());
            let error = charge(status, &reply).await.unwrap_err();
            assert!(error.is_indeterminate(), "{status} {code}: {error}");
        }
        let reply = with(&example("authorize_charge"), "/meta/status/code", code.clone());
        let error = charge(200, &reply).await.unwrap_err();
        assert_eq!((error.kind(), error.is_indeterminate()), (ErrorKind::Contradictory, true), "{code}");
    }
}

/// The status alone refuses, but what came with it may say that the charge was made.
#[tokio::test]
async fn a_refusal_that_cannot_be_read_is_no_refusal() {
    let made = example("authorize_charge").to_string();
    for unreadable in [
        made.replacen("\"success\":\"true\"", "\"success\":tru", 1),
        "{'success': 'true'}".to_owned(),
        format!("{{\"padding\":\"{}\"{}", "x".repeat(20_000), made.replacen('{', ",", 1)),
        format!("\u{feff}{made}"),
        format!("  [{made}"),
    ] {
        let error = charge(422, &unreadable).await.unwrap_err();
        assert!(error.is_indeterminate(), "{}: {error}", &unreadable[..40]);
    }
    // A page of a proxy, a sentence, nothing, and a body whose rest is not there say nothing else.
    for readable in ["<html>No</html>", "No.", "", r#"{"success":"false","meta":{"st"#] {
        assert!(!charge(422, &readable).await.unwrap_err().is_indeterminate(), "{readable}");
    }
}

#[tokio::test]
async fn every_state_of_a_failed_cancellation_counts() {
    let failed = with(&with(&example("cancel_charge"), "/success", false), "/meta/status/code", "51");
    let attempt = "/operation/transactions/0/state";
    for (reply, kind) in [
        (failed.clone(), ErrorKind::Api),
        (with(&with(&failed, attempt, Json::Null), "/operation/state", Json::Null), ErrorKind::Api),
        (with(&failed, attempt, "AUTORIZADO"), ErrorKind::Contradictory),
        (with(&failed, "/operation/state", "AUTORIZADO"), ErrorKind::Contradictory),
    ] {
        let error = cancel(&reply).await.unwrap_err();
        assert_eq!((error.kind(), error.is_indeterminate()), (kind, kind != ErrorKind::Api), "{reply}");
    }
}

#[tokio::test]
async fn a_failure_that_lists_refunds_contradicts_itself() {
    let failed = with(&with(&example("create_refund"), "/success", "false"), "/meta/status/code", "51");
    let error = refund(&failed).await.unwrap_err();
    assert_eq!((error.kind(), error.is_indeterminate()), (ErrorKind::Contradictory, true));
    let error = refund(&with(&failed, "/operations", json!([]))).await.unwrap_err();
    assert_eq!((error.kind(), error.is_indeterminate()), (ErrorKind::Api, false));
    // A query made nothing, whatever it lists.
    let failed = with(&with(&example("get_refund"), "/success", "false"), "/meta/status/code", "51");
    assert_eq!(refunds(&failed).await.unwrap_err().kind(), ErrorKind::Api);
}

#[tokio::test]
async fn statuses_that_are_no_refusal_are_indeterminate() {
    for status in [400, 401, 403, 404, 405, 406, 409, 410, 411, 413, 414, 415, 422, 429, 431, 451] {
        let error = charge(status, &failed("51", "DENEGADO")).await.unwrap_err();
        assert!(!error.is_indeterminate(), "{status}");
        let error = charge(status, &example("authorize_charge")).await.unwrap_err();
        assert!(error.is_indeterminate(), "{status} with the body of a success");
    }
    for status in [402, 407, 408, 412, 416, 417, 418, 421, 423, 424, 425, 426, 428, 499, 500, 503, 599] {
        let error = charge(status, &failed("51", "DENEGADO")).await.unwrap_err();
        assert!(error.is_indeterminate(), "{status}");
    }
}

#[tokio::test]
async fn a_failed_reply_is_kept_without_its_secrets() {
    let [pan, expiry, cvv] = CARD;
    let mut reply = failed("51", "DENEGADO");
    reply["note"] = format!("card {pan}, in groups 4111 1111 1111 1111, CVV {cvv}").into();
    reply[pan] = "a key".into();
    reply["number"] = pan.parse::<u64>().unwrap().into();
    reply["echo"] =
        json!({"pan": pan, "security_code": cvv, "expiry_date": expiry, "access_token": "bearer"});
    reply["session_token"] = "a token that nobody declared".into();
    reply["clientSecret"] = "a secret that nobody declared".into();
    let error = charge(200, &reply).await.unwrap_err();
    let kept = error.reply().unwrap();
    assert_eq!(kept["transaction"]["state"], "DENEGADO");
    assert_eq!(kept["meta"]["status"]["code"], "51");
    assert_eq!(kept["transaction"]["processor_response"]["result_message"]["code"], "00");
    let text = kept.to_string();
    for secret in [pan, "4111 1111", cvv, expiry, "bearer", "nobody declared", "client-secret"] {
        assert!(!text.contains(secret), "{secret} is in {text}");
    }
    assert!(kept["note"].as_str().unwrap().starts_with("card [redacted], in groups [redacted]"), "{text}");
    for shown in [error.to_string(), format!("{error:?}")] {
        assert!(!shown.contains("DENEGADO") && !shown.contains("in groups"), "the reply is shown: {shown}");
    }
}

#[tokio::test]
async fn a_refusal_is_kept_as_well_unless_it_is_long_or_no_json() {
    let refused = json!({"errors": [{"field": "amount", "reason": "too small"}]});
    let error = charge(422, &refused).await.unwrap_err();
    assert_eq!(error.reply(), Some(&refused));
    let long = json!({"words": "x".repeat(20_000)});
    assert_eq!(charge(400, &long).await.unwrap_err().reply(), None);
}
