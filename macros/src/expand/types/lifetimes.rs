//! Emits the lifetimes of the secrets in a reply.

use alignet_spec::contract::{Field, Fill, Literal};
use proc_macro2::TokenStream;
use quote::quote;

use crate::expand::names::ident;

/// Emits the function that starts the lifetimes of the secrets among these fields, if there are any.
pub(super) fn bind(fields: &[Field]) -> Option<TokenStream> {
    let lines: Vec<_> = fields
        .iter()
        .filter_map(|field| {
            let lifetime = fields.iter().find(|other| Some(&other.wire) == field.lifetime.as_ref())?;
            let (secret, name) = (ident(&field.name), ident(&lifetime.name));
            Some(match &lifetime.fill {
                Fill::Default(Literal::Integer(seconds)) => {
                    let seconds = proc_macro2::Literal::u64_unsuffixed(seconds.unsigned_abs());
                    quote!(self.#secret.bind_or(sent, self.#name, #seconds);)
                }
                _ => quote!(self.#secret.bind(sent, self.#name);),
            })
        })
        .collect();
    (!lines.is_empty()).then(|| quote!(fn bind(&mut self, sent: ::alignet::codegen::Sent) { #(#lines)* }))
}
