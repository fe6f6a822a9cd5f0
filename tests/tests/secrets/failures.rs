//! Tests every failure of the answers to a call: no secret is logged or printed.

use std::time::Duration;

use alignet_sandbox::{Fault, Sandbox};
use alignet_tests::{
    canary::{Canary, Capture, assert_clean, debugged, printed},
    canned, local,
};

use crate::{BEARER, HOUR, NONCE, SECRET, canaries, sandbox, string};

/// JSON text with the canaries in it.
fn json(secrets: &str) -> String {
    let secrets = secrets.replace("SECRET", &string(SECRET));
    secrets.replace("BEARER", &string(BEARER)).replace("NONCE", &string(NONCE))
}

/// Every failure, as the faults of the next calls of the token endpoint, and the faults of the next calls of
/// the nonce endpoint.
fn failures() -> Vec<(Vec<Fault>, Vec<Fault>)> {
    let body = |text: &str| Fault::usual().body(json(text));
    let token = |text: &str| (vec![body(text)], vec![]);
    let nonce = |text: &str| (vec![], vec![body(text)]);
    let everything = r#"{"success": true, "client_secret": SECRET, "access_token": BEARER, "nonce": NONCE}"#;
    let mut all = Vec::new();
    for status in [200, 204, 307, 400, 401, 403, 429, 503, 599] {
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
    // A bearer that the sandbox did not issue, which it refuses; and calls that succeed.
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
    assert!(failed > 60 && succeeded >= 2, "{failed} failed, {succeeded} succeeded");
    capture.assert_clean(&canaries());

    // Checks that the secrets were sent and that the log was captured.
    let minted: Vec<Canary> = minted(&sandbox);
    capture.assert_clean(&minted);
    let sent = |what: &dyn Fn(&alignet_sandbox::LoggedCall) -> String| {
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

/// The access tokens that the sandbox issued and calls carried.
fn minted(sandbox: &Sandbox) -> Vec<Canary> {
    let requests = sandbox.requests();
    let carried = requests.iter().filter_map(|call| call.expose_header("authorization"));
    let minted = carried.filter_map(|value| value.strip_prefix("Bearer ey"));
    // Every issued token starts with the same header, which is not secret.
    minted.filter_map(|token| token.split_once('.')).map(|(_, token)| Canary::new("minted", token)).collect()
}
