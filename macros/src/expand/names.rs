//! The names of emitted items.

use alignet_spec::{
    contract::{Endpoint, Reply},
    name,
};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::read::Found;

/// Returns a checked name as an identifier.
pub(crate) fn ident(name: &str) -> Ident {
    Ident::new(name, proc_macro2::Span::call_site())
}

/// Returns the path of an emitted item: its bare name, or its path in `alignet::api` if it is inherited.
pub(crate) fn path(name: &str, inherited: bool) -> TokenStream {
    let name = ident(name);
    if inherited { quote!(::alignet::api::#name) } else { quote!(#name) }
}

/// Returns the path of the declared type with this index.
pub(crate) fn type_path(found: &Found, index: usize) -> TokenStream {
    let one = found.type_at(index);
    path(&one.name, one.inherited)
}

/// Returns the type that a call returns.
pub(crate) fn reply(found: &Found, endpoint: &Endpoint) -> TokenStream {
    match &endpoint.reply {
        Reply::Object(index) | Reply::Nothing(index) => type_path(found, *index),
        Reply::List(index) => {
            let item = type_path(found, *index);
            quote!(::std::vec::Vec<#item>)
        }
        Reply::Document(_) => quote!(::alignet::Document),
    }
}

/// Returns the name of the type of a call.
pub(crate) fn call(endpoint: &Endpoint) -> Ident {
    ident(&name::camel(&endpoint.name))
}

/// Returns the name of the type of the request that a call sends.
pub(crate) fn request(endpoint: &Endpoint) -> Ident {
    ident(&format!("{}Request", name::camel(&endpoint.name)))
}
