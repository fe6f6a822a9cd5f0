//! Emits an enum for a union: the tag selects the variant, and an unknown tag keeps the JSON.

use alignet_spec::contract::{Type, Union};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::ser;
use crate::{
    expand::{
        docs,
        names::{ident, type_path},
        rust_type,
    },
    read::Found,
};

pub(super) fn union(found: &Found, one: &Type, union: &Union) -> TokenStream {
    let name = ident(&one.name);
    let doc = docs::of_type(found, one);
    let variants = union.variants.iter().map(|variant| {
        let (name, held) = (ident(&variant.name), type_path(found, variant.of));
        let held = if union.content_optional { quote!(::core::option::Option<#held>) } else { held };
        let of = &found.type_at(variant.of).doc;
        let doc = docs::attributes(if variant.doc.is_empty() { of } else { &variant.doc });
        let deprecated = docs::deprecated(variant.deprecated.as_ref());
        quote!(#doc #deprecated #name(#held))
    });
    let unknown = one.in_reply.then(|| {
        let doc = docs::attributes("A variant that the contract does not list: the JSON as it came.");
        quote!(#doc Unknown(::alignet::Json))
    });
    let variants = variants.chain(unknown);
    let comparable = rust_type::traits_of(found, one).compare;
    let compare = comparable.then(|| quote!(, ::core::cmp::PartialEq));
    let debug = debug(&name, union, one.in_reply);
    let fields = fields(&name, union, one.in_reply, !comparable);
    let (ser, de) = (ser::serialize(&name), de(&name, union, one.in_reply));
    quote! {
        #doc
        #[derive(::core::clone::Clone #compare)]
        #[allow(clippy::large_enum_variant)]
        #[non_exhaustive]
        pub enum #name { #(#variants),* }
        #debug
        #fields
        #ser
        #de
    }
}

/// Emits `Debug` as the derive would, but without unlisted JSON, which may hold secrets.
fn debug(name: &Ident, union: &Union, open: bool) -> TokenStream {
    let arms = union.variants.iter().map(|variant| {
        let (text, name) = (&variant.name, ident(&variant.name));
        quote!(Self::#name(held) => f.debug_tuple(#text).field(held).finish(),)
    });
    let unknown = open.then(|| quote!(Self::Unknown(_) => f.debug_tuple("Unknown").finish_non_exhaustive(),));
    quote! {
        impl ::core::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match self { #(#arms)* #unknown }
            }
        }
    }
}

/// Emits how the variant is written.
fn fields(name: &Ident, union: &Union, open: bool, holds_secrets: bool) -> TokenStream {
    let (tag, content) = (&union.tag, content(union));
    let arms = union.variants.iter().map(|variant| {
        let (name, wire) = (ident(&variant.name), &variant.wire);
        let held = if union.content_optional {
            quote!(held.as_ref())
        } else {
            quote!(::core::option::Option::Some(held))
        };
        quote!(Self::#name(held) => writer.variant(#tag, #wire, #content, #held),)
    });
    let unlisted =
        if holds_secrets { quote!(writer.unlisted_tag(#tag, json)) } else { quote!(writer.unlisted(json)) };
    let unknown = open.then(|| quote!(Self::Unknown(json) => #unlisted,));
    quote! {
        impl ::alignet::codegen::Object for #name {
            fn fields<W: ::alignet::codegen::Writer>(&self, writer: W) -> W::Done {
                match self { #(#arms)* #unknown }
            }
        }
    }
}

fn de(name: &Ident, union: &Union, open: bool) -> TokenStream {
    let (tag, content) = (&union.tag, content(union));
    let arms = union.variants.iter().map(|variant| {
        let (name, wire) = (ident(&variant.name), &variant.wire);
        quote!(#wire => tagged.decode(#content).map(Self::#name),)
    });
    let unlisted = if open {
        quote!(::core::result::Result::Ok(Self::Unknown(tagged.json)))
    } else {
        quote!(::core::result::Result::Err(tagged.unlisted()))
    };
    quote! {
        impl<'de> ::alignet::codegen::serde::Deserialize<'de> for #name {
            fn deserialize<D: ::alignet::codegen::serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                let tagged = ::alignet::codegen::Tagged::read(deserializer, #tag)?;
                match tagged.tag.as_str() {
                    #(#arms)*
                    _ => #unlisted,
                }
            }
        }
    }
}

fn content(union: &Union) -> TokenStream {
    match &union.content {
        Some(content) => quote!(::core::option::Option::Some(#content)),
        None => quote!(::core::option::Option::None),
    }
}
