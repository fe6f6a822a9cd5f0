//! Calls that may have happened though they failed.

use crate::{
    codegen::endpoint::{Operation, Repeat},
    error::{Delivery, Error, ErrorKind, bounded},
    redact::Secrets,
    request::{Outgoing, fields::values},
};

/// What the failure means for a call that must not be repeated: when it may have happened, the error says
/// so, and how to find out whether it did.
pub(crate) fn settled(error: Error, operation: &Operation, sent: &Outgoing, secrets: &Secrets<'_>) -> Error {
    let unsettled = operation.repeat == Repeat::Never && is_unsettled(&error);
    // A conflict is an answer; but what is there already, perhaps from an attempt before, is worth asking.
    if !unsettled && error.kind() != ErrorKind::Conflict {
        return error;
    }
    let error = if unsettled { error.indeterminate() } else { error };
    match operation.settled_by {
        Some(by) => error.settled_by_is(by.endpoint, reference(operation, sent, secrets)),
        None => error,
    }
}

/// Whether a call that must not be repeated may have happened: it was handed over, and no answer says
/// for certain that it was not done.
pub(crate) fn is_unsettled(error: &Error) -> bool {
    error.delivery() != Delivery::NotSent && !error.is_definite()
}

/// What the caller knows a call by: one value, or several with commas between; none of them secret.
pub(crate) fn reference(operation: &Operation, sent: &Outgoing, secrets: &Secrets<'_>) -> Option<String> {
    // What is below such a name, rather than at it, is the caller's own and may be anything.
    let mut values = values(operation, sent, operation.settled_by?.reference, false);
    values.dedup();
    let (mut shown, mut length) = (Vec::new(), 0);
    for value in &values {
        length += value.chars().count() + 2;
        if length > LONGEST_REFERENCE && !shown.is_empty() {
            // A value that is cut would look like another.
            shown.push("…");
            break;
        }
        shown.push(value.as_str());
    }
    (!shown.is_empty()).then(|| bounded(&secrets.hide(shown.join(", "))))
}

/// The most characters of several values that are shown.
const LONGEST_REFERENCE: usize = 400;
