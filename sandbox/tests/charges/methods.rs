//! Tests payment methods: the test data, what becomes of a charge, and the page of the bank. `method_table.rs` tests the README's table.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use alignet_sandbox::Sandbox;
use serde_json::{Value as Json, json};

use crate::support::{Request, builder, sample};

const DAY: Duration = Duration::from_secs(86_400);

/// Charges by this method, and returns the request and the reply.
async fn charge(sandbox: &Sandbox, method: Json) -> (Request, Json) {
    let charge = sample::request(sandbox, "authorize_charge").await;
    let charge = charge.altered(|body| drop(body.insert("payment_method".to_owned(), method)));
    let reply = charge.send(sandbox.addr()).await.unwrap();
    assert_eq!(reply.status, 200);
    (charge, reply.json())
}

fn card(pan: &str) -> Json {
    let holder = json!({
        "first_name": "Rosa", "last_name": "Flores", "email": "rosa@example.com", "phone": { "prefix": "51", "number": "9" },
    });
    json!({ "method_name": "CARD", "method_details": {
        "pan": pan, "expiry_date": "0328", "security_code": "111", "card_holder": holder,
        "redirect_url": "https://shop.example.com/back",
    } })
}

fn yape(otp: &str) -> Json {
    let phone = json!({ "country_code": "+51", "subscriber": "969929157" });
    json!({ "method_name": "YAPE", "method_details": { "phone": phone, "otp": otp } })
}

fn redirected(name: &str) -> Json {
    json!({ "method_name": name, "method_details": { "redirect_url": "https://shop.example.com/back" } })
}

/// Reads the charge, and returns its transaction.
async fn read(sandbox: &Sandbox, charge: &Request, made: &Json) -> Json {
    let json = other(sandbox, "GET", charge, Some(made)).await;
    json["operation"]["transactions"][0].clone()
}

/// Cancels the charge, and returns its transaction.
async fn cancel(sandbox: &Sandbox, charge: &Request) -> Json {
    let json = other(sandbox, "DELETE", charge, None).await;
    json["operation"]["transactions"][0].clone()
}

async fn other(sandbox: &Sandbox, method: &str, charge: &Request, made: Option<&Json>) -> Json {
    let sent = charge.json();
    let text = |name: &str| sent[name].as_str().unwrap().to_owned();
    let mut path = format!("/charges/{}/{}", text("merchant_code"), text("merchant_operation_number"));
    if let Some(made) = made {
        path = format!("{path}/{}", made["transaction"]["transaction_id"].as_str().unwrap());
    }
    let mut request = charge.without_header("Content-Type");
    (request.method, request.target, request.body) = (method.to_owned(), path, None);
    request.send(sandbox.addr()).await.unwrap().json()
}

#[tokio::test]
async fn cards_and_yape_are_decided_at_once() {
    let sandbox = builder().start().await.unwrap();
    for (method, state) in [
        (card("4474118355632240"), "AUTORIZADO"),
        (card("5455460920094260"), "AUTORIZADO"),
        (card("4041650444437904"), "DENEGADO"),
        (card("4041650444437900"), "DENEGADO"),
        (card("5115422225052734"), "DENEGADO"),
        (card("371327381068590"), "DENEGADO"),
        (card("36344311372031"), "DENEGADO"),
        (yape("557454"), "AUTORIZADO"),
        (yape("284563"), "DENEGADO"),
    ] {
        let (request, made) = charge(&sandbox, method).await;
        let transaction = &made["transaction"];
        let processor = &transaction["processor_response"];
        let approved = state == "AUTORIZADO";
        assert_eq!((&transaction["state"], &transaction["continue_url"]), (&json!(state), &Json::Null));
        assert_eq!(processor["authorization_code"].is_string(), approved);
        assert_eq!(processor["result_message"]["code"] == "00", approved);
        assert_eq!(made["meta"]["status"]["code"], "00", "it says only that the request was processed");
        assert_eq!(read(&sandbox, &request, &made).await["state"], state);
        let after = cancel(&sandbox, &request).await;
        assert_eq!(after["state"], if approved { "EXTORNADO" } else { "DENEGADO" });
        assert_eq!(after["reverse_date"], Json::Null, "it is part of the processor's response");
    }
}

