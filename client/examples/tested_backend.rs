//! A backend that charges wallets and keeps what it gets, with its tests: without a server, and with a sandbox.
//!
//! `cargo test -p alignet --example tested_backend` runs the tests, and `cargo run` one payment.

use std::{
    collections::BTreeMap,
    error::Error,
    sync::{Arc, Mutex, PoisonError},
};

use alignet::{
    Client, Outcome,
    api::{PaymentDetails, PaymentMethod, YapeDetails},
};
use alignet_sandbox::Sandbox;
use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use serde_json::json;

#[derive(Clone)]
struct Shop {
    alignet: Client,
    details: PaymentDetails,
    /// A column of a database: the reply to the charge of each order, as text.
    charges: Arc<Mutex<BTreeMap<String, String>>>,
}

impl Shop {
    fn new(alignet: Client) -> Result<Self, serde_json::Error> {
        // The parts of a request also come from JSON, such as that of a page or of a file.
        let buyer = json!({
            "first_name": "Rosa", "last_name": "Quispe", "email": "rosa@example.com",
            "phone": { "country_code": "+51", "subscriber": "900000001" },
            "location": {
                "line_1": "Jr. Ejemplo 100", "line_2": "", "city": "Lima", "state": "Lima", "country": "PE",
            },
        });
        let details = serde_json::from_value(json!({
            "amount": "15000", "currency": "604", "product_details": [],
            "billing": buyer, "shipping": buyer, "customer": buyer,
        }))?;
        Ok(Self { alignet, details, charges: Arc::default() })
    }

    fn keep(&self, number: String, text: String) {
        self.charges.lock().unwrap_or_else(PoisonError::into_inner).insert(number, text);
    }

    fn charge(&self, number: &str) -> Option<String> {
        self.charges.lock().unwrap_or_else(PoisonError::into_inner).get(number).cloned()
    }
}

/// Handles `POST /orders/{number}/pay`, whose body is the buyer's wallet.
async fn pay(
    State(shop): State<Shop>,
    Path(number): Path<String>,
    Json(wallet): Json<YapeDetails>,
) -> StatusCode {
    let call = shop.alignet.authorize_charge().merchant_code("your_merchant_code");
    let call = call.merchant_operation_number(&number).payment_details(shop.details.clone());
    let reply = match call.payment_method(PaymentMethod::Yape(wallet)).send().await {
        Ok(reply) => reply,
        Err(error) => return status_of(&error),
    };
    let status = match reply.outcome() {
        Outcome::Authorised | Outcome::Cleared => StatusCode::OK,
        Outcome::Pending | Outcome::Unknown { .. } => StatusCode::ACCEPTED,
        Outcome::Declined { .. } | Outcome::Reversed { .. } => StatusCode::PAYMENT_REQUIRED,
    };
    match serde_json::to_string(&reply) {
        Ok(text) => shop.keep(number, text),
        Err(_) => return StatusCode::INTERNAL_SERVER_ERROR,
    }
    status
}

/// The answer to the page when the charge failed.
fn status_of(error: &alignet::Error) -> StatusCode {
    match error {
        // It may have been made: the page waits for the notification.
        _ if error.is_indeterminate() => StatusCode::ACCEPTED,
        _ if error.is_temporary() => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::BAD_GATEWAY,
    }
}

fn app(shop: Shop) -> axum::Router {
    axum::Router::new().route("/orders/{number}/pay", axum::routing::post(pay)).with_state(shop)
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::start().await?;
    let alignet = Client::builder(sandbox.environment()).credentials(sandbox.credentials()).build()?;
    let shop = Shop::new(alignet)?;
    // A server would serve this: `axum::serve(listener, app(shop))`.
    let _ = app(shop.clone());
    let wallet = json!({ "otp": "445566", "phone": { "country_code": "+51", "subscriber": "900000001" } });
    let status = pay(State(shop.clone()), Path("400100".into()), Json(serde_json::from_value(wallet)?)).await;
    println!("{status}: {}", shop.charge("400100").unwrap_or_default());
    Ok(())
}

#[cfg(test)]
mod tests {
    use alignet::{Environment, ErrorKind, api::AuthorizeChargeReply, testing, transport::TransportError};
    use alignet_sandbox::Fault;

    use super::*;

    const NUMBER: &str = "400100";

    fn wallet() -> Result<YapeDetails, alignet::Error> {
        testing::from_json(json!({
            "otp": "445566", "phone": { "country_code": "+51", "subscriber": "900000001" },
        }))
    }

    async fn pay_with(shop: &Shop) -> Result<StatusCode, alignet::Error> {
        Ok(pay(State(shop.clone()), Path(NUMBER.to_owned()), Json(wallet()?)).await)
    }

    /// The reply of a service that moves a charge to this state.
    fn reply(state: &str) -> alignet::Json {
        json!({
            "success": true, "merchant_code": "your_merchant_code", "merchant_operation_number": NUMBER,
            "transaction": { "state": state, "amount": "15000", "currency": "604" },
            "meta": { "status": { "code": "00", "message_ilgn": [] } },
        })
    }

    #[tokio::test]
    async fn an_order_is_paid_by_its_state_alone() -> Result<(), Box<dyn Error>> {
        for (state, expected) in
            [("AUTORIZADO", 200), ("LIQUIDADO", 200), ("PENDIENTE", 202), ("DENEGADO", 402), ("NUEVO", 202)]
        {
            let shop = Shop::new(testing::client(Environment::PREPROD, move |_| Ok((200, reply(state))))?)?;
            assert_eq!(pay_with(&shop).await?, expected, "{state}");
            let text = shop.charge(NUMBER).ok_or("it is not kept")?;
            let kept: AuthorizeChargeReply = serde_json::from_str(&text)?;
            assert_eq!(kept, testing::from_json(reply(state))?);
        }
        Ok(())
    }

    #[tokio::test]
    async fn an_order_whose_answer_is_lost_is_not_refused() -> Result<(), Box<dyn Error>> {
        let shop =
            Shop::new(testing::client(Environment::PREPROD, |_| Err(TransportError::maybe_sent("reset")))?)?;
        assert_eq!(pay_with(&shop).await?, 202);
        assert_eq!(shop.charge(NUMBER), None);
        Ok(())
    }

    #[test]
    fn a_failure_has_its_status() {
        for (kind, expected) in [
            (ErrorKind::Connect, 503),
            (ErrorKind::RateLimited, 503),
            (ErrorKind::Rejected, 502),
            (ErrorKind::Unauthorized, 502),
        ] {
            assert_eq!(status_of(&testing::error(kind).build()), expected, "{kind:?}");
        }
        let lost = testing::error(ErrorKind::Server).settled_by("get_charge", NUMBER).build();
        assert_eq!(status_of(&lost), 202);
    }

    #[tokio::test]
    async fn an_order_is_paid_at_the_sandbox() -> Result<(), Box<dyn Error>> {
        let sandbox = Sandbox::start().await?;
        let alignet = Client::builder(sandbox.environment()).credentials(sandbox.credentials()).build()?;
        let shop = Shop::new(alignet)?;
        assert_eq!(pay_with(&shop).await?, 200);
        let text = shop.charge(NUMBER).ok_or("it is not kept")?;
        assert!(text.contains("AUTORIZADO") && !text.contains("445566"), "{text}");

        sandbox.fault("authorize_charge", Fault::cut())?;
        assert_eq!(pay_with(&shop).await?, 202);
        assert_eq!(sandbox.calls("authorize_charge"), 2, "a charge is not sent again");
        Ok(())
    }
}
