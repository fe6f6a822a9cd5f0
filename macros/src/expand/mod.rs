//! Expands a checked contract to Rust, with one file per emitted item. Expansion can't fail.

mod docs;
mod endpoint;
mod enumeration;
mod environment;
mod example;
mod method;
mod notification;
mod object;
mod operation;
mod request;
mod rust_type;
mod token;
mod union;
mod wire;

#[cfg(test)]
#[allow(clippy::panic)]
mod tests;

use alignet_spec::contract::Kind;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

pub(crate) use self::example::examples;
use crate::read::Found;

/// Expands a whole contract.
pub(crate) fn client(found: &Found) -> TokenStream {
    let contract = &found.contract;
    let types = contract.types.iter().filter(|one| !one.inherited).map(|one| match &one.kind {
        Kind::Object(fields) => object::object(found, one, fields),
        Kind::Enumeration(values) => enumeration::enumeration(found, one, values),
        Kind::Union(union) => union::union(found, one, union),
    });
    let endpoints = contract.endpoints.iter().filter(|endpoint| !endpoint.inherited);
    let endpoints = endpoints.map(|endpoint| endpoint::endpoint(found, endpoint));
    let notifications = contract.notifications.iter().filter(|one| !one.inherited);
    let notifications = notifications.map(|one| notification::notification(found, one));
    let shipped = found.shipped.then(|| shipped(found));
    let watched = watch(found);
    quote!(#shipped #(#types)* #(#endpoints)* #(#notifications)* #watched)
}

/// Emits the items that only the `alignet` crate gets: the environments, a method per endpoint, and the
/// items that endpoints of every contract share.
fn shipped(found: &Found) -> TokenStream {
    let contract = &found.contract;
    let environments = environment::environments(found);
    let methods = contract.endpoints.iter().map(method::method);
    let shared = operation::shared(found);
    let token = contract.api.bearer.as_ref().map(|bearer| token::token(found, bearer));
    quote! {
        #environments
        impl ::alignet::Client { #(#methods)* }
        #shared
        #token
    }
}

/// Makes cargo rebuild the calling crate when a file of its contract changes.
fn watch(found: &Found) -> TokenStream {
    let files = found.files.iter().map(|file| file.to_string_lossy().into_owned());
    quote!(#(const _: &[u8] = ::core::include_bytes!(#files);)*)
}

/// Returns a checked name as an identifier.
pub(crate) fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}
