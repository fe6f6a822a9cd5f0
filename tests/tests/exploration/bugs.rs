//! Seeded bugs: mistakes in the journal, the inbox, the transport or the merchant's handlers, each of which breaks a promise.
//! The exploration must find every one of them.

use std::str::FromStr;

/// A mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bug {
    /// A charge leaves while its entry is still being written.
    SendsBeforeTheWrite,
    /// A charge leaves although its entry could not be written.
    SendsWithoutAnEntry,
    /// A charge leaves although its operation number is used.
    IgnoresUsed,
    /// A buyer is told of a payment before the end of the call is written.
    ClosesBeforeTheCommit,
    /// A buyer is told of a payment although the end of the call could not be written.
    PaidThoughTheCloseFailed,
    /// A lost reply counts as a charge that was not made.
    TakesLostForNotMade,
    /// The ages of an entry are computed by the clock of a process that is an hour fast.
    ClockOfTheProcess,
    /// A recovery that lost its lease still takes its step.
    LeaseWithoutToken,
    /// Recovery cancels before the step to `cancelling` is written.
    CancelsBeforeTheWrite,
    /// Recovery believes the first cancellation that finds nothing, though the charge may still be in flight.
    CancelsWithoutConfirming,
    /// Recovery takes every 404 for the word of the service that it does not know the charge.
    BelievesAnyNotFound,
    /// Recovery and the handler of notifications forget that a payment was cancelled, once a person has it queried again.
    ForgetsTheCancellation,
    /// Recovery has no end of its patience.
    EndlessPatience,
    /// The handler of decisions does its work after the decision is written, and a crash in between is forgotten.
    DecisionHandledAfterwards,
    /// Recovery sends open charges again.
    ResendsCharges,
    /// The merchant never looks for payments in its journal that it has not shipped.
    NeverLooksForUnshipped,
    /// A second attempt begins while the first is undecided.
    NewAttemptWhileUndecided,
    /// A notification of a payment ships while recovery is cancelling it.
    ShipsWhileCancelling,
    /// A notification of a payment ships whatever the journal says.
    ShipsWithoutTheJournal,
    /// A notification of a payment ships although the merchant has asked for its cancellation.
    ShipsWhileContested,
    /// The inbox records a notification after the transaction of its effect.
    RecordsOutsideTheTransaction,
    /// The inbox records a notification before its effect.
    RecordsBeforeTheEffect,
    /// The inbox records a notification whose lease another handler has.
    RecordsWithoutALease,
    /// The inbox forgets a notification that was handled, when its handler is not sure.
    ForgetsHandled,
    /// A notification is answered before its effect is committed.
    AnswersBeforeTheCommit,
    /// Requests leave long after the time of their call.
    SendsLate,
}

impl Bug {
    pub(crate) const ALL: [Self; 26] = [
        Self::SendsBeforeTheWrite,
        Self::SendsWithoutAnEntry,
        Self::IgnoresUsed,
        Self::ClosesBeforeTheCommit,
        Self::PaidThoughTheCloseFailed,
        Self::TakesLostForNotMade,
        Self::ClockOfTheProcess,
        Self::LeaseWithoutToken,
        Self::CancelsBeforeTheWrite,
        Self::CancelsWithoutConfirming,
        Self::BelievesAnyNotFound,
        Self::ForgetsTheCancellation,
        Self::EndlessPatience,
        Self::DecisionHandledAfterwards,
        Self::ResendsCharges,
        Self::NeverLooksForUnshipped,
        Self::NewAttemptWhileUndecided,
        Self::ShipsWhileCancelling,
        Self::ShipsWithoutTheJournal,
        Self::ShipsWhileContested,
        Self::RecordsOutsideTheTransaction,
        Self::RecordsBeforeTheEffect,
        Self::RecordsWithoutALease,
        Self::ForgetsHandled,
        Self::AnswersBeforeTheCommit,
        Self::SendsLate,
    ];
}

impl FromStr for Bug {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|bug| format!("{bug:?}") == name).ok_or(())
    }
}
