//! The fields of a charge in each state, as the service documents them: the query and the notification agree.

use std::collections::BTreeSet;

use alignet_sandbox::{Sandbox, SignedReturn};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::{Value as Json, json};

use super::{Charge, DAY, DENIED, VISA, call, card, charge, told, waiting, yape};

const WAITING: [&str; 5] = ["CARD", "BANK_TRANSFER", "CUOTEALO", "PAGOEFECTIVO", "QR"];

/// The names of the fields of an object that are neither absent nor null.
fn names(object: &Json) -> BTreeSet<&str> {
    let fields = object.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null());
    fields.map(|(name, _)| name.as_str()).collect()
}

/// The documented fields of a processor's response in a state, by method.
fn documented(method: &str, state: &str) -> BTreeSet<&'static str> {
    let fields: &[&str] = match (method, state) {
        ("QR", "PENDIENTE") => &["qr_id", "qr_image", "date", "result_message"],
        ("QR", "AUTORIZADO" | "LIQUIDADO") => &["qr_id", "qr_image", "result_message"],
        ("PAGOEFECTIVO", "PENDIENTE") => &["cip", "cip_url", "result_message"],
        ("PAGOEFECTIVO", "AUTORIZADO" | "LIQUIDADO") => {
            &["cip", "cip_url", "payment_date", "operationNumber", "result_message"]
        }
        ("BANK_TRANSFER", "AUTORIZADO" | "LIQUIDADO") => {
            &["origin_account", "request_id", "operation_id", "result_message"]
        }
        ("CUOTEALO", "AUTORIZADO" | "LIQUIDADO") => &["credit_status", "operation_id", "result_message"],
        ("CARD" | "YAPE", "AUTORIZADO" | "LIQUIDADO") => {
            &["authorization_code", "brand_transaction_id", "result_message"]
        }
        ("CARD" | "YAPE", "EXTORNADO") => {
            &["authorization_code", "brand_transaction_id", "reverse_code", "reverse_date", "result_message"]
        }
        (_, "DENEGADO") => &["result_message"],
        _ => &[],
    };
    fields.iter().copied().collect()
}

/// Compares a transaction, as a query shows it, with the documentation of its state.
fn is_as_documented(method: &str, transaction: &Json) {
    let state = transaction["state"].as_str().unwrap();
    let fields = names(transaction);
    for (field, of) in
        [("continue_url", &["CARD", "BANK_TRANSFER", "CUOTEALO"][..]), ("expiration_date", &WAITING)]
    {
        let expected = state == "PENDIENTE" && of.contains(&method);
        assert_eq!(fields.contains(field), expected, "{method} {state}: {field} in {transaction}");
    }
    let processor = &transaction["processor_response"];
    assert_eq!(names(processor), documented(method, state), "{method} {state}: {transaction}");
    assert_eq!(processor.is_null(), documented(method, state).is_empty(), "{method} {state}: {transaction}");
    assert_eq!(transaction["lifecycle"].as_array().unwrap().last().unwrap()["state"], state);
}

/// Compares what is told of a charge as it stands: the query, the latest notification, and the return.
async fn agree(sandbox: &Sandbox, method: &str, one: &Charge) -> Json {
    let read = one.read(sandbox).await;
    is_as_documented(method, &read);
    let told = told(sandbox).into_iter().filter(|told| told["transaction_id"] == read["transaction_id"]);
    let returned = sandbox.redirect_return("charge", json!({ "transaction_id": one.id() })).unwrap();
    for other in told.filter(|told| told["state"] == read["state"]).chain([carried(&returned)]) {
        for field in ["state", "processor_response"] {
            assert_eq!(other[field], read[field], "{method}: {field}");
        }
    }
    read
}

fn carried(returned: &SignedReturn) -> Json {
    let body: Json = serde_json::from_slice(&BASE64_STANDARD.decode(&returned.text).unwrap()).unwrap();
    body["transaction"].clone()
}

#[tokio::test]
async fn a_charge_that_waits_has_the_fields_of_its_state_whatever_happens() {
    let sandbox = Sandbox::start().await.unwrap();
    let mut number = 700_100;
    for name in WAITING {
        for events in [&["approve", "settle"][..], &["refuse"], &["expire"], &["fail"]] {
            number += 1;
            let one = charge(&sandbox, &number.to_string(), waiting(name), "15000").await;
            is_as_documented(name, &one.made);
            agree(&sandbox, name, &one).await;
            for event in events {
                one.happen(&sandbox, event);
                let read = agree(&sandbox, name, &one).await;
                // A cancellation that the service does not list changes nothing.
                if ["EXTORNADO", "CANCELADO"].contains(&read["state"].as_str().unwrap())
                    || (name == "CARD" && read["state"] == "AUTORIZADO")
                {
                    continue;
                }
                let (before, changes) = (sandbox.notified().len(), one.history(&sandbox).await);
                assert_eq!(one.cancel(&sandbox).await["transactions"][0]["state"], read["state"]);
                assert_eq!(agree(&sandbox, name, &one).await, read);
                assert_eq!((sandbox.notified().len(), one.history(&sandbox).await), (before, changes));
            }
        }
        number += 1;
        let one = charge(&sandbox, &number.to_string(), waiting(name), "15000").await;
        for _ in 0..2 {
            let cancelled = one.cancel(&sandbox).await["transactions"][0].take();
            is_as_documented(name, &cancelled);
            assert_eq!(cancelled["state"], "CANCELADO");
            agree(&sandbox, name, &one).await;
        }
    }
}

