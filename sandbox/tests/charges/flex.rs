//! Tests what the stand-in for the Flex script calls: forms are opened by a nonce, and charge.

use std::time::Duration;

use alignet_sandbox::Sandbox;
use serde_json::{Value as Json, json};

use crate::support::{
    Request,
    flex::{card, form, nonce, open, pay, payload, post, start},
    sample,
};

#[tokio::test]
async fn a_nonce_opens_one_form_in_its_time_and_scope() {
    let sandbox = start(Sandbox::builder()).await;
    let open = async |nonce: &str| {
        let reply = post(&sandbox, "forms", json!({ "nonce": nonce, "payload": payload() })).await;
        (reply.status, reply.json())
    };
    let good = nonce(&sandbox, "post:charges").await;
    let (status, opened) = open(&good).await;
    assert_eq!((status, &opened["price"]), (200, &json!("150.00 PEN")));
    assert_eq!(opened["methods"], json!(["CARD", "YAPE", "BANK_TRANSFER", "CUOTEALO", "PAGOEFECTIVO", "QR"]));
    let refused = |text: &str| json!({ "error": format!("`nonce`: {text}") });
    assert_eq!(open(&good).await, (401, refused("the secret was used before")));
    let late = nonce(&sandbox, "post:charges").await;
    sandbox.advance(Duration::from_secs(30));
    assert_eq!(open(&late).await, (401, refused("the secret has expired")));
    let foreign = open("eyJ0eXAi.of.another").await;
    assert_eq!(foreign, (401, refused("no single-use secret that was issued here")));
    let narrow = nonce(&sandbox, "get:charges").await;
    assert_eq!(open(&narrow).await, (403, refused("its scopes admit no charges")));
}

#[tokio::test]
async fn a_payload_differs_from_a_charge() {
    let sandbox = start(Sandbox::builder()).await;
    let mut whole = payload();
    whole["payment_details"]["additional_fields"] = json!({ "branch": "Lima" });
    whole["payment_details"]["customer"] =
        json!({ "identity_document": { "type": "DNI" }, "email": "a@example.com" });
    assert_eq!(open(&sandbox, whole).await.status, 200);
    for (pointer, value, said) in [
        ("/action", json!("charge"), "`payload.action` must be \"authorize\""),
        ("/merchant_operation_number", json!("12345"), "must have 6 to 12 digits"),
        ("/merchant_operation_number", json!("1234567890123"), "must have 6 to 12 digits"),
        (
            "/payment_method",
            json!({ "method_name": "CARD" }),
            "`payload.payment_method.method_name` is not a field",
        ),
        ("/payment_details/billing/email", json!(7), "`payload.payment_details.billing.email` must be"),
        ("/payment_details/amount", json!("1.50"), "`payload.payment_details.amount` must be"),
        ("/payment_details/billing/location", json!({}), "location.line_1` is required"),
        ("/payment_details", json!([]), "`payload.payment_details` must be an object"),
    ] {
        let mut wrong = payload();
        *wrong.pointer_mut(pointer).unwrap() = value;
        let refused = open(&sandbox, wrong).await;
        let text = refused.json()["error"].as_str().unwrap_or_default().to_owned();
        assert_eq!(refused.status, 400, "{pointer}");
        assert!(text.contains(said), "{pointer}: {text}");
    }
    let mut products = payload();
    products["payment_details"]["product_details"] = json!([]);
    let refused = open(&sandbox, products).await.json();
    assert!(refused["error"].as_str().unwrap().contains("product_details` is not a field"), "{refused}");
    let absent = post(&sandbox, "forms", json!({ "nonce": nonce(&sandbox, "post:charges").await })).await;
    assert_eq!(absent.status, 400);
}

#[tokio::test]
async fn what_a_page_shows_is_as_the_contract_declares() {
    let sandbox = start(Sandbox::builder()).await;
    let open = async |name: &str, value: Json| {
        let nonce = nonce(&sandbox, "post:charges").await;
        post(&sandbox, "forms", json!({ "nonce": nonce, "payload": payload(), name: value })).await
    };
    for (name, value) in [
        ("settings", json!({ "display_result_screen": true, "show_border": false })),
        (
            "display_settings",
            json!({ "methods": ["CARD", "YAPE", "QR", "BANK_TRANSFER", "CUOTEALO", "PAGOEFECTIVO"] }),
        ),
        ("i18n", json!({ "mode": "multi", "default_language": "es", "languages": ["es", "en"] })),
    ] {
        assert_eq!(open(name, value).await.status, 200, "{name}");
    }
    for (name, value, said) in [
        ("settings", json!({ "show_border": "yes" }), "`settings.show_border` must be `true` or `false`"),
        ("display_settings", json!({ "methods": ["CASH"] }), "`display_settings.methods.0` must be one of"),
        ("i18n", json!({ "mode": "single" }), "`i18n.mode` must be one of `multi`"),
        ("i18n", json!({ "mode": "multi", "languages": ["fr"] }), "`i18n.languages.0` must be one of"),
        ("theme", json!("dark"), "`theme` is not a field here"),
    ] {
        let refused = open(name, value).await;
        let text = refused.json()["error"].as_str().unwrap_or_default().to_owned();
        assert_eq!(refused.status, 400, "{name}");
        assert!(text.contains(said), "{name}: {text}");
    }
}

