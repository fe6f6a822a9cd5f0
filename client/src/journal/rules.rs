//! The rules of an entry, which every journal shares: the calls that it forbids, and its way from state to state.

use std::time::Duration;

use super::{
    changes::{Ending, Resolution, Step, Told},
    entry::{Entry, NewEntry, State},
};
use crate::reply::outcome::Outcome;

/// The note of an entry whose decision a later proof contradicts.
const PAID_AFTER_ALL: &str = "it is paid, and had been decided otherwise";
/// The note of an entry with a pending transaction, which was decided otherwise.
const PENDING_AFTER_ALL: &str = "it is pending, and had been decided otherwise";
/// The note of an entry that is paid, as was proven while a person had to decide it.
const PAID_SINCE: &str = "it is paid, as was proven since it was left to a person";
/// The note of an entry with a second transaction that is paid.
const PAID_TWICE: &str = "another transaction with the same reference is paid, too";
/// The note of an entry that was paid, and may have been taken back since.
pub(super) const CONTESTED: &str = "it is paid, but the application has asked for its cancellation";
/// The note of an entry that was paid, and that recovery has cancelled before it knew that.
pub(super) const CANCELLED: &str = "it is paid, but a cancellation may still arrive";
/// The notes of entries that are paid: no person may give up such a payment.
const PAID: [&str; 3] = [PAID_AFTER_ALL, PAID_SINCE, PAID_TWICE];

impl Entry {
    /// Returns true if this entry forbids another call: it has the same reference, and may be that call already, or is not
    /// settled.
    pub fn forbids(&self, new: &NewEntry) -> bool {
        let same = self.environment == new.environment
            && self.operation == new.operation
            && self.merchant == new.merchant
            && self.reference == new.reference;
        let used_up = new.once && self.state != State::NotMade;
        same && (used_up || self.state.is_unsettled() || self.state == State::Person)
    }

    /// Returns true if this entry is of a cancellation of the payment of `other`, which may have taken it back or may do so yet. One that
    /// was done before the other entry was written was of an earlier attempt. Both entries are as they stand at one moment.
    pub fn contests(&self, other: &Self) -> bool {
        let was_done_before = self.state == State::Done && self.stood > other.age;
        self.undoes
            && !was_done_before
            && other.once
            && self.environment == other.environment
            && self.merchant == other.merchant
            && self.reference == other.reference
            && !matches!(self.state, State::NotMade | State::Declined)
    }

    /// Returns true if a notification may be about the call of this entry: the reference stands for the call itself, and
    /// is the same.
    pub fn is_told_by(&self, told: &Told) -> bool {
        self.once
            && self.environment == told.environment
            && self.merchant == told.merchant
            && self.reference == told.reference
    }

    /// Records the end of the call. Returns true if the entry changed.
    ///
    /// A [contested](Self::contested) or [cancelled](Self::cancelled) entry is not done by it, but pending. While recovery is
    /// cancelling the payment, the end only adds the transaction, and recovery decides. An end that says that a payment was made or
    /// is pending, which was decided otherwise, leaves it to a person. An end that says that nothing was made does not decide once
    /// the entry has a note: another call with the same key may have been sent, and may have left it open.
    pub fn close(&mut self, ending: &Ending) -> bool {
        let before = self.clone();
        match (self.state, ending.state) {
            (State::Open | State::Pending, State::Done) => {
                self.is_proven(ending.transaction.as_deref(), &ending.note);
            }
            // The proof of a transaction weighs more than the end of a call that does not name it.
            (State::Open | State::Pending, State::Declined | State::Reversed)
                if self.transaction.is_some() && !self.is_known(ending.transaction.as_deref()) => {}
            (State::Open, State::Declined | State::NotMade) if !self.note.is_empty() => {
                self.learn(ending.transaction.as_deref());
            }
            (State::Open | State::Pending, State::Declined | State::Reversed) => {
                self.learn(ending.transaction.as_deref());
                self.settle(ending.state, &ending.note);
            }
            (State::Open, State::NotMade) => self.settle(State::NotMade, &ending.note),
            (State::Open, State::Open | State::Pending) | (State::Pending, State::Pending) => {
                self.learn(ending.transaction.as_deref());
                self.enter(ending.state, &ending.note);
            }
            (State::Cancelling | State::Done, State::Done)
                if self.is_other(ending.transaction.as_deref()) =>
            {
                self.is_paid_twice(ending.transaction.as_deref());
            }
            (State::Cancelling, _) => self.learn_and_hurry(ending.transaction.as_deref()),
            (State::Person, State::Done) => self.learn_that_it_is_paid(ending.transaction.as_deref()),
            (State::Declined | State::NotMade, State::Done) => {
                self.is_paid_after_all(ending.transaction.as_deref());
            }
            (State::Reversed, State::Done) if self.is_other(ending.transaction.as_deref()) => {
                self.is_paid_after_all(ending.transaction.as_deref());
            }
            // The reply of a payment that a notification has decided since is old.
            (State::Declined, State::Pending) if self.is_known(ending.transaction.as_deref()) => {}
            (State::Declined | State::NotMade, State::Pending) => {
                self.learn(ending.transaction.as_deref());
                self.hand_over(PENDING_AFTER_ALL);
            }
            _ => {}
        }
        *self != before
    }

