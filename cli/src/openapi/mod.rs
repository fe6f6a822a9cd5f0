//! Exports a contract as an OpenAPI document. The keys `x-alignet-…` carry what OpenAPI has no words for; this crate's
//! README lists them.
//!
//! ```
//! use alignet_cli::openapi::{self, Version};
//!
//! let contract = alignet_spec::Contract::shipped().expect("the shipped contract is sound");
//! let document = openapi::export(&contract, Version::V3_1).pretty();
//! assert!(document.contains("\"operationId\": \"create_nonce\""));
//! ```

mod declared;
mod export;
mod failure;
mod field;
mod links;
mod operation;
mod parameters;
mod prose;
mod responses;
mod root;
mod scalar;
mod version;
mod webhooks;

use alignet_spec::Contract;

pub use self::version::Version;
use crate::json::Json;

/// Exports a contract, with the shipped one if it extends it: its calls need the shipped one's token.
pub fn export(contract: &Contract, version: Version) -> Json {
    Json::Object(export::Export::new(contract, version).document())
}
