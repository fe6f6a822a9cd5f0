//! Receives notifications: accepts only the service's notifications to this merchant, handles each once, and
//! counts an order as paid only if the notification proves it.
//!
//! The example runs by itself: a sandbox signs notifications and delivers them to the receiver, which listens on
//! this machine. Against Alignet, only the environment differs:
//! `Verifier::new(&Environment::PRODUCTION, merchant_code)`.

use std::{
    collections::BTreeMap,
    error::Error,
    sync::{Arc, atomic::AtomicBool, atomic::Ordering},
};

use alignet::{
    Amount, Currency, Money, Outcome,
    api::ChargeNotification,
    notifications::{Acknowledgement, Arrival, MemoryGuard, Notification as _, Receiver, Verifier},
};
use alignet_sandbox::{Sandbox, SigningKey};
use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, State},
    http::{HeaderMap, StatusCode},
    routing::post,
};
use serde_json::json;
use tokio::{net::TcpListener, sync::Mutex};

/// An order of the shop's own.
struct Order {
    due: Money,
    paid: bool,
}

/// The shop's database.
struct Shop {
    /// The orders, by their operation numbers.
    orders: Mutex<BTreeMap<&'static str, Order>>,
    /// True if the next order can't be written down.
    is_down: AtomicBool,
}

impl Shop {
    /// Applies a notification. It may come twice, and after a later one: an order that was paid stays
    /// paid until `get_charge` says otherwise.
    async fn note(&self, charge: &ChargeNotification) -> Result<(), &'static str> {
        if self.is_down.swap(false, Ordering::Relaxed) {
            return Err("the orders can't be reached");
        }
        let (number, transaction) = (charge.merchant_operation_number.as_str(), &charge.transaction);
        let mut orders = self.orders.lock().await;
        let Some(order) = orders.get_mut(number) else {
            println!("order {number}: not ours, for a person to look at");
            return Ok(());
        };
        // Neither `success` nor the code `00` is an outcome.
        match charge.outcome() {
            Outcome::Authorised | Outcome::Cleared => {
                // The sum only informs: if it is missing, ask `get_charge`.
                let (amount, currency) =
                    transaction.amount.zip(transaction.currency).ok_or("the sum is missing")?;
                let sum = Money::new(amount, currency);
                if sum == order.due {
                    println!("order {number}: {sum} paid");
                    order.paid = true;
                } else {
                    println!("order {number}: {sum} paid, and {} is due: for a person to look at", order.due);
                }
            }
            Outcome::Reversed { state, .. } => {
                println!("order {number}: paid, and given back ({state})");
                order.paid = false;
            }
            _ if order.paid => println!("order {number}: paid already, an older state came later"),
            Outcome::Pending => println!("order {number}: not paid yet"),
            Outcome::Declined { state, reason } => {
                println!("order {number}: not paid, {state} ({})", reason.as_deref().unwrap_or("no reason"));
            }
            Outcome::Unknown { .. } => println!("order {number}: ask with `get_charge` how it stands"),
        }
        Ok(())
    }
}

#[derive(Clone)]
struct Merchant {
    receiver: Receiver,
    shop: Arc<Shop>,
}

/// Handles the URL that charges name as their `callback_url`. The body is taken as it came, because the
/// signature covers its bytes.
async fn notified(State(merchant): State<Merchant>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let signature = ChargeNotification::signature(&headers);
    match merchant.receiver.receive::<ChargeNotification>(&body, signature).await {
        Ok(Arrival::New(charge)) => match merchant.shop.note(&charge).await {
            Ok(()) => charge.done().await.status(),
            // Nothing is lost: the service sends it again, and then it is new.
            Err(_) => charge.again().await.status(),
        },
        Ok(Arrival::Repeated) => Acknowledgement::Received.status(),
        Ok(Arrival::Underway) => Acknowledgement::Again.status(),
        Err(error) => error.status(),
    }
}

fn app(merchant: Merchant) -> Router {
    let small = DefaultBodyLimit::max(64 * 1024);
    Router::new().route("/alignet/charges", post(notified)).layer(small).with_state(merchant)
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::start().await?;
    let verifier = Verifier::new(&sandbox.environment(), "your_merchant_code")?;
    // Several processes need a guard that they share: see `ReplayGuard`.
    let receiver = Receiver::new(verifier, MemoryGuard::new());
    let due = Money::new(Amount::from_minor(15_000), Currency::PEN);
    let orders = ["400100", "400101", "400102"].map(|number| (number, Order { due, paid: false }));
    let shop = Arc::new(Shop { orders: Mutex::new(orders.into()), is_down: AtomicBool::new(false) });
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/alignet/charges", listener.local_addr()?);
    let merchant = Merchant { receiver, shop: Arc::clone(&shop) };
    tokio::spawn(async { axum::serve(listener, app(merchant)).await });

    let paid = sandbox.notification("charge", ())?;
    shop.is_down.store(true, Ordering::Relaxed);
    println!("while the shop is down: {}", sandbox.deliver(&url, &paid).await?);
    println!("when it comes again: {}", sandbox.deliver(&url, &paid).await?);
    println!("once more: {}", sandbox.deliver(&url, &paid).await?);

    let late = sandbox.notification("charge", json!({ "transaction": { "state": "PENDIENTE" } }))?;
    println!("an older one: {}", sandbox.deliver(&url, &late).await?);

    let declined = json!({
        "merchant_operation_number": "400101",
        "transaction": { "state": "DENEGADO", "state_reason": "Fondos insuficientes" },
    });
    let declined = sandbox.notification("charge", declined)?;
    println!("another order's: {}", sandbox.deliver(&url, &declined).await?);

    let less = json!({ "merchant_operation_number": "400102", "transaction": { "amount": "14000" } });
    let less = sandbox.notification("charge", less)?;
    println!("one of less money: {}", sandbox.deliver(&url, &less).await?);

    let mut forged = paid.clone();
    forged.signature = SigningKey::generate()?.sign(&forged.body);
    println!("one that the service did not sign: {}", sandbox.deliver(&url, &forged).await?);
    let other = sandbox.notification("charge", json!({ "merchant_code": "another_merchant" }))?;
    println!("one to another merchant: {}", sandbox.deliver(&url, &other).await?);
    Ok(())
}
