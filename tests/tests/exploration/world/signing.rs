//! Signatures of notifications.

use std::{cell::RefCell, collections::HashMap, sync::LazyLock};

use alignet_sandbox::SigningKey;

/// The key of the service. Generated once, because that is slow.
static KEY: LazyLock<SigningKey> = LazyLock::new(|| SigningKey::generate().unwrap());

thread_local! {
    /// The signatures so far. Histories repeat the same few notifications, and a signature takes as long as the rest of
    /// a history.
    static MADE: RefCell<HashMap<String, String>> = RefCell::default();
}

/// The key by which a merchant verifies notifications.
pub(crate) fn public_key() -> &'static str {
    KEY.public_key()
}

/// Signs a body.
pub(crate) fn sign(body: &str) -> String {
    MADE.with_borrow_mut(|made| {
        if let Some(signature) = made.get(body) {
            return signature.clone();
        }
        let signature = KEY.sign(body);
        made.insert(body.to_owned(), signature.clone());
        signature
    })
}
