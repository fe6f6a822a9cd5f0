//! The meaning of the errors of reqwest and hyper: how far the request got, and if another try could succeed.

use std::{error::Error as StdError, io};

use http::StatusCode;

use crate::{error::Delivery, transport::TransportError};

/// Converts a failure to connect.
pub(super) fn not_connected(error: reqwest::Error) -> TransportError {
    let timeout = error.is_timeout();
    // TLS reports bad certificates, wrong hosts and peers that don't speak TLS as invalid data.
    let wrong = caused_by::<io::Error>(&error, |io| io.kind() == io::ErrorKind::InvalidData);
    let permanent = wrong || error.is_builder();
    let failure = TransportError::not_sent(error.without_url());
    let failure = if permanent { failure.permanent() } else { failure };
    if timeout { failure.timed_out() } else { failure }
}

/// Converts a failure before the head of a response was complete.
pub(super) fn before_head(error: hyper::Error) -> TransportError {
    if error.is_parse() { TransportError::protocol(error) } else { TransportError::maybe_sent(error) }
}

/// Converts a failure while the body was read.
pub(super) fn after_head(status: StatusCode, error: hyper::Error) -> TransportError {
    let broken = caused_by::<io::Error>(&error, |io| io.kind() == io::ErrorKind::InvalidInput);
    let mut failure = TransportError::broken_off(status, error);
    if broken {
        // The size of a chunk is not a number.
        failure =
            TransportError { delivery: Delivery::Answered(status), ..TransportError::protocol(failure) };
    }
    failure
}

/// True if an error of this type in the chain of sources matches `is`.
fn caused_by<E: StdError + 'static>(error: &(dyn StdError + 'static), is: impl Fn(&E) -> bool) -> bool {
    let mut next = Some(error);
    while let Some(error) = next {
        if error.downcast_ref::<E>().is_some_and(&is) {
            return true;
        }
        // The `source` of an io::Error skips the error that it wraps, so that error is looked at first.
        let inner = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        next = inner.map(|inner| inner as &(dyn StdError + 'static)).or_else(|| error.source());
    }
    false
}
