//! Notifications: the inbox, the journal and the order change in one transaction.

use std::sync::Arc;

use alignet::{
    Money,
    api::ChargeNotification,
    notifications::{Acknowledgement, Arrival, Claim, Notification as _},
};
use alignet_postgres::{PostgresGuard, PostgresJournal};
use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
};

use crate::{
    orders,
    shop::{Failure, Shop},
};

/// Handles `POST /notifications`. The body is taken as it came, because the signature covers its bytes.
pub(crate) async fn post_notification(
    State(shop): State<Arc<Shop>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, Failure> {
    let signature = ChargeNotification::signature(&headers);
    Ok(match shop.receiver.receive::<ChargeNotification>(&body, signature).await {
        // A failure drops the claim, so that the notification is new when it comes again.
        Ok(Arrival::New(charge)) => handle(&shop, charge).await?.status(),
        Ok(Arrival::Repeated) => Acknowledgement::Received.status(),
        Ok(Arrival::Underway) => Acknowledgement::Again.status(),
        Err(error) => error.status(),
    })
}

async fn handle(shop: &Shop, charge: Claim<ChargeNotification>) -> Result<Acknowledgement, Failure> {
    let (number, told) = (charge.merchant_operation_number.as_str(), &charge.transaction);
    let mut database = shop.pool.get().await?;
    let transaction = database.transaction().await?;
    let event = format!("notified: {number} {} {}", told.transaction_id, told.state.as_str());
    let due = orders::note(&transaction, number, &event).await?;
    let entry = match charge.told() {
        Some(told) => PostgresJournal::tell_in(&transaction, &told).await?,
        None => None,
    };
    let sum = told.amount.zip(told.currency).map(|(amount, currency)| Money::new(amount, currency));
    // A proof of money says how much. Other notifications need not.
    let fits = |due| sum.map_or(!charge.outcome().is_paid(), |sum| sum == due);
    match (due, entry) {
        (Some(due), _) if !fits(due) => {
            orders::dispute(&transaction, number, "another sum than that of the order").await?;
        }
        (Some(_), Some(entry)) => orders::follow(&transaction, &entry).await?,
        (Some(_), None) => {
            orders::dispute(&transaction, number, "a charge that the journal does not have").await?;
        }
        (None, _) => eprintln!("charge {number} is of no order: for a person to look at"),
    }
    // All of it happens once, or not at all. If the claim lapsed meanwhile, nothing can be committed.
    PostgresGuard::record(&transaction, &charge).await?;
    transaction.commit().await?;
    Ok(charge.recorded())
}
