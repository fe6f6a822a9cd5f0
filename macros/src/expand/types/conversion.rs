//! Emits the conversion of one object into another that has all of its fields.

use alignet_spec::contract::{Field, Type};
use proc_macro2::TokenStream;
use quote::quote;

use super::given;
use crate::{
    expand::{
        builder::{Setting, Start},
        names::{ident, type_path},
    },
    read::Found,
};

pub(super) fn conversion(found: &Found, one: &Type, fields: &[Field]) -> Option<TokenStream> {
    let from = one.from?;
    let (name, of) = (ident(&one.name), type_path(found, from.of));
    let source = given::held(found.contract.fields(from.of));
    let values = given::held(fields).into_iter().map(|field| {
        let given = source.iter().find(|given| given.wire == field.wire);
        let (own, value) =
            (ident(&field.name), given.map_or_else(|| absent(found, field), |given| taken(given, field)));
        quote!(#own: #value)
    });
    Some(quote! {
        impl ::core::convert::From<#of> for #name {
            fn from(value: #of) -> Self {
                Self { #(#values),* }
            }
        }
    })
}

/// Emits the value of a field that the other object has.
fn taken(given: &Field, field: &Field) -> TokenStream {
    let (name, converts) = (ident(&given.name), given.shape != field.shape);
    match (given.optional, field.optional) {
        (true, _) if converts => quote!(value.#name.map(::core::convert::Into::into)),
        (false, true) if converts => quote!(::core::option::Option::Some(value.#name.into())),
        (false, true) => quote!(::core::option::Option::Some(value.#name)),
        _ if converts => quote!(value.#name.into()),
        _ => quote!(value.#name),
    }
}

/// Emits the value of a field that the other object lacks.
fn absent(found: &Found, field: &Field) -> TokenStream {
    match Setting::of(found, field, None).start {
        Start::Default(value) => value,
        Start::Nullable => quote!(::alignet::Nullable::Absent),
        Start::Required | Start::Optional(_) | Start::OptionalJson => quote!(::core::option::Option::None),
    }
}
