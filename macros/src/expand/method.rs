//! Emits the method of `Client` that starts a call.

use alignet_spec::contract::Endpoint;
use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, endpoint::names, ident};

pub(super) fn method(endpoint: &Endpoint) -> TokenStream {
    let (method, call) = (ident(&endpoint.name), names(endpoint).call);
    let doc = docs::of_method(endpoint);
    quote! {
        #doc
        pub fn #method(&self) -> #call { #call::new(self) }
    }
}
