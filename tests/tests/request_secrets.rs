//! Tests that the secrets of a request appear in no output, even if the service repeats them everywhere in
//! its answer: card numbers, expiry dates, codes, and every other field that the contract marks as secret.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::{collections::BTreeSet, path::Path};

use alignet::{Client, Error, ErrorKind, api::PaymentMethod};
use alignet_sandbox::{Contract, Fault, Sandbox};
use alignet_spec::Sources;
use alignet_tests::{
    canary::{Canary, Capture, debugged, printed},
    charges, local,
};
use serde_json::json;

mod trinkets {
    alignet::client!("../spec/tests/accepted/settling");
}

use trinkets::{MakeTrinkets, NoteTrinket, TrinketCard, TrinketOrder, TrinketWallet, TrinketWay};

const PAN: &str = "4111111111111111";
const EXPIRY_DATE: &str = "1230";
const OTP: &str = "482913";
const PIN: &str = "pin/canary+in=a\"header\\&%41~";
const CODES: [&str; 2] = ["codes/canary+in=a\"list\\&%41~", "739"];

async fn start() -> (Sandbox, Client) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/tests/accepted/settling");
    let sources = Sources::read(&folder, "settling").unwrap().extending_shipped();
    local::start_with(Sandbox::builder().contract(Contract::load(sources).unwrap())).await
}

/// A call with secrets in a header, and in unions, lists and lists of lists of its body.
async fn pay(alignet: &Client) -> Error {
    let card = TrinketWay::Card(TrinketCard::builder().pan(PAN).expiry_date(EXPIRY_DATE).build());
    let wallet = TrinketWay::Wallet(TrinketWallet::builder().otp(Some(OTP.into())).owner("Rosa").build());
    let part = TrinketOrder::builder().number("P2".to_owned()).way(wallet).parts(vec![]).build();
    let order = TrinketOrder::builder().number("P1".to_owned()).way(card).parts(vec![part]).build();
    MakeTrinkets::new(alignet).shop("S1").orders(vec![order]).x_pin(PIN).send().await.unwrap_err()
}

/// Every kind of answer in which a service can repeat a text.
fn answers(text: &str) -> Vec<Fault> {
    let status = json!({
        "code": text,
        "message_ilgn": [{ "locale": text, "value": format!("{} {text} is wrong", "x".repeat(494)) }],
    });
    let body = json!({ "success": false, "meta": { "status": status } }).to_string();
    let key = json!({ "success": true, (text): { (text): 7 } }).to_string();
    let mut answers: Vec<Fault> = [200, 400, 401, 403, 404, 409, 429, 500, 503, 599]
        .map(|status| Fault::status(status).body(body.clone()))
        .into();
    answers.push(Fault::usual().body(key.replace('7', "tru")));
    answers.push(Fault::usual().body(key.replace("true", &json!({ (text): text }).to_string())));

    answers.into_iter().map(|answer| answer.header("x-request-id", text).times(3)).collect()
}

/// Every output of an error that may quote the service.
fn seen(error: &Error) -> String {
    let quoted = (error.code(), error.messages(), error.path(), error.request_id(), error.reference());
    printed(error) + &debugged(&quoted)
}

#[tokio::test]
async fn whatever_repeats_a_secret_of_a_request_is_hidden() {
    let capture = Capture::start();
    let (sandbox, alignet) = start().await;
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
async fn what_is_no_secret_stays_readable() {
    let (sandbox, alignet) = start().await;
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

/// Tests the shipped contract: the secrets that a caller can set are all in the request of a charge.
#[tokio::test]
async fn no_secret_of_a_charge_is_shown() {
    let capture = Capture::start();
    let (sandbox, alignet) = local::start().await;
    let methods =
        [PaymentMethod::Card(charges::authenticated_card()), PaymentMethod::Yape(charges::wallet())];
    let mut sent = String::new();
    for secret in charges::CARD.into_iter().chain([charges::AUTHENTICATION, charges::OTP]) {
        for answer in answers(secret) {
            sandbox.clear_faults();
            sandbox.fault("authorize_charge", answer.clone()).unwrap();
            let method = methods[usize::from(secret == charges::OTP)].clone();
            let call = alignet.authorize_charge().merchant_code("M1").merchant_operation_number("400100");
            let call = call.payment_method(method).payment_details(charges::details(15_000));
            let error = call.send().await.unwrap_err();
            assert!(!seen(&error).contains(secret), "{answer:?}: {}", seen(&error));
            assert_eq!(
                error.reference(),
                (error.is_indeterminate() || error.kind() == ErrorKind::Conflict).then_some("400100")
            );
        }
        sent.push_str(&String::from_utf8_lossy(sandbox.requests().pop().unwrap().expose_body()));
    }
    capture.assert_clean(&[
        Canary::new("number", charges::CARD[0]),
        Canary::new("authentication", charges::AUTHENTICATION),
    ]);
    for name in secret_names() {
        assert!(sent.contains(&format!("\"{name}\":\"")), "`{name}` was not sent");
    }
}

/// The names of the secret fields that callers of the shipped contract set.
fn secret_names() -> BTreeSet<String> {
    let contract = Contract::shipped().unwrap();
    let fields = contract.endpoints.iter().flat_map(|endpoint| contract.sent_fields(endpoint));
    let secret = fields.filter(|field| field.shape.is_secret() && !field.fill.is_fixed());
    secret.map(|field| field.wire.clone()).collect()
}
