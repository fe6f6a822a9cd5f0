//! The retry policy: the attempts of a call, and the waits between them.

use std::time::Duration;

use crate::{codegen::endpoint::Repeat, error::Delivery, limits::LONGEST_WAIT, reply::failure::Failure};

/// The most attempts of a call that is safe or harmless to repeat (as in the AWS SDKs).
pub const ATTEMPTS: u32 = 3;
/// The most attempts of a call that must not be repeated. The second is made only if the first can't
/// have left.
pub const ATTEMPTS_NEVER: u32 = 2;

/// The exponential backoff between attempts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Backoff {
    base: Duration,
    cap: Duration,
}

impl Backoff {
    /// Between attempts of any call: long enough for a short outage to pass, short enough for a checkout.
    pub(crate) const CALL: Self = Self { base: Duration::from_millis(200), cap: Duration::from_secs(2) };
    /// Between attempts to fetch a token, which every waiting call shares: longer, to spare the service.
    pub(crate) const TOKEN: Self = Self { base: Duration::from_millis(500), cap: Duration::from_secs(5) };

    /// Returns the wait after this attempt, with full jitter: uniform between zero and the base, which is
    /// doubled with each attempt up to the cap. Clients that failed together thus do not retry together.
    pub(crate) fn wait(self, attempt: u32) -> Duration {
        let most = self
            .base
            .saturating_mul(1_u32.checked_shl(attempt.saturating_sub(1)).unwrap_or(u32::MAX))
            .min(self.cap);
        most.mul_f64(fastrand::f64())
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
        Repeat::Safe | Repeat::Harmless => attempt < ATTEMPTS,
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
