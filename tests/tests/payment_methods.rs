//! Each means of payment goes over the wire as the vendor describes it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use alignet::{
    Amount, Currency, Json,
    api::{
        CardDetails, CardHolder, CardHolderPhone, Location, PaymentDetails, PaymentMethod, Person, Phone,
        QrDetails, RedirectDetails, YapeDetails,
    },
};
use alignet_tests::local;

fn phone() -> Phone {
    Phone::builder().country_code("+51").subscriber("900000001").build()
}

fn person() -> Person {
    let location = Location::builder().line_1("Jr. Ejemplo 100").line_2("").city("Lima");
    let location = location.state("Lima").country("PE").build();
    let person = Person::builder().first_name("Rosa").last_name("Quispe").email("rosa@example.com");
    person.phone(phone()).location(location).build()
}

fn details() -> PaymentDetails {
    let details = PaymentDetails::builder().amount(Amount::from_minor(15000)).currency(Currency::PEN);
    details.billing(person()).shipping(person()).customer(person()).product_details([]).build()
}

fn redirect() -> RedirectDetails {
    RedirectDetails::builder().redirect_url("https://shop.example.com/back").build()
}

fn card() -> CardDetails {
    let phone = CardHolderPhone::builder().prefix("51").number("900000001").build();
    let holder = CardHolder::builder().first_name("Rosa").last_name("Quispe").email("rosa@example.com");
    let card = CardDetails::builder().pan("4111111111111111").expiry_date("1230").security_code("739");
    card.card_holder(holder.phone(phone).build()).build()
}

#[tokio::test]
async fn every_payment_method_is_told_by_its_tag() {
    let (sandbox, alignet) = local::start().await;
    let redirected = r#"{"redirect_url": "https://shop.example.com/back"}"#;
    let holder = r#"{"first_name": "Rosa", "last_name": "Quispe", "email": "rosa@example.com",
        "phone": {"prefix": "51", "number": "900000001"}}"#;
    let of_card = format!(
        r#"{{"pan": "4111111111111111", "expiry_date": "1230", "security_code": "739", "card_holder": {holder}}}"#
    );
    let methods = [
        ("CARD", PaymentMethod::Card(card()), of_card.as_str()),
        (
            "YAPE",
            PaymentMethod::Yape(
                YapeDetails::builder()
                    .phone(phone())
                    .otp("445566")
                    .callback_url("https://shop.example.com/n")
                    .build(),
            ),
            r#"{"phone": {"country_code": "+51", "subscriber": "900000001"}, "otp": "445566", "callback_url": "https://shop.example.com/n"}"#,
        ),
        ("BANK_TRANSFER", PaymentMethod::BankTransfer(redirect()), redirected),
        ("CUOTEALO", PaymentMethod::Cuotealo(redirect()), redirected),
        ("PAGOEFECTIVO", PaymentMethod::PagoEfectivo(redirect()), redirected),
        ("QR", PaymentMethod::Qr(QrDetails::builder().build()), "{}"),
    ];
    for (at, (tag, method, expected)) in methods.into_iter().enumerate() {
        let call = alignet.authorize_charge().merchant_code("M").payment_details(details());
        let reply =
            call.merchant_operation_number((500100 + at).to_string()).payment_method(method).send().await;
        assert!(reply.unwrap().outcome().is_authorised(), "{tag}");
        let sent = sandbox.requests().pop().unwrap();
        let sent: Json = String::from_utf8_lossy(sent.expose_body()).parse().unwrap();
        let expected: Json =
            format!(r#"{{"method_name": "{tag}", "method_details": {expected}}}"#).parse().unwrap();
        assert_eq!(sent["payment_method"], expected);
        assert_eq!(sent["payment_details"]["amount"], "15000");
        assert_eq!(sent["payment_details"]["currency"], "604");
    }
}
