//! A failed attempt: its error, and what the service said about another one.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, StatusCode, header::RETRY_AFTER};

use crate::{error::Error, transport::TransportError};

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

/// Statuses that say: not now.
pub(crate) fn is_temporary(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 425 | 429 | 500 | 502 | 503 | 504)
}
