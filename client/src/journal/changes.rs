//! The changes of an entry: the end of its call, a notification, a step of recovery, an operator's decision.

use std::time::Duration;

use super::entry::State;
use crate::reply::outcome::Outcome;

/// The end of a call, as the client saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// The state that the end proves: [`Open`](State::Open) if it proves nothing, else [`Pending`](State::Pending) or a
    /// decided one.
    pub state: State,
    /// The service's id of the transaction, if the reply has one.
    pub transaction: Option<String>,
    /// The reason, in a sentence for people.
    pub note: String,
}

/// The proof of a notification about a payment: which payment, and its outcome.
///
/// A [`Claim`](crate::notifications::Claim) makes it with `told()`, which needs the feature `notifications` as well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The environment; see [`NewEntry::environment`](super::NewEntry::environment).
    pub environment: String,
    /// The merchant's code.
    pub merchant: String,
    /// The value that identifies the payment, such as its operation number.
    pub reference: String,
    /// The service's id of the transaction.
    pub transaction: Option<String>,
    /// The outcome of the payment at the time of the notification.
    pub outcome: Outcome,
}

/// A step of recovery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The state from now on.
    pub state: State,
    /// The service's id of the transaction, if this step found it.
    pub transaction: Option<String>,
    /// The time until the entry is due again, by the store's clock; `None` if recovery is through with it. Zero keeps the
    /// lease: recovery goes on with the entry at once.
    pub wait: Option<Duration>,
    /// The reason, in a sentence for people.
    pub note: String,
}

/// An operator's decision about an entry that waits for a person.
///
/// ```
/// use alignet::journal::{Resolution, State};
///
/// let paid = Resolution::new(State::Done, "the bank confirmed it by telephone");
/// // Recovery queries the payment again, by the transaction that the operator found.
/// let look_again = Resolution::new(State::Pending, "found in the vendor's panel").transaction("tx8r2k0001");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolution {
    /// The state from now on: a decided one, or [`Pending`](State::Pending) to have recovery query the payment again.
    pub state: State,
    /// The service's id of the transaction, if the operator found it.
    pub transaction: Option<String>,
    /// The reason, and who decided.
    pub note: String,
}

impl Resolution {
    /// Decides for a state, with a reason.
    pub fn new(state: State, note: impl Into<String>) -> Self {
        Self { state, transaction: None, note: note.into() }
    }

    /// Sets the service's id of the transaction.
    #[must_use]
    pub fn transaction(self, id: impl Into<String>) -> Self {
        Self { transaction: Some(id.into()), ..self }
    }
}
