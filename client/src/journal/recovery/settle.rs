//! Settles one entry: asks the service, and takes a step.

use super::{
    Recovery,
    ask::{Answer, LEAVES_WITHIN, Subject},
    in_time,
    report::Settled,
};
use crate::{
    codegen::endpoint::{Operation, QueriedBy},
    error::ErrorKind,
    journal::{
        ending::{of_outcome, of_undo},
        entry::{Entry, State},
        filter::Filter,
        reading::Read,
        rules::{CANCELLED, CONTESTED},
        store::Claimed,
    },
    reply::outcome::Outcome,
};

/// An entry that is being settled, as far as it is known.
pub(super) struct Case<'c> {
    pub(super) claimed: &'c Claimed,
    pub(super) subject: Subject<'c>,
    /// The state in the journal, after the steps of this case.
    pub(super) state: State,
    pub(super) transaction: Option<String>,
}

impl Case<'_> {
    pub(super) fn entry(&self) -> &Entry {
        &self.claimed.entry
    }

    fn operation(&self) -> &'static Operation {
        self.subject.operation
    }

    /// Returns the query, if it needs no more than is known.
    pub(super) fn query(&self) -> Option<QueriedBy> {
        let known = |query: &QueriedBy| query.transaction.is_none() || self.transaction.is_some();
        self.operation().queried_by.filter(known)
    }
}

impl Recovery {
    pub(super) async fn settle(&self, claimed: &Claimed) -> Settled {
        let entry = &claimed.entry;
        if !entry.state.is_unsettled() {
            return match self.tell(claimed, entry).await {
                Settled::Is(_) => Settled::Told,
                other => other,
            };
        }
        let known = self.operations.iter().find(|operation| operation.name == entry.operation);
        let Some(&operation) = known else {
            return self
                .wait_or_hand_over(claimed, entry.state, None, "this recovery does not know the operation")
                .await;
        };
        let subject = Subject { client: &self.client, operation, entry, headers: &self.headers };
        let mut case = Case { claimed, subject, state: entry.state, transaction: entry.transaction.clone() };
        if operation.undoes {
            match self.payment_of(entry).await {
                // It is decided by proofs of its own, or never arrived.
                Some(payment) if matches!(payment.state, State::Declined | State::Reversed) => {
                    return self.decide(&case, State::Done, "its payment is declined or reversed").await;
                }
                payment => {
                    let found = payment.and_then(|payment| payment.transaction);
                    case.transaction = case.transaction.or(found);
                }
            }
        }
        match (entry.state, operation.undone_by) {
            (State::Cancelling, Some(undo)) if self.cancelling => self.cancel(case, undo).await,
            (State::Cancelling, _) => self.later(&case, "recovery may not cancel any more").await,
            _ => self.find_out(case).await,
        }
    }

    /// Queries a payment, or cancels one that can't be queried.
    async fn find_out(&self, case: Case<'_>) -> Settled {
        if let Some(query) = case.query() {
            match case.subject.query(query, case.transaction.as_deref()).await {
                Answer::Read(read) => return self.decide_by(&case, &read).await,
                // The call has not arrived yet, or never will.
                Answer::NotFound if case.transaction.is_none() => {}
                answer => return self.later(&case, &unanswered("query", answer.kind())).await,
            }
        }
        match case.operation().undone_by {
            Some(undo) if self.cancelling => self.cancel(case, undo).await,
            Some(_) => {
                self.later(&case, "no transaction is known to query, and recovery may not cancel").await
            }
            None if case.query().is_some() => self.later(&case, "the service does not know it").await,
            None if case.operation().undoes && case.operation().queried_by.is_some() => {
                self.later(&case, "the transaction of its payment is not known").await
            }
            None => {
                let note = "its end is lost, and no query tells it: look it up, and decide";
                self.decide(&case, State::Person, note).await
            }
        }
    }

    /// Decides by the outcome of a query.
    async fn decide_by(&self, case: &Case<'_>, read: &Read) -> Settled {
        let Some(outcome) = &read.outcome else {
            return self.later(case, "the query tells no outcome").await;
        };
        let by = if case.operation().undoes { of_undo(outcome) } else { of_outcome(outcome) };
        match by {
            (State::Pending, _) if case.entry().age >= self.pending_patience => {
                self.decide(case, State::Person, "the service has not decided it for too long").await
            }
            (State::Pending, note) => {
                let wait = Some(self.wait(case.entry().tries));
                self.step(case.claimed, State::Pending, case.transaction.clone(), wait, note).await
            }
            (State::Open, note) => self.later(case, note).await,
            (State::Done, _) if *outcome != Outcome::Cleared && self.may_be_cancelled_yet(case.entry()) => {
                self.later(case, CANCELLED).await
            }
            (state, _) => self.decide(case, state, &format!("a query says: {}", name(outcome))).await,
        }
    }

    /// Returns true if a cancellation of this recovery, or of an earlier one, may still be on its way.
    fn may_be_cancelled_yet(&self, entry: &Entry) -> bool {
        entry.cancelled.is_some_and(|ago| ago < self.flight + LEAVES_WITHIN)
    }

    /// Returns the entry of the payment that a call of the merchant was to cancel, if the journal has it.
    async fn payment_of(&self, entry: &Entry) -> Option<Entry> {
        let filter = Filter::new()
            .environment(&entry.environment)
            .merchant(&entry.merchant)
            .reference(&entry.reference)
            .most(usize::MAX);
        let entries = in_time(self.journal.list(&filter)).await.ok()?;
        // The latest that was made, as a notification finds it.
        entries.into_iter().rfind(|other| other.once && other.state != State::NotMade)
    }

    pub(super) async fn later(&self, case: &Case<'_>, note: &str) -> Settled {
        self.wait_or_hand_over(case.claimed, case.state, case.transaction.clone(), note).await
    }

    pub(super) async fn decide(&self, case: &Case<'_>, state: State, note: &str) -> Settled {
        if state == State::Done && case.entry().contested {
            return self.later(case, CONTESTED).await;
        }
        self.conclude(case.claimed, state, case.transaction.clone(), note).await
    }
}

pub(super) fn unanswered(call: &str, kind: ErrorKind) -> String {
    format!("the {call} had no clear answer: {}", kind.as_str())
}

/// Returns the name of an outcome, without the words of the service.
pub(super) fn name(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Authorised | Outcome::Cleared => "paid",
        Outcome::Pending => "pending",
        Outcome::Reversed { .. } => "reversed",
        Outcome::Declined { .. } => "declined",
        Outcome::Unknown { .. } => "unknown",
    }
}
