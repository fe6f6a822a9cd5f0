//! Calls as the script of the Flex form makes them.

use alignet_sandbox::{Builder, Sandbox};
use serde_json::{Value as Json, json};

use super::{Reply, Request, sample};

/// Starts a sandbox of a merchant who has registered URLs.
pub(crate) async fn start(builder: Builder) -> Sandbox {
    builder
        .callback_url("http://127.0.0.1:1/notifications")
        .redirect_url("https://shop.example.com/back")
        .start()
        .await
        .unwrap()
}

/// Fetches a nonce.
pub(crate) async fn nonce(sandbox: &Sandbox, scope: &str) -> String {
    let call = sample::request(sandbox, "create_nonce").await;
    let call = call.altered(|body| drop(body.insert("scope".to_owned(), scope.into())));
    let reply = call.send(sandbox.addr()).await.unwrap().json();
    reply["nonce"].as_str().unwrap().to_owned()
}

/// The payload of a page.
pub(crate) fn payload() -> Json {
    let billing = json!({
        "first_name": "Rosa", "last_name": "Quispe", "email": "rosa@example.com",
        "phone": { "country_code": "+51", "subscriber": "900000001" },
        "location": { "line_1": "Jr. Ejemplo 100", "city": "Lima", "state": "Lima", "country": "PE" },
    });
    json!({
        "action": "authorize", "channel": "ecommerce", "merchant_code": "4201",
        "merchant_operation_number": "700100", "payment_method": {},
        "payment_details": { "amount": "15000", "currency": "604", "billing": billing },
    })
}

/// Posts to the sandbox as the script of the form does, from a page of another origin.
pub(crate) async fn post(sandbox: &Sandbox, path: &str, body: Json) -> Reply {
    let call = Request::new("POST", &format!("/_sandbox/flex/{path}"));
    let call = call.with_header("Content-Type", "application/json").with_header("Origin", "http://shop.test");
    call.with_body(body.to_string()).send(sandbox.addr()).await.unwrap()
}

/// Opens a form with a fresh nonce.
pub(crate) async fn open(sandbox: &Sandbox, payload: Json) -> Reply {
    let nonce = nonce(sandbox, "post:charges").await;
    post(sandbox, "forms", json!({ "nonce": nonce, "payload": payload })).await
}

/// Opens a form, and returns its id.
pub(crate) async fn form(sandbox: &Sandbox, payload: Json) -> Json {
    let opened = open(sandbox, payload).await;
    assert_eq!(opened.status, 200, "{}", opened.json());
    opened.json()["form"].take()
}

/// Pays by a method, and returns the status and the reply.
pub(crate) async fn pay(sandbox: &Sandbox, form: &Json, name: &str, details: Json) -> (u16, Json) {
    let method = json!({ "method_name": name, "method_details": details });
    let reply = post(sandbox, "charges", json!({ "form": form, "payment_method": method })).await;
    (reply.status, reply.json())
}

/// The details of a card.
pub(crate) fn card(pan: &str) -> Json {
    json!({ "pan": pan, "expiry_date": "0328", "security_code": "111" })
}
