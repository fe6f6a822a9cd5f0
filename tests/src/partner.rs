//! The calls of the contract in `contract/`, which extends the shipped one.

alignet::client!("contract");

/// Names that a crate may define where it expands a contract: they must not break the generated code.
#[allow(dead_code)]
mod in_scope {
    pub(super) type Result<T> = std::result::Result<T, String>;
    pub(super) struct Ok;
    pub(super) struct Err;
    #[allow(non_upper_case_globals)]
    pub(super) const displays: u8 = 0;
}
#[allow(unused_imports)]
use in_scope::{Err, Ok, Result, displays};
