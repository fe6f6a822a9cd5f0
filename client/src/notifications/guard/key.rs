//! Identifies a notification, to detect those that were received before.

use std::fmt;

use aws_lc_rs::digest::{Context, SHA256};
use serde_json::Value as Json;

use crate::{config::environment::Environment, reply::scan::Found};

/// The identity of a notification, for a [`ReplayGuard`](super::ReplayGuard) to remember.
///
/// The key is a digest (SHA-256) of the environment, the merchant, the kind of notification, and the fields
/// by which the contract distinguishes notifications. So merchants and environments can share a guard, and a
/// store learns nothing about payments. `Display` writes it in 64 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ReplayKey([u8; 32]);

impl ReplayKey {
    pub(in crate::notifications) fn new(
        environment: &Environment,
        merchant: &str,
        name: &str,
        identity: &[Found],
    ) -> Self {
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
        Self(digest.finish())
    }

    /// Makes a key of the bytes of a digest, such as one that a store has kept.
    pub const fn from_bytes(digest: [u8; 32]) -> Self {
        Self(digest)
    }

    /// The bytes of the digest.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for ReplayKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
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