    /// Records the proof of a notification. Returns true if the entry changed. A [contested](Self::contested) or
    /// [cancelled](Self::cancelled) entry is not done by it, but pending.
    pub fn tell(&mut self, told: &Told) -> bool {
        let before = self.clone();
        let id = told.transaction.as_deref();
        let (is_known, is_other) = (self.is_known(id), self.is_other(id));
        let paid = told.outcome.is_paid();
        match self.state {
            State::Open | State::Pending if paid => {
                self.is_proven(id, "a notification says that it is paid");
            }
            State::Open | State::Pending if !is_other => {
                self.learn(id);
                match &told.outcome {
                    Outcome::Declined { .. } => {
                        self.settle(State::Declined, "a notification says that it is declined");
                    }
                    Outcome::Reversed { .. } => {
                        self.settle(State::Reversed, "a notification says that it is reversed");
                    }
                    Outcome::Pending => self.enter(State::Pending, "a notification says that it is pending"),
                    _ => {}
                }
            }
            State::Cancelling if paid && is_other => self.is_paid_twice(id),
            // The notification may be older than the cancellation: recovery queries.
            State::Cancelling => self.learn_and_hurry(id),
            State::Done if paid && is_other => self.is_paid_twice(id),
            State::Done if is_known && matches!(told.outcome, Outcome::Reversed { .. }) => {
                self.settle(State::Reversed, "a notification says that it is reversed");
            }
            State::Declined | State::NotMade if paid => self.is_paid_after_all(id),
            // What was reversed had been paid before: such a notification is old.
            State::Reversed if paid && !is_known => self.is_paid_after_all(id),
            State::Person if paid => self.learn_that_it_is_paid(id),
            State::Person => self.learn(id),
            _ => {}
        }
        *self != before
    }

    /// Takes a step of recovery. A journal checks the lease first. Returns false, and changes nothing, if the step says that a
    /// [contested](Self::contested) entry is done.
    pub fn step(&mut self, step: &Step) -> bool {
        if step.state == State::Done && self.contested {
            return false;
        }
        self.learn(step.transaction.as_deref());
        self.enter(step.state, &step.note);
        if step.state == State::Cancelling {
            self.cancelled = Some(Duration::ZERO);
        }
        self.due_in = step.wait;
        true
    }

