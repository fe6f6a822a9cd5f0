//! The retry policy: the attempts of a call, and the waits between them.

use std::time::Duration;

use crate::{codegen::endpoint::Repeat, error::Delivery, limits::LONGEST_WAIT, reply::failure::Failure};

/// The most attempts of a call that is safe or harmless to repeat, or has a key (as in the AWS SDKs).
pub const ATTEMPTS: u32 = 3;
/// The most attempts of a call that must not be repeated. The second is made only if the first can't
/// have left.
pub const ATTEMPTS_NEVER: u32 = 2;

/// The exponential backoff between attempts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Backoff(Duration);

impl Backoff {
    /// Between attempts of any call: long enough for a short outage to pass, short enough for a checkout.
    pub(crate) const CALL: Self = Self(Duration::from_millis(200));
    /// Between attempts to fetch a token, which every waiting call shares: longer, to spare the service.
    pub(crate) const TOKEN: Self = Self(Duration::from_millis(500));

    /// Returns the wait after this attempt, with full jitter: uniform between zero and the first wait, which is
    /// doubled with each attempt. Clients that failed together thus do not retry together. [`ATTEMPTS`] is the cap.
    pub(crate) fn wait(self, attempt: u32) -> Duration {
        let doubled = 1 << (attempt.clamp(1, ATTEMPTS) - 1);
        (self.0 * doubled).mul_f64(fastrand::f64())
    }
}

/// The decision after a failed attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Retry {
    /// Another attempt, after the usual backoff.
    Again,
    /// Another attempt, after the wait that the service asked for.
    AgainAfter(Duration),
    /// No other attempt: it would fail the same way, or could do harm.
    Final,
}

/// Decides on a retry by repeat class, attempt, delivery, kind and the wait that the service asked for.
pub(crate) fn decide(repeat: Repeat, attempt: u32, failure: &Failure) -> Retry {
    let not_sent = failure.error.delivery() == Delivery::NotSent;
    let allowed = match repeat {
        Repeat::Safe | Repeat::Harmless | Repeat::Keyed => attempt < ATTEMPTS,
        Repeat::Never => attempt < ATTEMPTS_NEVER && not_sent,
    };
    if !allowed || !failure.temporary {
        return Retry::Final;
    }
    match failure.retry_after {
        Some(wait) if wait > LONGEST_WAIT => Retry::Final,
        Some(wait) => Retry::AgainAfter(wait),
        None => Retry::Again,
    }
}
