//! A struct for a type with fields.

use alignet_spec::contract::{Field, Proof, Shape, Type};
use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, ident, rust_type, wire};
use crate::read::Found;

pub(super) fn object(found: &Found, one: &Type, fields: &[Field]) -> TokenStream {
    let name = ident(&one.name);
    let doc = docs::of_type(found, one);
    let ways = wire::Ways { sent: one.in_request, received: one.in_reply };
    let traits = rust_type::traits(found, fields);
    let clone = traits.clone.then(|| quote!(, Clone));
    let compare = traits.compare.then(|| quote!(, PartialEq));
    let builder = one.in_request.then(|| quote!(, ::alignet::private::Builder));
    let derives = wire::derives(ways, quote!(Debug #clone #compare #builder));
    let outcome = one.outcome.as_ref().map(|proof| outcome(proof, fields));
    let fields = fields.iter().map(|field| {
        let doc = docs::of_field(field);
        let wire = wire::attribute(field);
        let required = (one.in_request && is_required_null(field)).then(|| quote!(#[builder(required)]));
        let (name, held) = (ident(&field.name), rust_type::of_field(found, field));
        quote!(#doc #wire #required pub #name: #held)
    });
    quote! {
        #doc
        #derives
        #outcome
        #[non_exhaustive]
        pub struct #name { #(#fields),* }
    }
}

/// Which fields tell what became of a payment.
fn outcome(proof: &Proof, fields: &[Field]) -> TokenStream {
    let name = |index: &usize| fields.get(*index).map(|field| ident(&field.name));
    let of = proof.fields.iter().filter_map(name);
    let reason = proof.reason.as_ref().and_then(name).map(|reason| quote!(, reason(#reason)));
    quote!(#[derive(::alignet::private::Outcome)] #[outcome(of(#(#of),*) #reason)])
}

/// Whether a field is an `Option` that must be set all the same, as `null` has to be said.
pub(super) fn is_required_null(field: &Field) -> bool {
    matches!(field.shape, Shape::Nullable(_)) && !field.optional
}
