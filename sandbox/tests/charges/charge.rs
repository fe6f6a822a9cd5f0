//! Tests charges of the shipped contract, called by the `alignet` client.

use alignet::{
    ErrorKind, Outcome,
    api::{ChargeState, MethodName, PaymentMethod, QrDetails, RedirectDetails},
};
use alignet_sandbox::{Fault, SignedReturn};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::{Value as Json, json};

use crate::support::paying::{MERCHANT, cancel, charge, charge_by, client, get, id, start};

#[tokio::test]
async fn a_charge_is_read_back_cancelled_and_read_again() {
    let (_sandbox, alignet) = start().await;
    let made = charge(&alignet, "700100", 12_345).await.unwrap();
    assert_eq!((made.merchant_operation_number.as_str(), made.outcome()), ("700100", Outcome::Authorised));

    let found = get(&alignet, "700100", id(&made)).await;
    assert_eq!((found.merchant_code.as_str(), found.outcome()), (MERCHANT, Outcome::Authorised));
    assert_eq!(found.operation.merchant_operation_number, "700100");
    assert_eq!(found.operation.amount, made.transaction.amount);
    assert_eq!(found.operation.transactions[0].transaction_id, made.transaction.transaction_id);

    let cancelled = cancel(&alignet, "700100").await.unwrap();
    assert_eq!(cancelled.operation.unwrap().state, Some(ChargeState::Extornado));
    let found = get(&alignet, "700100", id(&made)).await;
    assert_eq!(found.operation.state, ChargeState::Extornado);
    assert_eq!(found.operation.transactions[0].state, ChargeState::Extornado);
    assert_eq!(found.operation.transactions[0].lifecycle.last().unwrap().state, Some(ChargeState::Extornado));
    assert!(!found.outcome().is_authorised());
}

#[tokio::test]
async fn a_charge_is_of_the_means_it_was_paid_by() {
    let (_sandbox, alignet) = start().await;
    let elsewhere = || RedirectDetails::builder().redirect_url("https://shop.example.com/back").build();
    let shop = Some("https://shop.example.com/back");
    for (number, method, name, back) in [
        ("700401", PaymentMethod::Qr(QrDetails::builder().build()), MethodName::Qr, None),
        ("700402", PaymentMethod::PagoEfectivo(elsewhere()), MethodName::PagoEfectivo, shop),
        ("700403", PaymentMethod::BankTransfer(elsewhere()), MethodName::BankTransfer, shop),
    ] {
        let made = charge_by(&alignet, number, 12_345, method).await.unwrap();
        let found = get(&alignet, number, id(&made)).await;
        let cancelled = cancel(&alignet, number).await.unwrap();
        let cancelled = cancelled.operation.unwrap();
        let (found, cancelled) = (&found.operation.transactions[0], &cancelled.transactions.unwrap()[0]);
        for used in [&made.transaction.payment_method, &found.payment_method, &cancelled.payment_method] {
            // The example's details are the details of a card.
            let used = used.as_ref().unwrap();
            let details = used.method_details.as_ref();
            assert_eq!(
                (used.method_name.as_ref(), details.and_then(|it| it.brand.as_ref())),
                (Some(&name), None)
            );
            assert_eq!(details.and_then(|it| it.redirect_url.as_deref()), back);
        }
    }
}

/// The JSON that the form of a return carries.
fn carried(returned: &SignedReturn) -> Json {
    serde_json::from_slice(&BASE64_STANDARD.decode(&returned.text).unwrap()).unwrap()
}

#[tokio::test]
async fn a_return_is_about_a_charge_as_it_stands() {
    let (sandbox, alignet) = start().await;
    // Pending until the next query; a return is none.
    let made = charge(&alignet, "700152", 10_052).await.unwrap();
    let back = |of: Json| sandbox.redirect_return("charge", of);
    let number = || json!({ "merchant_operation_number": "700152" });
    for state in ["PENDIENTE", "PENDIENTE", "AUTORIZADO"] {
        if state == "AUTORIZADO" {
            get(&alignet, "700152", id(&made)).await;
        }
        let body = carried(&back(number()).unwrap());
        let (transaction, expected) =
            (&body["transaction"], ["700152", MERCHANT, id(&made), state, "10052", "604"]);
        let values = [
            &body["merchant_operation_number"],
            &body["merchant_code"],
            &transaction["transaction_id"],
            &transaction["state"],
            &transaction["amount"],
            &transaction["currency"],
        ];
        assert_eq!(values, expected);
    }
    charge(&alignet, "700153", 12_345).await.unwrap();
    assert_eq!(carried(&back(json!({})).unwrap())["merchant_operation_number"], "700153", "the latest");
    let both = json!({ "merchant_operation_number": "700152", "amount": 10_052 });
    assert!(back(both).is_ok());
    for (of, problem) in [
        (
            json!({ "merchant_operation_number": "7" }),
            "there is no charge with these values of `merchant_operation_number`",
        ),
        (
            json!({ "merchant_operation_number": "700152", "amount": "1" }),
            "there is no charge with these values of",
        ),
        (json!({ "number": "700152" }), "there is no charge with these values of `number`"),
        (json!("700152"), "name the values of a record in an object"),
    ] {
        let error = back(of).unwrap_err().to_string();
        assert!(error.starts_with(&format!("a return `charge`: {problem}")), "{error}");
    }
    sandbox.forget_records();
    let error = back(json!({})).unwrap_err().to_string();
    assert_eq!(error, "a return `charge`: there is no charge yet");
    let error = sandbox.redirect_return("charges", ()).unwrap_err().to_string();
    assert_eq!(error, "there is no return `charges`; did you mean `charge`? declared: `charge`");
}

