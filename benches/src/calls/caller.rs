//! The trait that all contestants implement.

use crate::Failure;

/// A client that can create a nonce.
pub trait Caller {
    /// Makes one call, and returns its nonce.
    fn call(&self) -> impl Future<Output = Result<String, Failure>>;
}
