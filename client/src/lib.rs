#![cfg_attr(docsrs, feature(doc_cfg))]
#![doc = include_str!("../README.md")]
//!
//! # Where to look
//!
//! - [`Client`] has a method per endpoint, which documents its arguments, its reply and the effect of a repetition.
//! - [`Environment`] selects the origins to call; [`Credentials`] identify the caller.
//! - [`Error`] is the only error type: the kind of failure, how far the request got, and if a retry may help.
//! - [`api`] holds the generated calls, and the types that they take and return.
//! - [`Money`], [`Amount`] and [`Currency`] are exact; they are parsed and displayed with the currency's decimals, and
//!   sums and comparisons of two currencies are errors.
//! - A setter of an optional field takes a value or an `Option`: see [`IntoOption`].
//! - [`Decimal`] holds a JSON number with all its digits, [`Date`] a day, and [`DateTime`] a moment with its offset.
//! - [`Document`] holds the bytes of a reply that is not JSON, such as a PDF.
//! - [`notifications`] verifies the signed notifications that the service sends, and the returns of buyers' browsers.
//! - `journal` writes calls that may move money down before they leave, and settles them after a crash.
//! - [`reliability`] documents retries, verdicts, timeouts and limits, with their constants. [`transport`] is the
//!   interface to the HTTP library.
//! - [`testing`] makes replies, notifications, errors and clients for an application's tests.
//! - [`telemetry`] documents spans, measurements and logs, and their fields. Secrets are not logged.

extern crate self as alignet;

#[doc(hidden)]
pub mod codegen;
#[cfg(feature = "journal")]
pub mod journal;
pub mod notifications;
pub mod reliability;
pub mod telemetry;
pub mod testing;
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
    document::Document,
    money::{Amount, Currency, Money},
    nullable::Nullable,
    option::IntoOption,
    scopes::Scopes,
    secret::{ExpiringSecret, Secret, SingleUseSecret},
};

/// Any JSON value, for fields whose type the contract leaves open.
pub use serde_json::Value as Json;

/// Expands your own contract, which extends the shipped one; see the macro's documentation.
pub use alignet_macros::client;

#[cfg(feature = "journal")]
impl Client {
    /// Returns the recovery of the calls of [`api`] in a journal, which settles those whose end is lost; see [`journal`]. It
    /// calls the service with this client, and writes no entries of its own.
    ///
    /// ```no_run
    /// # async fn run(alignet: alignet::Client, journal: std::sync::Arc<alignet::journal::MemoryJournal>) {
    /// use std::time::Duration;
    ///
    /// let recovery = alignet.recovery(journal).cancelling(true);
    /// tokio::spawn(async move { recovery.run(Duration::from_secs(30)).await });
    /// # }
    /// ```
    pub fn recovery(&self, journal: impl journal::Journal) -> journal::Recovery {
        journal::Recovery::new(self, journal, api::JOURNALED)
    }
}

/// Everything the contract declares: the calls of each endpoint, and the types they take and
/// return. Generated; each item names the line of the contract it comes from.
///
/// The parts of requests have builders, and are also read from JSON, such as a page sends. A missing or unknown field is
/// an error that names it:
///
/// ```
/// use alignet::api::Phone;
///
/// let phone: Phone = serde_json::from_str(r#"{ "country_code": "+51", "subscriber": "900000001" }"#)?;
/// assert_eq!(phone, Phone::builder().country_code("+51").subscriber("900000001").build());
///
/// let error = serde_json::from_str::<Phone>(r#"{ "country_code": "+51" }"#).unwrap_err();
/// assert!(error.to_string().starts_with("missing field `subscriber`"));
/// # Ok::<(), serde_json::Error>(())
/// ```
pub mod api {
    alignet_macros::client!();
}
