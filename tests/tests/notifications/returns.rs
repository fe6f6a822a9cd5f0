//! Tests returns of the buyer's browser: signed by the service, about this order, and no proof of funds.

use alignet::{
    Amount, Currency, Json, Money, Outcome,
    api::{ChargeReturn, PaymentMethod},
    notifications::{InvalidReturn, Order, Unconfirmed, Verifier},
};
use alignet_sandbox::{Sandbox, SigningKey};
use alignet_tests::{charges, local};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use http::StatusCode;
use serde_json::json;

use super::{MERCHANT, environment, forms::form, key, logged, other_key, verifier};

/// The body of a return of an authorised charge.
pub(super) fn returned() -> Json {
    json!({
        "success": "true",
        "merchant_code": MERCHANT,
        "merchant_operation_number": "400100",
        "transaction": {
            "transaction_id": "T1",
            "state": "AUTORIZADO",
            "currency": "604",
            "amount": "15000",
            "processor_response": { "authorization_code": "831000" },
        },
        "meta": { "status": { "code": "00", "message_ilgn": [{ "locale": "es_PE", "value": "Procesado" }] } },
    })
}

/// The merchant's record of the order.
pub(super) fn order() -> Order<'static> {
    let money = Money::new(Amount::from_minor(15_000), Currency::PEN);
    Order { merchant_code: MERCHANT, merchant_operation_number: "400100", money }
}

fn signed(body: &Json) -> (String, String) {
    let text = BASE64_STANDARD.encode(body.to_string());
    let signature = key().sign(&text);
    (text, signature)
}

fn read_for(body: &Json, order: &Order<'_>) -> Result<Unconfirmed<ChargeReturn>, InvalidReturn> {
    let (text, signature) = signed(body);
    verifier(&[key()]).verify_return(form(&text, &signature).as_bytes(), order)
}

fn read(body: &Json) -> Result<Unconfirmed<ChargeReturn>, InvalidReturn> {
    read_for(body, &order())
}

/// A return with another value at this place.
fn altered(pointer: &str, value: Json) -> Json {
    let mut body = returned();
    *body.pointer_mut(pointer).unwrap() = value;
    body
}

#[test]
fn a_return_to_this_order_is_one_and_has_to_be_confirmed() {
    let read = read(&returned()).unwrap();
    assert!(read.unread().is_empty());
    let body: &ChargeReturn = read.unconfirmed();
    assert!(body.success);
    assert_eq!((body.merchant_code.as_str(), body.merchant_operation_number.as_str()), (MERCHANT, "400100"));
    assert_eq!(
        (body.transaction.amount, body.transaction.currency),
        (Amount::from_minor(15_000), Currency::PEN)
    );
    assert_eq!(body.outcome(), Outcome::Authorised);
    let response = body.transaction.processor_response.value().unwrap();
    assert_eq!(response.authorization_code.as_deref(), Some("831000"));
    assert_eq!(read.clone().into_unconfirmed(), *body);
}

#[test]
fn the_outcome_takes_part_in_the_one_verdict() {
    let outcome = |success: &str, code: &str, state: &str| {
        let mut body = altered("/transaction/state", state.into());
        (body["success"], body["meta"]["status"]["code"]) = (success.into(), code.into());
        read(&body).unwrap().unconfirmed().outcome()
    };
    let unknown = |state: Option<&str>| Outcome::Unknown { state: state.map(str::to_owned) };
    let declined = Outcome::Declined { state: "DENEGADO".into(), reason: None };
    for (success, code, state, expected) in [
        ("true", "00", "LIQUIDADO", Outcome::Cleared),
        ("true", "00", "PENDIENTE", Outcome::Pending),
        ("true", "00", "NUEVO", unknown(Some("NUEVO"))),
        ("false", "51", "DENEGADO", declined),
        ("false", "00", "AUTORIZADO", unknown(None)),
        ("true", "51", "AUTORIZADO", unknown(None)),
        ("false", "51", "AUTORIZADO", unknown(None)),
    ] {
        assert_eq!(outcome(success, code, state), expected, "{success} {code} {state}");
    }
    // The vendor requires the code here.
    assert_eq!(read(&altered("/meta", json!({}))).unwrap().unconfirmed().outcome(), unknown(None));
}

