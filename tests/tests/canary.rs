//! Secrets show nowhere: not in `Debug`, `Display` or the causes of an error, not in any log of any
//! crate, whatever goes wrong.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::time::Duration;

use alignet::{Client, Credentials, Environment, Secret, transport::Reqwest};
use alignet_sandbox::{Fault, Sandbox};
use alignet_tests::{
    canary::{Canary, Capture, assert_clean, debugged, printed},
    canned, local,
};

const HOUR: Duration = Duration::from_secs(3600);
/// With characters that every spelling but the raw one has to change.
const SECRET: &str = "secret/canary+in=the\"body\\&%41 \u{7f}of/a+token=request";
const BEARER: &str = "bearer/canary+in=every\"header\\&%41~of/a+call=";
const NONCE: &str = "nonce/canary+in=a\"reply\\&%41 \u{7f}for/the+browser=";

fn canaries() -> [Canary; 3] {
    [Canary::new("client secret", SECRET), Canary::new("bearer", BEARER), Canary::new("nonce", NONCE)]
}

async fn sandbox() -> Sandbox {
    Sandbox::builder().credentials("client", SECRET).start().await.unwrap()
}

/// JSON with every canary in it.
fn json(secrets: &str) -> String {
    let secrets = secrets.replace("SECRET", &string(SECRET));
    secrets.replace("BEARER", &string(BEARER)).replace("NONCE", &string(NONCE))
}

fn string(text: &str) -> String {
    alignet::Json::from(text).to_string()
}

