//! Emits how the declared headers of a reply are read, each on its own. Their type is emitted as any other.

use alignet_spec::contract::{Endpoint, Field, Primitive};
use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    expand::names::{self, ident, type_path},
    read::Found,
};

/// Emits the reading of the headers, if the endpoint declares some.
pub(super) fn read(found: &Found, endpoint: &Endpoint) -> Option<TokenStream> {
    let of = endpoint.reply_header?;
    let name = type_path(found, of);
    let fields = found.contract.fields(of).iter().map(|field| {
        let (name, wire, read) = (ident(&field.name), &field.wire, ident(reader(field)));
        quote!(#name: headers.#read(#wire))
    });
    Some(quote! {
        impl ::alignet::codegen::ReplyHeaders for #name {
            fn read(headers: &mut ::alignet::codegen::HeaderReader<'_>) -> Self { Self { #(#fields),* } }
        }
    })
}

/// Returns the function that reads a header of this type.
fn reader(field: &Field) -> &'static str {
    match field.shape.primitive() {
        Some(Primitive::Secret) => "secret",
        Some(Primitive::Scopes) => "scopes",
        Some(Primitive::Integer | Primitive::Numeric) => "integer",
        Some(Primitive::Seconds) => "seconds",
        // The other types that a header carries, and enumerations.
        _ => "parsed",
    }
}

/// Emits the type of a reply with its status and headers.
pub(super) fn response(found: &Found, endpoint: &Endpoint) -> TokenStream {
    let reply = names::reply(found, endpoint);
    let headers = endpoint.reply_header.map(|of| type_path(found, of)).map(|headers| quote!(, #headers));
    quote!(::alignet::Response<#reply #headers>)
}
