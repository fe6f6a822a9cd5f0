//! Emits the names of secret fields.

use std::collections::BTreeSet;

use alignet_spec::contract::{Endpoint, Field};
use proc_macro2::TokenStream;
use quote::quote;

use crate::read::Found;

/// Emits the names of the secrets in the reply, at any depth, separated by newlines.
pub(super) fn in_reply(found: &Found, endpoint: &Endpoint) -> Option<TokenStream> {
    let fields = found.contract.received_fields(endpoint.reply.named()?);
    let secrets = fields.into_iter().filter(|field| field.shape.is_secret());
    let names: BTreeSet<&str> = secrets.map(|field| field.wire.as_str()).collect();
    let names = names.into_iter().collect::<Vec<_>>().join("\n");
    (!names.is_empty()).then(|| quote!(.reply_secrets(#names)))
}

/// Emits the names of the secret headers of the reply, in lower case, separated by newlines.
pub(super) fn in_reply_headers(found: &Found, endpoint: &Endpoint) -> Option<TokenStream> {
    let fields = found.contract.fields(endpoint.reply_header?).iter();
    let names: Vec<String> =
        fields.filter(|field| field.shape.is_secret()).map(|field| field.wire.to_ascii_lowercase()).collect();
    let joined = names.join("\n");
    (!names.is_empty()).then(|| quote!(.secret_headers(#joined)))
}

/// Emits the names of the secrets that callers set, separated by newlines; names contain no newline.
pub(super) fn in_request(found: &Found, endpoint: &Endpoint) -> Option<TokenStream> {
    let is_secret = |field: &&&Field| field.shape.is_secret() && !field.fill.is_fixed();
    let fields = found.contract.sent_fields(endpoint);
    let names: BTreeSet<String> = fields
        .iter()
        .filter(is_secret)
        .map(|field| {
            let in_header = endpoint.header.iter().any(|header| std::ptr::eq(header, *field));
            if in_header { field.wire.to_ascii_lowercase() } else { field.wire.clone() }
        })
        .collect();
    let names = names.into_iter().collect::<Vec<_>>().join("\n");
    (!names.is_empty()).then(|| quote!(.secrets(#names)))
}
