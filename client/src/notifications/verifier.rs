//! Verifies that a request is a notification of the service to this merchant.

use std::{fmt, sync::Arc};

#[cfg(feature = "journal")]
use super::told::Subject;
use super::{
    Description, Notification, ReplayKey,
    key::Keys,
    merchants::Merchants,
    signature::{self, Content, Refusal},
};
use crate::{codegen::wire::read_reply, config::environment::Environment, error::Error};
use http::StatusCode;

/// Accepts the notifications of an environment to its merchants, and refuses everything else. It also verifies the
/// [returns](Self::verify_return) of buyers' browsers.
///
/// Cloning is cheap. See the [module](super) for how to use one.
#[derive(Clone)]
pub struct Verifier {
    inner: Arc<Inner>,
}

struct Inner {
    environment: Environment,
    merchants: Merchants,
    keys: Vec<Keys>,
}

impl Verifier {
    /// Creates a verifier of this environment's notifications to this merchant.
    ///
    /// The merchant's code is needed because all merchants of an environment share its keys: a
    /// notification to another merchant has a valid signature too.
    ///
    /// ```
    /// use alignet::{Environment, notifications::Verifier};
    ///
    /// let verifier = Verifier::new(&Environment::PREPROD, "your_merchant_code")?;
    /// # Ok::<(), alignet::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) if the code is empty or has white space around it, or if the
    /// environment has no key, or has a key that is not an RSA key of 2048 bits.
    pub fn new(environment: &Environment, merchant_code: impl Into<String>) -> Result<Self, Error> {
        Self::for_merchants(environment, [merchant_code])
    }

    /// Creates a verifier of this environment's notifications to several merchants, for one URL that receives all
    /// of them: a shop may have a merchant code for each currency.
    ///
    /// A notification is accepted if it names one of these codes, byte for byte; its `merchant_code` says which. A
    /// code that is listed twice counts once.
    ///
    /// Two merchants may use the same operation number. Find the order by both, and not by the number alone.
    ///
    /// ```
    /// use alignet::{Environment, notifications::Verifier};
    ///
    /// let codes = ["your_code_for_soles", "your_code_for_dollars"];
    /// let verifier = Verifier::for_merchants(&Environment::PREPROD, codes)?;
    /// # Ok::<(), alignet::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new), and if there is no code.
    pub fn for_merchants(
        environment: &Environment,
        merchant_codes: impl IntoIterator<Item = impl Into<String>>,
    ) -> Result<Self, Error> {
        let merchants = Merchants::new(merchant_codes)?;
        let keys = Keys::all(environment)?;
        Ok(Self { inner: Arc::new(Inner { environment: environment.clone(), merchants, keys }) })
    }

    /// Reads a notification from the body of a request, byte for byte as it came, and its signature
    /// header (see [`Notification::signature`]).
    ///
    /// Checks in this order: the body has at most 64 KiB, and the header at most 512 characters, which are the
    /// Base64 of 256 bytes, with padding and nothing around it; one of the environment's keys made that
    /// signature of the body (RSA PKCS#1 v1.5 with SHA-512); the body is JSON of this notification; it
    /// names this merchant, or one of these.
    ///
    /// This does not detect notifications that were received before: a [`Receiver`](super::Receiver) does.
    ///
    /// # Errors
    ///
    /// Errors if a check fails. The error never says which, so that nobody can learn from it how to forge a
    /// notification. A `tracing` event at debug level names the check in its field `reason`.
    ///
    /// A notification that the service signed, but that is not JSON of this notification or names no merchant,
    /// is [unreadable](InvalidNotification::is_unreadable), and logged as a warning.
    pub fn verify<N: Notification>(
        &self,
        body: &[u8],
        signature: impl AsRef<[u8]>,
    ) -> Result<N, InvalidNotification> {
        self.read(body, signature.as_ref()).map(|read| read.notification)
    }

    pub(super) fn read<N: Notification>(
        &self,
        body: &[u8],
        signature: &[u8],
    ) -> Result<Read<N>, InvalidNotification> {
        let Content { merchant, identity } = self.prove(&N::DESCRIPTION, body, signature)?;
        #[cfg(feature = "journal")]
        let subject = Subject::of(&self.inner.environment, &N::DESCRIPTION, &merchant, &identity);
        let (notification, unread) = read_reply(body).map_err(|_| Refusal::Unreadable("fields"))?;
        if !unread.is_empty() {
            tracing::debug!(unread = unread.join(", "), "fields of a notification could not be read");
        }
        let key = ReplayKey::new(&self.inner.environment, &merchant, N::DESCRIPTION.name, &identity);
        Ok(Read {
            notification,
            key,
            unread,
            #[cfg(feature = "journal")]
            subject,
        })
    }

