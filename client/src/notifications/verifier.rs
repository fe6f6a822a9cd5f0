//! Whether a request is a notification of the service, to this merchant.

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

/// The most bytes of a notification: several times the longest there are, and little to hash.
pub(super) const BODY: usize = 64 * 1024;

/// The most characters of a signature, as the service says; an RSA signature of 2048 bits has 344.
pub(super) const HEADER: usize = 512;

/// The bytes of an RSA signature with a key of 2048 bits.
const SIGNATURE: usize = 256;

/// Tells the notifications of an environment to one merchant from everything else.
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
    /// A verifier of this environment's notifications to this merchant.
    ///
    /// The merchant's code is needed because all merchants of an environment share its keys: a
    /// notification to another one has a good signature too.
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
    /// [`ErrorKind::Config`] when the code is empty, or has white space around it, or when the
    /// environment has no key, or one that is no RSA key of 2048 bits.
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
    /// In this order: the body has at most 64 KiB, and the header at most 512 characters, which are the
    /// Base64 of 256 bytes, with padding and nothing around it; one of the environment's keys made that
    /// signature of the body (RSA PKCS#1 v1.5 with SHA-512); the body is JSON of this notification; it
    /// names this merchant.
    ///
    /// This says nothing about whether the same one was received before: a [`Receiver`](super::Receiver)
    /// does.
    ///
    /// # Errors
    ///
    /// When it is no such notification. The error never says why, so that nobody can try out how to make
    /// one; a `tracing` event at debug level does, in the field `reason`.
    ///
    /// What the service signed and nobody can read, because it is no JSON of this notification or names
    /// no merchant at all, is [unreadable](InvalidNotification::is_unreadable), and a warning.
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

    /// The values that tell the notification from others, once it is proven to be the service's, and meant
    /// for this merchant.
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

    /// Looks for the merchant, and for the values that tell the notification from others.
    ///
    /// A notification that is no plain success is another one than the success with the same identity:
    /// one that contradicts itself proves nothing, and the true one that follows must not count as
    /// received.
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

/// True if nothing says otherwise than that the service processed the payment.
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

/// A notification as it was read.
pub(super) struct Read<N> {
    pub(super) notification: N,
    pub(super) key: ReplayKey,
    /// The paths of the fields that could not be read.
    pub(super) unread: Vec<String>,
}

/// Notes why, in one of a few words, for those who look at the logs, and forgets it.
fn refused(reason: &'static str) -> InvalidNotification {
    tracing::debug!(reason, "a notification is refused");
    InvalidNotification { unreadable: false }
}

/// As [`refused`], but loud: nobody but the service can cause it, and what it tells must not be lost.
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

/// A request that is no notification of the service to this merchant, whatever the reason, or one that
/// the service signed and nobody can read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidNotification {
    unreadable: bool,
}

impl InvalidNotification {
    /// Whether the service signed it, and it is no JSON of this notification, or names no merchant.
    ///
    /// Then it may tell of a payment to this merchant: ask the service how the payments stand that are
    /// waited for. Nothing of the body is shown, here or in the logs.
    pub fn is_unreadable(self) -> bool {
        self.unreadable
    }

    /// The status to answer with: 503 when it is unreadable, with which the service sends it again;
    /// otherwise, and whatever the reason, 400, with which it does not.
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
