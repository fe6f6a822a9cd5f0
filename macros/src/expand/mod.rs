//! Expands a checked contract to Rust, with one file per emitted item. Expansion can't fail.
//!
//! Emitted code names everything by an absolute path, so that neither a contract nor the calling crate can
//! shadow a name that it uses.

mod builder;
mod default;
mod docs;
mod endpoint;
mod environment;
mod example;
mod names;
mod notification;
mod primitive;
mod rust_type;
mod token;
mod types;
mod warm_up;
mod whence;

#[cfg(test)]
#[allow(clippy::panic)]
mod tests;

use proc_macro2::TokenStream;
use quote::quote;

pub(crate) use self::example::examples;
use crate::read::Found;

/// Expands a whole contract.
pub(crate) fn client(found: &Found) -> TokenStream {
    let contract = &found.contract;
    let types = contract.types.iter().filter(|one| !one.inherited);
    let types = types.map(|one| types::declared(found, one));
    let endpoints = contract.endpoints.iter().filter(|endpoint| !endpoint.inherited);
    let endpoints = endpoints.map(|endpoint| endpoint::endpoint(found, endpoint));
    let notifications = contract.notifications.iter().filter(|one| !one.inherited);
    let notifications = notifications.map(|one| notification::notification(found, one));
    let journaled = endpoint::journaled(found);
    let shared = if found.shipped { Some(shipped(found)) } else { endpoint::extension(found) };
    let watched = watch(found);
    quote!(#shared #(#types)* #(#endpoints)* #journaled #(#notifications)* #watched)
}

/// Emits the items that only the `alignet` crate gets: the environments, a method per endpoint, and the
/// items that endpoints of every contract share.
fn shipped(found: &Found) -> TokenStream {
    let environments = environment::environments(found);
    let methods = endpoint::methods(found);
    let headers = endpoint::shared_headers(found);
    let token = found.contract.api.bearer.as_ref().map(|bearer| token::token(found, bearer));
    let warm_up = warm_up::warm_up(found);
    quote!(#environments #methods #warm_up #headers #token)
}

/// Makes cargo rebuild the calling crate when a file of its contract changes.
fn watch(found: &Found) -> TokenStream {
    let files = found.files.iter().map(|file| file.to_string_lossy().into_owned());
    quote!(#(const _: &[u8] = ::core::include_bytes!(#files);)*)
}
