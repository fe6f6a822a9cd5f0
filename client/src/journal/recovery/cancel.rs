//! Cancels a payment whose transaction is not known, and confirms that.

use std::time::Duration;

use super::{
    Recovery,
    ask::Answer,
    report::Settled,
    settle::{Case, name, unanswered},
};
use crate::{
    clock::Moment,
    codegen::endpoint::Operation,
    journal::{ending::of_outcome, entry::State, reading::Read, rules::CANCELLED},
    reply::outcome::Outcome,
};

/// The note of an entry whose payment the service does not know. If it says so again after a flight, the payment never arrived.
const MISSED: &str = "the service does not know it yet: it may be on its way";

impl Recovery {
    /// Cancels a payment, and confirms that by a query. The journal says so before each cancellation is sent, so that
    /// nobody takes a notification for the last word from then on, and a recovery that has lost its lease sends none.
    pub(super) async fn cancel(&self, mut case: Case<'_>, undo: &'static Operation) -> Settled {
        let began = Moment::now();
        match self
            .step(case.claimed, State::Cancelling, None, Some(Duration::ZERO), "recovery cancels it")
            .await
        {
            Settled::Is(state) => case.state = state,
            other => return other,
        }
        let answer = case.subject.cancel(undo, began).await;
        let read = match &answer {
            Answer::Read(read) => Some(read),
            _ => None,
        };
        if case.transaction.is_none() {
            case.transaction = read.and_then(|read| read.transaction.clone());
        }
        match answer {
            Answer::Unclear(kind) => self.later(&case, &unanswered("cancellation", kind)).await,
            Answer::NotFound if case.transaction.is_none() => self.never_arrived(&case).await,
            Answer::Refused(kind) if case.query().is_none() => {
                let note = format!("the service refused the cancellation: {}", kind.as_str());
                self.decide(&case, State::Person, &note).await
            }
            Answer::Read(Read { outcome, .. }) => self.confirm(&case, outcome.as_ref()).await,
            Answer::Refused(_) => self.confirm(&case, None).await,
            Answer::NotFound => {
                self.later(&case, "the service does not know the payment, but its transaction").await
            }
        }
    }

    /// Decides about a payment that the service does not know. It may still be on its way, unless the service has said so before,
    /// and the time of a flight has passed since.
    async fn never_arrived(&self, case: &Case<'_>) -> Settled {
        let entry = case.entry();
        let missed = entry.state == State::Cancelling && entry.note == MISSED;
        if missed && entry.cancelled.is_some_and(|ago| ago >= self.flight) {
            return self.decide(case, State::Declined, "it never arrived at the service").await;
        }
        let wait = Some(self.flight.max(Duration::from_millis(1)));
        self.step(case.claimed, State::Cancelling, None, wait, MISSED).await
    }

    /// Queries a payment after its cancellation was answered, and decides.
    async fn confirm(&self, case: &Case<'_>, said: Option<&Outcome>) -> Settled {
        let Some(query) = case.query() else {
            return self.later(case, "the service has it, and names no transaction to query").await;
        };
        let read = match case.subject.query(query, case.transaction.as_deref()).await {
            Answer::Read(read) => read,
            answer => return self.later(case, &unanswered("query", answer.kind())).await,
        };
        let cancelled = matches!(said, Some(Outcome::Declined { .. } | Outcome::Reversed { .. }));
        match read.outcome {
            Some(outcome @ (Outcome::Declined { .. } | Outcome::Reversed { .. })) => {
                let note = format!("cancelled, and a query says: {}", name(&outcome));
                self.decide(case, of_outcome(&outcome).0, &note).await
            }
            Some(outcome) if outcome.is_paid() && cancelled => {
                self.later(case, "the cancellation and the query contradict each other").await
            }
            // Only a refund gives it back now: no cancellation that is still on its way can.
            Some(Outcome::Cleared) => {
                self.decide(case, State::Done, "the service did not cancel it, and a query says: cleared")
                    .await
            }
            Some(Outcome::Authorised) => self.later(case, CANCELLED).await,
            _ => self.later(case, "the service has not decided it after its cancellation").await,
        }
    }
}
