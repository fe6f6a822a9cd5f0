//! What the contestants have in common.

use crate::Failure;

/// What can call for a nonce.
pub trait Caller {
    /// The nonce of one call.
    fn call(&self) -> impl Future<Output = Result<String, Failure>>;
}
