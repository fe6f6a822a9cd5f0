//! The macro that turns the Alignet (Pay-me) contract into the `alignet` client.
//!
//! Use it through `alignet::client!`; this crate has no other purpose. It works in two steps:
//!
//! 1. `read` finds the contract and has `alignet-spec` load and check it;
//! 2. `expand` writes the code straight from the checked contract, and cannot fail: types with their wire
//!    format, and per endpoint a call, its setters, one data-only `impl` and one method. It has one file per
//!    emitted thing.

mod expand;
#[cfg(test)]
#[allow(clippy::panic)]
mod growth;
mod read;

use proc_macro::TokenStream;
use syn::{LitStr, parse_macro_input};

/// Expands a contract into types and calls.
///
/// `alignet::client!("folder")` expands the contract in that folder, which is relative to the
/// manifest of the calling crate and extends the shipped contract: its endpoints may use the
/// shipped types, origins, environments and access tokens. Each endpoint `do_it` becomes a type
/// `DoIt`, whose calls `alignet::Client` sends: `DoIt::new(&alignet).send().await`.
///
/// Without an argument it expands the shipped contract, inside the `alignet` crate only.
///
/// Editing a file of the folder rebuilds the crate. To notice *new* files, give the crate a build
/// script that prints `cargo::rerun-if-changed=folder`.
#[proc_macro]
pub fn client(input: TokenStream) -> TokenStream {
    let folder = parse_macro_input!(input as Option<LitStr>);
    read::contract(folder.as_ref()).map_or_else(read::Failure::expand, |found| expand::client(&found)).into()
}

/// Emits the examples in the documentation of the contract in a folder, and of the shipped contract, as functions. For
/// this workspace's tests.
#[doc(hidden)]
#[proc_macro]
pub fn examples(input: TokenStream) -> TokenStream {
    let folder = parse_macro_input!(input as LitStr);
    read::contract(Some(&folder)).map_or_else(read::Failure::expand, |found| expand::examples(&found)).into()
}
