//! Emits an enum for a set of strings: open if a reply uses it, closed if only requests do.

use alignet_spec::{
    contract::{Type, Value},
    name,
};
use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, ident};
use crate::read::Found;

pub(super) fn enumeration(found: &Found, one: &Type, values: &[Value]) -> TokenStream {
    let enumeration = ident(&one.name);
    let doc = docs::of_type(found, one);
    let variants = values.iter().map(|value| {
        let (name, wire) = (ident(&value.name), &value.wire);
        let doc = docs::of_value(value);
        let proves = value.outcome.map(|outcome| ident(&name::camel(outcome.as_str())));
        let proves = proves.map(|proves| quote!(, #proves));
        quote!(#doc #[wire(#wire #proves)] #name)
    });
    let unknown = one.in_reply.then(|| {
        let doc = docs::attributes("A value that the contract does not list, kept as it came.");
        quote!(#doc Unknown(::alignet::Unknown))
    });
    let variants = variants.chain(unknown);
    quote! {
        #doc
        #[derive(Debug, Clone, PartialEq, Eq, Hash, ::alignet::codegen::Enumeration)]
        #[non_exhaustive]
        pub enum #enumeration { #(#variants),* }
    }
}