/// Everything that goes wrong, and what with: for each, what happens to the next calls of the token
/// endpoint, and to those of the nonce endpoint.
fn failures() -> Vec<(Vec<Fault>, Vec<Fault>)> {
    let body = |text: &str| Fault::usual().body(json(text));
    let token = |text: &str| (vec![body(text)], vec![]);
    let nonce = |text: &str| (vec![], vec![body(text)]);
    let everything = r#"{"success": true, "client_secret": SECRET, "access_token": BEARER, "nonce": NONCE}"#;
    let mut all = Vec::new();
    for status in [200, 201, 204, 301, 307, 400, 401, 403, 404, 408, 409, 422, 429, 500, 503, 504, 599] {
        let location =
            format!("https://elsewhere.example/?s={SECRET}&b={BEARER}&n={NONCE}").replace('\u{7f}', "");
        let fault = Fault::status(status).body(json(everything)).header("Location", &location);
        let fault = fault.header("Retry-After", "3600").header("WWW-Authenticate", BEARER).times(5);
        all.push((vec![fault.clone()], vec![]));
        all.push((vec![], vec![fault]));
    }
    for fault in [
        Fault::cut().times(3),
        Fault::usual().cut_after(200).times(3),
        Fault::usual().delay(HOUR),
        Fault::usual().header("Content-Type", "text/html"),
        Fault::usual().header("Content-Type", BEARER),
        Fault::usual().header("Content-Encoding", "gzip"),
        Fault::usual().header("Content-Encoding", BEARER),
        Fault::usual().body(json(everything) + &" ".repeat(2 * 1024 * 1024)),
        Fault::usual().body([json(everything).as_bytes(), b"\xff"].concat()),
        Fault::usual().body([b"\xff", json(everything).as_bytes()].concat()),
    ] {
        all.push((vec![fault.clone()], vec![]));
        all.push((vec![], vec![fault]));
    }
    for text in [
        "",
        "SECRET",
        "SECRET BEARER NONCE",
        "[SECRET, BEARER, NONCE]",
        r#"{"success": true, "nonce": NONCE, "access_token": BEARER"#,
        r#"{"success": true, "nonce": NONCE, "access_token": BEARER, }"#,
        r#"{"success": NONCE, "access_token": BEARER}"#,
        r#"{"success": true, "nonce_creation": NONCE, "authorization": BEARER}"#,
        r#"{"success": true, "nonce_creation": {"meta": NONCE}, "authorization": {"meta": BEARER}}"#,
        r#"<html><body>SECRET BEARER NONCE</body></html>"#,
    ] {
        all.extend([token(text), nonce(text)]);
    }
    let reply = |fields: &str| {
        format!(
        r#"{{"action": "", "success": true, {fields}, "nonce_creation": STATUS, "authorization": STATUS}}"#
    ).replace("STATUS", r#"{"meta": {"status": {"code": "00", "message_ilgn": []}}}"#)
    };
    all.extend([
        token(&reply(r#""access_token": BEARER, "expires_in": SECRET"#)),
        token(&reply(r#""access_token": [BEARER], "expires_in": 1"#)),
        token(&reply(r#""access_token": {"token": BEARER}, "expires_in": 1"#)),
        token(&reply(r#""access_token": BEARER, "expires_in": -1"#)),
        token(&reply(r#""access_token": BEARER, "expires_in": 1, "token_type": SECRET"#)),
        token(&reply(r#""access_token": NONCE, "expires_in": 1"#)),
        token(&reply(r#""access_token": BEARER, "access_token": BEARER, "expires_in": 1"#)),
        token(&reply(r#""access_token": BEARER, "scope": {"scope": SECRET}"#)),
        nonce(&reply(r#""nonce": NONCE, "expires_in": NONCE"#)),
        nonce(&reply(r#""nonce": [NONCE], "expires_in": 1"#)),
        nonce(&reply(r#""nonce": NONCE, "expires_in": 0"#)),
        nonce(&reply(r#""nonce": NONCE, "nonce": NONCE, "expires_in": 30"#)),
        nonce(&reply(r#""nonce": NONCE, "expires_in": 30, "scope": [NONCE]"#)),
    ]);
    // A bearer that the sandbox never minted, which is refused; and what succeeds.
    all.push((vec![Fault::usual().body(canned::token(BEARER, 86400)).times(5)], vec![]));
    all.push((vec![], vec![Fault::usual().body(canned::nonce(NONCE, 30))]));
    all.push((vec![], vec![]));
    all
}

#[tokio::test]
async fn no_failure_shows_a_secret() {
    let capture = Capture::start();
    let sandbox = sandbox().await;
    let (mut failed, mut succeeded) = (0, 0);
    for (of_token, of_nonce) in failures() {
        let alignet = local::client(&sandbox).build().unwrap();
        let what = format!("{of_token:?} {of_nonce:?}");
        of_token.into_iter().for_each(|fault| sandbox.fault("create_token", fault).unwrap());
        of_nonce.into_iter().for_each(|fault| sandbox.fault("create_nonce", fault).unwrap());
        let call = alignet.create_nonce();
        let call = if what.contains("3600s") { call.timeout(Duration::from_millis(300)) } else { call };
        let shown = match call.send_with_meta().await {
            Ok(response) => {
                succeeded += 1;
                debugged(&response) + &debugged(&response.into_inner().nonce)
            }
            Err(error) => {
                failed += 1;
                printed(&error) + &debugged(&error.messages())
            }
        };
        assert_clean(&canaries(), &what, &shown);
        assert_clean(&canaries(), &what, &debugged(&alignet));
        sandbox.clear_faults();
    }
    assert!(failed > 70 && succeeded >= 2, "{failed} failed, {succeeded} succeeded");
    capture.assert_clean(&canaries());

    // The secrets did go over the wire, and what was logged on the way was captured.
    let minted: Vec<Canary> = minted(&sandbox);
    capture.assert_clean(&minted);
    let sent = |what: &dyn Fn(&alignet_sandbox::Recorded) -> String| {
        sandbox.requests().iter().map(what).collect::<String>()
    };
    let bodies = sent(&|call| String::from_utf8_lossy(call.expose_body()).into_owned());
    let headers = sent(&|call| call.expose_header("authorization").unwrap_or_default().to_owned());
    let [secret, bearer, _] = canaries();
    assert!(secret.leak(&bodies).is_some() && bearer.leak(&headers).is_some());
    assert!(minted.iter().all(|bearer| bearer.leak(&headers).is_some()) && minted.len() > 10);
    let logged = capture.text();
    for target in ["alignet", "reqwest", "hyper_util"] {
        assert!(logged.contains(target), "nothing of {target} was captured");
    }
}

/// The access tokens that the sandbox minted and calls carried.
fn minted(sandbox: &Sandbox) -> Vec<Canary> {
    let requests = sandbox.requests();
    let carried = requests.iter().filter_map(|call| call.expose_header("authorization"));
    let minted = carried.filter_map(|value| value.strip_prefix("Bearer ey"));
    // What every minted token starts with is no secret.
    minted.filter_map(|token| token.split_once('.')).map(|(_, token)| Canary::new("minted", token)).collect()
}

/// A service that quotes what it refuses, wherever an error has words for people.
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
        let alignet = local::client(&sandbox).build().unwrap();
        sandbox.fault("create_token", Fault::status(status).body(said(SECRET))).unwrap();
        let error = alignet.create_nonce().send().await.unwrap_err();
        assert_clean(
            &canaries(),
            &format!("the secret with {status}"),
            &(printed(&error) + &debugged(&error.messages())),
        );

        let alignet = local::client(&sandbox).bearer(BEARER).build().unwrap();
        let fault = Fault::status(status).body(said(BEARER));
        sandbox.fault("create_nonce", fault).unwrap();
        let error = alignet.create_nonce().send().await.unwrap_err();
        assert_clean(
            &canaries(),
            &format!("the bearer with {status}"),
            &(printed(&error) + &debugged(&error.messages())),
        );
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

    // A caller that knows another secret, and one that speaks TLS to a port that doesn't.
    let wrong = Client::builder(sandbox.environment());
    let wrong = wrong.credentials(Credentials::new("client", "wrong ".to_owned() + SECRET)).build().unwrap();
    let error = wrong.create_nonce().send().await.unwrap_err();
    assert_clean(&canaries(), "wrong secret", &printed(&error));
    let over_tls = Environment::custom()
        .auth(sandbox.url().replace("http:", "https:"))
        .api(sandbox.url().replace("http:", "https:"))
        .audience("audience")
        .api_version("1")
        .flex_script("")
        .flex_style("")
        .notification_keys([""])
        .build();
    let over_tls = Client::builder(over_tls).credentials(sandbox.credentials()).build().unwrap();
    let error = over_tls.create_nonce().send().await.unwrap_err();
    assert_clean(&canaries(), "no TLS", &printed(&error));

    // A caller that goes away, and one that nobody answers.
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
        let environment = Environment::custom()
            .auth(url)
            .api("https://api.example.com")
            .audience("")
            .api_version("")
            .flex_script("")
            .flex_style("")
            .notification_keys([""])
            .build();
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
