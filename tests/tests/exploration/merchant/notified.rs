//! The handler of notifications: records each with its effect in one transaction, and ships what the journal says is paid.

use std::sync::Arc;

use alignet::{
    api::ChargeNotification,
    journal::{Journal as _, State, Told},
    notifications::{Arrival, Claim, Lease, ReplayKey},
};
use http::StatusCode;

use super::backend::Backend;
use crate::{
    bugs::Bug,
    world::{Notice, World, database::at_once, plan::NOTIFIED},
};

/// Answers a notification.
pub(crate) async fn receive(backend: Arc<Backend>, body: String, signature: String) -> StatusCode {
    match backend.receiver.receive::<ChargeNotification>(body.as_bytes(), signature).await {
        Ok(Arrival::New(claim)) if backend.process.world.plan.transactional => {
            recorded(&backend, claim).await
        }
        Ok(Arrival::New(claim)) => repeatable(&backend, claim).await,
        Ok(Arrival::Repeated) => {
            backend.process.note("notification repeated", "");
            StatusCode::OK
        }
        Ok(Arrival::Underway) => {
            backend.process.note("notification underway", "");
            StatusCode::SERVICE_UNAVAILABLE
        }
        Err(error) => error.status(),
    }
}

/// The facts of a notification that a transaction needs.
struct Facts {
    key: ReplayKey,
    lease: Lease,
    told: Told,
    number: String,
    /// The entry of the ledger.
    effect: String,
    paid: bool,
}

fn facts(claim: &Claim<ChargeNotification>) -> Facts {
    Facts {
        key: *claim.key(),
        lease: claim.lease(),
        told: claim.told().unwrap(),
        number: claim.merchant_operation_number.clone(),
        effect: Notice::effect(
            &claim.merchant_operation_number,
            &claim.transaction.transaction_id,
            claim.transaction.state.as_str(),
        ),
        paid: claim.outcome().is_paid(),
    }
}

/// Handles a notification in the transaction that records it.
async fn recorded(backend: &Arc<Backend>, claim: Claim<ChargeNotification>) -> StatusCode {
    let facts = facts(&claim);
    let bug = backend.bug;
    match bug {
        Some(Bug::RecordsOutsideTheTransaction) => return record_afterwards(backend, claim, facts).await,
        Some(Bug::RecordsBeforeTheEffect) => return record_before(backend, claim, facts).await,
        _ => {}
    }
    let committing = backend.process.run("notification handled and recorded", move |world| {
        let held = world.store.record(&facts.key, facts.lease);
        if !held {
            world.note("shop", "notification's lease lost", &facts.number);
        }
        if held || bug == Some(Bug::RecordsWithoutALease) {
            effect(world, &facts, bug);
        }
        held
    });
    if bug == Some(Bug::AnswersBeforeTheCommit) {
        drop(backend.process.spawn(NOTIFIED, committing));
        return claim.recorded().status();
    }
    let key = *claim.key();
    match committing.await {
        Ok(true) => claim.recorded().status(),
        Ok(false) => claim.again().await.status(),
        Err(_) => {
            if bug == Some(Bug::ForgetsHandled) {
                let _ = backend.process.run("forgotten", move |world| world.store.forget_handled(&key)).await;
            }
            claim.again().await.status()
        }
    }
}

/// Handles a notification whose effect may be repeated, and only then records it.
async fn repeatable(backend: &Arc<Backend>, claim: Claim<ChargeNotification>) -> StatusCode {
    let facts = facts(&claim);
    let bug = backend.bug;
    let committed = backend.process.run("notification handled", move |world| {
        let known = world.store.ledger().contains_key(&facts.effect);
        if !known {
            effect(world, &facts, bug);
        }
    });
    match committed.await {
        Ok(()) => claim.done().await.status(),
        Err(_) => claim.again().await.status(),
    }
}

/// The bug of a handler that records a notification in a transaction after that of its effect.
async fn record_afterwards(
    backend: &Arc<Backend>,
    claim: Claim<ChargeNotification>,
    facts: Facts,
) -> StatusCode {
    match backend.process.run("notification handled", move |world| effect(world, &facts, None)).await {
        Ok(()) => claim.done().await.status(),
        Err(_) => claim.again().await.status(),
    }
}

/// The bug of a handler that records a notification in a transaction before that of its effect.
async fn record_before(backend: &Arc<Backend>, claim: Claim<ChargeNotification>, facts: Facts) -> StatusCode {
    let status = claim.done().await.status();
    match backend.process.run("notification handled", move |world| effect(world, &facts, None)).await {
        Ok(()) => status,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// Tells the journal, credits the notification in the ledger, and ships what is paid.
fn effect(world: &World, facts: &Facts, bug: Option<Bug>) {
    let entry = at_once(world.store.journal.tell(&facts.told)).unwrap();
    *world.store.ledger().entry(facts.effect.clone()).or_default() += 1;
    match entry {
        _ if facts.paid && bug == Some(Bug::ShipsWithoutTheJournal) => world.paid(&facts.number),
        Some(entry) if entry.state == State::Done => world.paid(&facts.number),
        Some(entry) if facts.paid && entry.state == State::Cancelling => {
            world.note("shop", "told of a payment while cancelling", &facts.number);
            if bug == Some(Bug::ShipsWhileCancelling) {
                world.paid(&facts.number);
            }
        }
        Some(entry) if facts.paid && entry.state == State::Pending && entry.cancelled.is_some() => {
            world.note("shop", "told of a payment that was cancelled", &facts.number);
            if bug == Some(Bug::ForgetsTheCancellation) {
                world.paid(&facts.number);
            }
        }
        Some(entry) if facts.paid && entry.contested => {
            world.note("shop", "told of a payment that is contested", &facts.number);
            if bug == Some(Bug::ShipsWhileContested) {
                world.paid(&facts.number);
            }
        }
        Some(_) => {}
        None => world.note("shop", "told of an unknown charge", &facts.number),
    }
}
