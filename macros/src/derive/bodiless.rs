//! Derives a request without a body: no part of it becomes JSON.

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

pub(crate) fn bodiless(input: &DeriveInput) -> TokenStream {
    let name = &input.ident;
    quote! {
        impl ::alignet::codegen::serde::Serialize for #name {
            fn serialize<S: ::alignet::codegen::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_unit()
            }
        }
    }
}
