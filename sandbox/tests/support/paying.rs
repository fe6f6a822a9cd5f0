//! Charges by the `alignet` client.

use alignet::{
    Amount, Client, Currency,
    api::{
        AuthorizeChargeReply, CancellationReply, ChargeReply, Location, PaymentDetails, PaymentMethod,
        Person, Phone, YapeDetails,
    },
};
use alignet_sandbox::Sandbox;

pub(crate) const MERCHANT: &str = "4201";

pub(crate) async fn start() -> (Sandbox, Client) {
    let sandbox = Sandbox::start().await.unwrap();
    let client = client(&sandbox);
    (sandbox, client)
}

pub(crate) fn client(sandbox: &Sandbox) -> Client {
    Client::builder(sandbox.environment()).credentials(sandbox.credentials()).build().unwrap()
}

/// Charges this many céntimos by Yape.
pub(crate) async fn charge(
    alignet: &Client,
    number: &str,
    minor: u64,
) -> Result<AuthorizeChargeReply, alignet::Error> {
    let phone = Phone::builder().country_code("+51").subscriber("969929157").build();
    let yape = YapeDetails::builder().phone(phone).otp("557454").build();
    charge_by(alignet, number, minor, PaymentMethod::Yape(yape)).await
}

pub(crate) async fn charge_by(
    alignet: &Client,
    number: &str,
    minor: u64,
    method: PaymentMethod,
) -> Result<AuthorizeChargeReply, alignet::Error> {
    let phone = Phone::builder().country_code("+51").subscriber("900000001").build();
    let location =
        Location::builder().line_1("Jr. Ejemplo 1").line_2("").city("Lima").state("Lima").country("PE");
    let person = Person::builder()
        .first_name("Rosa")
        .last_name("Quispe")
        .email("rosa@example.com")
        .phone(phone)
        .location(location.build())
        .build();
    let details = PaymentDetails::builder()
        .amount(Amount::from_minor(minor))
        .currency(Currency::PEN)
        .billing(person.clone())
        .shipping(person.clone())
        .customer(person)
        .product_details(Vec::new());
    alignet
        .authorize_charge()
        .merchant_code(MERCHANT)
        .merchant_operation_number(number)
        .payment_method(method)
        .payment_details(details.build())
        .send()
        .await
}

pub(crate) async fn get(alignet: &Client, number: &str, id: &str) -> ChargeReply {
    let call = alignet.get_charge().merchant_code(MERCHANT).merchant_operation_number(number);
    call.transaction_id(id).send().await.unwrap()
}

pub(crate) async fn cancel(alignet: &Client, number: &str) -> Result<CancellationReply, alignet::Error> {
    alignet.cancel_charge().merchant_code(MERCHANT).merchant_operation_number(number).send().await
}

pub(crate) fn id(made: &AuthorizeChargeReply) -> &str {
    made.transaction.transaction_id.as_deref().unwrap()
}
