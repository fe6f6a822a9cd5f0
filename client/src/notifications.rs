//! What the service tells a merchant unasked, in signed requests.

use serde::de::DeserializeOwned;

/// A notification that the contract declares; generated code fills it in.
pub trait Notification: DeserializeOwned + Send + 'static {
    /// What is the same for every notification of this kind.
    #[doc(hidden)]
    const DESCRIPTION: Description;
}

/// What is the same for every notification of a kind. For generated code.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Description {
    /// The name in the contract.
    pub name: &'static str,
    /// The header that carries the signature, in lower case.
    pub signature: &'static str,
    /// The keys that verify it, by the index of the environment's value.
    pub keys: usize,
    /// The field of the body that names the merchant.
    pub merchant: &'static str,
    /// The fields that tell one notification from another, each by the way there.
    pub identity: &'static [&'static [&'static str]],
}
