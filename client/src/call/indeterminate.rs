//! Failed calls that may have happened.

use crate::{
    codegen::endpoint::Operation,
    error::{Delivery, Error, ErrorKind, bounded},
    redact::Secrets,
    request::{EncodedRequest, fields::values},
};

/// Marks the error of a call that must not be repeated as indeterminate if the call may have happened,
/// and adds the query that settles it.
pub(crate) fn settled(
    error: Error,
    operation: &Operation,
    sent: &EncodedRequest,
    secrets: &Secrets<'_>,
) -> Error {
    if operation.repeat.is_costly() && is_unsettled(&error) {
        return opened(error, operation, sent, secrets);
    }
    // A conflict is definite, but the existing record may come from an earlier attempt: add its query.
    if error.kind() == ErrorKind::Conflict { with_query(error, operation, sent, secrets) } else { error }
}

/// Marks the error of a call that may have happened as indeterminate, and adds the key of the call and the query that
/// settles it.
pub(crate) fn opened(
    error: Error,
    operation: &Operation,
    sent: &EncodedRequest,
    secrets: &Secrets<'_>,
) -> Error {
    let key = operation.key.and_then(|key| sent.headers.iter().find(|(name, _)| name == key));
    let error = match key.and_then(|(_, value)| value.to_str().ok()) {
        Some(key) => error.indeterminate().key_is(key.to_owned()),
        None => error.indeterminate(),
    };
    with_query(error, operation, sent, secrets)
}

fn with_query(error: Error, operation: &Operation, sent: &EncodedRequest, secrets: &Secrets<'_>) -> Error {
    match operation.settled_by {
        Some(by) => error.settled_by_is(by.endpoint, reference(operation, sent, secrets)),
        None => error,
    }
}

/// True if a call that must not be repeated may have happened: it may have been sent, and no reply says
/// for certain that it was not done.
pub(crate) fn is_unsettled(error: &Error) -> bool {
    error.delivery() != Delivery::NotSent && !error.is_definite()
}

/// Returns the caller's reference of a call: one value, or several separated by commas, without secrets.
pub(crate) fn reference(
    operation: &Operation,
    sent: &EncodedRequest,
    secrets: &Secrets<'_>,
) -> Option<String> {
    // Values nested below a reference field are left out: they are the caller's own and may be anything.
    let mut values = values(operation, sent, operation.settled_by?.reference, false);
    values.dedup();
    let (mut shown, mut length) = (Vec::new(), 0);
    for value in &values {
        length += value.chars().count() + 2;
        if length > LONGEST_REFERENCE && !shown.is_empty() {
            // A shortened value would look like a different one.
            shown.push("…");
            break;
        }
        shown.push(value.as_str());
    }
    (!shown.is_empty()).then(|| bounded(&secrets.hide(shown.join(", "))))
}

/// The most characters that are shown of several values.
const LONGEST_REFERENCE: usize = 400;
