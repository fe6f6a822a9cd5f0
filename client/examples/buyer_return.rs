//! Charges by bank transfer, and receives the buyer who returns from the bank: verifies the form that the browser posts,
//! and ships the order only when the service confirms that it is paid.
//!
//! The example runs by itself: a sandbox makes the charge, and posts what the buyer's browser would post.

use std::{collections::BTreeMap, error::Error, sync::Arc};

use alignet::{
    Amount, Client, Currency, Money,
    api::{
        AuthorizeChargeReply, ChargeReturn, Location, PaymentDetails, PaymentMethod, Person, Phone,
        RedirectDetails,
    },
    notifications::{Order, Verifier},
};
use alignet_sandbox::{Sandbox, SigningKey};
use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Path, State},
    http::StatusCode,
    routing::post,
};
use serde_json::json;
use tokio::net::TcpListener;

const MERCHANT: &str = "4201";

/// The sandbox takes longer to authorise this amount.
const PRICE: Money = Money::new(Amount::from_minor(10_052), Currency::PEN);

struct Shop {
    alignet: Client,
    verifier: Verifier,
    /// The sums of the shop's own orders, by their operation numbers.
    orders: BTreeMap<&'static str, Money>,
}

/// Handles `/returns/{number}`, which a charge names as its `redirect_url`.
async fn returned(
    State(shop): State<Arc<Shop>>,
    Path(number): Path<String>,
    form: Bytes,
) -> Result<&'static str, StatusCode> {
    // The shop's own record of the order, not what the form says about it.
    let money = *shop.orders.get(number.as_str()).ok_or(StatusCode::NOT_FOUND)?;
    let order = Order { merchant_code: MERCHANT, merchant_operation_number: &number, money };
    let returned =
        shop.verifier.verify_return::<ChargeReturn>(&form, &order).map_err(|error| error.status())?;
    // The browser can post this form again at any time, so the form itself ships nothing.
    let returned = returned.unconfirmed();
    let confirmed = match confirm(&shop.alignet, returned).await {
        Ok(confirmed) => confirmed,
        Err(_) => return Ok("We are waiting for the confirmation of your payment."),
    };
    // A shop marks the order as paid here, if it is not already.
    let page = if confirmed.is_paid() { "shipped" } else { "waiting" };
    println!(
        "the buyer returns from order {number}: {}; the service says {confirmed}: {page}",
        returned.outcome()
    );
    Ok(page)
}

/// Asks the service for the outcome of a charge.
async fn confirm(alignet: &Client, returned: &ChargeReturn) -> Result<alignet::Outcome, Box<dyn Error>> {
    let transaction_id =
        returned.transaction.transaction_id.as_ref().ok_or("the form names no transaction")?;
    let call = alignet
        .get_charge()
        .merchant_code(MERCHANT)
        .merchant_operation_number(&returned.merchant_operation_number)
        .transaction_id(transaction_id);
    Ok(call.send().await?.outcome())
}

async fn charge(
    alignet: &Client,
    number: &str,
    redirect_url: &str,
) -> Result<AuthorizeChargeReply, alignet::Error> {
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
    let transfer = RedirectDetails::builder().redirect_url(redirect_url);
    alignet
        .authorize_charge()
        .merchant_code(MERCHANT)
        .merchant_operation_number(number)
        .payment_method(PaymentMethod::BankTransfer(transfer.build()))
        .payment_details(details.build())
        .send()
        .await
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::start().await?;
    let alignet = Client::builder(sandbox.environment()).credentials(sandbox.credentials()).build()?;
    // In production: `Verifier::new(&Environment::PRODUCTION, merchant_code)`.
    let verifier = Verifier::new(alignet.environment(), MERCHANT)?;
    let orders = BTreeMap::from([("700100", PRICE), ("700101", PRICE)]);
    let shop = Arc::new(Shop { alignet: alignet.clone(), verifier, orders });
    let small = DefaultBodyLimit::max(64 * 1024);
    let routes = Router::new().route("/returns/{number}", post(returned)).layer(small).with_state(shop);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let base = format!("http://{}/returns", listener.local_addr()?);
    tokio::spawn(async { axum::serve(listener, routes).await });

    let url = format!("{base}/700100");
    let reply = charge(&alignet, "700100", &url).await?;
    println!("order 700100: {PRICE}, {}", reply.outcome());
    let form = sandbox.redirect_return("charge", json!({ "merchant_operation_number": "700100" }))?;
    println!("the buyer's browser: {}", sandbox.deliver_return(&url, &form).await?);
    let other = format!("{base}/700101");
    println!("the same form for order 700101: {}", sandbox.deliver_return(&other, &form).await?);
    let mut forged = form.clone();
    forged.signature = SigningKey::generate()?.sign(&forged.text);
    println!("a form that the service did not sign: {}", sandbox.deliver_return(&url, &forged).await?);
    Ok(())
}
