//! What became of a payment: the one question that `success` and code `00` don't answer.

use std::{borrow::Cow, fmt, mem};

use crate::{error::bounded, nullable::Nullable};

/// What became of a payment.
///
/// It comes from the states that the contract says prove something, and from nothing else: a call
/// that succeeded may well have moved no money. A `match` has to face all four, on purpose.
///
/// ```
/// use alignet::Outcome;
///
/// fn deliver(outcome: Outcome) -> bool {
///     match outcome {
///         Outcome::Authorised => true,
///         // Ask again later, or wait for the notification.
///         Outcome::Pending => false,
///         Outcome::Declined { .. } => false,
///         // A state that proves nothing, or a new one: for a person to look at.
///         Outcome::Unknown { .. } => false,
///     }
/// }
/// # assert!(!deliver(Outcome::Pending));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[must_use]
pub enum Outcome {
    /// The funds are there.
    Authorised,
    /// It is not decided yet.
    Pending,
    /// The funds are not there, and won't be.
    Declined {
        /// The state as the wire spells it.
        state: String,
        /// Why, where the service says so.
        reason: Option<String>,
    },
    /// Nothing is proven either way: a state that says nothing about funds, one that is new, or sources that
    /// contradict each other. It does not take back what was authorised before.
    Unknown {
        /// The state as the wire spells it, also one that the contract does not list; `None` when there
        /// is none.
        state: Option<String>,
    },
}

impl Outcome {
    /// Whether the funds are there.
    #[must_use]
    pub fn is_authorised(&self) -> bool {
        matches!(self, Self::Authorised)
    }

    /// Whether it is decided: authorised or declined.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        matches!(self, Self::Authorised | Self::Declined { .. })
    }
}

/// One line, cut to a sane length.
impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Authorised => f.write_str("authorised"),
            Self::Pending => f.write_str("pending"),
            Self::Declined { state, reason: None } => write!(f, "declined ({})", bounded(state)),
            Self::Declined { state, reason: Some(reason) } => {
                write!(f, "declined ({}): {}", bounded(state), bounded(reason))
            }
            Self::Unknown { state: None } => f.write_str("unknown"),
            Self::Unknown { state: Some(state) } => write!(f, "unknown ({})", bounded(state)),
        }
    }
}

/// Something received that tells what became of a payment.
///
/// The types that do have a method `outcome` of their own; this trait is for code that takes any of
/// them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` tells no outcome of a payment",
    label = "this has no `outcome()`",
    note = "a charge has one, and so has its notification; a refund has a `state`, which says how far it is"
)]
pub trait HasOutcome {
    /// What became of the payment.
    fn outcome(&self) -> Outcome;
}

/// What is absent proves nothing.
impl<T: HasOutcome> HasOutcome for Option<T> {
    fn outcome(&self) -> Outcome {
        self.as_ref().map_or(Outcome::Unknown { state: None }, T::outcome)
    }
}

/// What is absent or null proves nothing.
impl<T: HasOutcome> HasOutcome for Nullable<T> {
    fn outcome(&self) -> Outcome {
        self.value().map_or(Outcome::Unknown { state: None }, T::outcome)
    }
}

/// Several attempts at one payment: one that is authorised is enough. Otherwise it is pending while one
/// is, unknown when one is or there is none, and declined, as the last one was, only when all are.
impl<T: HasOutcome> HasOutcome for Vec<T> {
    fn outcome(&self) -> Outcome {
        let hope = |outcome: &Outcome| match outcome {
            Outcome::Authorised => 3,
            Outcome::Pending => 2,
            Outcome::Unknown { .. } => 1,
            Outcome::Declined { .. } => 0,
        };
        // Of several alike, the last counts.
        self.iter().map(T::outcome).max_by_key(hope).unwrap_or(Outcome::Unknown { state: None })
    }
}

/// Several sources about one payment. Authorised or declined takes all of them to say so; it is pending
/// while one says that, and unknown when they contradict each other. A decline is explained by the first
/// source that says why, or by the reason. For generated code.
#[doc(hidden)]
pub fn of_all(sources: &[&dyn HasOutcome], reason: Option<Cow<'_, str>>) -> Outcome {
    let outcomes: Vec<Outcome> = sources.iter().map(|source| source.outcome()).collect();
    if outcomes.contains(&Outcome::Pending) {
        return Outcome::Pending;
    }
    let why = outcomes.iter().find_map(|outcome| match outcome {
        Outcome::Declined { reason, .. } => reason.clone(),
        _ => None,
    });
    let why = why.or_else(|| reason.filter(|reason| !reason.is_empty()).map(Cow::into_owned));
    let alike =
        |one: &Outcome| outcomes.iter().all(|other| mem::discriminant(one) == mem::discriminant(other));
    match outcomes.iter().find(|outcome| !outcome.is_authorised()) {
        None if outcomes.is_empty() => Outcome::Unknown { state: None },
        None => Outcome::Authorised,
        Some(Outcome::Declined { state, .. }) if alike(&outcomes[0]) => {
            Outcome::Declined { state: state.clone(), reason: why }
        }
        Some(Outcome::Declined { state, .. }) => Outcome::Unknown { state: Some(state.clone()) },
        Some(other) => other.clone(),
    }
}
