//! Whether a failed attempt is worth another, and when.

use std::{
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, SystemTime},
};

use http::{HeaderMap, StatusCode, header::RETRY_AFTER};

use crate::{
    endpoint::Repeat,
    error::{Delivery, Error},
    transport::TransportError,
};

/// The most attempts of a call that is safe or harmless to repeat (as the AWS SDKs).
pub const ATTEMPTS: u32 = 3;
/// The most attempts of a call that must not be repeated: the second only when the first can't
/// have left.
pub const ATTEMPTS_NEVER: u32 = 2;
/// The longest `Retry-After` that a call waits out; a longer one is the caller's to plan with.
pub const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// What the retry budget of a client starts with, and has at the most: ten retries at once.
pub const BUDGET: u32 = 50;

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
pub(crate) enum Verdict {
    /// Another attempt, by the usual waiting.
    Again,
    /// Another attempt, after what the service asked for.
    AgainAfter(Duration),
    /// None: it would end the same, or could do harm.
    Final,
}

/// Decides for every failure there is, by repeat class, delivery, kind and what the service asked.
pub(crate) fn judge(repeat: Repeat, attempt: u32, failure: &Failure) -> Verdict {
    let not_sent = failure.error.delivery() == Delivery::NotSent;
    let allowed = match repeat {
        Repeat::Safe | Repeat::Harmless => attempt < ATTEMPTS,
        Repeat::Never => attempt < ATTEMPTS_NEVER && not_sent,
    };
    if !allowed || !failure.temporary {
        return Verdict::Final;
    }
    match failure.retry_after {
        Some(wait) if wait > LONGEST_WAIT => Verdict::Final,
        Some(wait) => Verdict::AgainAfter(wait),
        None => Verdict::Again,
    }
}

/// Statuses that say: not now.
pub(crate) fn is_temporary(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 425 | 429 | 500 | 502 | 503 | 504)
}

/// Whether a call that must not be repeated may have happened: it was handed over, and no answer says
/// for certain that it was not done.
pub(crate) fn is_unsettled(error: &Error) -> bool {
    error.delivery() != Delivery::NotSent && !error.is_definite()
}

/// An attempt that failed.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) error: Error,
    /// Whether another attempt could end otherwise.
    pub(crate) temporary: bool,
    /// How long the service asked to wait.
    pub(crate) retry_after: Option<Duration>,
}

impl From<TransportError> for Failure {
    fn from(failure: TransportError) -> Self {
        let error = Error::of_kind(failure.kind).delivery_is(failure.delivery).source_is(failure.source);
        let error = if failure.timeout { error.timed_out() } else { error };
        Self { error, temporary: failure.temporary, retry_after: None }
    }
}

impl Failure {
    /// The same with another error.
    pub(crate) fn map(self, change: impl FnOnce(Error) -> Error) -> Self {
        Self { error: change(self.error), ..self }
    }

    /// One that another attempt would not change.
    pub(crate) fn permanent(error: Error) -> Self {
        Self { error, temporary: false, retry_after: None }
    }
}

/// The most seconds that a `Retry-After` counts as, 136 years: an instant so far ahead still exists on
/// every platform, so that callers can add it to one.
const MOST_SECONDS: u32 = u32::MAX;

/// Reads `Retry-After`, in seconds or as a date; nonsense counts as absent. A number that is too large
/// counts as the largest there is.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    // Parsing alone would take a sign, too.
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Duration::from_secs(text.parse().unwrap_or(MOST_SECONDS).into()));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(now).unwrap_or_default().min(Duration::from_secs(MOST_SECONDS.into())))
}

/// What keeps an outage from being made worse: retries draw on it, successes fill it.
#[derive(Debug)]
pub(crate) struct Budget(AtomicU32);

impl Budget {
    /// What a retry costs.
    const RETRY: u32 = 5;
    /// What a retry after a timeout costs: those hold connections and callers longest.
    const RETRY_AFTER_TIMEOUT: u32 = 10;
    /// What a success gives back.
    const SUCCESS: u32 = 1;

    pub(crate) fn new() -> Self {
        Self(AtomicU32::new(BUDGET))
    }

    /// Takes what a retry costs, if it is there.
    pub(crate) fn draw(&self, timeout: bool) -> bool {
        let cost = if timeout { Self::RETRY_AFTER_TIMEOUT } else { Self::RETRY };
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(cost)).is_ok()
    }

    pub(crate) fn succeeded(&self) {
        let refill = |left: u32| (left < BUDGET).then_some(left + Self::SUCCESS);
        let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, refill);
    }
}
