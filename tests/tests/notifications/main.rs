//! Tests notifications: signatures, binding to the merchant, and replays.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod agreement;
mod base64;
mod bits;
mod failing_guards;
mod guard;
mod guards;
mod keys;
mod merchants;
mod receive;
mod sharing;
mod verify;

use std::sync::LazyLock;

use alignet::{
    Environment, Json,
    api::ChargeNotification,
    notifications::{InvalidNotification, Verifier},
};
use alignet_sandbox::SigningKey;
use serde_json::json;

const MERCHANT: &str = "M1";

/// Two keys, generated once for all tests, because generating a key is slow.
static KEYS: LazyLock<[SigningKey; 2]> =
    LazyLock::new(|| [SigningKey::generate().unwrap(), SigningKey::generate().unwrap()]);

fn key() -> &'static SigningKey {
    &KEYS[0]
}

fn other_key() -> &'static SigningKey {
    &KEYS[1]
}

fn environment(api: &str, keys: &[&str]) -> Environment {
    Environment::custom()
        .auth("https://auth.example.com")
        .api(api)
        .audience("https://api.example.com/")
        .api_version("1")
        .flex_script("")
        .flex_style("")
        .notification_keys(keys.iter().copied())
        .build()
}

/// A verifier with these keys.
fn verifier(keys: &[&SigningKey]) -> Verifier {
    let keys: Vec<&str> = keys.iter().map(|key| key.public_key()).collect();
    Verifier::new(&environment("https://api.example.com", &keys), MERCHANT).unwrap()
}

/// A notification of a transaction in this state.
fn charge(state: &str) -> Json {
    json!({
        "success": "true",
        "action": "authorize",
        "merchant_code": MERCHANT,
        "merchant_operation_number": "400100",
        "transaction": {
            "transaction_id": "T1",
            "state": state,
            "state_reason": null,
            "amount": "15000",
            "currency": "604",
            "processor_response": { "authorization_code": "831000" },
        },
        "meta": { "status": { "code": "00", "message_ilgn": [{ "locale": "es_PE", "value": "Procesado" }] } },
    })
}

/// The body as JSON with unusual white space, and its signature.
fn signed(body: &Json) -> (Vec<u8>, String) {
    let body = format!("{body:#}").replace("  ", "\t").into_bytes();
    let signature = key().sign(&body);
    (body, signature)
}

/// Verifies with the first key.
fn verify(body: &[u8], signature: impl AsRef<[u8]>) -> Result<ChargeNotification, InvalidNotification> {
    verifier(&[key()]).verify(body, signature)
}
