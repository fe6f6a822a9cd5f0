//! The values of `error.type` that are not statuses.

use crate::error::ErrorKind;

/// The value of `otel.status_code` of a failure.
pub(super) const ERROR: &str = "ERROR";
/// A call or an attempt that was dropped before it had ended.
pub(super) const CANCELLED: &str = "cancelled";

/// Returns the name of a kind of failure.
pub(super) fn of_kind(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Config => "config",
        ErrorKind::Request => "request",
        ErrorKind::Connect => "connect",
        ErrorKind::Transport => "transport",
        ErrorKind::Timeout => "timeout",
        ErrorKind::Protocol => "protocol",
        ErrorKind::TooLarge => "too_large",
        ErrorKind::Decode => "decode",
        ErrorKind::Api => "api",
        ErrorKind::Contradictory => "contradictory",
        ErrorKind::Rejected => "rejected",
        ErrorKind::Unauthorized => "unauthorized",
        ErrorKind::Forbidden => "forbidden",
        ErrorKind::NotFound => "not_found",
        ErrorKind::Conflict => "conflict",
        ErrorKind::RateLimited => "rate_limited",
        ErrorKind::Server => "server",
        ErrorKind::Expired => "expired",
        ErrorKind::Value => "value",
    }
}
