#![doc = include_str!("../README.md")]
//!
//! # Where to look
//!
//! - [`Client`] has a method per endpoint, which says what it takes, returns and costs to repeat.
//! - [`Environment`] and [`Credentials`] say where calls go and who makes them.
//! - [`Error`] is the one error: what happened, how far the request got, whether to try again.
//! - [`api`] holds the generated calls, and the types that they take and return.
//! - [`Money`], [`Amount`] and [`Currency`] are exact, read and shown by the decimals of the currency.
//! - [`notifications`] are what the service tells unasked, and how to know that it is the service.
//! - [`reliability`] says what happens when something goes wrong, with every constant; [`transport`] the seam to the network.
//!
//! # Logs
//!
//! Each call is a `tracing` span `alignet` at debug level with the field `operation`. Each failed
//! attempt is a debug event in it with `attempt`, `kind` and `delivery`. A call that must not be
//! repeated, dropped after it may have been sent, is a warning with `operation`, `reference` and `settled_by`. A
//! request that is no notification is a debug event with `reason`, one of a few words; a replay guard that fails
//! is a warning with `step`. Nothing secret is ever recorded.

extern crate self as alignet;

#[doc(hidden)]
pub mod auth;
#[doc(hidden)]
pub mod call;
#[doc(hidden)]
pub mod endpoint;
pub mod notifications;
#[doc(hidden)]
pub mod outcome;
pub mod reliability;

pub mod transport;
#[doc(hidden)]
pub mod wire;

mod answer;
mod binding;
mod client;
mod clock;
mod credentials;
mod decode;
mod environment;
mod error;
mod execute;
mod explanation;
#[cfg(any(test, fuzzing))]
pub mod fuzz;
mod given;
mod mint;
mod money;
mod nullable;
mod outgoing;
mod proof;
mod recall;
mod redact;
mod retry;
mod scan;
mod scopes;
mod secret;
mod settle;
#[cfg(test)]
mod tests;
mod token;
mod underway;
mod verdict;
mod wait;

pub use call::Response;
pub use client::{Client, ClientBuilder};
pub use credentials::{CREDENTIALS_VARIABLES, Credentials};
pub use endpoint::Repeat;
pub use environment::{ENVIRONMENT_VARIABLE, Environment};
pub use error::{Delivery, Error, ErrorKind, Message};
pub use money::{Amount, Currency, Money};
pub use nullable::Nullable;
pub use outcome::{HasOutcome, Outcome};
pub use scopes::Scopes;
#[doc(hidden)]
pub use secret::Sent;
pub use secret::{ExpiringSecret, Secret, SingleUseSecret};
pub use settle::settle;
pub use wire::Unknown;

/// Any JSON, where the contract leaves it open.
pub use serde_json::Value as Json;

/// Expands a contract of your own, which extends the shipped one; see the macro's documentation.
pub use alignet_macros::client;

/// Everything the contract declares: the calls of each endpoint, and the types they take and
/// return. Generated; each item says which line of the contract it comes from.
pub mod api {
    alignet_macros::client!();
}

/// What generated code names besides the modules above. Not part of the public API.
#[doc(hidden)]
pub mod private {
    pub use alignet_macros::{Bodiless, Builder, Enumeration, Outcome, Received, Sent, Union};
    pub use serde;

    pub use crate::environment::{Keys, Value};
    pub use crate::given::Given;
}