#[tokio::test]
async fn a_charge_that_is_decided_at_once_has_the_fields_of_its_state() {
    let sandbox = Sandbox::start().await.unwrap();
    let methods = [("CARD", card(VISA), card(DENIED)), ("YAPE", yape("557454"), yape("284563"))];
    for (index, (name, approved, denied)) in methods.into_iter().enumerate() {
        let number = |more: usize| (700_200 + 10 * index + more).to_string();
        let one = charge(&sandbox, &number(0), approved, "15000").await;
        is_as_documented(name, &one.made);
        agree(&sandbox, name, &one).await;
        is_as_documented(name, &one.cancel(&sandbox).await["transactions"][0]);
        let reversed = agree(&sandbox, name, &one).await;
        assert_eq!(
            (&reversed["state"], &reversed["state_reason"]),
            (&json!("EXTORNADO"), &json!("Pago anulado"))
        );
        for (more, amount) in [(1, "15000"), (2, "10051")] {
            let one = charge(&sandbox, &number(more), denied.clone(), amount).await;
            is_as_documented(name, &one.made);
            let read = agree(&sandbox, name, &one).await;
            assert_eq!(read["processor_response"]["result_message"]["code"].as_str().unwrap().len(), 2);
            one.cancel(&sandbox).await;
            assert_eq!(agree(&sandbox, name, &one).await, read);
        }
    }
}

#[tokio::test]
async fn a_cancellation_that_changes_nothing_does_not_touch_the_clock_of_a_charge() {
    let sandbox = Sandbox::start().await.unwrap();
    let one = charge(&sandbox, "700300", waiting("QR"), "15000").await;
    one.happen(&sandbox, "approve");
    sandbox.advance(DAY / 2);
    one.cancel(&sandbox).await;
    sandbox.advance(DAY / 2);
    assert_eq!(one.read(&sandbox).await["state"], "LIQUIDADO");
}

#[tokio::test]
async fn a_card_is_described_by_its_number_and_the_instalments_that_were_asked_for() {
    let sandbox = Sandbox::start().await.unwrap();
    for (index, (pan, brand, kind)) in [
        (VISA, "VISA", "DEBIT"),
        ("4551708161768059", "VISA", "CREDIT"),
        ("5455460920094260", "MASTERCARD", "CREDIT"),
        ("371064649323968", "AMEX", "CREDIT"),
        ("36006616055724", "DINERS", "CREDIT"),
        (DENIED, "VISA", "CREDIT"),
        (super::REDIRECTED, "VISA", "CREDIT"),
    ]
    .into_iter()
    .enumerate()
    {
        let mut method = card(pan);
        let asked = [None, Some(json!({ "plan": "01", "number": "6" })), Some(json!({ "number": "2" }))];
        let asked = asked[index % 3].clone();
        if let Some(asked) = &asked {
            method["method_details"]["installments"] = asked.clone();
        }
        let one = charge(&sandbox, &(700_400 + index).to_string(), method, "15000").await;
        for transaction in [&one.made, &one.read(&sandbox).await] {
            let details = &transaction["payment_method"]["method_details"];
            let last = &pan[pan.len() - 4..];
            let shown =
                ["brand", "card_type", "bin", "last_pan", "masked_pan"].map(|name| details[name].clone());
            assert_eq!(shown, [brand, kind, &pan[..6], last, &format!("{}******{last}", &pan[..6])]);
            let instalments = match &asked {
                None => Json::Null,
                Some(asked) if asked["plan"].is_null() => json!({ "installment_number": "2" }),
                Some(_) => json!({ "plan": "NORMAL", "installment_number": "6" }),
            };
            assert_eq!(details["installments"], instalments, "{pan}");
            assert!(!transaction.to_string().contains(pan));
        }
    }
    let (wallet, qr) = (yape("557454"), waiting("QR"));
    let one = charge(&sandbox, "700410", wallet, "15000").await;
    let phone = json!({ "country_code": "+51", "subscriber": "969929157" });
    for transaction in [&one.made, &one.read(&sandbox).await] {
        let details = &transaction["payment_method"]["method_details"];
        assert_eq!((&details["phone"], &details["brand"]), (&phone, &Json::Null));
        assert_eq!(transaction["authentication_result"], Json::Null);
    }
    let one = charge(&sandbox, "700411", qr, "15000").await;
    assert_eq!(one.made["payment_method"]["method_details"]["phone"], Json::Null);
}

