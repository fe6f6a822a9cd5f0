//! The data of an endpoint, which the one generic call runs on.

use alignet_spec::contract::{Endpoint, Field, Fill, Literal, Repeat, Segment};
use proc_macro2::TokenStream;
use quote::quote;

use super::{endpoint::names, ident};
use crate::read::Found;

pub(super) fn operation(found: &Found, endpoint: &Endpoint) -> TokenStream {
    let request = names(endpoint).request;
    let reply = found.type_at(endpoint.reply);
    let reply = found.path(&reply.name, reply.span);
    let (name, origin) = (&endpoint.name, endpoint.origin);
    let method = ident(endpoint.method.as_str());
    let path = path(endpoint);
    let repeat = ident(match endpoint.repeat {
        Repeat::Safe => "Safe",
        Repeat::Harmless => "Harmless",
        Repeat::Never => "Never",
    });
    let bearer = bearer(found, endpoint);
    let headers = fixed(found.contract.api.header.iter().chain(&endpoint.header), str::to_ascii_lowercase);
    let body = match &endpoint.body {
        Some(body) => {
            let fixed = fixed(body.iter(), str::to_owned);
            quote!(Some(#fixed))
        }
        None => quote!(None),
    };
    let (status, status_optional) = (&endpoint.status.path, endpoint.status.optional);
    let place = place(endpoint);
    let bind = bind(found, endpoint);
    quote! {
        impl ::alignet::endpoint::Endpoint for #request {
            type Reply = #reply;
            const OPERATION: &'static ::alignet::endpoint::Operation = &::alignet::endpoint::Operation {
                name: #name,
                method: ::alignet::private::Method::#method,
                origin: #origin,
                path: #path,
                repeat: ::alignet::endpoint::Repeat::#repeat,
                bearer: #bearer,
                headers: #headers,
                body: #body,
                status: &[#(#status),*],
                status_optional: #status_optional,
            };
            #place
            #bind
        }
    }
}

/// The path in pieces, the gaps between them for the path fields.
fn path(endpoint: &Endpoint) -> TokenStream {
    let mut pieces: Vec<TokenStream> = Vec::new();
    let mut literal = String::new();
    for segment in &endpoint.segments {
        literal.push('/');
        match segment {
            Segment::Literal(text) => literal.push_str(text),
            Segment::Field(_) => {
                let before = std::mem::take(&mut literal);
                pieces.push(quote!(Some(#before)));
                pieces.push(quote!(None));
            }
        }
    }
    if !literal.is_empty() {
        pieces.push(quote!(Some(#literal)));
    }
    quote!(&[#(#pieces),*])
}

fn bearer(found: &Found, endpoint: &Endpoint) -> TokenStream {
    let minted_by =
        found.contract.api.bearer.as_ref().map(|bearer| &found.contract.endpoints[bearer.endpoint]);
    let (Some(scopes), Some(minted_by)) = (&endpoint.scopes, minted_by) else { return quote!(None) };
    let request = found.path(&names(minted_by).request.to_string(), minted_by.span);
    quote! {
        Some(::alignet::endpoint::Bearer { scopes: #scopes, mint: ::alignet::auth::mint::<#request> })
    }
}

/// Fields that callers do not set, with where their values come from.
fn fixed<'f>(fields: impl Iterator<Item = &'f Field>, spell: fn(&str) -> String) -> TokenStream {
    let fields = fields.filter(|field| field.fill.is_fixed()).map(|field| {
        let wire = spell(&field.wire);
        let source = match &field.fill {
            Fill::Const(Literal::String(text)) => quote!(Text(#text)),
            Fill::Const(Literal::Integer(integer)) => quote!(Integer(#integer)),
            Fill::Const(Literal::Boolean(boolean)) => quote!(Boolean(#boolean)),
            Fill::Environment(index) => quote!(Environment(#index)),
            Fill::ClientSecret => quote!(ClientSecret),
            Fill::ClientId | Fill::Caller | Fill::Default(_) => quote!(ClientId),
        };
        quote!((#wire, ::alignet::endpoint::Source::#source))
    });
    quote!(&[#(#fields),*])
}

/// Puts what is not in the body where it belongs, path fields in the order of the path.
fn place(endpoint: &Endpoint) -> TokenStream {
    let segments = endpoint.segments.iter().filter_map(|segment| match segment {
        Segment::Field(index) => endpoint.path.get(*index),
        Segment::Literal(_) => None,
    });
    let put = |place: &str, field: &Field, spell: fn(&str) -> String| {
        let (place, wire, name) = (ident(place), spell(&field.wire), ident(&field.name));
        quote!(places.#place(#wire, &self.#name);)
    };
    let set = |field: &&Field| !field.fill.is_fixed();
    let lines: Vec<_> = segments
        .map(|field| put("segment", field, str::to_owned))
        .chain(endpoint.query.iter().filter(set).map(|field| put("query", field, str::to_owned)))
        .chain(endpoint.header.iter().filter(set).map(|field| put("header", field, str::to_ascii_lowercase)))
        .collect();
    if lines.is_empty() {
        return TokenStream::new();
    }
    quote! {
        fn place(&self, places: &mut ::alignet::endpoint::Places) { #(#lines)* }
    }
}

/// Starts the life of the reply's secrets.
fn bind(found: &Found, endpoint: &Endpoint) -> TokenStream {
    let fields = found.contract.fields(endpoint.reply);
    let lines: Vec<_> = fields
        .iter()
        .filter_map(|field| {
            let lifetime = fields.iter().find(|other| Some(&other.wire) == field.lifetime.as_ref())?;
            let (secret, lifetime) = (ident(&field.name), ident(&lifetime.name));
            Some(quote!(reply.#secret.bind(sent, reply.#lifetime);))
        })
        .collect();
    if lines.is_empty() {
        return TokenStream::new();
    }
    quote! {
        fn bind(reply: &mut Self::Reply, sent: ::alignet::Sent) { #(#lines)* }
    }
}
