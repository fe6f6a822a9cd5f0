//! Records what recovery found out of an entry, and tells the application.

use std::{
    future::poll_fn,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
    task::Poll,
    time::Duration,
};

use tokio::time::Instant;

use super::{Recovery, in_time, report::Settled};
use crate::{
    deadline,
    journal::{
        changes::Step,
        entry::{Entry, State},
        store::Claimed,
    },
};

/// The fewest tries before an entry is left to a person for its age, so that one failure after an outage does not do it.
const LEAST_TRIES: u32 = 3;

impl Recovery {
    /// Leaves an entry until later, or to a person if it has waited for too long.
    pub(super) async fn wait_or_hand_over(
        &self,
        claimed: &Claimed,
        state: State,
        transaction: Option<String>,
        note: &str,
    ) -> Settled {
        // The buyer of a pending payment may take days, in which a query may fail.
        let patience = if state == State::Pending { self.pending_patience } else { self.patience };
        if claimed.entry.age < patience || claimed.entry.tries < LEAST_TRIES {
            return self.step(claimed, state, transaction, Some(self.wait(claimed.entry.tries)), note).await;
        }
        let left = format!("left to a person, because {note}");
        self.conclude(claimed, State::Person, transaction, &left).await
    }

    /// Records a decision, and tells the application.
    pub(super) async fn conclude(
        &self,
        claimed: &Claimed,
        state: State,
        transaction: Option<String>,
        note: &str,
    ) -> Settled {
        let Entry { id, operation, reference, .. } = &claimed.entry;
        // The lease goes on until the application is told.
        let wait = self.deciding.is_some().then_some(Duration::ZERO);
        let settled = self.step(claimed, state, transaction.clone(), wait, note).await;
        if settled != Settled::Is(state) {
            return settled;
        }
        if state == State::Person {
            tracing::warn!(%operation, %reference, entry = %id, note, "a call is left to a person");
        } else {
            tracing::info!(%operation, %reference, entry = %id, state = state.as_str(), note, "a call is settled");
        }
        let decided = Entry {
            state,
            transaction: claimed.entry.transaction.clone().or(transaction),
            note: note.to_owned(),
            ..claimed.entry.clone()
        };
        match self.deciding {
            Some(_) => self.tell(claimed, &decided).await,
            None => settled,
        }
    }

    /// Tells the application of a decision in the journal. Recovery is through with the entry then.
    pub(super) async fn tell(&self, claimed: &Claimed, decided: &Entry) -> Settled {
        let told = match &self.deciding {
            // A handler that never ends, or panics, holds up no other entry: another recovery tells, or this one later.
            Some(handler) => {
                let until = Instant::now() + self.lease;
                let handling = no_panic(async { handler(decided.clone()).await.is_ok() });
                deadline::until(until, pin!(handling)).await.is_ok_and(|told| told)
            }
            None => true,
        };
        let wait = (!told).then(|| self.wait(claimed.entry.tries));
        let step = self.step(claimed, decided.state, None, wait, &decided.note).await;
        if told {
            return step;
        }
        tracing::warn!(operation = %decided.operation, reference = %decided.reference, entry = %decided.id, "the application could not be told of a decision");
        Settled::Untold
    }

    pub(super) async fn step(
        &self,
        claimed: &Claimed,
        state: State,
        transaction: Option<String>,
        wait: Option<Duration>,
        note: &str,
    ) -> Settled {
        let step = Step { state, transaction, wait, note: note.to_owned() };
        match in_time(self.journal.step(claimed, &step)).await {
            Ok(true) => Settled::Is(state),
            Ok(false) => Settled::Lost,
            Err(_) => {
                tracing::warn!(entry = %claimed.entry.id, state = state.as_str(), "a step of recovery could not be recorded");
                Settled::Failed
            }
        }
    }
}

/// Returns false if a future panics, which the panic hook has reported. Such a future is not polled again.
async fn no_panic(future: impl Future<Output = bool>) -> bool {
    let mut future = pin!(future);
    poll_fn(|context| {
        let polled = catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context)));
        polled.unwrap_or(Poll::Ready(false))
    })
    .await
}
