//! Emits the request type of an endpoint, which has the fields that the caller sets and no fixed ones.

use alignet_spec::contract::{Endpoint, Field, Fill, Literal, Shape};
use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, endpoint::names, ident, object::is_required_null, rust_type, wire};
use crate::read::Found;

const SENT: wire::Ways = wire::Ways { sent: true, received: false };

pub(super) fn request(found: &Found, endpoint: &Endpoint) -> TokenStream {
    let names = names(endpoint);
    let (call, name) = (&names.call, &names.request);
    let reply = found.type_at(endpoint.reply);
    let reply = found.path(&reply.name, reply.inherited);
    let doc = docs::of_call(found, endpoint);
    let derives = match &endpoint.body {
        Some(_) => wire::derives(SENT, quote!(Debug, ::alignet::codegen::Builder)),
        None => quote!(#[derive(Debug, ::alignet::codegen::Builder, ::alignet::codegen::Bodiless)]),
    };
    // The derive for sending covers the body, so it must skip the other fields.
    let beside = if endpoint.body.is_some() { quote!(#[wire(skip)]) } else { TokenStream::new() };
    let beside_body = endpoint.path.iter().chain(&endpoint.query).chain(&endpoint.header);
    let beside_body = beside_body.map(|field| (field, beside.clone()));
    let in_body = endpoint.body.iter().flatten().map(|field| (field, wire::attribute(field)));
    let fields = beside_body.chain(in_body).filter(|(field, _)| !field.fill.is_fixed());
    let fields = fields.map(|(field, wire)| self::field(found, field, &wire));
    // Callers only see the call, which copies its documentation from here.
    quote! {
        #doc
        #[doc(hidden)]
        #derives
        #[builder(call = #call, reply = #reply)]
        pub struct #name { #(#fields),* }
    }
}

fn field(found: &Found, field: &Field, wire: &TokenStream) -> TokenStream {
    let doc = docs::of_field(field);
    let builder = match &field.fill {
        Fill::Default(literal) => {
            let value = default(found, &field.shape, literal);
            quote!(#[builder(default = #value)])
        }
        _ if is_required_null(field) => quote!(#[builder(required)]),
        _ => TokenStream::new(),
    };
    let (name, held) = (ident(&field.name), rust_type::of_field(found, field));
    quote!(#doc #wire #builder #name: #held)
}

/// Returns a default value as an expression of the field's type.
pub(super) fn default(found: &Found, shape: &Shape, literal: &Literal) -> TokenStream {
    match (shape, literal) {
        (Shape::Named(index), Literal::String(text)) => {
            let one = found.type_at(*index);
            let values = match &one.kind {
                alignet_spec::contract::Kind::Enumeration(values) => values.as_slice(),
                _ => &[],
            };
            let variant = values.iter().find(|value| value.wire == *text).map(|value| ident(&value.name));
            let path = found.path(&one.name, one.inherited);
            quote!(#path::#variant)
        }
        (Shape::Scopes, Literal::String(text)) => quote!(::alignet::Scopes::written(#text)),
        (Shape::Amount, Literal::String(text)) => {
            let minor = text.parse::<u64>().unwrap_or_default();
            quote!(::alignet::Amount::from_minor(#minor))
        }
        (Shape::Currency, Literal::String(text)) => {
            let number = text.parse::<u16>().unwrap_or_default();
            quote!(::alignet::Currency::numbered(#number))
        }
        (_, Literal::String(text)) => quote!(#text.into()),
        (_, Literal::Integer(integer)) => quote!(#integer),
        (_, Literal::Boolean(boolean)) => quote!(#boolean),
    }
}
