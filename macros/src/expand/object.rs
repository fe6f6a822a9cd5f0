//! Emits a struct for an object type.

use alignet_spec::contract::{Field, Notification, Proof, Shape, Type};
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
    let builder = one.in_request.then(|| quote!(, ::alignet::codegen::Builder));
    let derives = wire::derives(ways, quote!(Debug #clone #compare #builder));
    let told = found.notification_of(one);
    let told = told.map(|told| told_by(found, told));
    let outcome = one.outcome.as_ref().map(|proof| outcome(proof, fields, told));
    let both_ways = (one.in_request && one.in_reply).then(|| quote!(#[wire(strict)]));
    let fields = fields.iter().map(|field| {
        let doc = docs::of_field(field);
        let (wire, held) = if one.in_request {
            (wire::attribute(field), rust_type::of_field(found, field))
        } else {
            (wire::received(field), rust_type::of_received(found, field))
        };
        let required = (one.in_request && is_required_null(field)).then(|| quote!(#[builder(required)]));
        let name = ident(&field.name);
        quote!(#doc #wire #required pub #name: #held)
    });
    quote! {
        #doc
        #derives
        #outcome
        #both_ways
        #[non_exhaustive]
        pub struct #name { #(#fields),* }
    }
}

/// Returns the fields of a notification that must agree with its outcome, by their names in Rust: `success`, if it
/// has one, and the path to the code. A field that may be absent is followed by `?`.
fn told_by(found: &Found, told: &Notification) -> TokenStream {
    let success = found.contract.fields(told.body).iter().find(|field| field.wire == "success");
    let success = success.map(|field| {
        let name = ident(&field.name);
        quote!(success(#name),)
    });
    let path = [told.status.path.as_slice(), &["code".to_owned()]].concat();
    let steps = found.contract.fields_on(told.body, &path);
    let steps = steps.into_iter().map(|field| {
        let name = ident(&field.name);
        if field.optional || rust_type::may_be_unread(field) { quote!(#name?) } else { quote!(#name) }
    });
    let optional = told.status.optional.then(|| quote!(, optional));
    quote!(, told(#success code(#(#steps).*) #optional))
}

/// Emits the fields that determine the outcome of a payment.
fn outcome(proof: &Proof, fields: &[Field], told: Option<TokenStream>) -> TokenStream {
    let name = |index: &usize| fields.get(*index).map(|field| ident(&field.name));
    let of = proof.fields.iter().filter_map(name);
    let reason = proof.reason.as_ref().and_then(name).map(|reason| quote!(, reason(#reason)));
    quote!(#[derive(::alignet::codegen::Outcome)] #[outcome(of(#(#of),*) #reason #told)])
}

/// Returns true if a field is an `Option` that must still be set, because `null` is sent explicitly.
pub(super) fn is_required_null(field: &Field) -> bool {
    matches!(field.shape, Shape::Nullable(_)) && !field.optional
}
