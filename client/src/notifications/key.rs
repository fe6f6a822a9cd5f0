//! The service's public keys.

use aws_lc_rs::signature::{ParsedPublicKey, RSA_PKCS1_2048_8192_SHA512};
use base64::{Engine as _, prelude::BASE64_STANDARD};

use crate::{
    config::environment::{Environment, Value},
    error::{Error, ErrorKind},
};

/// The first bytes of the `SubjectPublicKeyInfo` (RFC 5280, in DER) of every RSA key of 2048 bits, up to its
/// modulus. They are checked because the provider also reads other keys, which verify other signatures.
const RSA_2048: [u8; 33] = [
    0x30, 0x82, 0x01, 0x22, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01,
    0x05, 0x00, 0x03, 0x82, 0x01, 0x0f, 0x00, 0x30, 0x82, 0x01, 0x0a, 0x02, 0x82, 0x01, 0x01, 0x00,
];

/// The length in bytes of such a key with the exponent 65537, which everyone uses. It is checked because the
/// provider ignores bytes after the key.
const LENGTH: usize = 294;

/// Keys that verify the same notifications: several while one replaces another.
pub(super) struct Keys {
    /// The index of these keys among the environment's values.
    index: usize,
    keys: Vec<ParsedPublicKey>,
}

impl Keys {
    /// Every key of an environment.
    pub(super) fn all(environment: &Environment) -> Result<Vec<Self>, Error> {
        let values = environment.values().iter().enumerate();
        values
            .filter(|(_, value)| matches!(value, Value::Keys(_)))
            .map(|(index, _)| Self::parse(environment, index))
            .collect()
    }

    fn parse(environment: &Environment, index: usize) -> Result<Self, Error> {
        let name = environment.name();
        let mut keys = Vec::new();
        for (number, text) in environment.keys(index).enumerate() {
            let key = parse(text).ok_or_else(|| {
                let note = format!(
                    "key {} for notifications, of the environment `{name}`, is not an RSA key of 2048 bits: write the \
                     Base64 of its `SubjectPublicKeyInfo` in one line, which is what stands between the lines \
                     `PUBLIC KEY` of a PEM file",
                    number + 1
                );
                Error::noted(ErrorKind::Config, note)
            })?;
            keys.push(key);
        }
        if keys.is_empty() {
            let note = format!("the environment `{name}` has no key that could verify a notification");
            return Err(Error::noted(ErrorKind::Config, note));
        }
        Ok(Self { index, keys })
    }

    pub(super) fn are(&self, index: usize) -> bool {
        self.index == index
    }

    /// Returns true if one of the keys made the signature (RSA PKCS#1 v1.5 with SHA-512) of exactly these bytes.
    pub(super) fn signed(&self, body: &[u8], signature: &[u8]) -> bool {
        self.keys.iter().any(|key| key.verify_sig(body, signature).is_ok())
    }
}

fn parse(text: &str) -> Option<ParsedPublicKey> {
    let der = BASE64_STANDARD.decode(text).ok()?;
    if der.len() != LENGTH || !der.starts_with(&RSA_2048) {
        return None;
    }
    ParsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA512, der).ok()
}
