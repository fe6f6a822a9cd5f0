//! Serves the contract over HTTP.

pub(crate) mod accept;
pub(crate) mod call;
pub(crate) mod clockwork;
mod keyed;
pub(crate) mod resource;
pub(crate) mod response;
pub(crate) mod route;