#[tokio::test]
async fn a_return_is_a_signed_form() {
    let (sandbox, _) = start().await;
    let returned = sandbox.redirect_return("charge", ()).unwrap();
    assert_eq!(carried(&returned)["merchant_operation_number"], "400100", "the example of the contract");
    assert_eq!(returned.signature, sandbox.signing_key().sign(&returned.text));
    let fields: Vec<_> = form_urlencoded::parse(&returned.form()).into_owned().collect();
    let pair = |name: &str, value: &String| (name.to_owned(), value.clone());
    assert_eq!(
        fields,
        [pair("authorization_result", &returned.text), pair("signature", &returned.signature)]
    );
}

#[tokio::test]
async fn an_operation_number_is_taken_once() {
    let (_sandbox, alignet) = start().await;
    charge(&alignet, "700100", 12_345).await.unwrap();
    let error = charge(&alignet, "700100", 12_345).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    assert!(error.to_string().contains("`merchant_operation_number`"), "{error}");
    assert_eq!(cancel(&alignet, "700101").await.unwrap_err().kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn an_operation_number_is_taken_twice_if_a_test_wants_it() {
    let (_sandbox, alignet) = start().await;
    let first = charge(&alignet, "700100", 12_345).await.unwrap();
    let second = charge(&alignet, "700100", 10_057).await.unwrap();
    assert_ne!(id(&first), id(&second));
    for made in [&first, &second] {
        let found = get(&alignet, "700100", id(made)).await;
        assert_eq!(found.outcome(), Outcome::Authorised);
        assert_eq!(found.operation.amount, made.transaction.amount);
    }
    assert_eq!(charge(&alignet, "700100", 12_345).await.unwrap_err().kind(), ErrorKind::Conflict);
}

#[tokio::test]
async fn each_scenario_takes_its_course() {
    let (_sandbox, alignet) = start().await;
    let declined = charge(&alignet, "700151", 10_051).await.unwrap();
    let reason = Some("Fondos insuficientes".to_owned());
    let expected = Outcome::Declined { state: "DENEGADO".to_owned(), reason };
    assert_eq!(declined.outcome(), expected);
    let found = get(&alignet, "700151", id(&declined)).await;
    assert!(matches!(found.outcome(), Outcome::Declined { .. }));

    let pending = charge(&alignet, "700152", 10_052).await.unwrap();
    assert_eq!(pending.outcome(), Outcome::Pending);
    let found = get(&alignet, "700152", id(&pending)).await;
    assert_eq!(found.outcome(), Outcome::Authorised);

    let error = charge(&alignet, "700153", 10_053).await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Api, Some("01")));
    assert_eq!(error.status().unwrap().as_u16(), 200);
    assert_eq!(cancel(&alignet, "700153").await.unwrap_err().kind(), ErrorKind::NotFound);

    let unknown = charge(&alignet, "700154", 10_054).await.unwrap();
    let expected = Outcome::Unknown { state: Some("EN_REVISION_MANUAL".to_owned()) };
    assert_eq!(unknown.outcome(), expected);

    let reversed = Outcome::Reversed { state: "EXTORNADO".to_owned(), reason: None };
    for (number, minor, later) in [("700155", 10_055, Outcome::Cleared), ("700156", 10_056, reversed)] {
        let paid = charge(&alignet, number, minor).await.unwrap();
        assert_eq!(paid.outcome(), Outcome::Authorised);
        assert_eq!(get(&alignet, number, id(&paid)).await.outcome(), later);
    }
}

#[tokio::test]
async fn a_charge_whose_answer_is_lost_was_made() {
    let (sandbox, alignet) = start().await;
    for (number, fault) in [("700201", Fault::cut()), ("700202", Fault::usual().cut_after(100))] {
        sandbox.fault("authorize_charge", fault).unwrap();
        let error = charge(&alignet, number, 12_345).await.unwrap_err();
        assert!(error.is_indeterminate(), "{error}");
        let cancelled = cancel(&alignet, number).await.unwrap().operation.unwrap();
        assert_eq!(cancelled.state, Some(ChargeState::Extornado));
    }
}

#[tokio::test]
async fn two_clients_see_the_same_charges_and_only_one_makes_each() {
    let (sandbox, one) = start().await;
    let other = client(&sandbox);
    for number in ["700301", "700302", "700303"] {
        let (first, second) = tokio::join!(charge(&one, number, 12_345), charge(&other, number, 12_345));
        let (made, error) = match (first, second) {
            (Ok(made), Err(error)) | (Err(error), Ok(made)) => (made, error),
            (first, second) => panic!("{first:?} {second:?}"),
        };
        assert_eq!(error.kind(), ErrorKind::Conflict);
        let id = id(&made);
        let (first, second) = tokio::join!(get(&one, number, id), get(&other, number, id));
        assert_eq!(first.operation.transactions[0].transaction_id.as_deref(), Some(id));
        assert_eq!(second.operation.transactions[0].transaction_id.as_deref(), Some(id));
    }
}