    /// Records an operator's decision. Returns true if the entry changed: it waited for a person, and the decision is one that
    /// a person can make: a payment that was proven can't be given up, and one that was proven twice can't be queried as one.
    /// Recovery is then due, which tells the application or queries the payment.
    pub fn resolve(&mut self, resolution: &Resolution) -> bool {
        let looks_again = resolution.state == State::Pending
            && self.note != PAID_TWICE
            && resolution.transaction.as_ref().or(self.transaction.as_ref()).is_some();
        let is_paid = PAID.contains(&self.note.as_str())
            || [CONTESTED, CANCELLED].iter().any(|note| self.note.ends_with(note));
        let gives_up = is_paid && matches!(resolution.state, State::Declined | State::NotMade);
        if self.state != State::Person || gives_up || !(resolution.state.is_decided() || looks_again) {
            return false;
        }
        if resolution.transaction.is_some() {
            self.transaction = resolution.transaction.clone();
        }
        self.enter(resolution.state, &resolution.note);
        self.due_in = Some(Duration::ZERO);
        true
    }

    /// Returns the reason why a proof that the payment is authorised does not decide, if there is one.
    fn doubt(&self) -> Option<&'static str> {
        match (self.contested, self.cancelled) {
            (true, _) => Some(CONTESTED),
            (false, Some(_)) => Some(CANCELLED),
            (false, None) => None,
        }
    }

    /// Takes a proof of payment. Of several attempts at one payment, one that is paid counts. While there is a doubt, the proof may be
    /// older than the cancellation, and the transaction that is known may be paid too.
    fn is_proven(&mut self, id: Option<&str>, note: &str) {
        let doubt = self.doubt();
        if doubt.is_some() && self.is_other(id) {
            return self.is_paid_twice(id);
        }
        self.transaction = id.map(str::to_owned).or(self.transaction.take());
        match doubt {
            Some(doubt) => self.enter(State::Pending, doubt),
            None => self.settle(State::Done, note),
        }
    }

    /// Keeps the id of the transaction, if none is known.
    fn learn(&mut self, id: Option<&str>) {
        if self.transaction.is_none() {
            self.transaction = id.map(str::to_owned);
        }
    }

    /// Returns true if this is the id of the transaction that is known.
    fn is_known(&self, id: Option<&str>) -> bool {
        id.is_some() && self.transaction.as_deref() == id
    }

    /// Returns true if this is the id of another transaction than the one that is known.
    fn is_other(&self, id: Option<&str>) -> bool {
        self.transaction.as_deref().zip(id).is_some_and(|(known, id)| known != id)
    }

    /// Keeps the proof of a payment that waits for a person. Recovery is due, which tells the application.
    fn learn_that_it_is_paid(&mut self, id: Option<&str>) {
        if self.is_other(id) {
            if self.note != PAID_TWICE {
                self.is_paid_twice(id);
            }
        } else if !PAID.contains(&self.note.as_str()) {
            self.learn(id);
            self.hand_over(PAID_SINCE);
        }
    }

    /// Keeps the id of the transaction that is paid, and of the one that was known before, and leaves the entry to a person.
    fn is_paid_after_all(&mut self, id: Option<&str>) {
        if self.is_other(id) {
            self.other_transaction = self.transaction.take();
        }
        self.learn(id);
        self.hand_over(PAID_AFTER_ALL);
    }

    /// Keeps the id of a second transaction that is paid, and leaves the entry to a person.
    fn is_paid_twice(&mut self, id: Option<&str>) {
        self.other_transaction = id.map(str::to_owned);
        self.hand_over(PAID_TWICE);
    }

    /// Keeps the id of the transaction. If it is new, recovery need not wait any longer: it can query.
    fn learn_and_hurry(&mut self, id: Option<&str>) {
        if self.transaction.is_none() && id.is_some() {
            self.learn(id);
            self.due_in = Some(Duration::ZERO);
        }
    }

    /// Enters a state that recovery need not look at.
    fn settle(&mut self, state: State, note: &str) {
        self.enter(state, note);
        self.due_in = None;
    }

    /// Leaves the entry to a person. Recovery is due, which tells the application.
    fn hand_over(&mut self, note: &str) {
        self.enter(State::Person, note);
        self.due_in = Some(Duration::ZERO);
    }

    fn enter(&mut self, state: State, note: &str) {
        if self.state != state {
            (self.state, self.stood, self.tries) = (state, Duration::ZERO, 0);
        }
        note.clone_into(&mut self.note);
    }
}
