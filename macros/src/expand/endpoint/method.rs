//! Emits the methods of `Client` that start calls.

use alignet_spec::contract::Endpoint;
use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use crate::{
    expand::names::{self, ident},
    read::Found,
};

pub(crate) fn methods(found: &Found) -> TokenStream {
    let methods = found.contract.endpoints.iter().map(method);
    quote!(impl ::alignet::Client { #(#methods)* })
}

fn method(endpoint: &Endpoint) -> TokenStream {
    let (method, call) = (ident(&endpoint.name), names::call(endpoint));
    let doc = docs::of_method(endpoint, true);
    let deprecated = docs::deprecated(endpoint).map(|attribute| quote!(#attribute #[allow(deprecated)]));
    quote! {
        #doc
        #deprecated
        pub fn #method(&self) -> #call { #call::new(self) }
    }
}
