//! The key that signs notifications.

use std::{
    fmt, io,
    sync::{Arc, OnceLock},
};

use aws_lc_rs::{
    encoding::{AsDer as _, PublicKeyX509Der},
    rand::SystemRandom,
    rsa::KeySize,
    signature::{KeyPair as _, RSA_PKCS1_SHA512, RsaKeyPair},
};
use base64::{Engine as _, prelude::BASE64_STANDARD};

/// A key that signs notifications as the service does: RSA of 2048 bits, generated at run time.
///
/// Cloning is cheap. A clone is the same key.
#[derive(Clone)]
pub struct SigningKey {
    pair: Arc<RsaKeyPair>,
    public: Arc<str>,
}

impl SigningKey {
    /// Generates a new key. Takes about a tenth of a second.
    ///
    /// # Errors
    ///
    /// If the operating system provides no random numbers.
    pub fn generate() -> io::Result<Self> {
        let failed = |_| io::Error::other("no key can be made: there are no random numbers");
        let pair = RsaKeyPair::generate(KeySize::Rsa2048).map_err(failed)?;
        let public: PublicKeyX509Der<'_> = pair.public_key().as_der().map_err(failed)?;
        let public = BASE64_STANDARD.encode(public.as_ref()).into();
        Ok(Self { pair: Arc::new(pair), public })
    }

    /// The key that all sandboxes of this process share by default, because generating a key is slow.
    pub(crate) fn of_process() -> io::Result<Self> {
        static KEY: OnceLock<SigningKey> = OnceLock::new();
        if let Some(key) = KEY.get() {
            return Ok(key.clone());
        }
        let key = Self::generate()?;
        // If two threads generate a key at once, the first key is kept.
        Ok(KEY.get_or_init(|| key).clone())
    }

    /// Signs a body, and returns the value of the notification's signature header: the Base64 of an RSA
    /// PKCS#1 v1.5 signature with SHA-512.
    ///
    /// Empty, and so no valid signature, only if the operating system provides no random numbers.
    pub fn sign(&self, body: impl AsRef<[u8]>) -> String {
        let mut signature = vec![0; self.pair.public_modulus_len()];
        let signed = self.pair.sign(&RSA_PKCS1_SHA512, &SystemRandom::new(), body.as_ref(), &mut signature);
        signed.map(|()| BASE64_STANDARD.encode(signature)).unwrap_or_default()
    }

    /// The public key that verifies its signatures: the Base64 of its `SubjectPublicKeyInfo`, as in an
    /// environment's `notification_keys`.
    pub fn public_key(&self) -> &str {
        &self.public
    }
}

/// Shows only the public key.
impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey").field("public_key", &self.public).finish_non_exhaustive()
    }
}