#[tokio::test]
async fn a_buyer_who_is_denied_tries_again_under_the_same_number() {
    let sandbox = start(Sandbox::builder()).await;
    let one = form(&sandbox, payload()).await;
    let (status, denied) = pay(&sandbox, &one, "CARD", card("4041650444437904")).await;
    assert_eq!((status, &denied["transaction"]["state"]), (200, &json!("DENEGADO")));
    // Another form may not use the number of this one.
    let other = form(&sandbox, payload()).await;
    assert_eq!(pay(&sandbox, &other, "QR", json!({})).await.0, 409);

    let (_, paid) = pay(&sandbox, &one, "CARD", card("4474118355632240")).await;
    assert_eq!(paid["transaction"]["state"], "AUTORIZADO");
    assert_ne!(paid["transaction"]["transaction_id"], denied["transaction"]["transaction_id"]);
    let again = pay(&sandbox, &one, "QR", json!({})).await;
    assert_eq!(again, (409, json!({ "error": "this operation is paid" })));

    let notified = sandbox.notified();
    // Queries and notifications agree with what the form was told.
    for reply in [&denied, &paid] {
        let id = reply["transaction"]["transaction_id"].as_str().unwrap();
        let mut query = sample::request(&sandbox, "get_charge").await;
        query.target = format!("/charges/4201/700100/{id}");
        let found = query.send(sandbox.addr()).await.unwrap().json();
        assert_eq!(found["operation"]["transactions"][0]["state"], reply["transaction"]["state"]);
        assert_eq!(found["operation"]["transactions"][0]["transaction_id"], id);
    }
    let states = notified.iter().map(|one| serde_json::from_slice::<Json>(&one.signed().body).unwrap());
    let states: Vec<_> = states.map(|body| body["transaction"]["state"].clone()).collect();
    assert_eq!(states, ["DENEGADO", "AUTORIZADO"]);
    assert!(notified.iter().all(|one| one.expose_url() == "http://127.0.0.1:1/notifications"));
}

#[tokio::test]
async fn a_method_with_a_page_leads_back_to_where_the_merchant_registered() {
    let sandbox = start(Sandbox::builder()).await;
    for (number, (name, details)) in
        [("CARD", card("4000000000000002")), ("BANK_TRANSFER", json!({})), ("CUOTEALO", json!({}))]
            .into_iter()
            .enumerate()
    {
        let mut payload = payload();
        payload["merchant_operation_number"] = format!("{}", 700_200 + number).into();
        let form = form(&sandbox, payload).await;
        let (_, reply) = pay(&sandbox, &form, name, details).await;
        assert_eq!(reply["transaction"]["state"], "PENDIENTE", "{reply}");
        let url = reply["transaction"]["continue_url"].as_str().unwrap();
        let call = Request::new("POST", url.strip_prefix(&sandbox.url()).unwrap());
        let back = call.with_body("event=approve").send(sandbox.addr()).await.unwrap();
        let page = String::from_utf8(back.body).unwrap();
        assert!(page.contains("action=\"https://shop.example.com/back\""), "{page}");
        assert!(
            page.contains("name=\"authorization_result\"") && page.contains("name=\"signature\""),
            "{page}"
        );
    }
    let nowhere = Sandbox::start().await.unwrap();
    let form = form(&nowhere, payload()).await;
    let (status, reply) = pay(&nowhere, &form, "CUOTEALO", json!({})).await;
    assert_eq!(status, 409);
    assert!(reply["error"].as_str().unwrap().contains("`redirect_url`"), "{reply}");
    assert!(Sandbox::builder().redirect_url("javascript:x").start().await.is_err());
}

