//! Takes a nonce and a charge from any server of the contract on this machine, such as a mock server of the OpenAPI
//! document: `cargo run -p alignet-tests --example nonce_and_charge -- http://127.0.0.1:4010`.

use std::{env, error::Error};

use alignet::{
    Amount, Client, Credentials, Currency, Environment,
    api::{Location, PaymentDetails, PaymentMethod, Person, Phone, QrDetails},
};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let url = env::args().nth(1).ok_or("usage: nonce_and_charge URL")?;
    let like = Environment::PREPROD;
    let environment = Environment::custom()
        .auth(&url)
        .api(&url)
        .audience(like.audience())
        .api_version(like.api_version())
        .flex_script(like.flex_script())
        .flex_style(like.flex_style())
        .notification_keys(like.notification_keys())
        .build();
    let credentials = Credentials::new("your_client_id", "your_client_secret");
    let alignet = Client::builder(environment).credentials(credentials).build()?;

    let nonce = alignet.create_nonce().send().await?.nonce.expose()?;
    println!("a nonce of {} characters", nonce.len());

    // As in the example of the contract, which a mock server answers with.
    let charge = alignet
        .authorize_charge()
        .merchant_code("your_merchant_code")
        .merchant_operation_number("400100")
        .payment_method(PaymentMethod::Qr(QrDetails::builder().build()))
        .payment_details(details())
        .send()
        .await?;
    println!("a charge that is {:?}", charge.outcome());
    let charge = alignet
        .get_charge()
        .merchant_code("your_merchant_code")
        .merchant_operation_number("400100")
        .transaction_id(charge.transaction.transaction_id.ok_or("the charge has no transaction")?)
        .send()
        .await?;
    println!("the same charge, which has {} transactions", charge.operation.transactions.len());
    Ok(())
}

fn details() -> PaymentDetails {
    let phone = Phone::builder().country_code("+51").subscriber("900000001").build();
    let address =
        Location::builder().line_1("Jr. Ejemplo 100").line_2("").city("Lima").state("Lima").country("PE");
    let buyer = Person::builder().first_name("Rosa").last_name("Quispe").email("rosa@example.com");
    let buyer = buyer.phone(phone).location(address.build()).build();
    let details = PaymentDetails::builder().amount(Amount::from_minor(15_000)).currency(Currency::PEN);
    let details = details.billing(buyer.clone()).shipping(buyer.clone()).customer(buyer);
    details.product_details(Vec::new()).build()
}
