//! The values of one call, for programs of any language: by field, and never a secret or a card.

use alignet_sandbox::Sandbox;
use serde_json::{Value as Json, json};

use crate::{
    ask,
    support::{
        Request,
        flex::{card, form, nonce, open, pay, payload, start},
        sample,
    },
};

const REDACTED: &str = "[redacted]";

/// The latest call, with the values that it sent.
async fn latest(sandbox: &Sandbox) -> Json {
    let next = ask(sandbox, "GET", "calls", None).await.json()["next"].as_u64().unwrap();
    let one = ask(sandbox, "GET", &format!("calls/{}", next - 1), None).await;
    assert_eq!((one.status, one.header("cache-control")), (200, Some("no-store")));
    one.json()
}

#[tokio::test]
async fn a_call_shows_what_it_sent_by_field() {
    let sandbox = Sandbox::start().await.unwrap();
    let call = sample::request(&sandbox, "authorize_charge").await.altered(|body| {
        body["merchant_operation_number"] = json!("400100");
        body["payment_details"]["amount"] = json!("15000");
        let details = &mut body["payment_method"]["method_details"];
        details["pan"] = json!("4474118355632240");
        (details["expiry_date"], details["security_code"]) = (json!("0328"), json!("111"));
        details["authentication_result"]["3ds_secure"]["cardholder_authentication_verification_value"] =
            json!("proof");
    });
    call.send(sandbox.addr()).await.unwrap();
    let shown = latest(&sandbox).await;
    assert_eq!((&shown["operation"], &shown["status"]), (&json!("authorize_charge"), &json!(200)));
    let mut expected = call.json();
    let details = &mut expected["payment_method"]["method_details"];
    for secret in ["pan", "expiry_date", "security_code"] {
        details[secret] = json!(REDACTED);
    }
    details["authentication_result"]["3ds_secure"]["cardholder_authentication_verification_value"] =
        json!(REDACTED);
    assert_eq!(shown["sent"]["body"], expected);
    let headers = json!({
        "ALG-API-VERSION": "1709847567",
        "Authorization": REDACTED, "Content-Type": "application/json",
    });
    assert_eq!((&shown["sent"]["headers"], &shown["sent"]["path"]), (&headers, &json!({})));

    let mut query = sample::request(&sandbox, "get_charge").await;
    query.target = "/charges/4201/400%31%30%30/t+1?pan=4474118355632240".to_owned();
    query.send(sandbox.addr()).await.unwrap();
    let sent = latest(&sandbox).await["sent"].take();
    let path =
        json!({ "merchant_code": "4201", "merchant_operation_number": "400100", "transaction_id": "t+1" });
    assert_eq!((&sent["path"], &sent["query"]), (&path, &json!({ "pan": REDACTED })));
    assert_eq!(sent["body"], Json::Null);

    let none = ask(&sandbox, "GET", "calls/99", None).await;
    assert_eq!((none.status, none.json()), (404, json!({ "error": "no call of this number is kept" })));
    assert_eq!(ask(&sandbox, "GET", "calls/x", None).await.status, 400);
}

#[tokio::test]
async fn a_charge_by_the_form_shows_what_the_sandbox_completed() {
    let sandbox = start(Sandbox::builder()).await;
    let one = form(&sandbox, payload()).await;
    pay(&sandbox, &one, "CARD", card("4474118355632240")).await;
    let body = latest(&sandbox).await["sent"]["body"].take();
    assert_eq!(body["payment_details"]["customer"]["email"], "rosa@example.com");
    assert_eq!(body["payment_method"]["method_details"]["pan"], REDACTED);
}

