//! The transport trait and its types.

use std::{error::Error as StdError, fmt, future::Future, pin::Pin, sync::Arc, time::Duration};

use bytes::Bytes;
use http::StatusCode;
use tokio::time::Instant;

use crate::error::{Delivery, ErrorKind};

/// Sends a request and reads the whole response.
///
/// An implementation must not retry, follow redirects, decompress, or log headers and bodies, which
/// carry secrets.
///
/// ```
/// use alignet::transport::{Limits, Sending, Transport, TransportError};
/// use bytes::Bytes;
///
/// /// A transport that never connects.
/// struct Unplugged;
///
/// impl Transport for Unplugged {
///     fn send(&self, _: http::Request<Bytes>, _: Limits) -> Sending<'_> {
///         Box::pin(async { Err(TransportError::not_sent("no cable")) })
///     }
/// }
/// ```
pub trait Transport: Send + Sync + 'static {
    /// Sends the request, whose URI is absolute, and reads the response up to the limits.
    ///
    /// The future is dropped when the call's time runs out.
    fn send(&self, request: http::Request<Bytes>, limits: Limits) -> Sending<'_>;
}

/// The future of a response.
pub type Sending<'a> =
    Pin<Box<dyn Future<Output = Result<http::Response<Bytes>, TransportError>> + Send + 'a>>;

/// The limits of one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The time for the whole exchange.
    pub time: Duration,
    /// The most bytes of a body with a 2xx status. A longer body is [`TransportError::too_large`].
    pub reply: usize,
    /// The most bytes of a body with any other status. Such a body is only an explanation: cut it, and leave
    /// it out if it takes longer than [`EXPLANATION_TIME`](crate::limits::EXPLANATION_TIME).
    pub explanation: usize,
    /// True if the request must have a connection that has never carried another. On a stale connection, it can
    /// be unclear if the request was sent.
    pub fresh: bool,
    /// True if connections to the request's origin are opened ahead.
    pub(crate) ahead: bool,
    /// The end of the time for the whole exchange.
    pub(crate) until: Instant,
}

impl Limits {
    pub(crate) fn new(now: Instant, time: Duration, reply: usize, explanation: usize, fresh: bool) -> Self {
        Self { time, reply, explanation, fresh, ahead: false, until: now + time }
    }

    /// Opens connections to the request's origin ahead of other calls, if `ahead` is true.
    pub(crate) fn ahead(self, ahead: bool) -> Self {
        Self { ahead, ..self }
    }
}

/// The reason why no complete response came back.
///
/// Its most important part is how far the request got. If in doubt, the request may have been sent.
#[derive(Debug, Clone)]
pub struct TransportError {
    pub(crate) kind: ErrorKind,
    pub(crate) delivery: Delivery,
    pub(crate) timeout: bool,
    /// True if another try could succeed.
    pub(crate) temporary: bool,
    pub(crate) source: Arc<dyn StdError + Send + Sync>,
}

impl TransportError {
    /// No byte of the request can have left: name resolution, connecting or TLS failed. Another try may help.
    pub fn not_sent(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::new(ErrorKind::Connect, Delivery::NotSent, source)
    }

    /// The request was handed to an open connection, and no complete response came back.
    pub fn maybe_sent(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::new(ErrorKind::Transport, Delivery::MaybeSent, source)
    }

    /// The head of a response came back, but its body broke off.
    pub fn broken_off(status: StatusCode, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::new(ErrorKind::Transport, Delivery::Answered(status), source)
    }

    /// The response is not HTTP. Another try won't help.
    pub fn protocol(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::new(ErrorKind::Protocol, Delivery::MaybeSent, source).permanent()
    }

    /// The body of a response is longer than [`Limits::reply`]. Another try won't help.
    pub fn too_large(status: StatusCode) -> Self {
        Self::new(ErrorKind::TooLarge, Delivery::Answered(status), "the body is longer than any reply")
            .permanent()
    }

    /// Marks the failure as a timeout.
    #[must_use]
    pub fn timed_out(mut self) -> Self {
        self.timeout = true;
        if self.delivery != Delivery::NotSent {
            self.kind = ErrorKind::Timeout;
        }
        self
    }

    /// Marks the failure as permanent: another try would not help, as with a wrong certificate.
    #[must_use]
    pub fn permanent(mut self) -> Self {
        self.temporary = false;
        self
    }

    fn new(kind: ErrorKind, delivery: Delivery, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { kind, delivery, timeout: false, temporary: true, source: Arc::from(source.into()) }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.delivery, self.source)
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}
