//! The trait between this crate and the network, over `http` types.
//!
//! The built-in transport uses reqwest, set up as a payments client needs it. Implement
//! [`Transport`] to test without sockets, to add a middleware, or to use another HTTP library. The
//! rules of this crate (deadlines, retries, tokens, checks of replies) stay in force around it.

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
