//! The answer to a notification.

use http::StatusCode;

/// The answer to a notification. The service reads only its status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[must_use = "the service waits for this answer"]
pub enum Acknowledgement {
    /// The notification was received, and need not come again: 200.
    Received,
    /// The notification must come again later: 409.
    Again,
}

impl Acknowledgement {
    /// The status to answer with.
    pub fn status(self) -> StatusCode {
        match self {
            Self::Received => StatusCode::OK,
            Self::Again => StatusCode::CONFLICT,
        }
    }
}
