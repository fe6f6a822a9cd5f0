//! The macro that turns the Alignet (Pay-me) contract into the `alignet` client.
//!
//! Use it through `alignet::client!`; this crate has no other purpose. It works in three steps:
//!
//! 1. `read` finds the contract and has `alignet-spec` load and check it;
//! 2. `expand` turns a checked contract into types, one data-only `impl` per endpoint and one
//!    method per endpoint, and cannot fail: one file per emitted thing;
//! 3. `derive` implements what depends only on the shape of one emitted type: its builder, or its wire
//!    format.

mod derive;
mod expand;
#[cfg(test)]
#[allow(clippy::panic)]
mod growth;
mod read;

use proc_macro::TokenStream;
use syn::{DeriveInput, LitStr, parse_macro_input};

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

/// Emits the examples in the documentation of the shipped contract, as functions. For this workspace's tests.
#[doc(hidden)]
#[proc_macro]
pub fn examples(_: TokenStream) -> TokenStream {
    read::shipped().map_or_else(read::Failure::expand, |found| expand::examples(&found)).into()
}

/// Derives the builder of a type that requests use. For expanded code.
#[doc(hidden)]
#[proc_macro_derive(Builder, attributes(builder))]
pub fn builder(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    derive::builder(&input).unwrap_or_else(|error| error.into_compile_error()).into()
}

/// Derives the serialisation of a request that has no body. For expanded code.
#[doc(hidden)]
#[proc_macro_derive(Bodiless)]
pub fn bodiless(input: TokenStream) -> TokenStream {
    derive::bodiless(&parse_macro_input!(input as DeriveInput)).into()
}

/// Derives the wire format of an enumeration. For expanded code.
#[doc(hidden)]
#[proc_macro_derive(Enumeration, attributes(wire))]
pub fn enumeration(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    derive::enumeration(&input).unwrap_or_else(|error| error.into_compile_error()).into()
}

/// Derives the outcome of a payment for an object. For expanded code.
#[doc(hidden)]
#[proc_macro_derive(Outcome, attributes(outcome))]
pub fn outcome(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    derive::outcome(&input).unwrap_or_else(|error| error.into_compile_error()).into()
}

/// Derives the wire format of a union. For expanded code.
#[doc(hidden)]
#[proc_macro_derive(Union, attributes(union, wire))]
pub fn union(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    derive::union(&input).unwrap_or_else(|error| error.into_compile_error()).into()
}

/// Derives the wire format of an object that is sent. For expanded code.
#[doc(hidden)]
#[proc_macro_derive(Sent, attributes(wire))]
pub fn sent(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    derive::sent(&input).unwrap_or_else(|error| error.into_compile_error()).into()
}

/// Derives the wire format of an object that is received. For expanded code.
#[doc(hidden)]
#[proc_macro_derive(Received, attributes(wire))]
pub fn received(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    derive::received(&input).unwrap_or_else(|error| error.into_compile_error()).into()
}
