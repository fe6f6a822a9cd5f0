//! One access token: whether it can be carried, and when another is due.

use std::{sync::Arc, time::Duration};

use http::HeaderValue;

use crate::{
    clock::Moment,
    error::{Error, ErrorKind},
    types::secret::{self, ExpiringSecret},
};

/// How long before its end a token is renewed, while calls go on with it; a quarter of its life when
/// that is shorter, and up to a tenth of that earlier, drawn by chance, so that a fleet does not
/// renew at once.
pub const RENEW_EARLY: Duration = Duration::from_secs(300);
/// How long before its end a token is no longer handed out, so that it outlives the request that
/// carries it; a tenth of its life when that is shorter, so that a short-lived token is cached too.
pub const HOLD_BACK: Duration = Duration::from_secs(30);
/// What a token lives when the service doesn't say.
pub const ASSUMED_LIFETIME: Duration = Duration::from_secs(300);
/// What stands before a token in its header.
const SCHEME: &str = "Bearer ";
/// The longest token that fits in a header everywhere.
const LONGEST_TOKEN: usize = 8192;

/// The token that a request for one brought, or the error of every call that waited for it.
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
    /// A share of the early renewal, drawn per token, so that a fleet does not renew at once.
    jitter: f64,
}

impl Token {
    /// A token of a reply that was asked for at this time.
    pub(crate) fn new(secret: ExpiringSecret, kind: Option<&str>, asked: Moment) -> Result<Self, Error> {
        if kind.is_some_and(|kind| !kind.eq_ignore_ascii_case("bearer")) {
            return Err(Error::noted(ErrorKind::Decode, "the token is not of kind `Bearer`"));
        }
        let (sent, lifetime) = secret.granted().unwrap_or((asked, ASSUMED_LIFETIME));
        let granted = Some(Granted { sent, lifetime, jitter: fastrand::f64() });
        Ok(Self { header: header(secret.into_secret().expose(), ErrorKind::Decode)?, granted })
    }

    /// A token that the application fetched, whose life only it knows.
    pub(crate) fn fixed(token: &str) -> Result<Self, Error> {
        Ok(Self { header: header(token, ErrorKind::Config)?, granted: None })
    }

    /// The token itself.
    pub(crate) fn value(&self) -> &str {
        std::str::from_utf8(self.header.as_bytes())
            .ok()
            .and_then(|whole| whole.strip_prefix(SCHEME))
            .unwrap_or_default()
    }

    /// How far its life has gone by now.
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

/// How far the life of a token has gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Age {
    /// It can be handed out.
    Fresh,
    /// It still can, and it is time to fetch another.
    Due,
    /// It no longer can.
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
