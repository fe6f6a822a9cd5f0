//! An access token, and its age: fresh, due for renewal, or over.

use std::{sync::Arc, time::Duration};

use http::HeaderValue;

use crate::{
    clock::Moment,
    error::{Error, ErrorKind},
    types::secret::{self, ExpiringSecret},
};

/// The time before a token's expiry at which it is renewed, while calls still use it. A quarter of its
/// lifetime if that is shorter. Up to a tenth is added at random, so that a fleet does not renew at once.
pub const RENEW_EARLY: Duration = Duration::from_secs(300);
/// The time before a token's expiry at which it is no longer handed out, so that it outlives the request
/// that carries it. A tenth of its lifetime if that is shorter, so that short-lived tokens are cached.
pub const HOLD_BACK: Duration = Duration::from_secs(30);
/// The lifetime of a token if the service states none.
pub const ASSUMED_LIFETIME: Duration = Duration::from_secs(300);
/// The prefix of a token in its header.
const SCHEME: &str = "Bearer ";
/// The longest token that fits in a header everywhere.
const LONGEST_TOKEN: usize = 8192;

/// The result of a token request, for every call that waited for it.
pub(crate) type TokenResult = Result<Arc<Token>, Error>;

/// A token that calls can carry.
#[derive(Debug)]
pub(crate) struct Token {
    pub(crate) header: HeaderValue,
    granted: Option<Granted>,
}

#[derive(Debug)]
struct Granted {
    sent: Moment,
    lifetime: Duration,
    /// A random number from 0 to 1, drawn per token, so that a fleet does not renew all at once.
    jitter: f64,
}

impl Token {
    /// Makes a token from the reply to a request that was sent at `asked`.
    pub(crate) fn new(secret: ExpiringSecret, kind: Option<&str>, asked: Moment) -> Result<Self, Error> {
        if kind.is_some_and(|kind| !kind.eq_ignore_ascii_case("bearer")) {
            return Err(Error::noted(ErrorKind::Decode, "the token is not of kind `Bearer`"));
        }
        let (sent, lifetime) = secret.granted().unwrap_or((asked, ASSUMED_LIFETIME));
        let granted = Some(Granted { sent, lifetime, jitter: fastrand::f64() });
        Ok(Self { header: header(secret.into_secret().expose(), ErrorKind::Decode)?, granted })
    }

    /// Makes a token that the application fetched. Its lifetime is unknown, so it counts as fresh.
    pub(crate) fn fixed(token: &str) -> Result<Self, Error> {
        Ok(Self { header: header(token, ErrorKind::Config)?, granted: None })
    }

    /// Returns the token without its prefix.
    pub(crate) fn value(&self) -> &str {
        std::str::from_utf8(self.header.as_bytes())
            .ok()
            .and_then(|whole| whole.strip_prefix(SCHEME))
            .unwrap_or_default()
    }

    /// Returns the age of the token now.
    pub(crate) fn age(&self) -> Age {
        let Some(Granted { sent, lifetime, jitter }) = &self.granted else { return Age::Fresh };
        let left = lifetime.saturating_sub(sent.elapsed());
        if left <= HOLD_BACK.min(*lifetime / 10) {
            Age::Over
        } else if left <= RENEW_EARLY.min(*lifetime / 4).mul_f64(1.0 + jitter / 10.0) {
            Age::Due
        } else {
            Age::Fresh
        }
    }
}

/// The age of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Age {
    /// The token can be handed out.
    Fresh,
    /// The token can be handed out, and it is time to fetch another.
    Due,
    /// The token can no longer be handed out.
    Over,
}

fn header(token: &str, kind: ErrorKind) -> Result<HeaderValue, Error> {
    let visible = token.bytes().all(|byte| byte.is_ascii_graphic());
    if token.is_empty() || token.len() > LONGEST_TOKEN || !visible {
        return Err(Error::noted(
            kind,
            format!("the token is not 1 to {LONGEST_TOKEN} visible ASCII characters"),
        ));
    }
    secret::header(format!("{SCHEME}{token}")).ok_or_else(|| Error::noted(kind, "the token can't be sent"))
}
