//! The ending of an entry, from the result of its call. Every result has one.

use bytes::Bytes;

use super::{
    changes::Ending,
    entry::State,
    reading::{Read, read},
};
use crate::{
    codegen::endpoint::Operation,
    error::{Delivery, Error, ErrorKind},
    redact::Secrets,
    reply::{accept::AcceptedReply, outcome::Outcome},
};

/// Returns the ending of a call. `legible` is false if a reply can't be read as its type, so that the caller gets an error.
pub(crate) fn ending(
    operation: &Operation,
    result: &Result<AcceptedReply, Error>,
    legible: bool,
    secrets: &Secrets<'_>,
) -> Ending {
    match result {
        Ok(reply) => of_reply(operation, &proof(operation, &reply.body, secrets), legible),
        Err(error) => of_error(operation, error, secrets),
    }
}

/// Reads the outcome and the transaction of a reply.
fn proof(operation: &Operation, body: &[u8], secrets: &Secrets<'_>) -> Read {
    let transaction = operation.queried_by.and_then(|query| query.transaction);
    read(operation, transaction, body, secrets)
}

fn of_reply(operation: &Operation, proof: &Read, legible: bool) -> Ending {
    let (state, note) = match &proof.outcome {
        _ if !legible => (State::Open, "the reply can't be read"),
        None => (State::Done, "the reply says that it was done"),
        Some(outcome) if operation.undoes => of_undo(outcome),
        Some(outcome) => of_outcome(outcome),
    };
    Ending { state, transaction: proof.transaction.clone(), note: note.to_owned() }
}

/// Returns the state that the outcome of a payment proves.
pub(super) fn of_outcome(outcome: &Outcome) -> (State, &'static str) {
    match outcome {
        Outcome::Authorised | Outcome::Cleared => (State::Done, "it is paid"),
        Outcome::Pending => (State::Pending, "the service has not decided it"),
        Outcome::Declined { .. } => (State::Declined, "it is declined"),
        Outcome::Reversed { .. } => (State::Reversed, "it is reversed"),
        Outcome::Unknown { .. } => (State::Open, "its state proves nothing"),
    }
}

/// Returns the state of a cancellation that the outcome of the cancelled payment proves.
pub(super) fn of_undo(outcome: &Outcome) -> (State, &'static str) {
    match outcome {
        Outcome::Declined { .. } | Outcome::Reversed { .. } => (State::Done, "the payment is cancelled"),
        // Only a refund gives it back now.
        Outcome::Cleared => (State::Declined, "the payment is cleared, and can't be cancelled any more"),
        _ => (State::Open, "the payment is not cancelled yet"),
    }
}

fn of_error(operation: &Operation, error: &Error, secrets: &Secrets<'_>) -> Ending {
    let body = error.reply().map(|json| Bytes::from(json.to_string()));
    let proof = body.map(|body| proof(operation, &body, secrets));
    let transaction = proof.as_ref().and_then(|proof| proof.transaction.clone());
    let (kind, delivery) = (error.kind().as_str(), error.delivery());
    let (state, note) = if error.is_indeterminate() {
        (State::Open, format!("it may have happened: {kind} ({delivery})"))
    } else if error.operation().is_some_and(|name| name != operation.name) {
        (State::NotMade, format!("nothing was sent: the access token failed: {kind}"))
    } else if delivery == Delivery::NotSent {
        (State::NotMade, format!("nothing was sent: {kind}"))
    } else if error.kind() == ErrorKind::Conflict {
        // The record that it conflicts with is not from this call, and holds the reference.
        (State::Declined, "the service has another record with this reference".to_owned())
    } else if transaction.is_some() || proof.is_some_and(|proof| proof.has_state) {
        (State::Declined, format!("the service declined it: {kind} ({delivery})"))
    } else {
        (State::NotMade, format!("the service refused it: {kind} ({delivery})"))
    };
    Ending { state, transaction, note }
}
