//! What the service tells a merchant unasked, in signed requests. Most of it takes the feature
//! `webhooks`.
//!
//! A [`Verifier`] turns the bytes of such a request into a notification, when it is one: signed with a
//! key of the environment, and meant for this merchant. A [`Receiver`] also tells the new ones from
//! those that were received before, and one that is finished from one that failed:
//!
#![cfg_attr(feature = "webhooks", doc = "```")]
#![cfg_attr(not(feature = "webhooks"), doc = "```ignore")]
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
//! What is none is answered with 400, and does not come again. What the service signed and nobody can
//! read is answered with 503 and does, and is a `tracing` warning: it may tell of a payment.
//!
//! Four rules for the handler:
//!
//! - **Hand over the body as it came.** The signature is of its bytes: what was parsed and written
//!   again is another body.
//! - **Answer within ten seconds**, or the service takes it that nobody is there and sends it again.
//! - **Never go backwards.** Notifications come out of order: a `PENDIENTE` may arrive behind the
//!   `AUTORIZADO` that ended it, and is new all the same. Compare it with what is known already, or ask
//!   with `get_charge`, which tells how the charge stands now.
//! - **Be ready to see one twice.** A guard remembers much, but not everything and not for ever, and a handler
//!   that takes longer than a minute may find that another has begun.

// What the links above lead to is there with the feature.
#![cfg_attr(not(feature = "webhooks"), allow(rustdoc::broken_intra_doc_links))]

#[cfg(feature = "webhooks")]
mod acknowledgement;
#[cfg(feature = "webhooks")]
mod claim;
#[cfg(feature = "webhooks")]
mod guard;
#[cfg(feature = "webhooks")]
mod key;
#[cfg(feature = "webhooks")]
mod memory;
#[cfg(feature = "webhooks")]
mod receiver;
#[cfg(feature = "webhooks")]
mod replay_key;
#[cfg(feature = "webhooks")]
mod verifier;

#[cfg(feature = "webhooks")]
pub use self::{
    acknowledgement::Acknowledgement,
    claim::Claim,
    guard::{Begun, GuardError, Guarding, ReplayGuard},
    memory::MemoryGuard,
    receiver::{Arrival, ReceiveError, Receiver},
    replay_key::ReplayKey,
    verifier::{InvalidNotification, Verifier},
};

use http::HeaderMap;
use serde::de::DeserializeOwned;

/// A notification that the contract declares; generated code fills it in.
///
/// [`api`](crate::api) holds them: their names end in `Notification`.
pub trait Notification: DeserializeOwned + Send + 'static {
    /// What is the same for every notification of this kind.
    #[doc(hidden)]
    const DESCRIPTION: Description;

    /// The signature among the headers of a request; empty, which is no signature, when there is none
    /// or more than one.
    fn signature(headers: &HeaderMap) -> &[u8] {
        let mut found = headers.get_all(Self::DESCRIPTION.signature).iter();
        match (found.next(), found.next()) {
            (Some(signature), None) => signature.as_bytes(),
            _ => &[],
        }
    }
}

/// What is the same for every notification of a kind. For generated code.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Description {
    /// The name in the contract.
    pub name: &'static str,
    /// The header that carries the signature, in lower case.
    pub signature: &'static str,
    /// The keys that verify it, by the index of the environment's value.
    pub keys: usize,
    /// The field of the body that names the merchant.
    pub merchant: &'static str,
    /// Where the body keeps its status object.
    pub status: &'static [&'static str],
    /// The fields that tell one notification from another, each by the way there.
    pub identity: &'static [&'static [&'static str]],
}
