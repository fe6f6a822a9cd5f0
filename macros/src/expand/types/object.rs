//! Emits a struct for an object type, with its builder if requests use it.

use alignet_spec::contract::{Field, Type};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{browser, conversion, de, given, outcome, ser};
use crate::{
    expand::{
        builder::{Builder, Setting},
        docs,
        names::ident,
        rust_type,
    },
    read::Found,
};

pub(super) fn object(found: &Found, one: &Type, fields: &[Field]) -> TokenStream {
    let name = ident(&one.name);
    let doc = docs::of_type(found, one);
    let traits = rust_type::traits_of(found, one);
    let clone = traits.clone.then(|| quote!(, ::core::clone::Clone));
    let compare = traits.compare.then(|| quote!(, ::core::cmp::PartialEq));
    let held = given::held(fields).into_iter().map(|field| {
        let (doc, name) = (docs::of_field(found, field), ident(&field.name));
        let ty = match one.in_request {
            true => rust_type::of_field(found, field),
            false => rust_type::of_received(found, field),
        };
        quote!(#doc pub #name: #ty)
    });
    let (ser, de) = (ser::object(found, one, fields), de::de(one, fields));
    let outcome = outcome::of_object(found, one, fields);
    let builder = one.in_request.then(|| builder(found, one, fields));
    let (conversion, json) = (conversion::conversion(found, one, fields), browser::json(one, fields));
    quote! {
        #doc
        #[derive(::core::fmt::Debug #clone #compare)]
        #[non_exhaustive]
        pub struct #name { #(#held),* }
        #ser
        #de
        #outcome
        #builder
        #conversion
        #json
    }
}

fn builder(found: &Found, one: &Type, fields: &[Field]) -> TokenStream {
    let name = ident(&one.name);
    let builder = Builder {
        name: format_ident!("{}Builder", one.name),
        request: None,
        settings: given::held(fields).into_iter().map(|field| Setting::of(found, field, None)).collect(),
    };
    let doc = format!("Sets the fields of [`{name}`], then builds it.");
    let start = builder.unset();
    let values = builder.values(&quote!(<Self as ::alignet::codegen::IsSet<_, _>>));
    let built = builder.built(&doc, &quote!(#name), &quote!(#name { #values }));
    let builder_name = &builder.name;
    quote! {
        impl #name {
            /// Starts a value. Every required field must be set before it can be built.
            pub fn builder() -> #builder_name { #builder_name { #start } }
        }
        #built
    }
}
