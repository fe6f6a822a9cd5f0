//! Secret values, which are not shown by accident.

use std::{fmt, time::Duration};

use bytes::Bytes;
use http::HeaderValue;
use zeroize::{Zeroize, Zeroizing};

use crate::{
    clock::Moment,
    error::{Error, ErrorKind},
};

/// The time before its end from which a secret counts as expired, so that it can still reach its place of use.
pub const TRAVEL_TIME: Duration = Duration::from_secs(2);

/// The time before its end from which a secret is too late for a page: a browser has to load the script that uses it.
pub const LOAD_TIME: Duration = Duration::from_secs(5);

/// A string that is wiped from memory when dropped, and shows as `[redacted]` in `Debug`.
///
/// There is no `Display` and no `Serialize`: the value leaves only through [`expose`](Self::expose), or onto the wire
/// in the request that carries it. A type that holds a secret leaves it out when it is serialised.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Makes a secret of a value.
    pub fn new(value: impl Into<String>) -> Self {
        Self(Zeroizing::new(value.into()))
    }

    /// Returns the value itself. Do not log it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// Makes a header of this text that is marked sensitive and wiped with its last copy; `None` if the
/// text has a character that a header can't carry.
pub(crate) fn header(text: impl AsRef<[u8]> + Zeroize + Send + 'static) -> Option<HeaderValue> {
    let wiped = Bytes::from_owner(Zeroizing::new(text));
    let mut value = HeaderValue::from_maybe_shared(wiped).ok()?;
    value.set_sensitive(true);
    Some(value)
}

impl<T: Into<String>> From<T> for Secret {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// A [`Secret`] with a lifetime that the service sets, counted from just before the request was sent.
///
/// Read by `Deserialize`, outside of a call, it has no lifetime and counts as expired. A test makes one that lives with
/// [`testing::from_json`](crate::testing::from_json).
#[derive(Clone)]
pub struct ExpiringSecret {
    secret: Secret,
    life: Option<Life>,
}

#[derive(Clone, Copy)]
struct Life {
    sent: Moment,
    lifetime: Duration,
}

impl ExpiringSecret {
    /// Returns the value itself. Do not log it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Expired`] if no lifetime [remains](Self::remaining).
    pub fn expose(&self) -> Result<&str, Error> {
        if self.is_expired() { Err(Error::of_kind(ErrorKind::Expired)) } else { Ok(self.secret.expose()) }
    }

    /// Returns the time for which the value can still be used: the lifetime that the service granted, less
    /// the time since the request was sent, less [`TRAVEL_TIME`]. Zero if the value has expired.
    ///
    /// It is a duration rather than a time of day, so that a browser with a wrong clock can count it down.
    pub fn remaining(&self) -> Duration {
        self.life.map_or(Duration::ZERO, |life| {
            life.lifetime.saturating_sub(TRAVEL_TIME).saturating_sub(life.sent.elapsed())
        })
    }

    /// Returns true if no lifetime of the value remains.
    pub fn is_expired(&self) -> bool {
        self.remaining().is_zero()
    }

    /// Returns the moment of the request and the lifetime that the service granted, if it granted one.
    pub(crate) fn granted(&self) -> Option<(Moment, Duration)> {
        self.life.map(|life| (life.sent, life.lifetime))
    }

    pub(crate) fn into_secret(self) -> Secret {
        self.secret
    }

    /// Starts the value's lifetime. For generated code.
    #[doc(hidden)]
    pub fn bind(&mut self, sent: Sent, lifetime: impl Into<Option<Duration>>) {
        self.life = lifetime.into().map(|lifetime| Life { sent: sent.0, lifetime });
    }

    /// Starts the value's lifetime, with the contract's seconds if the reply has none. For generated code.
    #[doc(hidden)]
    pub fn bind_or(&mut self, sent: Sent, lifetime: Option<Duration>, seconds: u64) {
        self.bind(sent, lifetime.unwrap_or(Duration::from_secs(seconds)));
    }

