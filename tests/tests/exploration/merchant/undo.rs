//! The merchant's own cancellations: an order is given up while its charge is not decided.

use std::{sync::Arc, time::Duration};

use alignet::journal::State;
use tokio::time::{sleep, timeout};

use super::{Merchant, backend::Backend, journal::entry_of};
use crate::world::{MERCHANT, World, plan::CHECKOUT};

/// Cancels the charge of an order, up to a few times, whenever it is not decided.
pub(crate) async fn give_up(merchant: Arc<Merchant>, order: u64) {
    let world = &merchant.world;
    for _ in 0..TRIES {
        sleep(world.dice.magnitude(LONGEST_WAIT)).await;
        let Some(backend) = merchant.any() else { continue };
        let cancelling = cancel(Arc::clone(&backend), order);
        let _ = timeout(PATIENT, backend.process.spawn(CHECKOUT, cancelling)).await;
    }
}

async fn cancel(backend: Arc<Backend>, order: u64) {
    let looking = backend.process.run("looked for an undecided charge", move |world| undecided(world, order));
    let Ok(Some(number)) = looking.await else { return };
    backend.process.note("cancelled by the merchant", &number);
    let call = backend.client.cancel_charge().merchant_code(MERCHANT).merchant_operation_number(&number);
    if let Err(error) = call.send().await {
        backend.process.note("cancellation failed", &format!("{number}: {error}"));
    }
}

fn undecided(world: &World, order: u64) -> Option<String> {
    let number = world.store.orders().get(&order)?.attempts.last()?.clone();
    let state = entry_of(world, &number)?.state;
    matches!(state, State::Open | State::Pending).then_some(number)
}

/// Remembers a cancellation whose charge the journal has as paid by now: the merchant then takes back what it has shipped.
pub(super) fn written(world: &World, number: &str) {
    if entry_of(world, number).is_some_and(|entry| entry.state == State::Done) {
        world.note("shop", "cancelled after it was paid", number);
        world.store.undone().insert(number.to_owned());
    }
}

const TRIES: u32 = 3;
const LONGEST_WAIT: Duration = Duration::from_secs(15 * 60);
const PATIENT: Duration = Duration::from_secs(75);
