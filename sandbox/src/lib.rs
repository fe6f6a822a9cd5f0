//! A local Alignet (Pay-me), for tests and development.
//!
//! It serves the contract that the `alignet` crate is made from, and nothing else: there is no code
//! per endpoint. Every request is compared with the contract (method, path, headers, access token,
//! scopes, body), and one that differs is answered as the vendor does, with an envelope that names
//! what is wrong. One that doesn't gets the contract's example, with freshly minted secrets that
//! expire and can be used as often as the contract says.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use std::time::Duration;
//! use alignet_sandbox::{Fault, Sandbox, Target};
//!
//! let sandbox = Sandbox::builder().lifetime("create_token", Duration::from_secs(60)).start().await?;
//!
//! // What goes wrong with the next calls.
//! sandbox.fault("create_nonce", Fault::cut())?;
//! sandbox.fault(Target::Any, Fault::usual().delay(Duration::from_millis(10)))?;
//!
//! // What was sent.
//! for call in sandbox.requests() {
//!     println!("{call}"); // POST /nonce 401 in 0.3 ms: header `Authorization` is required, but absent
//! }
//!
//! // What happens to the secrets that it minted.
//! sandbox.advance(Duration::from_secs(61));
//! sandbox.revoke_tokens();
//! assert!(sandbox.redeem("a nonce from elsewhere").is_err());
//! # Ok(())
//! # }
//! ```

mod answer;
mod builder;
mod call;
mod clock;
mod fault;
mod judge;
mod mint;
mod record;
mod refusal;
mod respond;
mod route;
mod sandbox;
mod serve;
mod state;
mod synthesise;
mod vault;

pub use builder::Builder;
pub use fault::{Fault, InvalidFault, Target};
pub use record::Recorded;
pub use sandbox::Sandbox;
pub use vault::RedeemError;

pub use alignet_spec::Contract;