#[tokio::test]
async fn no_secret_and_no_card_appears_wherever_a_caller_puts_it() {
    let sandbox = start(Sandbox::builder()).await;
    let token = sample::token(&sandbox).await;
    let one = nonce(&sandbox, "post:charges").await;
    let [pan, grouped, cvv, expiry, otp] =
        ["4474118355632240", "4474 1183-5563 2240", "c4n", "c4nary-0328", "c4nary-otp"];
    let secret = sandbox.expose_client_secret().to_owned();
    let canaries = [pan, grouped, "4474118355632240", "c4nary", &token, &one, &secret];
    let base = sample::request(&sandbox, "authorize_charge").await;
    let wrong_places = |body: &mut serde_json::Map<String, Json>| {
        let details = &mut body["payment_method"]["method_details"];
        (details["pan"], details["expiry_date"], details["security_code"]) =
            (json!(pan), json!(expiry), json!(cvv));
        details["card_holder"]["first_name"] = json!(expiry);
        details["card_holder"]["last_name"] = json!(format!("Visa {grouped}"));
        details["card_holder"]["email"] = json!(cvv);
        details["callback_url"] = json!(format!("https://shop.example.com/?t={token}"));
        details["redirect_url"] = json!(format!("https://shop.example.com/{one}"));
        details["pin"] = json!("c4nary");
    };
    let odd = |body: &mut serde_json::Map<String, Json>| {
        body["payment_method"] = json!([pan, "c4nary"]);
        body["payment_details"]["amount"] = json!(pan);
        body["payment_details"]["billing"] = json!("c4nary");
        body["merchant_operation_number"] = serde_json::from_str(pan).unwrap();
        body.insert("unknown".to_owned(), json!({ "deep": [pan, "c4nary"] }));
        body.insert(pan.to_owned(), json!(1));
    };
    let nested = |body: &mut serde_json::Map<String, Json>| {
        body["payment_method"]["method_details"]["pan"] =
            json!({ "value": [pan, { "again": "c4nary-nested" }] });
        body["merchant_code"] = json!("c4nary-nested");
    };
    let yape = |body: &mut serde_json::Map<String, Json>| {
        body["payment_method"] =
            json!({ "method_name": "YAPE", "method_details": { "otp": otp, "phone": otp } });
        body["merchant_code"] = json!(otp);
    };
    let mut calls = vec![
        base.altered(wrong_places),
        base.altered(odd),
        base.altered(nested),
        base.altered(yape),
        base.with_body(format!("{pan} c4nary")),
        base.with_body(format!("[\"{pan}\"]")),
    ];
    let credentials = json!({
        "action": "authorize", "grant_type": secret, "audience": secret, "client_id": secret,
        "client_secret": "c4nary-secret", "scope": "c4nary-secret",
    });
    calls.push(sample::unauthorized(&sandbox, "create_token").with_body(credentials.to_string()));
    let mut path = sample::request(&sandbox, "get_charge").await;
    path.target = format!("/charges/{pan}/{token}/{one}?{pan}=c4nary&note={pan}");
    calls.push(path.with_header("ALG-API-VERSION", pan));
    calls.push(Request::new("GET", &format!("/{pan}?c4nary={token}")).with_header("Authorization", "c4nary"));
    for call in calls {
        let call =
            call.with_header("Cookie", "c4nary").with_header("Authorization", &format!("Bearer {token}"));
        call.send(sandbox.addr()).await.unwrap();
        let shown = latest(&sandbox).await["sent"].to_string();
        for canary in canaries {
            assert!(!shown.contains(canary), "`{canary}` in {shown}");
        }
    }
    // By the form: the nonce in a wrong place, and in its own.
    let mut misplaced = payload();
    misplaced["merchant_code"] = json!(one);
    misplaced["payment_details"]["additional_fields"] =
        json!({ "card_number": "c4nary", "note": one, "branch": "Lima", "digits": pan });
    open(&sandbox, misplaced).await;
    let shown = latest(&sandbox).await["sent"].take();
    assert_eq!(shown["body"]["payload"]["payment_details"]["additional_fields"]["branch"], "Lima");
    assert!(canaries.iter().all(|canary| !shown.to_string().contains(canary)), "{shown}");
}
