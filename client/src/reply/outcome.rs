//! What became of a payment: the one question that `success` and code `00` don't answer.

use std::{borrow::Cow, fmt, mem};

use crate::{
    codegen::endpoint::{Proves, States},
    error::bounded,
    types::nullable::Nullable,
};

/// What became of a payment.
///
/// It comes from the states that the contract says prove something, and from nothing else: a call
/// that succeeded may well have moved no money. A `match` has to face every one of them, on purpose.
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
///         // A state that proves nothing, or a new one: for a person to look at.
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
/// The service reaches `LIQUIDADO` and `EXTORNADO` through `AUTORIZADO` alone, which is why they prove that the
/// payment was made. `CANCELADO` and `EXPIRADO` end a payment before that. `DEPOSITADO` is named by the vendor
/// and defined nowhere, so it proves nothing. `LIQUIDADO` is no deposit in the merchant's account.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[must_use]
pub enum Outcome {
    /// The funds are there.
    Authorised,
    /// The payment was authorised, and has been presented for clearing since.
    Cleared,
    /// It is not decided yet.
    Pending,
    /// The payment was authorised, and the authorisation was voided since: the buyer gets the money back.
    Reversed {
        /// The state as the wire spells it.
        state: String,
        /// Why, where the service says so.
        reason: Option<String>,
    },
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
    /// Whether the payment is authorised, and neither cleared nor reversed since.
    #[must_use]
    pub fn is_authorised(&self) -> bool {
        matches!(self, Self::Authorised)
    }

    /// Whether the buyer has paid, as far as the service says: authorised, or cleared since.
    #[must_use]
    pub fn is_paid(&self) -> bool {
        matches!(self, Self::Authorised | Self::Cleared)
    }

    /// Whether it is decided, so that asking again is not worth waiting for: anything but pending and
    /// unknown.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        !matches!(self, Self::Pending | Self::Unknown { .. })
    }

    /// Whether the other is the same, states and reasons aside.
    fn is_like(&self, other: &Self) -> bool {
        mem::discriminant(self) == mem::discriminant(other)
    }
}

/// The outcome of one state, by what the contract says it proves. For generated code.
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

/// One line, cut to a sane length.
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

/// Several attempts at one payment: one that is paid is enough. Otherwise it is pending while one is, unknown
/// when one is or there is none, reversed when one is, and declined, as the last one was, only when all are.
impl<T: HasOutcome> HasOutcome for Vec<T> {
    fn outcome(&self) -> Outcome {
        let hope = |outcome: &Outcome| match outcome {
            Outcome::Authorised => 5,
            Outcome::Cleared => 4,
            Outcome::Pending => 3,
            Outcome::Unknown { .. } => 2,
            Outcome::Reversed { .. } => 1,
            Outcome::Declined { .. } => 0,
        };
        // Of several alike, the last counts.
        self.iter().map(T::outcome).max_by_key(hope).unwrap_or(Outcome::Unknown { state: None })
    }
}

/// Several sources about one payment. A decision takes all of them to agree, where authorised and cleared
/// agree on authorised; it is pending while one says that, and unknown when they contradict each other. A
/// decline or a reversal is explained by the first source that says why, or by the reason. For generated code.
#[doc(hidden)]
pub fn of_all(sources: &[&dyn HasOutcome], reason: Option<Cow<'_, str>>) -> Outcome {
    let outcomes: Vec<Outcome> = sources.iter().map(|source| source.outcome()).collect();
    if outcomes.contains(&Outcome::Pending) {
        return Outcome::Pending;
    }
    let Some(first) = outcomes.first() else { return Outcome::Unknown { state: None } };
    if outcomes.iter().all(Outcome::is_paid) {
        return if outcomes.contains(&Outcome::Authorised) { Outcome::Authorised } else { Outcome::Cleared };
    }
    if !outcomes.iter().all(|outcome| outcome.is_like(first)) {
        // The source that stands in the way names the state.
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

    /// The state as the wire spells it, where the outcome keeps it.
    pub(crate) fn into_state(self) -> Option<String> {
        match self {
            Self::Declined { state, .. } | Self::Reversed { state, .. } => Some(state),
            Self::Unknown { state } => state,
            Self::Authorised | Self::Cleared | Self::Pending => None,
        }
    }
}
