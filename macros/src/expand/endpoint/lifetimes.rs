//! Emits the lifetimes of the secrets in a reply.

use alignet_spec::contract::{Endpoint, Fill, Literal};
use proc_macro2::TokenStream;
use quote::quote;

use crate::{expand::names::ident, read::Found};

/// Emits the function that sets the lifetimes of the reply's secrets.
pub(super) fn bind(found: &Found, endpoint: &Endpoint) -> TokenStream {
    let fields = found.contract.fields(endpoint.reply);
    let lines: Vec<_> = fields
        .iter()
        .filter_map(|field| {
            let lifetime = fields.iter().find(|other| Some(&other.wire) == field.lifetime.as_ref())?;
            let (secret, name) = (ident(&field.name), ident(&lifetime.name));
            Some(match &lifetime.fill {
                Fill::Default(Literal::Integer(seconds)) => {
                    let seconds = proc_macro2::Literal::u64_unsuffixed(seconds.unsigned_abs());
                    quote!(reply.#secret.bind_or(sent, reply.#name, #seconds);)
                }
                _ => quote!(reply.#secret.bind(sent, reply.#name);),
            })
        })
        .collect();
    if lines.is_empty() {
        return TokenStream::new();
    }
    let deprecated = fields.iter().any(|field| field.deprecated.is_some());
    let allowed = deprecated.then(|| quote!(#[allow(deprecated)]));
    quote! {
        #allowed
        fn bind(reply: &mut Self::Reply, sent: ::alignet::codegen::Sent) { #(#lines)* }
    }
}
