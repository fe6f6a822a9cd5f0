//! A shopper, who pays an order, and asks again when nothing is heard.

use std::{sync::Arc, time::Duration};

use tokio::time::{sleep, timeout};

use super::{Merchant, checkout};
use crate::world::plan::CHECKOUT;

/// The answer to a shopper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    Paid,
    /// Another way to pay is offered.
    Declined,
    /// The payment is under way, or nobody knows.
    Unclear,
}

/// Pays an order, in up to this many clicks.
pub(crate) async fn shop(merchant: Arc<Merchant>, order: u64) {
    let world = &merchant.world;
    sleep(world.dice.magnitude(Duration::from_secs(60))).await;
    for _ in 0..CLICKS {
        world.note("shopper", "click", &order.to_string());
        let patient = if world.fault(world.plan.faults.impatient) { HASTY } else { PATIENT };
        let shown = match merchant.any() {
            Some(backend) => {
                let handling = checkout::checkout(Arc::clone(&backend), order);
                let answer = backend.process.spawn(CHECKOUT, handling);
                // Whoever clicks again does not stop the first request.
                timeout(patient, answer).await.ok().and_then(Result::ok)
            }
            None => None,
        };
        if shown == Some(Shown::Paid) {
            return;
        }
        if shown == Some(Shown::Declined) && world.dice.percent(30) {
            return;
        }
        sleep(world.dice.magnitude(NEXT_CLICK)).await;
    }
}

const CLICKS: u32 = 5;
const HASTY: Duration = Duration::from_secs(1);
const PATIENT: Duration = Duration::from_secs(75);
const NEXT_CLICK: Duration = Duration::from_secs(5 * 60);