    /// Makes a value whose lifetime has not started, and which therefore counts as expired.
    pub(crate) fn unbound(secret: Secret) -> Self {
        Self { secret, life: None }
    }
}

impl fmt::Debug for ExpiringSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[redacted, {} s left]", self.remaining().as_secs())
    }
}

/// An [`ExpiringSecret`] that may be used only once. Exposing it consumes it.
///
/// It is neither `Clone` nor serialisable. An object for a page, such as the `FlexForm` of the shipped contract, takes it. To hand
/// it to anything else, expose it:
///
/// ```compile_fail,E0382
/// # fn twice(nonce: alignet::SingleUseSecret) -> Result<(), alignet::Error> {
/// let first = nonce.expose()?;
/// let second = nonce.expose()?; // error[E0382]: use of moved value: `nonce`
/// # Ok(()) }
/// ```
pub struct SingleUseSecret(ExpiringSecret);

impl SingleUseSecret {
    /// Returns the value itself, for its single use. Do not log it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Expired`] if no lifetime [remains](Self::remaining): request another value from the
    /// service.
    pub fn expose(self) -> Result<String, Error> {
        self.0.expose().map(str::to_owned)
    }

    /// Returns the time for which the value can still be used; see [`ExpiringSecret::remaining`].
    pub fn remaining(&self) -> Duration {
        self.0.remaining()
    }

    /// Returns true if no lifetime of the value remains.
    pub fn is_expired(&self) -> bool {
        self.0.is_expired()
    }

    /// Starts the value's lifetime. For generated code.
    #[doc(hidden)]
    pub fn bind(&mut self, sent: Sent, lifetime: impl Into<Option<Duration>>) {
        self.0.bind(sent, lifetime);
    }

    /// Starts the value's lifetime, with the contract's seconds if the reply has none. For generated code.
    #[doc(hidden)]
    pub fn bind_or(&mut self, sent: Sent, lifetime: Option<Duration>, seconds: u64) {
        self.0.bind_or(sent, lifetime, seconds);
    }

    pub(crate) fn held(&self) -> &Secret {
        &self.0.secret
    }

    /// Makes a secret of a text that holds this one, for a page that loads while this one lives.
    pub(crate) fn carried_by(&self, text: Secret) -> Self {
        let early = LOAD_TIME.saturating_sub(TRAVEL_TIME);
        let life = self.0.life.map(|life| Life { lifetime: life.lifetime.saturating_sub(early), ..life });
        Self(ExpiringSecret { secret: text, life })
    }

    pub(crate) fn unbound(secret: Secret) -> Self {
        Self(ExpiringSecret::unbound(secret))
    }
}

impl fmt::Debug for SingleUseSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The moment just before a request was sent. Lifetimes in its reply count from this moment.
#[derive(Debug, Clone, Copy)]
pub struct Sent(pub(crate) Moment);

#[cfg(test)]
mod tests {
    use std::sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    };

    use super::*;

    /// A text that records its wipe.
    struct Text(&'static str, Arc<AtomicBool>);

    impl AsRef<[u8]> for Text {
        fn as_ref(&self) -> &[u8] {
            self.0.as_bytes()
        }
    }

    impl Zeroize for Text {
        fn zeroize(&mut self) {
            self.1.store(true, Ordering::Relaxed);
        }
    }

    #[test]
    fn a_header_is_wiped_with_its_last_copy() {
        let wiped = Arc::new(AtomicBool::new(false));
        let header = header(Text("s3cret", Arc::clone(&wiped)));
        let copy = header.clone();
        assert!(copy.as_ref().is_some_and(|copy| copy.is_sensitive() && copy == "s3cret"));
        drop(header);
        assert!(!wiped.load(Ordering::Relaxed), "a copy is left");
        drop(copy);
        assert!(wiped.load(Ordering::Relaxed));
    }

    #[test]
    fn what_no_header_can_carry_is_wiped_at_once() {
        let wiped = Arc::new(AtomicBool::new(false));
        assert!(header(Text("s3\ncret", Arc::clone(&wiped))).is_none());
        assert!(wiped.load(Ordering::Relaxed));
    }
}
