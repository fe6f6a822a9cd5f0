//! Tests optional fields, and fields in which the vendor's examples contradict its schema: an authorised
//! charge is read as authorised.

use std::time::Duration;

use alignet::{ErrorKind, Json};
use alignet_tests::canned::{self, Canned};
use serde_json::json;

use crate::{cancel, charge, example, query, refunds, with, without};

/// Every field of an authorisation that only informs.
const INFORMS: [&str; 14] = [
    "/action",
    "/transaction/channel",
    "/transaction/state_reason",
    "/transaction/payment_method",
    "/transaction/payment_method/method_name",
    "/transaction/payment_method/method_details",
    "/transaction/payment_method/method_details/bin",
    "/transaction/payment_method/method_details/installments/installment_number",
    "/transaction/processor_response",
    "/transaction/processor_response/operationNumber",
    "/transaction/processor_response/result_message",
    "/transaction/lifecycle",
    "/transaction/lifecycle/0/date",
    "/transaction/additional_fields",
];

#[tokio::test]
async fn an_authorised_charge_is_one_whatever_informs_about_it() {
    let reply = example("authorize_charge");
    let mut tried = 0;
    for place in INFORMS {
        let path = place[1..].replace('/', ".");
        let mut variants = vec![(without(&reply, place), false), (with(&reply, place, Json::Null), false)];
        for value in [json!(1234.5), json!(true), json!("text"), json!([[{}]]), json!({"a": [1]})] {
            variants.push((with(&reply, place, value), true));
        }
        for (varied, may_be_listed) in variants {
            let response =
                charge(200, &varied).await.unwrap_or_else(|error| panic!("{place}: {error} {varied}"));
            assert!(response.reply().outcome().is_authorised(), "{place}");
            assert!(
                response.unread().iter().all(|unread| may_be_listed && unread.starts_with(&path)),
                "{place}"
            );
            tried += 1;
        }
    }
    println!("{tried} variations of an authorised charge");
    let response =
        charge(200, &with(&reply, "/transaction/payment_method/method_details/bin", 411_111)).await;
    let response = response.unwrap();
    assert_eq!(response.unread(), ["transaction.payment_method.method_details.bin"]);
    let method = response.into_inner().transaction.payment_method.unwrap().method_details.unwrap();
    assert_eq!((method.bin, method.brand.as_deref()), (None, Some("VISA")), "the rest is read");
}

#[tokio::test]
async fn a_status_may_be_absent_or_say_little() {
    let reply = example("authorize_charge");
    for meta in [json!({}), json!({"status": {}}), json!({"status": {"code": "00"}}), Json::Null] {
        assert!(charge(200, &with(&reply, "/meta", meta.clone())).await.is_ok(), "{meta}");
        let found = query(&with(&example("get_charge"), "/meta", meta.clone())).await;
        assert!(found.unwrap().outcome().is_authorised(), "{meta}");
        assert!(cancel(&with(&example("cancel_charge"), "/meta", meta.clone())).await.is_ok(), "{meta}");
        assert!(refunds(&with(&example("get_refund"), "/meta", meta.clone())).await.is_ok(), "{meta}");
    }
    for status in [
        json!({"code": "00"}),
        json!({"code": "00", "message_ilgn": [{}]}),
        json!({"code": "00", "message_ilgn": 7}),
    ] {
        assert!(charge(200, &with(&reply, "/meta/status", status)).await.is_ok());
    }
}

#[tokio::test]
async fn success_may_be_text_everywhere() {
    for success in [Json::from(true), Json::from("true")] {
        assert!(charge(200, &with(&example("authorize_charge"), "/success", success.clone())).await.is_ok());
        assert!(query(&with(&example("get_charge"), "/success", success.clone())).await.is_ok());
        assert!(cancel(&with(&example("cancel_charge"), "/success", success.clone())).await.is_ok());
        assert!(refunds(&with(&example("get_refund"), "/success", success)).await.is_ok());
    }
}

#[tokio::test]
async fn one_refund_that_tells_less_does_not_hide_the_others() {
    let mut reply = example("get_refund");
    let refund = reply["operations"][0].clone();
    for place in [
        "/payment_method/brand",
        "/payment_method/masked_pan",
        "/payment_method",
        "/refund_reason",
        "/lifecycle",
    ] {
        for poorer in [with(&refund, place, Json::Null), without(&refund, place), with(&refund, place, 5)] {
            reply["operations"] = json!([refund, poorer, refund]);
            assert_eq!(refunds(&reply).await.unwrap().operations.len(), 3, "{place}");
        }
    }
}

#[tokio::test]
async fn a_nonce_that_does_not_say_lives_for_the_documented_half_minute() {
    for (lifetime, ok) in [
        (None, true),
        (Some(Json::Null), true),
        (Some(json!("30")), true),
        (Some(json!("soon")), false),
        (Some(json!(0)), false),
    ] {
        let mut body: Json = canned::nonce("a nonce", 30).parse().unwrap();
        match lifetime.clone() {
            Some(lifetime) => body["expires_in"] = lifetime,
            None => drop(body.as_object_mut().unwrap().remove("expires_in")),
        }
        let client = Canned::new(move |request| match request.uri().path() {
            "/token" => canned::answer(200, canned::token("bearer", 3_600)),
            _ => canned::answer(200, body.to_string()),
        })
        .client();
        let reply = client.create_nonce().send().await;
        assert_eq!(reply.is_ok(), ok, "{lifetime:?}");
        if let Ok(reply) = reply {
            let left = reply.nonce.remaining();
            assert!(
                left > Duration::from_secs(20) && left <= Duration::from_secs(28),
                "{lifetime:?}: {left:?}"
            );
        }
    }
}

#[tokio::test]
async fn an_empty_nonce_or_token_is_none() {
    for (path, token, nonce) in [("create_token", "", "n"), ("create_nonce", "t", "")] {
        let (token, nonce) = (canned::token(token, 3_600), canned::nonce(nonce, 30));
        let client = Canned::new(move |request| match request.uri().path() {
            "/token" => canned::answer(200, token.clone()),
            _ => canned::answer(200, nonce.clone()),
        })
        .client();
        let error = client.create_nonce().send().await.unwrap_err();
        assert_eq!((error.kind(), error.operation()), (ErrorKind::Decode, Some(path)));
    }
}

#[tokio::test]
async fn bytes_that_are_no_utf_8_are_refused_wherever_they_stand() {
    let body = canned::nonce("a nonce", 30).replace("\"action\"", "\"ignored\":\"\u{fffd}\",\"action\"");
    let bytes = body.into_bytes();
    let at = bytes.windows(3).position(|three| three == "\u{fffd}".as_bytes()).unwrap();
    let broken = [&bytes[..at], b"\xc3\x28", &bytes[at + 3..]].concat();
    let client = Canned::new(move |request| match request.uri().path() {
        "/token" => canned::answer(200, canned::token("bearer", 3_600)),
        _ => Ok(http::Response::new(bytes::Bytes::from(broken.clone()))),
    })
    .client();
    let error = client.create_nonce().send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("UTF-8"), "{error}");
}
