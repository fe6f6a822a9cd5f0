//! A failed attempt: its error, and the data for a retry.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, header::RETRY_AFTER};

use crate::{error::Error, transport::TransportError};

/// An attempt that failed.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) error: Error,
    /// True if another attempt could have another result.
    pub(crate) temporary: bool,
    /// The wait that the service asked for.
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
    /// Returns the failure with a changed error.
    pub(crate) fn map(self, change: impl FnOnce(Error) -> Error) -> Self {
        Self { error: change(self.error), ..self }
    }

    /// Makes a failure that another attempt would not change.
    pub(crate) fn permanent(error: Error) -> Self {
        Self { error, temporary: false, retry_after: None }
    }
}

/// The most seconds of a `Retry-After`, 136 years. An instant so far ahead exists on every platform, so callers
/// can add the wait to the current instant.
const MOST_SECONDS: u32 = u32::MAX;

/// Reads `Retry-After`, in seconds or as a date. An invalid value counts as absent, and a number that is too
/// large counts as `MOST_SECONDS`.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    // Parsing alone would also accept a sign.
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Duration::from_secs(text.parse().unwrap_or(MOST_SECONDS).into()));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(now).unwrap_or_default().min(Duration::from_secs(MOST_SECONDS.into())))
}
