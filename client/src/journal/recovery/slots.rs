//! Settles several entries at once, in one task: dropping it ends all of them.

use std::{collections::BTreeSet, future::poll_fn, pin::Pin, task::Poll};

use super::{
    Recovery,
    report::{Report, Settled},
};
use crate::journal::store::{Claimed, JournalError};

type Pending<'r, T> = Pin<Box<dyn Future<Output = T> + Send + 'r>>;

/// The claim that is under way, if any, and the entries that are being settled.
#[derive(Default)]
struct Slots<'r> {
    claiming: Option<Pending<'r, Result<Option<Claimed>, JournalError>>>,
    settling: Vec<Pending<'r, Settled>>,
}

#[expect(clippy::large_enum_variant, reason = "there is one at a time, and it is not kept")]
enum Event {
    Claimed(Result<Option<Claimed>, JournalError>),
    Settled(Settled),
}

impl Slots<'_> {
    /// Waits for the next event. Returns `None` if nothing is under way.
    async fn next(&mut self) -> Option<Event> {
        if self.claiming.is_none() && self.settling.is_empty() {
            return None;
        }
        poll_fn(|context| {
            let claimed = self.claiming.as_mut().map(|claiming| claiming.as_mut().poll(context));
            if let Some(Poll::Ready(claimed)) = claimed {
                self.claiming = None;
                return Poll::Ready(Some(Event::Claimed(claimed)));
            }
            for (slot, settling) in self.settling.iter_mut().enumerate() {
                if let Poll::Ready(settled) = settling.as_mut().poll(context) {
                    drop(self.settling.remove(slot));
                    return Poll::Ready(Some(Event::Settled(settled)));
                }
            }
            Poll::Pending
        })
        .await
    }
}

impl Recovery {
    /// Claims an entry whenever a slot is free, one after the other, so that no lease runs while its entry waits.
    pub(super) async fn settle_due(&self, environment: &str) -> (Report, Result<(), JournalError>) {
        let (mut report, mut seen) = (Report::default(), BTreeSet::new());
        let (mut slots, mut more, mut result) = (Slots::default(), true, Ok(()));
        loop {
            if more && slots.claiming.is_none() && slots.settling.len() < self.at_once {
                slots.claiming = Some(Box::pin(self.claim(environment)));
            }
            match slots.next().await {
                Some(Event::Claimed(Ok(Some(claimed)))) => {
                    // A wait that is shorter than a run would keep it here.
                    more = seen.insert(claimed.entry.id);
                    slots.settling.push(Box::pin(async move { self.settle(&claimed).await }));
                }
                Some(Event::Claimed(Ok(None))) => more = false,
                Some(Event::Claimed(Err(error))) => (more, result) = (false, Err(error)),
                Some(Event::Settled(settled)) => report.add(settled),
                None => return (report, result),
            }
        }
    }
}
