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
mod written;

use proc_macro::TokenStream;
use syn::{LitStr, parse_macro_input};

/// Expands a contract into types and calls.
///
/// `alignet::client!("folder")` expands the contract in that folder, which is relative to the
/// manifest of the calling crate and extends the shipped contract: its endpoints may use the
/// shipped types, origins, environments and access tokens. Each endpoint `do_it` becomes a type
/// `DoIt` and a method of the trait `ClientExt`, which `alignet::Client` implements:
/// `alignet.do_it().send().await`. In a module that does not contain the macro, import the trait, or
/// write `DoIt::new(&alignet)`. A module holds one contract: the trait has the same name for each.
///
/// Without an argument it expands the shipped contract, inside the `alignet` crate only.
///
/// # Rebuilds
///
/// Editing a file of the folder rebuilds the crate. The compiler can't watch a folder, so a *new* file is noticed only if the
/// crate has a build script, `build.rs`, whose `main` has the line
///
/// ```
/// println!("cargo::rerun-if-changed=folder");
/// ```
///
/// # The generated code
///
/// With the environment variable `ALIGNET_EXPAND=1`, the macro writes its code to a file below `target`, formatted if there is a
/// `rustfmt`, and includes the file. The errors of the compiler and the jumps of an editor then lead into the file:
/// `alignet-expand/PACKAGE-VERSION/folder.rs`, which is in the output folder of the package's build script, or in `target/debug` without
/// one. The absolute path of a folder instead of `1` is used in place of `alignet-expand`. A change of the variable rebuilds the crate;
/// a package that cargo downloaded, as `alignet` itself may be, only after `cargo clean -p alignet`. The calling crate has the
/// edition 2018 or a newer one.
#[proc_macro]
pub fn client(input: TokenStream) -> TokenStream {
    let folder = parse_macro_input!(input as Option<LitStr>);
    let shown = folder.as_ref().map_or_else(|| "shipped".to_owned(), LitStr::value);
    let found = read::contract(folder.as_ref());
    let expand = |found: read::Found| written::expansion(&shown, expand::client(&found));
    found.map_or_else(read::Failure::expand, expand).into()
}

/// Emits the examples in the documentation of the contract in a folder, and of the shipped contract, as functions. For
/// this workspace's tests.
#[doc(hidden)]
#[proc_macro]
pub fn examples(input: TokenStream) -> TokenStream {
    let folder = parse_macro_input!(input as LitStr);
    read::contract(Some(&folder)).map_or_else(read::Failure::expand, |found| expand::examples(&found)).into()
}
