//! Emits an enum for a union, whose objects are distinguished by a tag.

use alignet_spec::contract::{Type, Union};
use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, ident, rust_type};
use crate::read::Found;

pub(super) fn union(found: &Found, one: &Type, union: &Union) -> TokenStream {
    let name = ident(&one.name);
    let doc = docs::of_type(found, one);
    let tag = &union.tag;
    let content = union.content.as_ref().map(|content| quote!(, content = #content));
    let sent = one.in_request.then(|| quote!(, sent));
    let received = one.in_reply.then(|| quote!(, received));
    let variants = union.variants.iter().map(|variant| {
        let of = found.type_at(variant.of);
        let (name, wire, held) = (ident(&variant.name), &variant.wire, found.path(&of.name, of.inherited));
        let held = if union.content_optional { quote!(Option<#held>) } else { held };
        let doc = docs::attributes(if variant.doc.is_empty() { &of.doc } else { &variant.doc });
        quote!(#doc #[wire(#wire)] #name(#held))
    });
    let unknown = one.in_reply.then(|| {
        let doc = docs::attributes("A variant that the contract does not list: the JSON as it came.");
        quote!(#doc Unknown(::alignet::Json))
    });
    let variants = variants.chain(unknown);
    let index = found.contract.types.iter().position(|other| other.name == one.name);
    let traits = index.map(|index| rust_type::traits_at(found, index));
    let compare = traits.is_some_and(|traits| traits.compare).then(|| quote!(, PartialEq));
    quote! {
        #doc
        #[derive(Clone #compare, ::alignet::codegen::Union)]
        #[union(tag = #tag #content #sent #received)]
        #[allow(clippy::large_enum_variant)]
        #[non_exhaustive]
        pub enum #name { #(#variants),* }
    }
}
