//! Verifies the signed notifications that the service sends to a merchant. Most of this module needs the
//! feature `notifications`.
//!
//! A [`Verifier`] reads the bytes of a request as a notification, if a key of the environment signed it and it
//! is meant for this merchant. A [`Receiver`] also detects notifications that were handled before, and receives
//! a notification again if its handler failed:
//!
#![cfg_attr(feature = "notifications", doc = "```")]
#![cfg_attr(not(feature = "notifications"), doc = "```ignore")]
//! use alignet::{
//!     api::ChargeNotification,
//!     notifications::{Acknowledgement, Arrival, Notification as _, Receiver},
//! };
//! use http::{HeaderMap, StatusCode};
//!
//! /// The handler of the URL that charges name as their `callback_url`.
//! async fn handle(receiver: &Receiver, headers: &HeaderMap, body: &[u8]) -> StatusCode {
//!     let signature = ChargeNotification::signature(headers);
//!     match receiver.receive::<ChargeNotification>(body, signature).await {
//!         Ok(Arrival::New(charge)) => match keep(&charge).await {
//!             Ok(()) => charge.done().await.status(),
//!             Err(_) => charge.again().await.status(),
//!         },
//!         Ok(Arrival::Repeated) => Acknowledgement::Received.status(),
//!         Ok(Arrival::Underway) => Acknowledgement::Again.status(),
//!         Err(error) => error.status(),
//!     }
//! }
//!
//! async fn keep(charge: &ChargeNotification) -> std::io::Result<()> {
//!     if charge.outcome().is_authorised() {
//!         // Mark the order `charge.merchant_operation_number` as paid, if it is not already.
//!     }
//!     Ok(())
//! }
//! ```
//!
//! Invalid requests are answered with 400, and do not come again. Notifications that the service signed but that
//! can't be read are logged as a `tracing` warning and answered with 503, so that the service sends them again:
//! they may tell of a payment.
//!
//! Four rules for the handler:
//!
//! - **Hand over the body as it came.** The signature covers its bytes: a body that was parsed and written
//!   again has other bytes.
//! - **Answer within ten seconds**, or the service counts the delivery as failed and sends it again.
//! - **Never go backwards.** Notifications come out of order: a `PENDIENTE` may arrive after the
//!   `AUTORIZADO` that ended it, and still counts as new. Compare it with the state that you have recorded, or
//!   query the present state with `get_charge`.
//! - **Be ready to see a notification twice.** A guard forgets old notifications, and a handler that takes longer
//!   than a minute may find that another has begun.

// The links above lead to items that exist only with the feature.
#![cfg_attr(not(feature = "notifications"), allow(rustdoc::broken_intra_doc_links))]

#[cfg(feature = "notifications")]
mod acknowledgement;
#[cfg(feature = "notifications")]
mod claim;
#[cfg(feature = "notifications")]
mod key;
#[cfg(feature = "notifications")]
mod memory_guard;
#[cfg(feature = "notifications")]
mod merchants;
#[cfg(feature = "notifications")]
mod receiver;
#[cfg(feature = "notifications")]
mod replay_guard;
#[cfg(feature = "notifications")]
mod replay_key;
#[cfg(feature = "notifications")]
mod signed;
#[cfg(feature = "notifications")]
mod verifier;

#[cfg(feature = "notifications")]
pub use self::{
    acknowledgement::Acknowledgement,
    claim::Claim,
    memory_guard::MemoryGuard,
    receiver::{Arrival, ReceiveError, Receiver},
    replay_guard::{Begun, GuardError, Guarding, ReplayGuard},
    replay_key::ReplayKey,
    verifier::{InvalidNotification, Verifier},
};

use http::HeaderMap;
use serde::de::DeserializeOwned;

/// A notification that the contract declares. Generated code implements this trait.
///
/// The notifications are in [`api`](crate::api); their names end in `Notification`.
pub trait Notification: DeserializeOwned + Send + 'static {
    /// The properties that every notification of this kind shares.
    #[doc(hidden)]
    const DESCRIPTION: Description;

    /// Returns the signature from the headers of a request, or an empty slice, which is no signature, if the
    /// header is missing or repeated.
    fn signature(headers: &HeaderMap) -> &[u8] {
        let mut found = headers.get_all(Self::DESCRIPTION.signature).iter();
        match (found.next(), found.next()) {
            (Some(signature), None) => signature.as_bytes(),
            _ => &[],
        }
    }
}

/// The properties that every notification of a kind shares. For generated code.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Description {
    /// The name in the contract.
    pub name: &'static str,
    /// The header that carries the signature, in lower case.
    pub signature: &'static str,
    /// The keys that verify it, as the index of the environment's value.
    pub keys: usize,
    /// The field of the body that names the merchant.
    pub merchant: &'static str,
    /// The path of the status object in the body.
    pub status: &'static [&'static str],
    /// The paths of the fields that distinguish one notification from another.
    pub identity: &'static [&'static [&'static str]],
}
