//! Orders: placed and charged by `POST /orders`, shown by `GET /orders/{id}`.

use std::sync::Arc;

use alignet::{
    Money,
    api::{PaymentDetails, PaymentMethod, YapeDetails},
    journal::State as Entry,
};
use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    MERCHANT,
    orders::{self, Order},
    shop::{Failure, Shop},
};

/// The body of `POST /orders`. The page chooses the order's id once, and sends it again with each attempt: two clicks and
/// a lost answer are still one order.
#[derive(Deserialize)]
pub(crate) struct Cart {
    order: String,
    /// The value of the voucher that is bought, in céntimos: the buyer chooses it. Of other goods, the shop knows the price,
    /// because a page can be made to say anything.
    cents: u32,
    wallet: YapeDetails,
}

type Answer = Result<(StatusCode, Json<Value>), Failure>;

/// Handles `POST /orders`, in a task of its own: a web framework drops a handler whose buyer hangs up, and the charge in it.
pub(crate) async fn post_order(State(shop): State<Arc<Shop>>, Json(cart): Json<Cart>) -> Answer {
    tokio::spawn(async move { buy(&shop, cart).await }).await?
}

/// Handles `GET /orders/{id}`.
pub(crate) async fn get_order(State(shop): State<Arc<Shop>>, Path(id): Path<String>) -> Answer {
    let order = orders::find(&**shop.pool.get().await?, &id).await?;
    Ok(match order {
        Some(order) => {
            (StatusCode::OK, Json(json!({ "state": order.state, "cents": order.due.amount().minor() })))
        }
        None => (StatusCode::NOT_FOUND, Json(json!({}))),
    })
}

async fn buy(shop: &Shop, cart: Cart) -> Answer {
    let order = orders::place(&**shop.pool.get().await?, &cart.order, cart.cents).await?;
    let (due, mut sent) = (order.due, Ok(()));
    if let Some(number) = number(shop, &cart.order, order).await? {
        sent = charge(shop, &number, due, cart.wallet).await;
        // Whatever the call returned, the journal knows what is certain.
        shop.follow(&number).await?;
    }
    let state = orders::find(&**shop.pool.get().await?, &cart.order).await?.map(|order| order.state);
    let status = match (state.as_deref(), &sent) {
        (Some("paid"), _) => StatusCode::OK,
        (Some("declined"), _) => StatusCode::PAYMENT_REQUIRED,
        (_, Err(error)) if !error.is_indeterminate() => StatusCode::SERVICE_UNAVAILABLE,
        // Not decided yet: the page asks again with `GET /orders/{id}`.
        _ => StatusCode::ACCEPTED,
    };
    if let Err(error) = sent {
        // The error holds no secrets: it is safe to log.
        eprintln!("order {}: {error}", cart.order);
    }
    Ok((status, Json(json!({ "state": state }))))
}

/// Returns the operation number to charge an order with; `None` if the order must not be charged now.
async fn number(shop: &Shop, id: &str, order: Order) -> Result<Option<String>, Failure> {
    if order.state != "open" && order.state != "declined" {
        return Ok(None);
    }
    let state = match &order.number {
        Some(former) => shop.entry(former).await?.map(|entry| entry.state),
        None => return begin_attempt(shop, id, None).await,
    };
    match state {
        // The process died before it wrote the entry of this number, or is about to write it, or nothing was sent: under one
        // number, the journal lets one charge pass. Another number could pass beside a process that was stopped.
        None | Some(Entry::NotMade) => Ok(order.number),
        Some(Entry::Declined | Entry::Reversed) => begin_attempt(shop, id, order.number.as_deref()).await,
        Some(_) => Ok(None),
    }
}

async fn begin_attempt(shop: &Shop, id: &str, former: Option<&str>) -> Result<Option<String>, Failure> {
    Ok(orders::begin_attempt(&**shop.pool.get().await?, id, former).await?)
}

async fn charge(shop: &Shop, number: &str, due: Money, wallet: YapeDetails) -> Result<(), alignet::Error> {
    let buyer = &shop.buyer;
    let wallet = YapeDetails::builder().phone(wallet.phone).otp(wallet.otp);
    let wallet = wallet.callback_url(shop.settings.callback_url.as_str()).build();
    let details = PaymentDetails::builder()
        .amount(due.amount())
        .currency(due.currency())
        .billing(buyer.clone())
        .shipping(buyer.clone())
        .customer(buyer.clone())
        .product_details([]);
    let call = shop.alignet.authorize_charge().merchant_code(MERCHANT).merchant_operation_number(number);
    let call = call.payment_method(PaymentMethod::Yape(wallet)).payment_details(details.build());
    call.timeout(shop.settings.charge_time).send().await.map(drop)
}
