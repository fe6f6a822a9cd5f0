//! The meaning of reqwest's errors: how far the request got, and if another try could succeed.

use std::{error::Error as StdError, io};

use http::StatusCode;

use crate::{
    error::{Delivery, ErrorKind},
    transport::TransportError,
};

/// Converts a failure before the head of a response was complete.
pub(super) fn before_head(error: reqwest::Error) -> TransportError {
    let timeout = error.is_timeout();
    let failure = if error.is_connect() {
        let permanent = caused_by::<io::Error>(&error, |io| io.kind() == io::ErrorKind::InvalidData);
        let failure = TransportError::not_sent(error.without_url());
        // TLS reports bad certificates, wrong hosts and peers that don't speak TLS as invalid data.
        if permanent { failure.permanent() } else { failure }
    } else if error.is_builder() {
        TransportError::not_sent(error.without_url()).permanent()
    } else if caused_by::<hyper::Error>(&error, |hyper| hyper.is_parse()) {
        TransportError::protocol(error.without_url())
    } else {
        TransportError::maybe_sent(error.without_url())
    };
    if timeout { failure.timed_out() } else { failure }
}

/// Converts a failure of a request that no connection has looked at: nothing of it was sent.
pub(super) fn not_handed_over(error: reqwest::Error) -> TransportError {
    let failure = before_head(error);
    if failure.delivery == Delivery::NotSent {
        return failure;
    }
    TransportError { kind: ErrorKind::Connect, delivery: Delivery::NotSent, temporary: true, ..failure }
}

/// Converts a failure while the body was read.
pub(super) fn after_head(status: StatusCode, error: reqwest::Error) -> TransportError {
    let broken = caused_by::<io::Error>(&error, |io| io.kind() == io::ErrorKind::InvalidInput);
    let mut failure = TransportError::broken_off(status, error.without_url());
    if broken {
        // The size of a chunk is not a number.
        failure =
            TransportError { delivery: Delivery::Answered(status), ..TransportError::protocol(failure) };
    }
    failure
}

/// True if an error of this type in the chain of sources matches `is`.
pub(super) fn caused_by<E: StdError + 'static>(
    error: &(dyn StdError + 'static),
    is: impl Fn(&E) -> bool,
) -> bool {
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
