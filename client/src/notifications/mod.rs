//! Verifies the signed notifications that the service sends to a merchant, and the signed returns of the buyer's
//! browser. Most of this module needs the feature `notifications`.
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
//!     if charge.outcome().is_paid() {
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
//!   than a minute may find that another has begun. A handler whose effect is in a database can record the notification in
//!   the same transaction, and end it by [`Claim::recorded`]: then the effect is there once, whenever a process dies.
//!
//! # The return of the buyer
//!
//! For a bank transfer, instalments and 3-D Secure, the buyer leaves for another site. At the end, that site has the
//! buyer's browser post a signed form to the `redirect_url` of the charge. [`Verifier::verify_return`] compares it with
//! the merchant's own record of the order, because the browser can post any form it has ever seen. The result is
//! [`Unconfirmed`]: it chooses the page that the buyer sees, and proves no funds. Name the operation number in the
//! `redirect_url`, so that the handler finds its record without the form. The request comes from another site, so cookies
//! that are `SameSite=Lax` or `Strict` are not in it.
//!
#![cfg_attr(feature = "notifications", doc = "```")]
#![cfg_attr(not(feature = "notifications"), doc = "```ignore")]
//! use alignet::{
//!     Money, Outcome,
//!     api::ChargeReturn,
//!     notifications::{Order, Verifier},
//! };
//! use axum::{
//!     Router,
//!     body::Bytes,
//!     extract::{DefaultBodyLimit, Path, State},
//!     http::StatusCode,
//!     routing::post,
//! };
//!
//! #[derive(Clone)]
//! struct Shop {
//!     verifier: Verifier,
//! }
//!
//! /// The routes of a shop. Its charges name `https://shop.example.com/returns/400100` as their `redirect_url`.
//! fn routes(shop: Shop) -> Router {
//!     let small = DefaultBodyLimit::max(64 * 1024);
//!     Router::new().route("/returns/{number}", post(returns)).layer(small).with_state(shop)
//! }
//!
//! async fn returns(
//!     State(shop): State<Shop>,
//!     Path(number): Path<String>,
//!     form: Bytes,
//! ) -> Result<&'static str, StatusCode> {
//!     let money = sum_of(&number).ok_or(StatusCode::NOT_FOUND)?;
//!     let merchant_code = "your_merchant_code";
//!     let order = Order { merchant_code, merchant_operation_number: &number, money };
//!     let returned = shop
//!         .verifier
//!         .verify_return::<ChargeReturn>(&form, &order)
//!         .map_err(|error| error.status())?;
//!     // For the page alone. The order is paid when the notification or `get_charge` says so.
//!     Ok(match returned.unconfirmed().outcome() {
//!         Outcome::Declined { .. } => "The payment failed. Choose another way to pay.",
//!         _ => "Thank you. We are waiting for the confirmation of your payment.",
//!     })
//! }
//!
//! /// The sum of an order, from the merchant's own records.
//! fn sum_of(number: &str) -> Option<Money> {
//!     (number == "400100").then(|| "150.00 PEN".parse().ok())?
//! }
//! ```
//!
//! The example `buyer_return` of the repository runs such a handler against the sandbox.
//!
//! The buyer may never come back, or come back without having paid. If no notification comes either, query the charge.

// The links above lead to items that exist only with the feature.
#![cfg_attr(not(feature = "notifications"), allow(rustdoc::broken_intra_doc_links))]

#[cfg(feature = "notifications")]
mod acknowledgement;
#[cfg(feature = "notifications")]
mod claim;
#[cfg(feature = "notifications")]
mod form;
#[cfg(feature = "notifications")]
mod guard;
#[cfg(feature = "notifications")]
mod key;
#[cfg(feature = "notifications")]
mod merchants;
#[cfg(feature = "notifications")]
mod order;
#[cfg(feature = "notifications")]
mod receiver;
#[cfg(feature = "notifications")]
mod returned;
#[cfg(feature = "notifications")]
mod signature;
#[cfg(all(feature = "journal", feature = "notifications"))]
mod told;
#[cfg(feature = "notifications")]
mod verifier;

#[cfg(feature = "notifications")]
pub use self::{
    acknowledgement::Acknowledgement,
    claim::Claim,
    guard::{Begun, GuardError, Guarding, Lease, MemoryGuard, ReplayGuard, ReplayKey},
    order::Order,
    receiver::{Arrival, ReceiveError, Receiver},
    returned::{InvalidReturn, Unconfirmed},
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

/// A return that the contract declares: a form that the buyer's browser posts. Generated code implements this trait.
///
/// The returns are in [`api`](crate::api); their names end in `Return`.
pub trait Return: DeserializeOwned + Send + 'static {
    /// The field of the form that carries the JSON, in Base64.
    #[doc(hidden)]
    const FORM: &'static str;

    /// The properties that every return of this kind shares.
    #[doc(hidden)]
    const DESCRIPTION: Description;
}

/// The properties that every notification or return of a kind shares. For generated code.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Description {
    /// The name in the contract.
    pub name: &'static str,
    /// The header that carries the signature, in lower case; of a return, the field of the form.
    pub signature: &'static str,
    /// The keys that verify it, as the index of the environment's value.
    pub keys: usize,
    /// The field of the body that names the merchant.
    pub merchant: &'static str,
    /// The path of the status object in the body.
    pub status: &'static [&'static str],
    /// The paths of the fields that distinguish one notification from another; of a return, those of the operation
    /// number, the amount and the currency.
    pub identity: &'static [&'static [&'static str]],
    /// The places in the identity of the reference of a payment that a client can undo, and of the id of its
    /// transaction; `None` if it tells of no such payment.
    pub subject: Option<(usize, Option<usize>)>,
}
