//! Emits the code that reads an object.

use alignet_spec::contract::{Field, Type};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{
    fields::{self, Listed},
    given,
};
use crate::expand::names::ident;

/// Emits the deserialisation of an object.
pub(super) fn de(one: &Type, fields: &[Field]) -> TokenStream {
    let (name, held) = (ident(&one.name), given::held(fields));
    // Not bound to the field names, because the calling crate may have constants of these names.
    let bound: Vec<_> = held.iter().map(|field| format_ident!("__{}", field.name)).collect();
    let own = held.iter().map(|field| ident(&field.name));
    let Listed { imports, pairs, .. } = fields::listed(
        held.iter()
            .zip(&bound)
            .map(|(field, bound)| (*field, fields::received(field, one.in_request), quote!(#bound))),
    );
    let members = match given::has_any(fields) {
        true => quote!(::alignet::codegen::Members::of::<Self>()),
        false => quote!(<Self as ::alignet::codegen::Object>::NAMES),
    };
    let read = ident(if one.in_reply { "read" } else { "read_part" });
    quote! {
        impl<'de> ::alignet::codegen::serde::Deserialize<'de> for #name {
            fn deserialize<D: ::alignet::codegen::serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                #imports
                let #pairs = ::alignet::codegen::#read(deserializer, #members)?;
                ::core::result::Result::Ok(Self { #(#own: #bound),* })
            }
        }
    }
}
