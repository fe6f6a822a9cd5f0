//! Emits the trait by which the calls of a contract that extends the shipped one become methods of `Client`.

use alignet_spec::contract::Endpoint;
use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use crate::{
    expand::{
        docs::attributes,
        names::{self, ident},
    },
    read::Found,
};

/// Emits the trait, if the contract has endpoints of its own.
pub(crate) fn extension(found: &Found) -> Option<TokenStream> {
    let own: Vec<&Endpoint> = found.contract.endpoints.iter().filter(|one| !one.inherited).collect();
    let first = own.first()?;
    let doc = attributes(&format!(
        "The calls of this contract as methods of [`Client`](::alignet::Client), such as `alignet.{}()`. Other modules import \
         the trait: `use path::to::ClientExt as _;`.",
        first.name
    ));
    let declared = own.iter().map(|endpoint| {
        let (signature, doc) = (signature(endpoint), docs::of_method(endpoint, false));
        let deprecated = docs::deprecated(endpoint);
        quote!(#doc #deprecated #signature;)
    });
    let methods = own.iter().map(|endpoint| {
        let (signature, call) = (signature(endpoint), names::call(endpoint));
        let allowed = docs::deprecated(endpoint).map(|_| quote!(#[allow(deprecated)]));
        quote!(#allowed #signature { #call::new(self) })
    });
    Some(quote! {
        #doc
        pub trait ClientExt { #(#declared)* }

        impl ClientExt for ::alignet::Client { #(#methods)* }
    })
}

fn signature(endpoint: &Endpoint) -> TokenStream {
    let (method, call) = (ident(&endpoint.name), names::call(endpoint));
    quote!(fn #method(&self) -> #call)
}
