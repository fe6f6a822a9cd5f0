//! The trait and its types.

use std::{error::Error as StdError, fmt, future::Future, pin::Pin, sync::Arc, time::Duration};

use bytes::Bytes;
use http::StatusCode;
use tokio::time::Instant;

use crate::error::{Delivery, ErrorKind};

/// Sends one request and reads one whole answer.
///
/// An implementation must not retry, follow redirects, decompress or log headers and bodies: they
/// carry secrets.
///
/// ```
/// use alignet::transport::{Limits, Sending, Transport, TransportError};
/// use bytes::Bytes;
///
/// /// A network on which every cable is cut.
/// struct Unplugged;
///
/// impl Transport for Unplugged {
///     fn send(&self, _: http::Request<Bytes>, _: Limits) -> Sending<'_> {
///         Box::pin(async { Err(TransportError::not_sent("no cable")) })
///     }
/// }
/// ```
pub trait Transport: Send + Sync + 'static {
    /// Sends the request, whose URI is absolute, and reads the answer up to the limits.
    ///
    /// The future is dropped when the call's time runs out.
    fn send(&self, request: http::Request<Bytes>, limits: Limits) -> Sending<'_>;
}

/// An answer under way.
pub type Sending<'a> =
    Pin<Box<dyn Future<Output = Result<http::Response<Bytes>, TransportError>> + Send + 'a>>;

/// How far a transport may go for one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The time for everything.
    pub time: Duration,
    /// The most bytes of a body with a 2xx status; a longer one is [`TransportError::too_large`].
    pub reply: usize,
    /// The most bytes of a body with any other status. Such a body is explanation only: cut it, and leave it
    /// out when it takes longer than [`EXPLANATION_TIME`](crate::limits::EXPLANATION_TIME).
    pub explanation: usize,
    /// Whether the request must have a connection of its own, so that no stale one can make it
    /// unclear whether it was sent.
    pub fresh: bool,
    /// When the time for everything is over.
    pub(crate) until: Instant,
}

impl Limits {
    pub(crate) fn new(now: Instant, time: Duration, reply: usize, explanation: usize, fresh: bool) -> Self {
        Self { time, reply, explanation, fresh, until: now + time }
    }
}

/// Why no answer came back.
///
/// What matters most is how far the request got: when in doubt, it may have been sent.
#[derive(Debug, Clone)]
pub struct TransportError {
    pub(crate) kind: ErrorKind,
    pub(crate) delivery: Delivery,
    pub(crate) timeout: bool,
    /// Whether another try could end otherwise.
    pub(crate) temporary: bool,
    pub(crate) source: Arc<dyn StdError + Send + Sync>,
}

impl TransportError {
    /// No byte of the request can have left: name resolution, connecting, TLS. Another try may help.
    pub fn not_sent(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::new(ErrorKind::Connect, Delivery::NotSent, source)
    }

    /// The request was handed to an open connection, and no complete answer came back.
    pub fn maybe_sent(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::new(ErrorKind::Transport, Delivery::MaybeSent, source)
    }

    /// The head of an answer came back, but its body broke off.
    pub fn broken_off(status: StatusCode, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::new(ErrorKind::Transport, Delivery::Answered(status), source)
    }

    /// What came back is not HTTP. Another try won't help.
    pub fn protocol(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::new(ErrorKind::Protocol, Delivery::MaybeSent, source).permanent()
    }

    /// The body of an answer is longer than [`Limits::reply`]. Another try won't help.
    pub fn too_large(status: StatusCode) -> Self {
        Self::new(ErrorKind::TooLarge, Delivery::Answered(status), "the body is longer than any reply")
            .permanent()
    }

    /// Marks the failure as one of time.
    #[must_use]
    pub fn timed_out(mut self) -> Self {
        self.timeout = true;
        if self.delivery != Delivery::NotSent {
            self.kind = ErrorKind::Timeout;
        }
        self
    }

    /// Marks the failure as one that another try would not change, such as a wrong certificate.
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