#[tokio::test]
async fn own_authentication_data_come_back_in_the_query() {
    let sandbox = Sandbox::start().await.unwrap();
    let mut method = card(VISA);
    method["method_details"]["authentication_result"] = json!({ "3ds_secure": {
        "version": "2", "electronic_commerce_indicator": "02", "three_ds_server_transaction_id": "3ds-77",
    } });
    let one = charge(&sandbox, "700420", method, "15000").await;
    let shown = one.read(&sandbox).await["authentication_result"].take();
    assert_eq!(shown, json!({ "version": "2", "eci": "02", "3ds_transaction_id": "3ds-77" }));
}

#[tokio::test]
async fn times_are_of_the_sandbox_s_clock_and_the_lifecycle_has_every_state() {
    let sandbox = Sandbox::start().await.unwrap();
    let one = charge(&sandbox, "700500", waiting("PAGOEFECTIVO"), "15000").await;
    let begun = one.made["lifecycle"][0]["date"]["unix_time"].as_u64().unwrap();
    let since_1970 = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs();
    assert!((since_1970 - 10..=since_1970).contains(&begun), "{begun}");
    sandbox.advance(DAY / 2);
    one.happen(&sandbox, "approve");
    sandbox.advance(DAY * 3);
    let operation = one.operation(&sandbox).await;
    assert_eq!(operation["created_at"], one.made["lifecycle"][0]["date"]);
    let read = &operation["transactions"][0];
    let cycle = read["lifecycle"].as_array().unwrap();
    assert_eq!(super::states(&read["lifecycle"]), ["PENDIENTE", "AUTORIZADO", "LIQUIDADO"]);
    let at = |index: usize| cycle[index]["date"]["unix_time"].as_u64().unwrap() - begun;
    assert!((43_200..43_210).contains(&at(1)) && (129_600..129_610).contains(&at(2)), "{cycle:?}");
    assert!(cycle.iter().all(|one| one["date"]["utc_time"].as_str().unwrap().ends_with('Z')));
    let day = |text: &Json, from: usize| text.as_str().unwrap()[from..from + 2].to_owned();
    let paid = &read["processor_response"]["payment_date"];
    assert!(paid.as_str().unwrap().ends_with("-05:00"), "{paid}");
    // Twelve hours on, and five hours west.
    let lima = utc(begun + 43_200 - 5 * 3_600);
    assert_eq!(
        (paid.as_str().unwrap()[..10].to_owned(), day(paid, 11)),
        (lima[..10].to_owned(), lima[11..13].to_owned())
    );

    let one = charge(&sandbox, "700501", card(VISA), "15000").await;
    let reversed = one.cancel(&sandbox).await["transactions"][0].take();
    let date = reversed["processor_response"]["reverse_date"].as_str().unwrap();
    assert_ne!(&date[..10], "12-03-2026");
    assert_eq!(super::states(&reversed["lifecycle"]), ["AUTORIZADO", "EXTORNADO"]);
}

/// A time as an expiry of the sandbox writes it.
fn utc(seconds: u64) -> String {
    let days = seconds / 86_400;
    // Counts days of 1970 on, year by year and month by month.
    let (mut year, mut left) = (1970, days);
    let length = |year: u64| 365 + u64::from(year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
    while left >= length(year) {
        left -= length(year);
        year += 1;
    }
    let months = [31, length(year) - 337, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let month = months
        .iter()
        .take_while(|days| {
            let fits = left >= **days;
            if fits {
                left -= **days
            }
            fits
        })
        .count();
    format!("{year}-{:02}-{:02}T{:02}", month + 1, left + 1, seconds / 3_600 % 24)
}

#[tokio::test]
async fn codes_and_numbers_of_processors_are_of_one_charge() {
    let sandbox = Sandbox::start().await.unwrap();
    let mut seen = BTreeSet::new();
    for (index, name) in
        ["PAGOEFECTIVO", "PAGOEFECTIVO", "BANK_TRANSFER", "CUOTEALO", "QR", "QR"].iter().enumerate()
    {
        let one = charge(&sandbox, &(700_600 + index).to_string(), waiting(name), "15000").await;
        one.happen(&sandbox, "approve");
        let processor = one.read(&sandbox).await["processor_response"].take();
        for field in ["cip", "operationNumber", "qr_id", "request_id", "operation_id"] {
            let Some(value) = processor[field].as_str() else { continue };
            assert!(seen.insert((field, value.to_owned())), "{field}: {value}");
            assert!(field != "cip" || (value.len() == 7 && value.bytes().all(|byte| byte.is_ascii_digit())));
        }
    }
}

#[tokio::test]
async fn a_text_of_the_request_stays_as_it_was_sent() {
    let sandbox = Sandbox::start().await.unwrap();
    let mut method = waiting("BANK_TRANSFER");
    method["method_details"]["redirect_url"] = "{page}{now}{serial}".into();
    let one = charge(&sandbox, "700700", method, "15000").await;
    assert_eq!(one.made["payment_method"]["method_details"]["redirect_url"], "{page}{now}{serial}");
    let reply = call(&sandbox, "DELETE", "/charges/4201/700700").await;
    assert_eq!(reply["operation"]["state"], "CANCELADO");
}
