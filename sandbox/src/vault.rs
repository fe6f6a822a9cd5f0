//! Stores the secrets that were issued, and checks their use.

use std::{
    collections::{BTreeSet, HashMap},
    error::Error,
    fmt,
    time::Duration,
};

/// The number of secrets at which those that no longer work are removed. It is enough to tell "expired"
/// from "unknown" in any test, and small enough for a sandbox that runs for weeks.
const KEPT: usize = 20_000;

/// A set of scopes.
pub(crate) type Scopes = BTreeSet<String>;

/// Splits a string of scopes at its spaces.
pub(crate) fn scopes(text: &str) -> Scopes {
    text.split_whitespace().map(str::to_owned).collect()
}

/// The state of a secret that was issued.
pub(crate) struct Issued {
    /// The endpoint whose reply had it, an index into the contract's endpoints.
    pub(crate) endpoint: usize,
    /// The time at which it expires, on the sandbox's clock.
    pub(crate) expires: Duration,
    pub(crate) purpose: Purpose,
    /// Its number, from 1.
    pub(crate) number: u64,
    /// The number of its last change among the changes of all secrets.
    revision: u64,
    /// The time at which it was issued, on the sandbox's clock.
    pub(crate) issued: Duration,
    /// The number of uses that succeeded.
    pub(crate) uses: u64,
    /// The time of the last of them.
    pub(crate) last_use: Option<Duration>,
}

/// The purpose of a secret.
pub(crate) enum Purpose {
    /// A secret of single use.
    Once {
        /// The scopes that were asked for it.
        scopes: Scopes,
        /// True if it was used.
        used: bool,
    },
    /// An access token.
    Bearer {
        /// The scopes that it grants.
        scopes: Scopes,
        /// True if it was revoked.
        revoked: bool,
    },
}

/// The secrets that were issued, by value.
#[derive(Default)]
pub(crate) struct Vault {
    issued: HashMap<String, Issued>,
    tidy_at: usize,
    /// The last number of a secret.
    numbers: u64,
    /// The number of changes of secrets.
    revisions: u64,
}

impl Vault {
    pub(crate) fn store(&mut self, secret: String, mut issued: Issued, now: Duration) {
        if self.issued.len() >= self.tidy_at.max(KEPT) {
            self.issued.retain(|_, issued| issued.works(now));
            self.tidy_at = self.issued.len().saturating_mul(2);
        }
        self.numbers += 1;
        self.revisions += 1;
        (issued.number, issued.revision, issued.issued) = (self.numbers, self.revisions, now);
        self.issued.insert(secret, issued);
    }

    /// Returns the scopes of an access token, or the reason that it is refused.
    pub(crate) fn bearer(&self, token: &str, now: Duration) -> Result<Scopes, &'static str> {
        let Some(Issued { expires, purpose: Purpose::Bearer { scopes, revoked }, .. }) =
            self.issued.get(token)
        else {
            return Err("holds no access token that was issued here");
        };
        if *revoked {
            return Err("holds an access token that was revoked");
        }
        if now >= *expires {
            return Err("holds an access token that has expired");
        }
        Ok(scopes.clone())
    }

    /// Counts a use of a secret that succeeded.
    pub(crate) fn count_use(&mut self, secret: &str, now: Duration) {
        let Some(issued) = self.issued.get_mut(secret) else { return };
        self.revisions += 1;
        (issued.revision, issued.last_use) = (self.revisions, Some(now));
        issued.uses += 1;
    }

    pub(crate) fn revoke_bearers(&mut self) {
        for issued in self.issued.values_mut() {
            if let Purpose::Bearer { revoked: revoked @ false, .. } = &mut issued.purpose {
                *revoked = true;
                self.revisions += 1;
                issued.revision = self.revisions;
            }
        }
    }

    /// The secrets without their values, each with the number of its last change.
    pub(crate) fn issued(&self) -> impl Iterator<Item = (u64, &Issued)> {
        self.issued.values().map(|issued| (issued.revision, issued))
    }

    /// The number of changes of secrets so far.
    pub(crate) fn revision(&self) -> u64 {
        self.revisions
    }

    /// Uses a secret of single use, and returns its scopes.
    pub(crate) fn redeem(&mut self, secret: &str, now: Duration) -> Result<Scopes, RedeemError> {
        let Some(Issued { expires, purpose: Purpose::Once { scopes, used }, .. }) =
            self.issued.get_mut(secret)
        else {
            return Err(RedeemError::Unknown);
        };
        if *used {
            return Err(RedeemError::Used);
        }
        if now >= *expires {
            return Err(RedeemError::Expired);
        }
        *used = true;
        let scopes = scopes.clone();
        self.count_use(secret, now);
        Ok(scopes)
    }
}

impl Issued {
    /// A secret that an endpoint issues. [`Vault::store`] sets its number and its time.
    pub(crate) fn new(endpoint: usize, expires: Duration, purpose: Purpose) -> Self {
        let issued = Duration::ZERO;
        Self { endpoint, expires, purpose, number: 0, revision: 0, issued, uses: 0, last_use: None }
    }

    fn works(&self, now: Duration) -> bool {
        let spent =
            matches!(self.purpose, Purpose::Once { used: true, .. } | Purpose::Bearer { revoked: true, .. });
        now < self.expires && !spent
    }
}

/// The reason that a single-use secret can't be redeemed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum RedeemError {
    /// The sandbox did not issue it, or it is not of single use.
    Unknown,
    /// Its lifetime has ended.
    Expired,
    /// It was redeemed before.
    Used,
}

impl fmt::Display for RedeemError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unknown => "no single-use secret that was issued here",
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
        vault.store("token".to_owned(), Issued::new(0, Duration::MAX, bearer), Duration::ZERO);
        for second in 0..3 * KEPT as u64 {
            let expires = Duration::from_secs(second + 30);
            let purpose = Purpose::Once { scopes: Scopes::new(), used: false };
            let issued = Issued::new(0, expires, purpose);
            vault.store(second.to_string(), issued, Duration::from_secs(second));
        }
        assert!(vault.issued.len() <= KEPT + 1, "{}", vault.issued.len());
        assert_eq!(vault.bearer("token", Duration::from_secs(1)), Ok(scopes("b a")));
    }
}
