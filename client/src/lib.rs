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
pub mod codegen;
pub mod notifications;
pub mod reliability;
pub mod transport;

mod auth;
mod call;
mod clock;
mod config;
mod error;
#[cfg(any(test, fuzzing))]
pub mod fuzz;
mod limits;
mod redact;
mod reply;
mod request;
#[cfg(test)]
mod tests;
mod types;
mod wait;

pub use call::Response;
pub use codegen::{endpoint::Repeat, wire::Unknown};
pub use config::{
    client::{Client, ClientBuilder},
    credentials::{CREDENTIALS_VARIABLES, Credentials},
    environment::{ENVIRONMENT_VARIABLE, Environment},
};
pub use error::{Delivery, Error, ErrorKind, Message};
pub use reply::{
    outcome::{HasOutcome, Outcome},
    settle::settle,
};
pub use types::{
    money::{Amount, Currency, Money},
    nullable::Nullable,
    scopes::Scopes,
    secret::{ExpiringSecret, Secret, SingleUseSecret},
};

/// Any JSON, where the contract leaves it open.
pub use serde_json::Value as Json;

/// Expands a contract of your own, which extends the shipped one; see the macro's documentation.
pub use alignet_macros::client;

/// Everything the contract declares: the calls of each endpoint, and the types they take and
/// return. Generated; each item says which line of the contract it comes from.
pub mod api {
    alignet_macros::client!();
}
