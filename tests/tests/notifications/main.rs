//! Tests notifications and returns: signatures, binding to the merchant and the order, and replays.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod agreement;
mod base64;
mod bits;
mod forms;
mod guards;
mod keys;
mod merchants;
mod receive;
mod returns;
mod verify;

use std::{
    io::{self, Write},
    sync::{Arc, LazyLock, Mutex},
};

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

/// Runs a part of a test, and returns the lines that it logs, of all levels and targets.
fn logged<T>(run: impl FnOnce() -> T) -> (T, String) {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let result = tracing::subscriber::with_default(subscriber, run);
    (result, log.text())
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
