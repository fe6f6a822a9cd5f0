//! A shop whose handler has its effect in a database, in several processes.

use std::sync::LazyLock;

use alignet::{
    Environment,
    api::ChargeNotification,
    notifications::{Acknowledgement, Arrival, Claim, ReceiveError, Receiver, Verifier},
};
use alignet_postgres::{
    PostgresGuard,
    deadpool_postgres::{Pool, tokio_postgres::Transaction},
};
use alignet_sandbox::SigningKey;
use serde_json::json;

/// Generated once for all tests, because generating a key is slow.
static KEY: LazyLock<SigningKey> = LazyLock::new(|| SigningKey::generate().unwrap());

pub(crate) type Failure = Box<dyn std::error::Error + Send + Sync>;

/// A notification as it comes in.
pub(crate) struct Delivery {
    pub(crate) operation: String,
    pub(crate) body: String,
    pub(crate) signature: String,
}

/// A notification of a paid charge.
pub(crate) fn paid(operation: &str) -> Delivery {
    let body = json!({
        "success": "true", "action": "authorize", "merchant_code": "M1", "merchant_operation_number": operation,
        "transaction": {
            "transaction_id": "T1", "state": "AUTORIZADO", "state_reason": null, "amount": "15000", "currency": "604",
            "processor_response": { "authorization_code": "831000" },
        },
        "meta": { "status": { "code": "00", "message_ilgn": [{ "locale": "es_PE", "value": "Procesado" }] } },
    });
    let body = body.to_string();
    Delivery { operation: operation.to_owned(), signature: KEY.sign(&body), body }
}

pub(crate) fn public_key() -> &'static str {
    KEY.public_key()
}

/// A process of the shop.
pub(crate) struct Shop {
    receiver: Receiver,
    pub(crate) pool: Pool,
}

impl Shop {
    pub(crate) fn new(pool: Pool) -> Self {
        Self::with_key(pool, public_key())
    }

    pub(crate) fn with_key(pool: Pool, public_key: &str) -> Self {
        let environment = Environment::custom()
            .auth("https://auth.example.com")
            .api("https://api.example.com")
            .audience("https://api.example.com/")
            .api_version("1")
            .flex_script("")
            .flex_style("")
            .notification_keys([public_key])
            .build();
        let verifier = Verifier::new(&environment, "M1").unwrap();
        Self { receiver: Receiver::new(verifier, PostgresGuard::new(pool.clone())), pool }
    }

    pub(crate) async fn receive(
        &self,
        delivery: &Delivery,
    ) -> Result<Arrival<ChargeNotification>, ReceiveError> {
        self.receiver.receive(delivery.body.as_bytes(), &delivery.signature).await
    }

    /// Receives a notification that must be new.
    pub(crate) async fn claim(&self, delivery: &Delivery) -> Claim<ChargeNotification> {
        match self.receive(delivery).await.unwrap() {
            Arrival::New(claim) => claim,
            other => panic!("{other:?}"),
        }
    }

    /// Handles a notification as the README does, and returns the status of the answer.
    pub(crate) async fn handle(&self, delivery: &Delivery) -> u16 {
        let status = match self.receive(delivery).await {
            Ok(Arrival::New(claim)) => match self.ship(&claim).await {
                Ok(()) => claim.recorded().status(),
                Err(_) => claim.again().await.status(),
            },
            Ok(Arrival::Repeated) => Acknowledgement::Received.status(),
            Ok(Arrival::Underway) => Acknowledgement::Again.status(),
            Err(error) => error.status(),
        };
        status.as_u16()
    }

    /// Has the effect of a notification and records it, in one transaction.
    pub(crate) async fn ship(&self, claim: &Claim<ChargeNotification>) -> Result<(), Failure> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        effect(&transaction, &claim.merchant_operation_number).await?;
        PostgresGuard::record(&transaction, claim).await?;
        Ok(transaction.commit().await?)
    }
}

pub(crate) async fn effect(transaction: &Transaction<'_>, operation: &str) -> Result<(), Failure> {
    transaction.execute("INSERT INTO effect (operation) VALUES ($1)", &[&operation]).await?;
    Ok(())
}
