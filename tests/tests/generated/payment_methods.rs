//! Tests that each payment method is sent as the vendor documents it.

use alignet::{
    Json, Outcome,
    api::{PaymentMethod, QrDetails},
};
use alignet_tests::{
    charges::{card, details, redirect, wallet},
    local,
};

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
            PaymentMethod::Yape(wallet()),
            r#"{"phone": {"country_code": "+51", "subscriber": "900000001"}, "otp": "445566", "callback_url": "https://shop.example.com/n"}"#,
        ),
        ("BANK_TRANSFER", PaymentMethod::BankTransfer(redirect()), redirected),
        ("CUOTEALO", PaymentMethod::Cuotealo(redirect()), redirected),
        ("PAGOEFECTIVO", PaymentMethod::PagoEfectivo(redirect()), redirected),
        ("QR", PaymentMethod::Qr(QrDetails::builder().build()), "{}"),
    ];
    for (at, (tag, method, expected)) in methods.into_iter().enumerate() {
        let call = alignet.authorize_charge().merchant_code("M").payment_details(details(15_000));
        let reply =
            call.merchant_operation_number((500100 + at).to_string()).payment_method(method).send().await;
        let at_once = ["CARD", "YAPE"].contains(&tag);
        let outcome = if at_once { Outcome::Authorised } else { Outcome::Pending };
        assert_eq!(reply.unwrap().outcome(), outcome, "{tag}");
        let sent = sandbox.requests().pop().unwrap();
        let sent: Json = String::from_utf8_lossy(sent.expose_body()).parse().unwrap();
        let expected: Json =
            format!(r#"{{"method_name": "{tag}", "method_details": {expected}}}"#).parse().unwrap();
        assert_eq!(sent["payment_method"], expected);
        assert_eq!(sent["payment_details"]["amount"], "15000");
        assert_eq!(sent["payment_details"]["currency"], "604");
    }
}
