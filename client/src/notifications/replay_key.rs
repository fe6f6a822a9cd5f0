//! What makes two notifications the same.

use std::{
    fmt,
    hash::{Hash, Hasher},
};

use aws_lc_rs::{
    digest::{Context, SHA256},
    rand,
};
use serde_json::Value as Json;

use crate::{config::environment::Environment, reply::scan::Found};

/// What makes two notifications the same, for a [`ReplayGuard`](super::ReplayGuard) to remember.
///
/// It is a digest (SHA-256) of the environment, the merchant, the kind of notification, and the fields
/// by which the contract tells one from another. So merchants and environments can share a guard, and a
/// store learns nothing about payments. `Display` spells it in 64 hexadecimal digits.
///
/// With it comes the [number](Self::claim) of one arrival. Two keys with different numbers are equal when
/// their digests are.
#[derive(Debug, Clone, Copy)]
pub struct ReplayKey {
    digest: [u8; 32],
    claim: u128,
}

impl ReplayKey {
    pub(super) fn new(environment: &Environment, merchant: &str, name: &str, identity: &[Found]) -> Self {
        let mut digest = Digest(Context::new(&SHA256));
        // A custom environment has the name of every custom one, but not their origins. Keys are left
        // out: a new one does not make an old notification another.
        digest.part(environment.name());
        digest.count(environment.origins().len());
        environment.origins().iter().for_each(|origin| digest.part(origin));
        digest.part(merchant);
        digest.part(name);
        for value in identity {
            digest.part(&spelt(value));
        }
        Self { digest: digest.finish(), claim: draw() }
    }

    /// The digest.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.digest
    }

    /// A random number, drawn for each arrival of a notification: it tells the claims of one notification
    /// apart, so that one which lapsed does not end another.
    pub fn claim(&self) -> u128 {
        self.claim
    }
}

impl PartialEq for ReplayKey {
    fn eq(&self, other: &Self) -> bool {
        self.digest == other.digest
    }
}

impl Eq for ReplayKey {}

impl Hash for ReplayKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.digest.hash(state);
    }
}

/// A number that no other process draws either, not even one forked from this one.
fn draw() -> u128 {
    let mut bytes = [0; 16];
    // It need not be secret, so a weaker source will do where there is no other.
    if rand::fill(&mut bytes).is_ok() { u128::from_ne_bytes(bytes) } else { fastrand::u128(..) }
}

impl fmt::Display for ReplayKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.digest.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A value as JSON spells it. The field is there, or the body would not be the notification it was read as.
fn spelt(value: &Found) -> String {
    match value {
        Found::Text(text) => Json::from(text.as_str()).to_string(),
        Found::Integer(digits) => digits.clone(),
        Found::Boolean(boolean) => boolean.to_string(),
        Found::Null | Found::Other => Json::Null.to_string(),
    }
}

/// A digest of parts, each with its length before it, so that no two lists of parts look alike.
struct Digest(Context);

impl Digest {
    fn part(&mut self, part: &str) {
        self.count(part.len());
        self.0.update(part.as_bytes());
    }

    fn count(&mut self, count: usize) {
        self.0.update(&(count as u64).to_be_bytes());
    }

    fn finish(self) -> [u8; 32] {
        let mut bytes = [0; 32];
        bytes.copy_from_slice(self.0.finish().as_ref());
        bytes
    }
}