#[test]
fn a_return_of_another_order_is_refused() {
    let (here, usd) = (order(), Money::new(order().money.amount(), Currency::USD));
    let of = |number| Order { merchant_operation_number: number, ..order() };
    for (body, order, fits) in [
        (returned(), here, true),
        // An amount is compared as a number.
        (altered("/transaction/amount", json!(15_000)), here, true),
        (altered("/transaction/amount", "015000".into()), here, true),
        (altered("/transaction/amount", "1500".into()), here, false),
        (altered("/transaction/amount", "15000000000000000000000".into()), here, false),
        (altered("/transaction/amount", "150.00".into()), here, false),
        (altered("/transaction/amount", json!(-15_000)), here, false),
        (altered("/transaction/amount", Json::Null), here, false),
        (altered("/transaction/currency", "840".into()), here, false),
        (altered("/transaction/currency", "PEN".into()), here, false),
        (altered("/merchant_operation_number", "400101".into()), here, false),
        (altered("/merchant_operation_number", "0400100".into()), here, false),
        (altered("/merchant_operation_number", json!(400_100)), here, false),
        (altered("/merchant_code", "M2".into()), here, false),
        // The same return, posted again for other orders.
        (returned(), of("400101"), false),
        (returned(), of(""), false),
        (returned(), Order { money: usd, ..here }, false),
        (returned(), Order { money: Money::new(Amount::from_minor(1), Currency::PEN), ..here }, false),
        (returned(), Order { merchant_code: "M2", ..here }, false),
        (altered("/merchant_code", "M2".into()), Order { merchant_code: "M2", ..here }, false),
    ] {
        assert_eq!(read_for(&body, &order).is_ok(), fits, "{body} {order:?}");
    }
}

/// Of several merchants, the order says which one charged it.
#[test]
fn a_return_to_one_merchant_is_none_to_another_of_the_same_shop() {
    let environment = environment("https://api.example.com", &[key().public_key()]);
    let verifier = Verifier::for_merchants(&environment, ["M1", "M2"]).unwrap();
    for merchant in ["M1", "M2", "M3"] {
        let (text, signature) = signed(&altered("/merchant_code", merchant.into()));
        for own in ["M1", "M2", "M3"] {
            let order = Order { merchant_code: own, ..order() };
            let read = verifier.verify_return_fields::<ChargeReturn>(&text, &signature, &order);
            assert_eq!(read.is_ok(), merchant == own && own != "M3", "{merchant} {own}");
        }
    }
}

#[test]
fn a_form_that_the_service_did_not_sign_is_refused() {
    let (text, signature) = signed(&returned());
    let json = returned().to_string();
    let verifier = verifier(&[key()]);
    let fits = |text: &str, signature: &str| {
        verifier.verify_return::<ChargeReturn>(form(text, signature).as_bytes(), &order()).is_ok()
    };
    assert!(fits(&text, &signature));
    assert!(!fits(&text, &other_key().sign(&text)));
    assert!(!fits(&text, &BASE64_STANDARD.encode([0; 256])));
    assert!(!fits(&text, ""));
    assert!(!fits(&signature, &text), "the fields are swapped");
    assert!(!fits(&signature, &signature));
    let paid = BASE64_STANDARD.encode(altered("/transaction/amount", "1".into()).to_string());
    assert!(!fits(&paid, &signature), "the body is another");
    assert!(!fits(&json, &key().sign(&json)), "the JSON is not encoded");
    // No fallback: a signature of the decoded JSON is none of the text. The lower door tells the two apart.
    assert!(!fits(&text, &key().sign(&json)));
    assert!(verifier.is_signed(json.as_bytes(), key().sign(&json)));
    assert!(!verifier.is_signed(text.as_bytes(), key().sign(&json)));
    assert!(!verifier.is_signed(json.as_bytes(), other_key().sign(&json)));
    let huge = vec![b' '; 64 * 1024 + 1];
    assert!(!verifier.is_signed(&huge, key().sign(&huge)));
}

/// One signature covers JSON, the other Base64, so that neither passes for the other.
#[test]
fn a_notification_is_no_return_and_a_return_no_notification() {
    let (body, signature) = super::signed(&super::charge("AUTORIZADO"));
    assert!(verifier(&[key()]).verify_return_fields::<ChargeReturn>(&body, signature, &order()).is_err());
    let (text, signature) = signed(&super::charge("AUTORIZADO"));
    assert!(super::verify(text.as_bytes(), signature).is_err());
}

