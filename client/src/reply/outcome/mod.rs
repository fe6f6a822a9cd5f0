//! The outcome of a payment, which `success` and code `00` do not tell.

mod json;

use std::{borrow::Cow, fmt, mem};

use crate::{
    codegen::states::{Proves, States},
    error::bounded,
    types::nullable::Nullable,
};

/// The outcome of a payment.
///
/// It comes only from states that prove something by the contract: a call that succeeded may have
/// moved no money. A `match` must handle every outcome, on purpose.
///
/// ```
/// use alignet::Outcome;
///
/// fn deliver(outcome: Outcome) -> bool {
///     match outcome {
///         Outcome::Authorised | Outcome::Cleared => true,
///         // Ask again later, or wait for the notification.
///         Outcome::Pending => false,
///         // It was paid, and given back since.
///         Outcome::Reversed { .. } => false,
///         Outcome::Declined { .. } => false,
///         // A state that proves nothing, or a new state: let a person look at it.
///         Outcome::Unknown { .. } => false,
///     }
/// }
/// # assert!(!deliver(Outcome::Pending));
/// ```
///
/// # The life of a payment
///
/// | outcome | state on the wire | money |
/// |---|---|---|
/// | [`Pending`](Self::Pending) | `REGISTRADO`, `PENDIENTE`, `PENDING`, `REVIEW`, `EN_PROCESO` | may still come |
/// | [`Authorised`](Self::Authorised) | `AUTORIZADO` | is there; may be cleared or reversed later |
/// | [`Cleared`](Self::Cleared) | `LIQUIDADO` | was authorised, and has been presented to the card's brand; only a refund gives it back |
/// | [`Reversed`](Self::Reversed) | `EXTORNADO` | was authorised, and the authorisation was voided: it goes back to the buyer |
/// | [`Declined`](Self::Declined) | `DENEGADO`, `INVALIDO`, `CANCELADO`, `EXPIRADO` | never came, and won't |
/// | [`Unknown`](Self::Unknown) | `DEPOSITADO`, and every state that the contract does not list | nothing is proven |
///
/// A payment reaches `LIQUIDADO` and `EXTORNADO` only through `AUTORIZADO`, so both prove that the payment was
/// made. `CANCELADO` and `EXPIRADO` end a payment before that. The vendor names `DEPOSITADO` without a
/// definition, so it proves nothing. `LIQUIDADO` does not mean a deposit in the merchant's account.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[must_use]
pub enum Outcome {
    /// The payment is authorised: the funds are there.
    Authorised,
    /// The payment was authorised, and has been presented for clearing since.
    Cleared,
    /// The payment is not decided yet.
    Pending,
    /// The payment was authorised, and the authorisation was voided since: the buyer gets the money back.
    Reversed {
        /// The state as the wire spells it.
        state: String,
        /// The reason, if the service gives one.
        reason: Option<String>,
    },
    /// The payment failed: the funds are not there, and won't be.
    Declined {
        /// The state as the wire spells it.
        state: String,
        /// The reason, if the service gives one.
        reason: Option<String>,
    },
    /// Nothing is proven: the state says nothing about funds, the state is new, or sources contradict each
    /// other. It does not revoke an earlier authorisation.
    Unknown {
        /// The state as the wire spells it, listed in the contract or not; `None` if there is no state.
        state: Option<String>,
    },
}

impl Outcome {
    /// Returns true if the payment is authorised, and neither cleared nor reversed since.
    #[must_use]
    pub fn is_authorised(&self) -> bool {
        matches!(self, Self::Authorised)
    }

    /// Returns true if the buyer has paid, as far as the service says: authorised, or cleared since.
    #[must_use]
    pub fn is_paid(&self) -> bool {
        matches!(self, Self::Authorised | Self::Cleared)
    }

    /// Returns true if the payment is decided, so that another query is not worth the wait: any outcome but
    /// pending and unknown.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        !matches!(self, Self::Pending | Self::Unknown { .. })
    }

    /// Returns true if the other outcome is the same, states and reasons aside.
    fn is_like(&self, other: &Self) -> bool {
        mem::discriminant(self) == mem::discriminant(other)
    }
}

/// Returns the outcome that a state proves by the contract. For generated code.
#[doc(hidden)]
pub fn of_state(state: &str, states: States) -> Outcome {
    let proves = states.iter().find(|(listed, _)| *listed == state).map(|(_, proves)| *proves);
    let state = || state.to_owned();
    match proves {
        Some(Proves::Authorised) => Outcome::Authorised,
        Some(Proves::Cleared) => Outcome::Cleared,
        Some(Proves::Pending) => Outcome::Pending,
        Some(Proves::Reversed) => Outcome::Reversed { state: state(), reason: None },
        Some(Proves::Declined) => Outcome::Declined { state: state(), reason: None },
        Some(Proves::Unknown) | None => Outcome::Unknown { state: Some(state()) },
    }
}

