//! Tests what holds a secret, and what fails before an answer: neither shows it.

use alignet::{
    Client, Credentials, Environment, Json, Secret, SingleUseSecret,
    api::{FlexForm, FlexPayload},
    transport::Reqwest,
};
use alignet_sandbox::Fault;
use alignet_tests::{
    canary::{Canary, Capture, assert_clean, debugged, seen},
    canned, local,
};
use serde_json::json;

use crate::{BEARER, HOUR, NONCE, SECRET, canaries, sandbox};

fn form(nonce: SingleUseSecret) -> FlexForm {
    let payer = json!({
        "first_name": "Rosa", "last_name": "Quispe", "email": "rosa@example.com",
        "phone": { "country_code": "+51", "subscriber": "900000001" },
        "location": { "line_1": "Jr. Ejemplo 100", "city": "Lima", "state": "Lima", "country": "PE" },
    });
    let details = json!({ "amount": "15000", "currency": "604", "billing": payer });
    let payload = json!({ "merchant_code": "4201", "merchant_operation_number": "700100", "payment_method": {}, "payment_details": details });
    let payload: FlexPayload = serde_json::from_value(payload).unwrap();
    FlexForm::builder().nonce(nonce).payload(payload).build()
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
    shown += &serde_json::to_string(&token).unwrap();
    assert_eq!(token.access_token.expose().unwrap(), BEARER);
    let client = builder.build().unwrap();
    shown += &debugged(&client);
    let nonce = client.create_nonce().send_with_meta().await.unwrap();
    shown += &debugged(&nonce);
    assert_eq!(nonce.body(), None, "it holds the nonce");
    let nonce = nonce.into_inner();
    shown += &serde_json::to_string(&nonce).unwrap();
    let nonce = nonce.nonce;
    shown += &debugged(&nonce);
    let form = form(nonce);
    shown += &debugged(&form);
    shown += &serde_json::to_string(&form).unwrap();
    let form = form.into_json().unwrap();
    shown += &debugged(&form);
    let form: Json = form.expose().unwrap().parse().unwrap();
    assert_eq!(form["nonce"], NONCE);
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
    assert_clean(&canaries(), "wrong secret", &seen(&error));
    let with_tls = sandbox.url().replace("http:", "https:");
    let over_tls = local::environment(&with_tls, &with_tls);
    let over_tls = Client::builder(over_tls).credentials(sandbox.credentials()).build().unwrap();
    let error = over_tls.create_nonce().send().await.unwrap_err();
    assert_clean(&canaries(), "no TLS", &seen(&error));

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
    assert_clean(&canaries(), "no server", &seen(&error));

    capture.assert_clean(&canaries());
    assert!(capture.text().contains("rustls"), "nothing of rustls was captured");
}

#[test]
fn no_mistake_in_the_setup_shows_a_secret() {
    let word = "canary0123456789";
    let canaries = [&canaries()[..], &[Canary::new("word", word)]].concat();
    let origin = |url: String| {
        let environment = local::environment(url, "https://api.example.com");
        assert_clean(&canaries, "an environment", &debugged(&environment));
        Client::builder(environment).credentials(Credentials::new("client", SECRET)).build()
    };
    let bearer = |token: &str| {
        let builder = Client::builder(Environment::PREPROD).credentials(Credentials::new("client", SECRET));
        builder.bearer(token).build()
    };
    for refused in [
        bearer(&format!("{BEARER} ")),
        bearer(&BEARER.repeat(200)),
        origin(format!("https://client:{word}@auth.example.com")),
        origin(format!("https://{word}@auth.example.com")),
        origin(format!("https://client:{word}@exa mple.com")),
        origin(format!("client:{word}@auth.example.com:443")),
        origin(format!("//client:{word}@auth.example.com/x")),
    ] {
        assert_clean(&canaries, "a mistake in the setup", &seen(&refused.unwrap_err()));
    }
}
