//! The service's test data: each card, each pair of a telephone number and a code, and 3-D Secure that the merchant did itself.

use alignet_sandbox::Sandbox;
use serde_json::{Value as Json, json};

use crate::support::{
    flex::{form, pay, payload, start},
    sample,
};

/// The state of a Yape payment with this telephone number and this code.
async fn yape(sandbox: &Sandbox, phone: &str, otp: &str) -> Json {
    let mut payload = payload();
    // The buyer's own number decides nothing.
    payload["payment_details"]["billing"]["phone"]["subscriber"] = json!("999999999");
    static NUMBERS: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(700_500);
    let number = NUMBERS.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    payload["merchant_operation_number"] = json!(number.to_string());
    let form = form(sandbox, payload).await;
    let details = json!({ "phone": { "country_code": "+51", "subscriber": phone }, "otp": otp });
    let (status, mut reply) = pay(sandbox, &form, "YAPE", details).await;
    assert_eq!(status, 200, "{reply}");
    reply["transaction"]["state"].take()
}

#[tokio::test]
async fn yape_is_decided_by_the_number_and_the_code() {
    let sandbox = start(Sandbox::builder()).await;
    for (phone, otp, state) in [
        ("969929157", "557454", "AUTORIZADO"),
        ("999999999", "284563", "DENEGADO"),
        // Not published: a code is of one number.
        ("999999999", "557454", "DENEGADO"),
        ("969929157", "284563", "DENEGADO"),
        ("969929157", "111111", "DENEGADO"),
        ("900000002", "284563", "DENEGADO"),
        ("900000002", "557454", "DENEGADO"),
        // Other numbers and codes are no test data.
        ("900000002", "123456", "AUTORIZADO"),
    ] {
        assert_eq!(yape(&sandbox, phone, otp).await, state, "{phone} {otp}");
    }
}

#[tokio::test]
async fn a_card_with_the_merchant_s_own_3_d_secure_is_decided_at_once() {
    let sandbox = Sandbox::start().await.unwrap();
    let charge = async |own: Json| {
        let call = sample::request(&sandbox, "authorize_charge").await.altered(|body| {
            let details = body["payment_method"]["method_details"].as_object_mut().unwrap();
            details.insert("pan".to_owned(), json!("4000000000000002"));
            details.remove("authentication_result");
            details.extend(own.as_object().cloned().unwrap_or_default());
        });
        call.send(sandbox.addr()).await.unwrap().json()["transaction"]["state"].take()
    };
    assert_eq!(charge(json!({})).await, "PENDIENTE");
    assert_eq!(charge(json!({ "authentication_result": {} })).await, "PENDIENTE", "no data");
    let own = json!({ "version": "2.2.0", "electronic_commerce_indicator": "05", "trans_status": "Y" });
    let own = json!({ "authentication_result": { "3ds_secure": own } });
    assert_eq!(charge(own).await, "AUTORIZADO");
}

#[tokio::test]
async fn the_largest_amount_is_that_of_64_bits() {
    let sandbox = Sandbox::start().await.unwrap();
    let charge = async |amount: &str| {
        let call = sample::request(&sandbox, "authorize_charge").await;
        let call = call.altered(|body| body["payment_details"]["amount"] = json!(amount));
        call.send(sandbox.addr()).await.unwrap().status
    };
    let most = u64::MAX.to_string();
    assert!(include_str!("../../README.md").contains(&format!("Here it is {most}")));
    assert_eq!((charge(&most).await, charge("18446744073709551616").await), (200, 400));
}
