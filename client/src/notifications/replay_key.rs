//! Identifies a notification, to detect those that were received before.

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

/// The identity of a notification, for a [`ReplayGuard`](super::ReplayGuard) to remember.
///
/// The key is a digest (SHA-256) of the environment, the merchant, the kind of notification, and the fields
/// by which the contract distinguishes notifications. So merchants and environments can share a guard, and a
/// store learns nothing about payments. `Display` writes it in 64 hexadecimal digits.
///
/// The key also carries the [number](Self::claim) of one arrival. Two keys with equal digests are equal, even if
/// their numbers differ.
#[derive(Debug, Clone, Copy)]
pub struct ReplayKey {
    digest: [u8; 32],
    claim: u128,
}

impl ReplayKey {
    pub(super) fn new(environment: &Environment, merchant: &str, name: &str, identity: &[Found]) -> Self {
        let mut digest = Digest(Context::new(&SHA256));
        // All custom environments have the same name, but not the same origins. Verification keys are left
        // out: a new key does not make an old notification a different one.
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

    /// The bytes of the digest.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.digest
    }

    /// A random number, drawn for each arrival of a notification. It distinguishes the claims of one notification,
    /// so that a claim that lapsed does not end another.
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

/// Draws a number that no other process draws, not even one forked from this one.
fn draw() -> u128 {
    let mut bytes = [0; 16];
    // The number need not be secret, so a weaker source serves as a fallback.
    if rand::fill(&mut bytes).is_ok() { u128::from_ne_bytes(bytes) } else { fastrand::u128(..) }
}

impl fmt::Display for ReplayKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.digest.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// Writes a value as JSON spells it. The field is present: without it, the body could not have been read.
fn spelt(value: &Found) -> String {
    match value {
        Found::Text(text) => Json::from(text.as_str()).to_string(),
        Found::Integer(digits) => digits.clone(),
        Found::Boolean(boolean) => boolean.to_string(),
        Found::Null | Found::Other => Json::Null.to_string(),
    }
}

/// A digest of parts. Each part follows its length, so that no two lists of parts give the same digest.
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
