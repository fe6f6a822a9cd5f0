//! The method of `Client` that starts a call.

use alignet_spec::contract::Endpoint;
use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, endpoint::names, ident};
use crate::read::Found;

pub(super) fn method(found: &Found, endpoint: &Endpoint) -> TokenStream {
    let (method, call) = (ident(&endpoint.name), names(endpoint).call);
    let doc = docs::of_method(found, endpoint);
    quote! {
        #doc
        pub fn #method(&self) -> #call { #call::new(self) }
    }
}
