//! Notifications and returns: built from the contract, signed, kept and delivered.

pub(crate) mod build;
pub(crate) mod deliver;
pub(crate) mod outbox;
pub(crate) mod returned;
pub(crate) mod signing;