/// Writes one line. State and reason are cut to a bounded length.
impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Authorised => f.write_str("authorised"),
            Self::Cleared => f.write_str("cleared"),
            Self::Pending => f.write_str("pending"),
            Self::Reversed { state, reason: None } => write!(f, "reversed ({})", bounded(state)),
            Self::Reversed { state, reason: Some(reason) } => {
                write!(f, "reversed ({}): {}", bounded(state), bounded(reason))
            }
            Self::Declined { state, reason: None } => write!(f, "declined ({})", bounded(state)),
            Self::Declined { state, reason: Some(reason) } => {
                write!(f, "declined ({}): {}", bounded(state), bounded(reason))
            }
            Self::Unknown { state: None } => f.write_str("unknown"),
            Self::Unknown { state: Some(state) } => write!(f, "unknown ({})", bounded(state)),
        }
    }
}

/// A received value that tells the outcome of a payment.
///
/// Each such type has a method `outcome` of its own; this trait is for code that takes any of these
/// types.
#[diagnostic::on_unimplemented(
    message = "`{Self}` tells no outcome of a payment",
    label = "this has no `outcome()`",
    note = "a charge has one, and so has its notification; a return of the buyer's browser proves nothing, so it has \
            none here; a refund has a `state`, which says how far it is"
)]
pub trait HasOutcome {
    /// Returns the outcome of the payment.
    fn outcome(&self) -> Outcome;
}

/// An absent value proves nothing.
impl<T: HasOutcome> HasOutcome for Option<T> {
    fn outcome(&self) -> Outcome {
        self.as_ref().map_or(Outcome::Unknown { state: None }, T::outcome)
    }
}

/// A value that is absent or null proves nothing.
impl<T: HasOutcome> HasOutcome for Nullable<T> {
    fn outcome(&self) -> Outcome {
        self.value().map_or(Outcome::Unknown { state: None }, T::outcome)
    }
}

/// Combines several attempts at one payment. The first of these outcomes that any attempt has is the outcome of
/// the payment: authorised, cleared, pending, unknown, reversed, declined. The last attempt with that outcome
/// gives state and reason. An empty list is unknown.
impl<T: HasOutcome> HasOutcome for Vec<T> {
    fn outcome(&self) -> Outcome {
        of_attempts(self.iter().map(T::outcome))
    }
}

/// Combines several attempts at one payment, as those of a list.
pub(crate) fn of_attempts(attempts: impl Iterator<Item = Outcome>) -> Outcome {
    let hope = |outcome: &Outcome| match outcome {
        Outcome::Authorised => 5,
        Outcome::Cleared => 4,
        Outcome::Pending => 3,
        Outcome::Unknown { .. } => 2,
        Outcome::Reversed { .. } => 1,
        Outcome::Declined { .. } => 0,
    };
    // Of several equal attempts, the last counts.
    attempts.max_by_key(hope).unwrap_or(Outcome::Unknown { state: None })
}

/// Combines several sources about one payment. It is pending if one source says so. Otherwise all sources must
/// agree, where authorised and cleared agree on authorised; sources that contradict each other make it unknown.
/// The reason of a decline or a reversal is that of the first source with a reason, or else `reason`. For
/// generated code.
#[doc(hidden)]
pub fn of_all(sources: &[&dyn HasOutcome], reason: Option<Cow<'_, str>>) -> Outcome {
    of_sources(sources.iter().map(|source| source.outcome()).collect(), reason)
}

/// Combines the outcomes of several sources about one payment; see [`of_all`].
pub(crate) fn of_sources(outcomes: Vec<Outcome>, reason: Option<Cow<'_, str>>) -> Outcome {
    if outcomes.contains(&Outcome::Pending) {
        return Outcome::Pending;
    }
    let Some(first) = outcomes.first() else { return Outcome::Unknown { state: None } };
    if outcomes.iter().all(Outcome::is_paid) {
        return if outcomes.contains(&Outcome::Authorised) { Outcome::Authorised } else { Outcome::Cleared };
    }
    if !outcomes.iter().all(|outcome| outcome.is_like(first)) {
        // The first source that does not say paid gives the state.
        let other = outcomes.iter().find(|outcome| !outcome.is_paid()).cloned();
        return Outcome::Unknown { state: other.and_then(Outcome::into_state) };
    }
    let why = outcomes.iter().find_map(|outcome| outcome.reason().map(str::to_owned));
    let why = why.or_else(|| reason.filter(|reason| !reason.is_empty()).map(Cow::into_owned));
    match first.clone() {
        Outcome::Declined { state, .. } => Outcome::Declined { state, reason: why },
        Outcome::Reversed { state, .. } => Outcome::Reversed { state, reason: why },
        other => other,
    }
}

impl Outcome {
    fn reason(&self) -> Option<&str> {
        match self {
            Self::Declined { reason, .. } | Self::Reversed { reason, .. } => reason.as_deref(),
            _ => None,
        }
    }

    /// Returns the state as the wire spells it, if the outcome keeps it.
    pub(crate) fn into_state(self) -> Option<String> {
        match self {
            Self::Declined { state, .. } | Self::Reversed { state, .. } => Some(state),
            Self::Unknown { state } => state,
            Self::Authorised | Self::Cleared | Self::Pending => None,
        }
    }
}
