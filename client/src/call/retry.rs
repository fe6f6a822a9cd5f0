//! Whether a failed attempt is worth another, and when.

use std::time::Duration;

use crate::{codegen::endpoint::Repeat, error::Delivery, limits::LONGEST_WAIT, reply::failure::Failure};

/// The most attempts of a call that is safe or harmless to repeat (as the AWS SDKs).
pub const ATTEMPTS: u32 = 3;
/// The most attempts of a call that must not be repeated: the second only when the first can't
/// have left.
pub const ATTEMPTS_NEVER: u32 = 2;

/// How waiting between attempts grows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Backoff {
    base: Duration,
    cap: Duration,
}

impl Backoff {
    /// Between attempts of any call: long enough for a blip to pass, short enough for a checkout.
    pub(crate) const CALL: Self = Self { base: Duration::from_millis(200), cap: Duration::from_secs(2) };
    /// Between attempts to fetch a token, which every waiting call shares: gentler on the service.
    pub(crate) const TOKEN: Self = Self { base: Duration::from_millis(500), cap: Duration::from_secs(5) };

    /// Full jitter: uniform between nothing and the base doubled per attempt so far, up to the cap,
    /// so that clients which failed together do not come back together.
    pub(crate) fn wait(self, attempt: u32) -> Duration {
        let most = self
            .base
            .saturating_mul(1_u32.checked_shl(attempt.saturating_sub(1)).unwrap_or(u32::MAX))
            .min(self.cap);
        most.mul_f64(fastrand::f64())
    }
}

/// What a failed attempt allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Retry {
    /// Another attempt, by the usual waiting.
    Again,
    /// Another attempt, after what the service asked for.
    AgainAfter(Duration),
    /// None: it would end the same, or could do harm.
    Final,
}

/// Decides for every failure there is, by repeat class, delivery, kind and what the service asked.
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
