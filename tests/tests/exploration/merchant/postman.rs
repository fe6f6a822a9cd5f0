//! Brings the service's notifications to the merchant: late, out of order, repeatedly, or not at all.

use std::{sync::Arc, time::Duration};

use tokio::{
    sync::mpsc::UnboundedReceiver,
    time::{sleep, timeout},
};

use super::{Merchant, notified};
use crate::world::{Notice, plan::NOTIFIED, replies, signing};

/// Delivers each notification in a task of its own.
pub(crate) async fn deliver_all(merchant: Arc<Merchant>, mut notices: UnboundedReceiver<Notice>) {
    while let Some(notice) = notices.recv().await {
        tokio::spawn(deliver(Arc::clone(&merchant), notice));
    }
}

/// Delivers a notification until it is answered well, or the service gives up.
async fn deliver(merchant: Arc<Merchant>, notice: Notice) {
    let world = &merchant.world;
    let faults = &world.plan.faults;
    if world.fault(faults.silent) {
        return world.note("service", "notification never comes", &notice.number);
    }
    let body = replies::notification(&notice);
    let signature = signing::sign(&body);
    let delayed = world.fault(faults.delayed);
    let mut wait =
        if delayed { world.dice.magnitude(LONGEST_DELAY) } else { world.dice.time(Duration::ZERO..=USUAL) };
    let mut again = world.fault(faults.repeated);
    for _ in 0..TRIES {
        sleep(wait).await;
        wait = if world.is_faulty() { world.dice.magnitude(LONGEST_DELAY) } else { AT_LAST };
        if world.fault(faults.lost) {
            world.note("service", "notification lost", &notice.number);
            continue;
        }
        let Some(backend) = merchant.any() else { continue };
        let handling = notified::receive(Arc::clone(&backend), body.clone(), signature.clone());
        let answer = timeout(ANSWERED_WITHIN, backend.process.spawn(NOTIFIED, handling)).await;
        let well = matches!(&answer, Ok(Ok(status)) if status.is_success());
        if well {
            world.answered().insert(Notice::effect(&notice.number, &notice.transaction, notice.state));
        }
        world.note(
            "service",
            if well { "notification answered" } else { "notification not answered" },
            &notice.number,
        );
        if well && world.fault(faults.unheard) {
            world.note("service", "answer to a notification lost", &notice.number);
        } else if well && !std::mem::take(&mut again) {
            return;
        }
    }
}

/// The number of times that a notification is sent.
const TRIES: u32 = 12;
/// The time for which the service waits for an answer.
const ANSWERED_WITHIN: Duration = Duration::from_secs(10);
const USUAL: Duration = Duration::from_secs(2);
const LONGEST_DELAY: Duration = Duration::from_secs(60 * 60);
/// The time between two tries when there are no more faults.
const AT_LAST: Duration = Duration::from_secs(10 * 60);
