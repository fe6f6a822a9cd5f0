//! Charges a card, loses the reply, and finds out the outcome: from the notification, which brings
//! the transaction's id, and by queries until the charge is decided. Then cancels the charge.
//!
//! The example runs by itself: a sandbox makes the charge, drops the connection instead of answering, and
//! notifies the receiver, which listens on this machine.

use std::{error::Error, time::Duration};

use alignet::{
    Amount, Client, Currency, Money,
    api::{
        AuthorizeChargeReply, CardDetails, CardHolder, CardHolderPhone, ChargeNotification, Location,
        PaymentDetails, PaymentMethod, Person, Phone,
    },
    notifications::{Notification as _, Verifier},
};
use alignet_sandbox::{Fault, Sandbox};
use axum::{
    Router,
    body::Bytes,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use tokio::{
    net::TcpListener,
    sync::mpsc::{self, UnboundedReceiver},
    time::timeout,
};

const MERCHANT: &str = "4201";

/// The merchant's own number of this attempt; no other attempt has the same number.
const NUMBER: &str = "700100";

/// The sandbox takes longer to authorise this amount.
const PRICE: Money = Money::new(Amount::from_minor(10_052), Currency::PEN);

/// The longest wait for the outcome of a charge.
const PATIENCE: Duration = Duration::from_secs(30);

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::start().await?;
    let alignet = Client::builder(sandbox.environment()).credentials(sandbox.credentials()).build()?;
    let (callback, mut notifications) = receive(Verifier::new(alignet.environment(), MERCHANT)?).await?;

    // The charge is made, but its reply is lost.
    sandbox.fault("authorize_charge", Fault::cut())?;
    println!("charging {PRICE} as {NUMBER}");
    let Err(error) = authorize(&alignet, &callback).await else {
        return Err("the reply was not lost".into());
    };
    println!("{error}");
    assert!(error.is_indeterminate(), "a charge that may have been made is not sent again");
    println!("to ask: {:?}, about {:?}", error.settled_by(), error.reference());

    // The reply is lost, but the notification also contains the transaction's id.
    let told = timeout(PATIENCE, notifications.recv()).await?.ok_or("there is no receiver any more")?;
    println!("notified that {} is {}", told.merchant_operation_number, told.transaction.state);

    let id = &told.transaction.transaction_id;
    let charge = || {
        let call = alignet.get_charge().merchant_code(MERCHANT).merchant_operation_number(NUMBER);
        call.transaction_id(id).send()
    };
    let settled = alignet::settle(PATIENCE, charge).await?;
    println!("it is {}, and {}", settled.operation.state, paid(settled.outcome().is_authorised()));

    // The buyer cancels. This call takes the number alone, so it would also work without a notification.
    alignet.cancel_charge().merchant_code(MERCHANT).merchant_operation_number(NUMBER).send().await?;
    let cancelled = charge().await?;
    println!("it is {}, and {}", cancelled.operation.state, paid(cancelled.outcome().is_authorised()));
    Ok(())
}

fn paid(authorised: bool) -> &'static str {
    if authorised { "paid" } else { "not paid" }
}

async fn authorize(alignet: &Client, callback: &str) -> Result<AuthorizeChargeReply, alignet::Error> {
    let holder = CardHolder::builder()
        .first_name("Rosa")
        .last_name("Quispe")
        .email("rosa@example.com")
        .phone(CardHolderPhone::builder().prefix("51").number("900000001").build());
    let card = CardDetails::builder()
        .pan("4111111111111111")
        .expiry_date("1230")
        .security_code("123")
        .card_holder(holder.build())
        .callback_url(callback);
    let address =
        Location::builder().line_1("Jr. Ejemplo 100").line_2("").city("Lima").state("Lima").country("PE");
    let buyer = Person::builder()
        .first_name("Rosa")
        .last_name("Quispe")
        .email("rosa@example.com")
        .phone(Phone::builder().country_code("+51").subscriber("900000001").build())
        .location(address.build())
        .build();
    let details = PaymentDetails::builder()
        .amount(PRICE.amount())
        .currency(PRICE.currency())
        .billing(buyer.clone())
        .shipping(buyer.clone())
        .customer(buyer)
        .product_details(Vec::new());
    alignet
        .authorize_charge()
        .merchant_code(MERCHANT)
        .merchant_operation_number(NUMBER)
        .payment_method(PaymentMethod::Card(card.build()))
        .payment_details(details.build())
        .send()
        .await
}

/// Listens for notifications. Returns the URL to give with a charge, and the verified notifications that
/// arrive there. See `notification_receiver` for a receiver that handles each once.
async fn receive(
    verifier: Verifier,
) -> Result<(String, UnboundedReceiver<ChargeNotification>), Box<dyn Error>> {
    let (sender, receiver) = mpsc::unbounded_channel();
    let handle = move |headers: HeaderMap, body: Bytes| async move {
        match verifier.verify(&body, ChargeNotification::signature(&headers)) {
            Ok(notification) => sender.send(notification).map_or(StatusCode::CONFLICT, |()| StatusCode::OK),
            Err(error) => error.status(),
        }
    };
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/notifications", listener.local_addr()?);
    let routes = Router::new().route("/notifications", post(handle));
    tokio::spawn(async { axum::serve(listener, routes).await });
    Ok((url, receiver))
}
