//! The values of `error.type` that are not statuses.

/// The value of `otel.status_code` of a failure.
pub(super) const ERROR: &str = "ERROR";
/// A call or an attempt that was dropped before it had ended.
pub(super) const CANCELLED: &str = "cancelled";
