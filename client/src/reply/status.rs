//! The meaning of an HTTP status: the kind of its error, and if another attempt could help.

use http::StatusCode;

use crate::error::ErrorKind;

/// The HTTP status, by its meaning for the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Answered {
    /// A 2xx status, or a notification, whose signature counts as such a status.
    Well,
    /// The 2xx status and the kind of body that the contract declares as a success without further proof: none, a list,
    /// or a document.
    Declared,
    /// A status by which a service says that it did nothing.
    Refused,
    /// Any other status.
    Otherwise,
}

impl Answered {
    /// Classifies a status. The statuses that count as a refusal are listed one by one: a 408, a 425 or a
    /// 499 says that something was late or broke off, and others are not defined.
    pub(crate) fn of(status: StatusCode) -> Self {
        match status.as_u16() {
            200..=299 => Self::Well,
            400 | 401 | 403..=406 | 409..=411 | 413..=415 | 422 | 429 | 431 | 451 => Self::Refused,
            _ => Self::Otherwise,
        }
    }
}

/// Returns the kind of error of a status other than 2xx.
pub(super) fn kind(status: StatusCode) -> ErrorKind {
    match status.as_u16() {
        401 => ErrorKind::Unauthorized,
        403 => ErrorKind::Forbidden,
        404 => ErrorKind::NotFound,
        408 => ErrorKind::Timeout,
        409 => ErrorKind::Conflict,
        429 => ErrorKind::RateLimited,
        400..=499 => ErrorKind::Rejected,
        500..=599 => ErrorKind::Server,
        _ => ErrorKind::Protocol,
    }
}

/// Returns true if a status reports a temporary failure.
pub(crate) fn is_temporary(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 425 | 429 | 500 | 502 | 503 | 504)
}
