//! Tests that no failure leaks a secret: not into `Debug`, `Display` or the causes of an error, and not into
//! the log of any crate.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod failures;

use std::time::Duration;

use alignet::{Client, Credentials, Environment, Secret, transport::Reqwest};
use alignet_sandbox::{Fault, Sandbox};
use alignet_tests::{
    canary::{Canary, Capture, assert_clean, debugged, printed, spellings},
    canned, local,
};

const HOUR: Duration = Duration::from_secs(3600);
/// The secrets contain characters that every encoding changes.
const SECRET: &str = "secret/canary+in=the\"body\\&%41 \u{7f}of/a+token=request";
const BEARER: &str = "bearer/canary+in=every\"header\\&%41~of/a+call=";
const NONCE: &str = "nonce/canary+in=a\"reply\\&%41 \u{7f}for/the+browser=";

fn canaries() -> [Canary; 3] {
    [Canary::new("client secret", SECRET), Canary::new("bearer", BEARER), Canary::new("nonce", NONCE)]
}

async fn sandbox() -> Sandbox {
    Sandbox::builder().credentials("client", SECRET).start().await.unwrap()
}

/// Every output of an error.
fn shown(error: &alignet::Error) -> String {
    printed(error) + &debugged(&(error.messages(), error.reply()))
}

fn string(text: &str) -> String {
    alignet::Json::from(text).to_string()
}

/// The service quotes the secret of a request in every field that an error shows.
#[tokio::test]
async fn what_the_service_repeats_of_a_request_is_not_shown() {
    let capture = Capture::start();
    let sandbox = sandbox().await;
    let said = |text: &str| {
        let status = serde_json::json!({
            "code": text,
            "message_ilgn": [{"locale": text, "value": format!("{}{text} is wrong", "x".repeat(480))}],
        });
        serde_json::json!({
            "success": false,
            "authorization": {"meta": {"status": status}},
            "nonce_creation": {"meta": {"status": status}},
        })
        .to_string()
    };
    for status in [200, 400, 403, 599] {
        for (form, spelt) in spellings(SECRET) {
            let alignet = local::client(&sandbox).build().unwrap();
            sandbox.fault("create_token", Fault::status(status).body(said(&spelt))).unwrap();
            let error = alignet.create_nonce().send().await.unwrap_err();
            assert_clean(&canaries(), &format!("the secret with {status}, {form}"), &shown(&error));
        }
        for (form, spelt) in spellings(BEARER) {
            let alignet = local::client(&sandbox).bearer(BEARER).build().unwrap();
            sandbox.fault("create_nonce", Fault::status(status).body(said(&spelt))).unwrap();
            let error = alignet.create_nonce().send().await.unwrap_err();
            assert_clean(&canaries(), &format!("the bearer with {status}, {form}"), &shown(&error));
        }
    }
    for secret in [SECRET, BEARER, NONCE] {
        let alignet = local::client(&sandbox).build().unwrap();
        let body = format!("{{\"success\": true, {}: tr", string(secret));
        sandbox.fault("create_nonce", Fault::usual().body(body)).unwrap();
        let error = alignet.create_nonce().send().await.unwrap_err();
        assert_clean(&canaries(), "a secret as a key", &printed(&error));
    }
    capture.assert_clean(&canaries());
}

#[tokio::test]
async fn nothing_that_is_held_shows_a_secret() {
    let capture = Capture::start();
    let sandbox = sandbox().await;
    sandbox.fault("create_token", Fault::usual().body(canned::token(BEARER, 86400))).unwrap();
    sandbox.fault("create_nonce", Fault::status(200).body(canned::nonce(NONCE, 30))).unwrap();
    let builder = local::client(&sandbox).bearer(BEARER);
    let mut shown = debugged(&builder);
    let alignet = local::client(&sandbox).build().unwrap();
    shown += &debugged(&alignet);
    let token = alignet.create_token().send().await.unwrap();
    shown += &debugged(&token);
    assert_eq!(token.access_token.expose().unwrap(), BEARER);
    let client = builder.build().unwrap();
    shown += &debugged(&client);
    let nonce = client.create_nonce().send_with_meta().await.unwrap();
    shown += &debugged(&nonce);
    let nonce = nonce.into_inner().nonce;
    shown += &debugged(&nonce);
    assert_eq!(nonce.expose().unwrap(), NONCE);
    shown += &debugged(&Credentials::new("client", SECRET));
    shown += &debugged(&Secret::new(SECRET));
    shown += &debugged(&Reqwest::for_environment(&sandbox.environment()).unwrap());
    shown += &debugged(&sandbox);
    for call in sandbox.requests() {
        shown += &format!("{call} {}", debugged(&call));
    }
    assert_clean(&canaries(), "what is held", &shown);
    capture.assert_clean(&canaries());
}

#[tokio::test]
async fn no_way_there_shows_a_secret() {
    let capture = Capture::start();
    let sandbox = sandbox().await;

    // A client with another secret, and a client that speaks TLS to a plain port.
    let wrong = Client::builder(sandbox.environment());
    let wrong = wrong.credentials(Credentials::new("client", "wrong ".to_owned() + SECRET)).build().unwrap();
    let error = wrong.create_nonce().send().await.unwrap_err();
    assert_clean(&canaries(), "wrong secret", &printed(&error));
    let with_tls = sandbox.url().replace("http:", "https:");
    let over_tls = local::environment(&with_tls, &with_tls);
    let over_tls = Client::builder(over_tls).credentials(sandbox.credentials()).build().unwrap();
    let error = over_tls.create_nonce().send().await.unwrap_err();
    assert_clean(&canaries(), "no TLS", &printed(&error));

    // A caller that goes away, and a caller that gets no answer.
    let alignet = local::client(&sandbox).build().unwrap();
    sandbox.fault("create_nonce", Fault::usual().delay(HOUR)).unwrap();
    let gone = tokio::spawn(alignet.create_nonce().send());
    while sandbox.calls("create_nonce") == 0 {
        tokio::task::yield_now().await;
    }
    gone.abort();
    assert!(gone.await.unwrap_err().is_cancelled());
    sandbox.shutdown().await;
    let error = alignet.create_nonce().send().await.unwrap_err();
    assert_clean(&canaries(), "no server", &printed(&error));

    capture.assert_clean(&canaries());
    assert!(capture.text().contains("rustls"), "nothing of rustls was captured");
}

#[test]
fn no_mistake_in_the_setup_shows_a_secret() {
    let origin = |url: String| {
        let environment = local::environment(url, "https://api.example.com");
        Client::builder(environment).credentials(Credentials::new("client", SECRET)).build()
    };
    let bearer = |token: &str| {
        let builder = Client::builder(Environment::PREPROD).credentials(Credentials::new("client", SECRET));
        builder.bearer(token).build()
    };
    let word = "canary0123456789";
    let canaries = [&canaries()[..], &[Canary::new("word", word)]].concat();
    for refused in [
        bearer(&format!("{BEARER} ")),
        bearer(&BEARER.repeat(200)),
        origin(format!("https://client:{word}@auth.example.com")),
        origin(format!("https://{word}@auth.example.com")),
    ] {
        assert_clean(&canaries, "a mistake in the setup", &printed(&refused.unwrap_err()));
    }
}