#[test]
fn a_field_that_informs_may_be_of_any_type() {
    for (value, unread) in
        [(json!("Aprobado"), true), (json!([1]), true), (json!({ "a": 1 }), false), (Json::Null, false)]
    {
        let read = read(&altered("/transaction/processor_response", value.clone())).unwrap();
        let expected = if unread { vec!["transaction.processor_response".to_owned()] } else { vec![] };
        assert_eq!(read.unread(), expected, "{value}");
        assert_eq!(read.unconfirmed().outcome(), Outcome::Authorised);
    }
}

#[test]
fn every_refusal_is_the_same_and_shows_nothing() {
    let twice = |name: &str| returned().to_string().replacen('{', &format!("{{\"{name}\":\"400100\","), 1);
    let state_twice = returned().to_string().replacen("\"state\"", "\"state\":\"DENEGADO\",\"state\"", 1);
    let deep = altered("/meta", "MORE".into()).to_string();
    let deep = deep.replace("\"MORE\"", &("[".repeat(200) + &"]".repeat(200)));
    for (json, level, reason) in [
        (altered("/merchant_code", "M2".into()).to_string(), "DEBUG", "merchant"),
        (altered("/transaction/amount", "1".into()).to_string(), "DEBUG", "order"),
        (altered("/merchant_code", Json::Null).to_string(), "WARN", "no merchant"),
        (altered("/transaction/amount", Json::Null).to_string(), "WARN", "fields"),
        (altered("/success", json!("perhaps")).to_string(), "WARN", "fields"),
        (twice("merchant_operation_number"), "WARN", "a name twice"),
        (twice("success"), "WARN", "a name twice"),
        (state_twice, "WARN", "fields"),
        (deep, "WARN", "json"),
        ("400100".into(), "WARN", "no merchant"),
        ("<400100>".into(), "WARN", "json"),
        (String::new(), "WARN", "json"),
    ] {
        let text = BASE64_STANDARD.encode(&json);
        let form = form(&text, &key().sign(&text));
        let read =
            || verifier(&[key()]).verify_return::<ChargeReturn>(form.as_bytes(), &order()).unwrap_err();
        let (refused, log) = logged(read);
        assert_eq!(refused.status(), StatusCode::BAD_REQUEST);
        assert_eq!(refused.to_string(), "the request is no return of a buyer to this order");
        assert!(log.contains(level) && log.contains(&format!("reason=\"{reason}\"")), "{json}: {log}");
        let encoded = text.get(..8).unwrap_or("400100");
        for shown in [&log, &format!("{refused:?} {refused}")] {
            let has = |part: &&str| shown.contains(*part);
            assert!(!["400100", "831000", "M1", "M2", encoded].iter().any(has), "{shown}");
        }
    }
}

#[tokio::test]
async fn the_sandbox_returns_from_a_charge_and_a_forged_signature_is_refused() {
    let (sandbox, alignet) = local::start().await;
    let charge = alignet.authorize_charge().merchant_code(MERCHANT).merchant_operation_number("700100");
    let charge = charge.payment_method(PaymentMethod::BankTransfer(charges::redirect()));
    let reply = charge.payment_details(charges::details(15_000)).send().await.unwrap();
    let verifier = Verifier::new(&sandbox.environment(), MERCHANT).unwrap();
    let order = Order { merchant_operation_number: "700100", ..order() };
    sandbox.happen("charge", json!({ "merchant_operation_number": "700100" }), "approve").unwrap();
    let returned =
        sandbox.redirect_return("charge", json!({ "merchant_operation_number": "700100" })).unwrap();
    let read = verifier.verify_return::<ChargeReturn>(&returned.form(), &order).unwrap();
    assert_eq!(read.unconfirmed().transaction.transaction_id, reply.transaction.transaction_id);
    assert_eq!(read.unconfirmed().outcome(), Outcome::Authorised);

    // It can be posted again at any time, so it says no more than what was true once.
    let cancel = alignet.cancel_charge().merchant_code(MERCHANT).merchant_operation_number("700100");
    cancel.send().await.unwrap();
    let again = verifier.verify_return::<ChargeReturn>(&returned.form(), &order).unwrap();
    assert!(again.unconfirmed().outcome().is_paid());

    let mut forged = returned.clone();
    forged.signature = SigningKey::generate().unwrap().sign(&forged.text);
    assert!(verifier.verify_return::<ChargeReturn>(&forged.form(), &order).is_err());
    let elsewhere = Sandbox::builder().signing_key(SigningKey::generate().unwrap()).start().await.unwrap();
    let other = Verifier::new(&elsewhere.environment(), MERCHANT).unwrap();
    assert!(other.verify_return::<ChargeReturn>(&returned.form(), &order).is_err());
}
