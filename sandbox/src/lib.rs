//! A local Alignet (Pay-me), for tests and development.
//!
//! It serves the contract that the `alignet` crate is made from, and has no code per endpoint. Every
//! request is validated against the contract: method, path, headers, access token, scopes, body. A request
//! that differs is refused as the vendor refuses it, with an envelope that names the mistakes. A valid
//! request gets the contract's example and headers, with freshly generated secrets, which expire and can be used as
//! often as the contract allows. A record that one call creates can be read and changed by other calls.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use std::time::Duration;
//! use alignet_sandbox::{Fault, RedeemError, Sandbox};
//!
//! let sandbox = Sandbox::start().await?;
//! let alignet = alignet::Client::builder(sandbox.environment())
//!     .credentials(sandbox.credentials())
//!     .build()?;
//!
//! // Inject a failure into the next call.
//! sandbox.fault("create_nonce", Fault::status(503))?;
//! let nonce = alignet.create_nonce().send().await?.nonce;
//!
//! // Look at the requests that were sent.
//! assert_eq!((sandbox.calls("create_token"), sandbox.calls("create_nonce")), (1, 2));
//! for call in sandbox.requests() {
//!     println!("{call}"); // POST /token 200 in 0.3 ms
//! }
//!
//! // Redeem, expire and revoke the secrets that it generated.
//! let nonce = nonce.expose()?;
//! assert_eq!(sandbox.redeem(&nonce), Ok(()));
//! assert_eq!(sandbox.redeem(&nonce), Err(RedeemError::Used));
//! sandbox.advance(Duration::from_secs(31));
//! sandbox.revoke_tokens();
//! # Ok(())
//! # }
//! ```

mod behaviour;
mod builder;
mod clock;
mod connect;
mod control;
mod fault;
mod flex;
mod journal;
mod notifications;
mod pages;
mod random;
mod reply;
mod request;
mod returns;
mod sandbox;
mod server;
mod state;
mod store;
mod validate;
mod vault;

pub use builder::Builder;
pub use fault::{Fault, InvalidFault, Target};
pub use journal::LoggedCall;
pub use notifications::{
    build::{InvalidNotification, SignedNotification},
    outbox::Notified,
    returned::SignedReturn,
    signing::SigningKey,
};
pub use sandbox::Sandbox;
pub use store::event::InvalidEvent;
pub use vault::RedeemError;

pub use alignet_spec::{Contract, Sources};

/// Runs the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
