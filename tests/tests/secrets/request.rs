//! Tests that the secrets of a request appear in no output, even if the service repeats them everywhere in
//! its answer: card numbers, expiry dates, codes, and every other field that the contract marks as secret.

use alignet::{Client, Error, ErrorKind};
use alignet_sandbox::Fault;
use alignet_tests::{
    canary::{Canary, Capture, assert_clean, debugged, seen, spellings},
    local,
};
use serde_json::json;

use crate::{BEARER, SECRET, canaries, sandbox};

mod trinkets {
    alignet::client!("../spec/tests/accepted/settling");
}

use trinkets::{MakeTrinkets, NoteTrinket, TrinketCard, TrinketOrder, TrinketWallet, TrinketWay};

const PAN: &str = "4111111111111111";
const EXPIRY_DATE: &str = "1230";
const OTP: &str = "482913";
const PIN: &str = "pin/canary+in=a\"header\\&%41~";
const CODES: [&str; 2] = ["codes/canary+in=a\"list\\&%41~", "739"];

/// A call with secrets in a header, and in unions, lists and lists of lists of its body.
async fn pay(alignet: &Client) -> Error {
    let card = TrinketWay::Card(TrinketCard::builder().pan(PAN).expiry_date(EXPIRY_DATE).build());
    let wallet = TrinketWay::Wallet(TrinketWallet::builder().otp(Some(OTP.into())).owner("Rosa").build());
    let part = TrinketOrder::builder().number("P2".to_owned()).way(wallet).parts(vec![]).build();
    let order = TrinketOrder::builder().number("P1".to_owned()).way(card).parts(vec![part]).build();
    MakeTrinkets::new(alignet).shop("S1").orders(vec![order]).x_pin(PIN).send().await.unwrap_err()
}

/// A failure that repeats a text in every field that an error shows.
fn failure(text: &str) -> String {
    let status = json!({
        "code": text,
        "message_ilgn": [{ "locale": text, "value": format!("{} {text} is wrong", "x".repeat(494)) }],
    });
    let meta = json!({ "meta": { "status": status } });
    let note = json!([text, { (text): json!({ "note": text }).to_string() }]);
    let failure = json!({ "success": false, "authorization": meta, "nonce_creation": meta, "note": note });
    let mut failure = failure.as_object().unwrap().clone();
    failure.extend(meta.as_object().unwrap().clone());
    alignet::Json::from(failure).to_string()
}

/// Every kind of answer in which a service can repeat a text.
fn answers(text: &str) -> Vec<Fault> {
    let key = json!({ "success": true, (text): { (text): 7 } }).to_string();
    let mut answers: Vec<Fault> = [200, 400, 401, 403, 404, 409, 429, 500, 503, 599]
        .map(|status| Fault::status(status).body(failure(text)))
        .into();
    answers.push(Fault::usual().body(key.replace('7', "tru")));
    answers.push(Fault::usual().body(key.replace("true", &json!({ (text): text }).to_string())));
    answers.into_iter().map(|answer| answer.header("x-request-id", text).times(3)).collect()
}

#[tokio::test]
async fn whatever_repeats_a_secret_of_a_request_is_hidden() {
    let capture = Capture::start();
    let (sandbox, alignet) = local::start_serving("../spec/tests/accepted/settling").await;
    let [code, short] = CODES;
    let mut failed = 0;
    for secret in [PAN, EXPIRY_DATE, OTP, PIN, code, short, "4111 1111 1111 1111"] {
        for answer in answers(secret) {
            sandbox.clear_faults();
            sandbox.fault("make_trinkets", answer.clone()).unwrap();
            sandbox.fault("note_trinket", answer.clone()).unwrap();
            let error = if CODES.contains(&secret) {
                let codes = CODES.map(Into::into).to_vec();
                NoteTrinket::new(&alignet).number("P1").note("n").codes(codes).send().await.unwrap_err()
            } else {
                pay(&alignet).await
            };
            let seen = seen(&error);
            assert!(!seen.contains(secret), "{answer:?}: {seen}");
            assert!(!seen.contains(&debugged(&secret).replace('"', "")), "{answer:?}: {seen}");
            assert_eq!(error.request_id(), None);
            if error.kind() == ErrorKind::Api {
                assert_eq!(error.code(), Some("[redacted]"));
                assert!(error.messages()[0].value.ends_with("[reda"), "{seen}");
            }
            failed += 1;
        }
    }
    assert_eq!(failed, 7 * 12);
    capture.assert_clean(&[Canary::new("number", PAN), Canary::new("pin", PIN), Canary::new("code", code)]);
}

#[tokio::test]
async fn no_spelling_of_a_secret_is_shown() {
    let capture = Capture::start();
    let (shop, alignet) = local::start_serving("../spec/tests/accepted/settling").await;
    let sandbox = sandbox().await;
    for status in [200, 400, 403, 599] {
        let failure = |spelt: &str| Fault::status(status).body(failure(spelt));
        for (form, spelt) in spellings(PAN) {
            shop.fault("make_trinkets", failure(&spelt)).unwrap();
            let error = pay(&alignet).await;
            assert_clean(&[Canary::new("number", PAN)], &format!("{form} with {status}"), &seen(&error));
        }
        for (secret, endpoint) in [(SECRET, "create_token"), (BEARER, "create_nonce")] {
            for (form, spelt) in spellings(secret) {
                let client = local::client(&sandbox);
                let client = if secret == BEARER { client.bearer(BEARER) } else { client };
                sandbox.fault(endpoint, failure(&spelt)).unwrap();
                let error = local::nonce(&client.build().unwrap()).await.unwrap_err();
                assert_eq!(error.operation(), Some(endpoint), "{status}");
                assert_clean(&canaries(), &format!("{form} with {status}"), &seen(&error));
            }
        }
    }
    capture.assert_clean(&canaries());
}

#[tokio::test]
async fn what_is_no_secret_stays_readable() {
    let (sandbox, alignet) = local::start_serving("../spec/tests/accepted/settling").await;
    let status = json!({
        "code": "05",
        "message_ilgn": [{ "locale": "es_PE", "value": "P1: 482913 no es la clave de Rosa, quedan 4829130 intentos" }],
    });
    let body = json!({ "success": "false", "meta": { "status": status } }).to_string();
    sandbox
        .fault("make_trinkets", Fault::status(500).body(body).header("x-request-id", "id-12304829130"))
        .unwrap();
    let error = pay(&alignet).await;
    assert_eq!(
        error.to_string(),
        "make_trinkets: the service failed (HTTP 500) (code 05): P1: [redacted] no es la clave de Rosa, quedan \
         4829130 intentos (request id id-12304829130); it may have happened: query before sending it again, by \
         `get_trinket` of P1, P2"
    );
}