#[tokio::test]
async fn other_methods_wait_for_the_buyer() {
    let sandbox = builder().start().await.unwrap();
    for (method, shown) in [
        (card("4000000000000002"), "continue_url"),
        (redirected("BANK_TRANSFER"), "continue_url"),
        (redirected("CUOTEALO"), "continue_url"),
        (redirected("PAGOEFECTIVO"), "cip"),
        (json!({ "method_name": "QR", "method_details": {} }), "qr_id"),
    ] {
        for (event, state) in [("approve", "AUTORIZADO"), ("refuse", "DENEGADO"), ("expire", "EXPIRADO")] {
            let (request, made) = charge(&sandbox, method.clone()).await;
            let transaction = &made["transaction"];
            let place =
                if shown == "continue_url" { transaction } else { &transaction["processor_response"] };
            assert_eq!(
                (&transaction["state"], place[shown].is_string()),
                (&json!("PENDIENTE"), true),
                "{made}"
            );
            assert_eq!(read(&sandbox, &request, &made).await["state"], "PENDIENTE");

            let number = &request.json()["merchant_operation_number"];
            let of = json!({ "merchant_operation_number": number });
            sandbox.happen("charge", of.clone(), event).unwrap();
            let later = read(&sandbox, &request, &made).await;
            assert_eq!((&later["state"], &later["continue_url"]), (&json!(state), &Json::Null));
            assert_eq!(
                sandbox.happen("charge", of, event).unwrap_err().to_string(),
                format!("`{event}` happens to a charge only while `state` is `PENDIENTE`")
            );
        }
        let (request, _) = charge(&sandbox, method).await;
        assert_eq!(cancel(&sandbox, &request).await["state"], "CANCELADO");
    }
}

#[tokio::test]
async fn time_expires_what_waits_and_settles_what_is_paid() {
    let sandbox = builder().start().await.unwrap();
    let (waits, waiting) = charge(&sandbox, redirected("PAGOEFECTIVO")).await;
    let (pays, paid) = charge(&sandbox, yape("557454")).await;
    sandbox.advance(DAY - Duration::from_secs(60));
    assert_eq!(read(&sandbox, &waits, &waiting).await["state"], "PENDIENTE");
    sandbox.advance(Duration::from_secs(61));
    // The access tokens of these requests have expired, too.
    let renewed = sample::request(&sandbox, "authorize_charge").await;
    let bearer = &renewed.headers.iter().find(|(name, _)| name == "Authorization").unwrap().1;
    let (waits, pays) =
        (waits.with_header("Authorization", bearer), pays.with_header("Authorization", bearer));
    assert_eq!(read(&sandbox, &waits, &waiting).await["state"], "EXPIRADO");
    assert_eq!(read(&sandbox, &pays, &paid).await["state"], "LIQUIDADO");
    assert_eq!(cancel(&sandbox, &pays).await["state"], "LIQUIDADO");
}

#[tokio::test]
async fn a_charge_that_waits_tells_until_when() {
    let sandbox = builder().start().await.unwrap();
    let (request, made) = charge(&sandbox, redirected("PAGOEFECTIVO")).await;
    let expiry = &made["transaction"]["expiration_date"];
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let left = expiry["unix_time"].as_u64().unwrap() - since_1970.as_secs();
    assert!((86_390..=86_400).contains(&left), "{expiry}");
    let text = expiry["utc_time"].as_str().unwrap();
    assert!(text.len() == 20 && text.ends_with('Z'), "{text}");
    assert_eq!(&read(&sandbox, &request, &made).await["expiration_date"], expiry);
    // The clock of the sandbox is what counts.
    sandbox.advance(Duration::from_secs(3_600));
    let (_, later) = charge(&sandbox, json!({ "method_name": "QR", "method_details": {} })).await;
    let later = later["transaction"]["expiration_date"]["unix_time"].as_u64().unwrap();
    assert!((3_600..3_610).contains(&(later - expiry["unix_time"].as_u64().unwrap())), "{later}");
}

#[tokio::test]
async fn the_page_of_the_bank_leads_back_to_the_shop() {
    let sandbox = builder().start().await.unwrap();
    let (request, made) = charge(&sandbox, redirected("BANK_TRANSFER")).await;
    let url = made["transaction"]["continue_url"].as_str().unwrap();
    let path = url.strip_prefix(&sandbox.url()).unwrap();
    let page = Request::new("GET", path).send(sandbox.addr()).await.unwrap();
    let html = String::from_utf8(page.body.clone()).unwrap();
    assert!(page.header("content-security-policy").unwrap().starts_with("default-src 'none'"));
    for button in ["value=\"approve\"", "value=\"refuse\"", "value=\"expire\""] {
        assert!(html.contains(button), "{html}");
    }
    let decide = |event: &str| Request::new("POST", path).with_body(format!("event={event}"));
    assert_eq!(decide("settle").send(sandbox.addr()).await.unwrap().status, 400);
    let back = decide("approve").send(sandbox.addr()).await.unwrap();
    let html = String::from_utf8(back.body).unwrap();
    assert!(html.contains("action=\"https://shop.example.com/back\""), "{html}");
    let returned = sandbox
        .redirect_return(
            "charge",
            json!({ "merchant_operation_number": request.json()["merchant_operation_number"] }),
        )
        .unwrap();
    assert!(html.contains(&returned.text), "{html}");
    assert_eq!(read(&sandbox, &request, &made).await["state"], "AUTORIZADO");
    assert_eq!(decide("approve").send(sandbox.addr()).await.unwrap().status, 409);
    let nobody = Request::new("GET", "/_sandbox/continue/charge/nobody").send(sandbox.addr()).await.unwrap();
    assert_eq!(nobody.status, 404);
}
