#![cfg_attr(docsrs, feature(doc_cfg))]
#![doc = include_str!("../README.md")]
//!
//! # Where to look
//!
//! - [`Client`] has a method per endpoint, which documents its arguments, its reply and the effect of a repetition.
//! - [`Environment`] selects the origins to call; [`Credentials`] identify the caller.
//! - [`Error`] is the only error type: the kind of failure, how far the request got, and if a retry may help.
//! - [`api`] holds the generated calls, and the types that they take and return.
//! - [`Money`], [`Amount`] and [`Currency`] are exact; they are parsed and displayed with the currency's decimals.
//! - [`Decimal`] holds a JSON number with all its digits, [`Date`] a day, and [`DateTime`] a moment with its offset.
//! - [`notifications`] verifies the signed notifications that the service sends.
//! - [`reliability`] documents retries, verdicts, timeouts and limits, with their constants. [`transport`] is the
//!   interface to the HTTP library.
//!
//! # Logs
//!
//! Each call is a `tracing` span `alignet` at debug level with the field `operation`. Each failed
//! attempt is a debug event in it with `attempt`, `kind` and `delivery`. A call that must not be
//! repeated logs a warning with `operation`, `reference` and `settled_by` if it is dropped after it may have been
//! sent. Fields of a reply that could not be read are a debug event with `unread`, their paths. An invalid
//! notification is a debug event with `reason`, a fixed text of a few words, and a warning if the service signed it.
//! A replay guard that can't store the end of a claim is a warning with `step`. Secrets are not logged.

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
mod deadline;
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
    date::Date,
    date_time::DateTime,
    decimal::Decimal,
    money::{Amount, Currency, Money},
    nullable::Nullable,
    scopes::Scopes,
    secret::{ExpiringSecret, Secret, SingleUseSecret},
};

/// Any JSON value, for fields whose type the contract leaves open.
pub use serde_json::Value as Json;

/// Expands your own contract, which extends the shipped one; see the macro's documentation.
pub use alignet_macros::client;

/// Everything the contract declares: the calls of each endpoint, and the types they take and
/// return. Generated; each item names the line of the contract it comes from.
pub mod api {
    alignet_macros::client!();
}
