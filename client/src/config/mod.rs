//! The settings of a client: its environment, its merchant, and its limits.

pub(crate) mod client;
pub(crate) mod credentials;
pub(crate) mod environment;
pub(crate) mod origin;
pub(crate) mod retry_budget;
