//! The calls of the contract in `contract/`, which extends the shipped one.

alignet::client!("contract");

/// What crates have in scope where they expand a contract, and the contract's field of that name.
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
