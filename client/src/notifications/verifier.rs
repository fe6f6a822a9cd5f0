//! Verifies that a request is a notification of the service to this merchant.

use std::{fmt, sync::Arc};

use super::{Description, Notification, ReplayKey, key::Keys};
use crate::{
    codegen::wire::read_reply,
    config::environment::Environment,
    error::{Error, ErrorKind},
    reply::{
        json_path,
        scan::{Found, Target, scan},
        verdict::{CODE, PROCESSED, SUCCESS},
    },
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use http::StatusCode;

/// The most bytes of a notification: several times the longest there are, and quick to hash.
pub(super) const BODY: usize = 64 * 1024;

/// The most characters of a signature, as the service says; an RSA signature of 2048 bits has 344.
pub(super) const HEADER: usize = 512;

/// The bytes of an RSA signature with a key of 2048 bits.
const SIGNATURE: usize = 256;

/// Accepts the notifications of an environment to one merchant, and refuses everything else.
///
/// Cloning is cheap. See the [module](super) for how to use one.
#[derive(Clone)]
pub struct Verifier {
    inner: Arc<Inner>,
}

struct Inner {
    environment: Environment,
    merchant: String,
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
    /// [`ErrorKind::Config`] if the code is empty or has white space around it, or if the environment has no
    /// key, or has a key that is not an RSA key of 2048 bits.
    pub fn new(environment: &Environment, merchant_code: impl Into<String>) -> Result<Self, Error> {
        let merchant = merchant_code.into();
        if merchant.is_empty() {
            return Err(Error::noted(
                ErrorKind::Config,
                "the merchant code is empty, and without one the notifications to other merchants would be \
                 taken for this one's",
            ));
        }
        if merchant.trim() != merchant {
            let note = "the merchant code begins or ends with white space: remove it";
            return Err(Error::noted(ErrorKind::Config, note));
        }
        let keys = Keys::all(environment)?;
        Ok(Self { inner: Arc::new(Inner { environment: environment.clone(), merchant, keys }) })
    }

    /// Reads a notification from the body of a request, byte for byte as it came, and its signature
    /// header (see [`Notification::signature`]).
    ///
    /// Checks in this order: the body has at most 64 KiB, and the header at most 512 characters, which are the
    /// Base64 of 256 bytes, with padding and nothing around it; one of the environment's keys made that
    /// signature of the body (RSA PKCS#1 v1.5 with SHA-512); the body is JSON of this notification; it
    /// names this merchant.
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
        let identity = self.prove(&N::DESCRIPTION, body, signature)?;
        let (notification, unread) = read_reply(body).map_err(|_| unreadable("fields"))?;
        if !unread.is_empty() {
            tracing::debug!(unread = unread.join(", "), "fields of a notification could not be read");
        }
        let Inner { environment, merchant, .. } = &*self.inner;
        let key = ReplayKey::new(environment, merchant, N::DESCRIPTION.name, &identity);
        Ok(Read { notification, key, unread })
    }

    /// Verifies that the notification is the service's and meant for this merchant, and returns the values that
    /// identify it.
    fn prove(
        &self,
        description: &Description,
        body: &[u8],
        signature: &[u8],
    ) -> Result<Vec<Found>, InvalidNotification> {
        if body.len() > BODY {
            return Err(refused("body size"));
        }
        if signature.len() > HEADER {
            return Err(refused("signature size"));
        }
        let signature = BASE64_STANDARD.decode(signature).map_err(|_| refused("base64"))?;
        if signature.len() != SIGNATURE {
            return Err(refused("signature size"));
        }
        let mut keys = self.inner.keys.iter().filter(|keys| keys.are(description.keys));
        if !keys.any(|keys| keys.signed(body, &signature)) {
            return Err(refused("signature"));
        }
        if std::str::from_utf8(body).is_err() || json_path::is_too_deep(body) {
            return Err(unreadable("json"));
        }
        self.look(description, body)
    }

    /// Checks the merchant, and returns the values that identify the notification.
    ///
    /// A notification that is not a plain success does not count as a repetition of the success with the same
    /// identity. If it contradicts itself, it proves nothing, and the true notification that follows must count
    /// as new.
    fn look(&self, description: &Description, body: &[u8]) -> Result<Vec<Found>, InvalidNotification> {
        let target = |path: Vec<&'static str>| Target { path, lists: false };
        let code = description.status.iter().copied().chain([CODE]).collect();
        let proof = [target(vec![SUCCESS]), target(code)];
        let identity = description.identity.iter().map(|path| target(path.to_vec()));
        let targets: Vec<_> =
            [target(vec![description.merchant])].into_iter().chain(proof).chain(identity).collect();
        let (scan, whole) = scan(body, &targets);
        whole.map_err(|_| unreadable("json"))?;
        if !scan.twice.is_empty() {
            return Err(unreadable("a name twice"));
        }
        match scan.of(0).next() {
            Some(Found::Text(merchant)) if *merchant == self.inner.merchant => {}
            Some(Found::Text(_)) => return Err(refused("merchant")),
            _ => return Err(unreadable("no merchant")),
        }
        let value = |index: usize| scan.of(index).next().cloned().unwrap_or(Found::Null);
        let (success, code) = (value(1), value(2));
        let mut identity: Vec<Found> = (3..targets.len()).map(value).collect();
        if !is_plain_success(&success, &code) {
            identity.extend([success, code]);
        }
        Ok(identity)
    }
}

/// True if neither `success` nor the code contradicts that the service processed the payment.
fn is_plain_success(success: &Found, code: &Found) -> bool {
    let success = match success {
        Found::Null | Found::Boolean(true) => true,
        Found::Text(text) => text == "true",
        _ => false,
    };
    let code = match code {
        Found::Null => true,
        Found::Text(text) => text == PROCESSED,
        _ => false,
    };
    success && code
}

/// A notification that was read.
pub(super) struct Read<N> {
    pub(super) notification: N,
    pub(super) key: ReplayKey,
    /// The paths of the fields that could not be read.
    pub(super) unread: Vec<String>,
}

/// Logs the reason, a fixed text of a few words, and returns an error without it.
fn refused(reason: &'static str) -> InvalidNotification {
    tracing::debug!(reason, "a notification is refused");
    InvalidNotification { unreadable: false }
}

/// As [`refused`], but logs a warning: only the service can cause it, and the notification must not be lost.
fn unreadable(reason: &'static str) -> InvalidNotification {
    tracing::warn!(reason, "a signed notification can't be read");
    InvalidNotification { unreadable: true }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier")
            .field("environment", &self.inner.environment)
            .field("merchant_code", &self.inner.merchant)
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