#[tokio::test]
async fn as_deployed_the_plugin_names_its_urls_in_the_payload() {
    let sandbox = start(Sandbox::builder().as_deployed(true)).await;
    let mut payload = payload();
    let url = "https://shop.example.com/other";
    payload["payment_method"] = json!({ "method_details": { "callback_url": "", "redirect_url": url } });
    payload["payment_details"]["billing"]["location"]["zip_code"] = json!("15074");
    // The fallback of the demonstration page has 13 digits.
    payload["merchant_operation_number"] = json!("1234567890123");
    let config = json!({
        "nonce": nonce(&sandbox, "post:charges").await, "payload": payload,
        "i18n": { "mode": "multi", "default": "es" }, "display_settings": { "methods": ["CARD", "SAFETYPAY"] },
    });
    let opened = post(&sandbox, "forms", config).await.json();
    let remarks: Vec<&str> = opened["remarks"].as_array().unwrap().iter().filter_map(Json::as_str).collect();
    for (remark, said) in remarks.iter().zip([
        "`payload.payment_method.method_details` is not a field here",
        "`payload.payment_details.billing.location.zip_code` is not a field here",
        "`display_settings.methods.1` must be one of",
        "`i18n.default` is not a field here",
        "`payload`: body field `merchant_operation_number` has 13 digits, not 6 to 12",
    ]) {
        assert!(remark.starts_with(said), "{remarks:?}");
    }
    assert_eq!(remarks.len(), 5, "{remarks:?}");
    let (_, reply) = pay(&sandbox, &opened["form"], "BANK_TRANSFER", json!({})).await;
    let remark = "body field `merchant_operation_number` has 13 digits, not 6 to 12";
    assert_eq!(sandbox.requests().pop().unwrap().remarks(), [remark]);
    let page = reply["transaction"]["continue_url"].as_str().unwrap().strip_prefix(&sandbox.url()).unwrap();
    let back = Request::new("POST", page).with_body("event=refuse").send(sandbox.addr()).await.unwrap();
    assert!(String::from_utf8(back.body).unwrap().contains(url));
}

#[tokio::test]
async fn other_origins_may_call_the_form_and_nothing_else() {
    let sandbox = start(Sandbox::builder()).await;
    let allowed = async |method: &str, path: &str| {
        let call = Request::new(method, path).with_header("Origin", "http://shop.test");
        let call = call.with_header("Access-Control-Request-Method", "POST");
        let reply = call.send(sandbox.addr()).await.unwrap();
        reply.header("access-control-allow-origin").map(str::to_owned)
    };
    for path in ["/_sandbox/flex/forms", "/_sandbox/flex/charges"] {
        assert_eq!(allowed("OPTIONS", path).await.as_deref(), Some("*"), "{path}");
    }
    for path in [
        "/nonce",
        "/charges",
        "/_sandbox/events",
        "/_sandbox/redemptions",
        "/_sandbox/calls",
        "/_sandbox/flex.js",
    ] {
        for method in ["OPTIONS", "GET", "POST"] {
            assert_eq!(allowed(method, path).await, None, "{method} {path}");
        }
    }
    // A page of another site that reaches this machine by a name of its own is refused, as everywhere.
    let call = Request::new("POST", "/_sandbox/flex/forms").with_header("Host", "evil.example");
    assert_eq!(call.with_body("{}").send(sandbox.addr()).await.unwrap().status, 403);
    for (kind, body) in [("text/plain", "{}"), ("application/json", "[]"), ("application/json", "{")] {
        let call = Request::new("POST", "/_sandbox/flex/charges").with_header("Content-Type", kind);
        assert!([400, 415].contains(&call.with_body(body).send(sandbox.addr()).await.unwrap().status));
    }
}

#[tokio::test]
async fn the_environment_names_the_stand_in_where_only_this_machine_reaches_it() {
    let sandbox = Sandbox::start().await.unwrap();
    let environment = sandbox.environment();
    for (url, kind) in [
        (environment.flex_script(), "text/javascript; charset=utf-8"),
        (environment.flex_style(), "text/css; charset=utf-8"),
    ] {
        let path = url.strip_prefix(&sandbox.url()).unwrap();
        let reply = Request::new("GET", path).send(sandbox.addr()).await.unwrap();
        assert_eq!((reply.status, reply.header("content-type")), (200, Some(kind)));
    }
    let [.., (_, variable)] = sandbox.expose_variables();
    assert!(variable.contains(environment.flex_script()), "{variable}");

    let everywhere = ([0, 0, 0, 0], 0).into();
    let open = Sandbox::builder().listen(everywhere).allow_non_loopback(true).start().await.unwrap();
    assert_eq!(open.environment().flex_script(), alignet::Environment::PREPROD.flex_script());
    let reply =
        Request::new("GET", "/_sandbox/flex.js").send(([127, 0, 0, 1], open.addr().port()).into()).await;
    assert_eq!(reply.unwrap().status, 404);
}
