//! Values for an application's tests: replies, notifications and errors, and a client without a network.
//!
//! A test can make everything that a call returns:
//!
//! - [`from_json`] makes a reply, a notification or a part of either, also one with secrets.
//! - [`error`] makes an [`Error`] of any kind.
//! - [`client`] makes a client whose calls a function answers. It encodes requests, checks replies and retries as
//!   any other client does, so a test of the code around a call needs no server.
//!
//! ```
//! use alignet::{Error, ErrorKind, api::AuthorizeChargeReply, testing};
//! use serde_json::json;
//!
//! /// The status code with which a shop answers its page.
//! fn status(charged: Result<AuthorizeChargeReply, Error>) -> u16 {
//!     match charged {
//!         Ok(reply) if reply.outcome().is_paid() => 200,
//!         Ok(_) => 402,
//!         Err(error) if error.is_indeterminate() => 202, // to be settled by a query
//!         Err(_) => 503,
//!     }
//! }
//!
//! let declined = json!({
//!     "success": true, "merchant_code": "M1", "merchant_operation_number": "400100",
//!     "transaction": { "state": "DENEGADO", "state_reason": "Fondos insuficientes" },
//! });
//! assert_eq!(status(testing::from_json(declined)), 402);
//! let lost = testing::error(ErrorKind::Timeout).indeterminate().build();
//! assert_eq!(status(Err(lost)), 202);
//! ```
//!
#![cfg_attr(
    feature = "notifications",
    doc = "[`GuardSuite`] tests a [`ReplayGuard`](crate::notifications::ReplayGuard) of the application's own."
)]
//!
//! `alignet-sandbox` is a whole service on this machine, which also issues nonces to redeem, remembers charges and signs
//! notifications.

mod canned;
mod error;
#[cfg(feature = "notifications")]
mod guard_suite;
#[cfg(feature = "journal")]
mod journals;
#[cfg(feature = "notifications")]
mod violations;

#[cfg(feature = "journal")]
pub use self::journals::check_journal;
pub use self::{
    canned::client,
    error::{ErrorBuilder, error},
};
#[cfg(feature = "notifications")]
pub use self::{guard_suite::GuardSuite, violations::Violations};

use serde_json::Value as Json;

use crate::{
    clock::Moment,
    codegen::wire::{Object, read_exactly},
    error::Error,
    redact::Secrets,
    reply::json_path::mistake,
    types::secret::Sent,
};

/// Makes a value of a type of [`api`](crate::api) from the JSON of the service, as a call reads it.
///
/// Two things differ from `Deserialize`. The lifetimes of its secrets start now, so that a nonce can be exposed. A
/// field of another type than the contract's is an error, also if it only informs, because here it is a mistake of the
/// test. Fields that only inform may be left out. Fields that the contract does not list are ignored.
///
/// ```
/// use alignet::{api::CreateNonceReply, testing};
/// use serde_json::json;
///
/// let reply: CreateNonceReply = testing::from_json(json!({
///     "success": true, "nonce": "a.nonce", "expires_in": 30, "nonce_creation": {},
/// }))?;
/// assert_eq!(reply.nonce.expose()?, "a.nonce");
///
/// let wrong = testing::from_json::<CreateNonceReply>(json!({ "success": true, "nonce": 7 }));
/// assert_eq!(wrong.err().and_then(|error| error.path().map(str::to_owned)).as_deref(), Some("nonce"));
/// # Ok::<(), alignet::Error>(())
/// ```
///
/// # Errors
///
/// [`ErrorKind::Decode`](crate::ErrorKind::Decode) with the [`path`](Error::path) of a required field that is missing, or
/// of a field of another type.
pub fn from_json<T: Object>(json: Json) -> Result<T, Error> {
    let text = json.to_string();
    let mut value: T = read_exactly(text.as_bytes())
        .map_err(|error| mistake(text.as_bytes(), &error, &Secrets::of_client(["", ""])))?;
    value.bind(Sent(Moment::now()));
    Ok(value)
}
