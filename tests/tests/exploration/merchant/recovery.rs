//! Recovery in each process, on a schedule; and the search for payments that were not shipped.

use std::{sync::Arc, time::Duration};

use alignet::journal::{Entry, Filter, Journal as _, Recovery, State};
use tokio::time::sleep;

use super::{backend::Backend, checkout, journal::Ledger};
use crate::{
    bugs::Bug,
    world::{
        World,
        database::{Unavailable, at_once},
        plan::RECOVERY,
    },
};

/// Starts the rounds of a process.
pub(crate) fn run(backend: &Arc<Backend>) {
    drop(backend.process.spawn(RECOVERY, rounds(Arc::clone(backend))));
}

async fn rounds(backend: Arc<Backend>) {
    let process = &backend.process;
    let world = &process.world;
    let plan = &world.plan;
    let processes = u32::try_from(plan.processes).unwrap();
    let recovery = recovery(&backend);
    loop {
        // A dozen rounds while there are faults, however long that is.
        let soon = plan.calm / 24;
        let pause = if world.is_faulty() { world.dice.time(soon..=3 * soon) } else { LATER * processes };
        sleep(pause).await;
        if backend.has(Bug::ResendsCharges) {
            resend(&backend).await;
        }
        if let Err(error) = recovery.run_once().await {
            process.note("recovery can't read the journal", &error.to_string());
        }
        process.set_busy(false);
        if !backend.has(Bug::NeverLooksForUnshipped) {
            let _ = process.run("looked for unshipped", ship_what_is_paid).await;
        }
    }
}

fn recovery(backend: &Arc<Backend>) -> Recovery {
    let plan = &backend.process.world.plan;
    let confirms = !backend.has(Bug::CancelsWithoutConfirming);
    let recovery = backend
        .client
        .recovery(Ledger::new(&backend.process, backend.bug))
        .cancelling(plan.cancelling)
        .lease(plan.lease)
        .flight(if confirms { plan.flight } else { Duration::ZERO });
    let recovery = if backend.has(Bug::EndlessPatience) {
        recovery.patience(Duration::MAX).pending_patience(Duration::MAX)
    } else {
        recovery.patience(plan.patience).pending_patience(plan.patience)
    };
    let deciding = Arc::clone(backend);
    recovery.deciding(move |entry| decided(Arc::clone(&deciding), entry))
}

/// Handles a decision: ships what is paid.
async fn decided(backend: Arc<Backend>, entry: Entry) -> Result<(), Unavailable> {
    let bug = backend.bug;
    let handling = backend.process.run("decision handled", move |world| {
        world.store.decisions().insert((entry.id, entry.state.as_str()));
        if entry.state == State::Done && entry.once {
            world.paid(&entry.reference);
        }
    });
    if bug == Some(Bug::DecisionHandledAfterwards) {
        drop(backend.process.spawn(RECOVERY, async move {
            sleep(Duration::from_secs(1)).await;
            let _ = handling.await;
        }));
        return Ok(());
    }
    handling.await
}

/// The bug of a recovery that sends open charges again.
async fn resend(backend: &Backend) {
    let open = backend.process.run("looked for open", |world| {
        let open = Filter::new().states([State::Open]);
        at_once(world.store.journal.list(&open)).unwrap()
    });
    for entry in open.await.into_iter().flatten().filter(|entry| entry.age > LONGEST_CALL) {
        let _ = checkout::charge(&backend.careless(), &entry.reference).await;
    }
}

/// Ships every order that the journal says is paid, and that was not shipped: its checkout may have died in between.
fn ship_what_is_paid(world: &World) {
    let unshipped: Vec<String> = {
        let orders = world.store.orders();
        orders
            .values()
            .filter(|order| order.shipped.is_none())
            .flat_map(|order| order.attempts.clone())
            .collect()
    };
    for number in unshipped {
        if super::journal::entry_of(world, &number).is_some_and(|entry| entry.state == State::Done) {
            world.note("shop", "found unshipped", &number);
            world.paid(&number);
        }
    }
}

/// The time between two rounds of all processes together when there are none.
const LATER: Duration = Duration::from_secs(20 * 60);
/// The time of the longest charge.
const LONGEST_CALL: Duration = Duration::from_secs(60);