    /// Verifies that the notification is the service's and meant for one of the merchants.
    fn prove(&self, description: &Description, body: &[u8], signature: &[u8]) -> Result<Content, Refusal> {
        signature::verify(self.keys(description), body, signature)?;
        signature::content(description, self.merchants(), body)
    }

    /// Returns the keys that verify messages of this kind.
    pub(super) fn keys(&self, description: &Description) -> impl Iterator<Item = &Keys> {
        let index = description.keys;
        self.inner.keys.iter().filter(move |keys| keys.are(index))
    }

    pub(super) fn merchants(&self) -> &Merchants {
        &self.inner.merchants
    }

    /// Returns true if a key of the environment made this signature, in Base64, of exactly these bytes.
    ///
    /// This is a lower door, for messages that this crate does not know and for a sample that has to be
    /// understood. It proves that the service signed the bytes, and neither for which merchant nor when: all merchants of an
    /// environment share its keys. More than 64 KiB are never signed.
    ///
    /// ```
    /// use alignet::{Environment, notifications::Verifier};
    ///
    /// let verifier = Verifier::new(&Environment::PREPROD, "your_merchant_code")?;
    /// assert!(!verifier.is_signed(b"bytes", "no signature"));
    /// # Ok::<(), alignet::Error>(())
    /// ```
    #[must_use]
    pub fn is_signed(&self, bytes: &[u8], signature: impl AsRef<[u8]>) -> bool {
        signature::verify(self.inner.keys.iter(), bytes, signature.as_ref()).is_ok()
    }
}

#[cfg(feature = "journal")]
impl Verifier {
    /// Reads a notification as [`verify`](Self::verify) does, and returns what it proves as well, for
    /// [`Journal::tell`](crate::journal::Journal::tell). `None` if it is about no payment that a journal may have.
    ///
    /// # Errors
    ///
    /// As [`verify`](Self::verify).
    pub fn verify_for_journal<N: Notification + crate::HasOutcome>(
        &self,
        body: &[u8],
        signature: impl AsRef<[u8]>,
    ) -> Result<(N, Option<crate::journal::Told>), InvalidNotification> {
        let read = self.read::<N>(body, signature.as_ref())?;
        let told = read.subject.map(|subject| subject.told(&read.notification));
        Ok((read.notification, told))
    }
}

/// A notification that was read.
pub(super) struct Read<N> {
    pub(super) notification: N,
    pub(super) key: ReplayKey,
    /// The paths of the fields that could not be read.
    pub(super) unread: Vec<String>,
    /// The payment that it tells of, if a journal may have it.
    #[cfg(feature = "journal")]
    pub(super) subject: Option<Subject>,
}

/// Logs the reason, and drops it. A message that the service signed must not be lost, so it is a warning.
impl From<Refusal> for InvalidNotification {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Refused(reason) => tracing::debug!(reason, "a notification is refused"),
            Refusal::Unreadable(reason) => tracing::warn!(reason, "a signed notification can't be read"),
        }
        Self { unreadable: matches!(refusal, Refusal::Unreadable(_)) }
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier")
            .field("environment", &self.inner.environment)
            .field("merchant_codes", &self.inner.merchants)
            .finish_non_exhaustive()
    }
}

/// The error of a request that is no notification of the service to this merchant, for any reason, or that
/// the service signed but that can't be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidNotification {
    unreadable: bool,
}

impl InvalidNotification {
    /// Returns true if the service signed it, but it is not JSON of this notification or names no merchant.
    ///
    /// It may then tell of a payment to this merchant: query the payments that you still wait for. Nothing of the
    /// body is shown, here or in the logs.
    pub fn is_unreadable(self) -> bool {
        self.unreadable
    }

    /// The status to answer with: 503 if the notification is unreadable, so that the service sends it again;
    /// otherwise 400, for every reason, so that it does not.
    pub fn status(self) -> StatusCode {
        if self.unreadable { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::BAD_REQUEST }
    }
}

impl fmt::Display for InvalidNotification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.unreadable {
            "the service signed a notification that can't be read"
        } else {
            "the request is no notification to this merchant"
        })
    }
}

impl std::error::Error for InvalidNotification {}
