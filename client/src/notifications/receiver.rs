//! Receives notifications, and detects those that were received before.

use std::{fmt, sync::Arc};

use http::StatusCode;

use super::{Begun, Claim, GuardError, InvalidNotification, Notification, ReplayGuard, Verifier};

/// Verifies notifications, and detects those that were received before.
///
/// Cloning is cheap, and clones share the guard. See the [module](super) for how to use one.
#[derive(Clone)]
pub struct Receiver {
    verifier: Verifier,
    guard: Arc<dyn ReplayGuard>,
}

impl Receiver {
    /// Creates a receiver of the notifications that this verifier accepts and this guard does not know.
    ///
    /// ```
    /// use alignet::{
    ///     Environment,
    ///     notifications::{MemoryGuard, Receiver, Verifier},
    /// };
    ///
    /// let verifier = Verifier::new(&Environment::PREPROD, "your_merchant_code")?;
    /// let receiver = Receiver::new(verifier, MemoryGuard::new());
    /// # Ok::<(), alignet::Error>(())
    /// ```
    pub fn new(verifier: Verifier, guard: impl ReplayGuard) -> Self {
        Self { verifier, guard: Arc::new(guard) }
    }

    /// Reads a notification as [`Verifier::verify`] does, and claims it from the guard.
    ///
    /// # Errors
    ///
    /// [`ReceiveError::Invalid`] when the request is no notification to this merchant, or can't be read;
    /// [`ReceiveError::Guard`] when the guard can't tell if the notification is new.
    pub async fn receive<N: Notification>(
        &self,
        body: &[u8],
        signature: impl AsRef<[u8]>,
    ) -> Result<Arrival<N>, ReceiveError> {
        let read = self.verifier.read(body, signature.as_ref())?;
        Ok(match self.guard.begin(&read.key).await.map_err(ReceiveError::Guard)? {
            Begun::New(lease) => Arrival::New(Claim::new(read, lease, Arc::clone(&self.guard))),
            Begun::Repeated => Arrival::Repeated,
            Begun::Underway => Arrival::Underway,
        })
    }
}

impl fmt::Debug for Receiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receiver").field("verifier", &self.verifier).finish_non_exhaustive()
    }
}

/// A notification to this merchant, by its state in the guard.
#[derive(Debug)]
#[must_use = "the service waits for an answer"]
pub enum Arrival<N> {
    /// The notification is new, and this handler's to handle.
    New(Claim<N>),
    /// The notification was handled already.
    Repeated,
    /// The notification is being handled elsewhere, which may still fail.
    Underway,
}

/// The error of a request that is not received as a notification.
#[derive(Debug)]
#[non_exhaustive]
pub enum ReceiveError {
    /// The request is no notification to this merchant, or can't be read.
    Invalid(InvalidNotification),
    /// The guard can't tell if the notification is new.
    Guard(GuardError),
}

impl ReceiveError {
    /// The status to answer with: 400 if the request is no notification; 503 if the guard failed or the
    /// notification can't be read, so that the service sends it again.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Invalid(invalid) => invalid.status(),
            Self::Guard(_) => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

impl From<InvalidNotification> for ReceiveError {
    fn from(invalid: InvalidNotification) -> Self {
        Self::Invalid(invalid)
    }
}

impl fmt::Display for ReceiveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(invalid) => invalid.fmt(f),
            Self::Guard(_) => f.write_str("the replay guard failed"),
        }
    }
}

impl std::error::Error for ReceiveError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Invalid(_) => None,
            Self::Guard(error) => Some(&**error),
        }
    }
}
