//! The secrets that were minted, and whether they still open anything.

use std::{
    collections::{BTreeSet, HashMap},
    error::Error,
    fmt,
    time::Duration,
};

/// How many secrets are kept before those that open nothing any more are forgotten: enough to tell
/// "expired" from "unknown" in any test, few enough for a sandbox that runs for weeks.
const KEPT: usize = 20_000;

/// Scopes, each once.
pub(crate) type Scopes = BTreeSet<String>;

/// The scopes of a string that separates them by spaces.
pub(crate) fn scopes(text: &str) -> Scopes {
    text.split_whitespace().map(str::to_owned).collect()
}

/// What is known of a secret that was minted.
pub(crate) struct Minted {
    /// When it stops working, on the sandbox's clock.
    pub(crate) expires: Duration,
    pub(crate) purpose: Purpose,
}

/// What a secret is for.
pub(crate) enum Purpose {
    /// It may be used once.
    Once {
        /// Whether it was.
        used: bool,
    },
    /// It is an access token.
    Bearer {
        /// What it allows.
        scopes: Scopes,
        /// Whether it was taken back.
        revoked: bool,
    },
}

/// The secrets that were minted, by value.
#[derive(Default)]
pub(crate) struct Vault {
    minted: HashMap<String, Minted>,
    tidy_at: usize,
}

impl Vault {
    pub(crate) fn store(&mut self, secret: String, minted: Minted, now: Duration) {
        if self.minted.len() >= self.tidy_at.max(KEPT) {
            self.minted.retain(|_, minted| minted.works(now));
            self.tidy_at = self.minted.len().saturating_mul(2);
        }
        self.minted.insert(secret, minted);
    }

    /// The scopes of an access token, or what is wrong with it.
    pub(crate) fn bearer(&self, token: &str, now: Duration) -> Result<Scopes, &'static str> {
        let Some(Minted { expires, purpose: Purpose::Bearer { scopes, revoked } }) = self.minted.get(token)
        else {
            return Err("holds no access token that was minted here");
        };
        if *revoked {
            return Err("holds an access token that was revoked");
        }
        if now >= *expires {
            return Err("holds an access token that has expired");
        }
        Ok(scopes.clone())
    }

    pub(crate) fn revoke_bearers(&mut self) {
        for minted in self.minted.values_mut() {
            if let Purpose::Bearer { revoked, .. } = &mut minted.purpose {
                *revoked = true;
            }
        }
    }

    pub(crate) fn redeem(&mut self, secret: &str, now: Duration) -> Result<(), RedeemError> {
        let Some(Minted { expires, purpose: Purpose::Once { used } }) = self.minted.get_mut(secret) else {
            return Err(RedeemError::Unknown);
        };
        if *used {
            return Err(RedeemError::Used);
        }
        if now >= *expires {
            return Err(RedeemError::Expired);
        }
        *used = true;
        Ok(())
    }
}

impl Minted {
    fn works(&self, now: Duration) -> bool {
        let spent =
            matches!(self.purpose, Purpose::Once { used: true } | Purpose::Bearer { revoked: true, .. });
        now < self.expires && !spent
    }
}

/// Why a single-use secret can't be redeemed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum RedeemError {
    /// It was not minted by this sandbox, or is not of single use.
    Unknown,
    /// Its lifetime is over.
    Expired,
    /// It was redeemed before.
    Used,
}

impl fmt::Display for RedeemError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unknown => "no single-use secret that was minted here",
            Self::Expired => "the secret has expired",
            Self::Used => "the secret was used before",
        })
    }
}

impl Error for RedeemError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_opens_nothing_any_more_is_forgotten_and_nothing_else() {
        let mut vault = Vault::default();
        let bearer = Purpose::Bearer { scopes: scopes("a b"), revoked: false };
        vault.store("token".to_owned(), Minted { expires: Duration::MAX, purpose: bearer }, Duration::ZERO);
        for second in 0..3 * KEPT as u64 {
            let expires = Duration::from_secs(second + 30);
            let minted = Minted { expires, purpose: Purpose::Once { used: false } };
            vault.store(second.to_string(), minted, Duration::from_secs(second));
        }
        assert!(vault.minted.len() <= KEPT + 1, "{}", vault.minted.len());
        assert_eq!(vault.bearer("token", Duration::from_secs(1)), Ok(scopes("b a")));
    }
}
