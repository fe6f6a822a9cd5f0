//! The seam between this crate and the network: one trait over `http` types.
//!
//! The built-in transport is reqwest's, set up as a payments client needs it. Implement
//! [`Transport`] to test without sockets, to add a middleware, or to use another HTTP library; the
//! rules of this crate (deadlines, retries, tokens, what a reply must be) stay in force around it.

mod reqwest;
mod seam;
mod way;

pub(crate) use self::{
    reqwest::Receipt,
    way::{Way, in_time},
};
pub use self::{
    reqwest::Reqwest,
    seam::{Limits, Sending, Transport, TransportError},
};
