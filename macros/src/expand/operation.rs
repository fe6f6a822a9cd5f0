//! Emits the data of an endpoint, which the generic call uses.

use std::collections::BTreeSet;

use alignet_spec::contract::{Endpoint, Field, Fill, Literal, Repeat, Segment, Shape};
use proc_macro2::TokenStream;
use quote::quote;

use super::{endpoint::names, ident};
use crate::read::Found;

pub(super) fn operation(found: &Found, endpoint: &Endpoint) -> TokenStream {
    let request = names(endpoint).request;
    let reply = found.type_at(endpoint.reply);
    let reply = found.path(&reply.name, reply.inherited);
    let (name, origin) = (&endpoint.name, proc_macro2::Literal::usize_unsuffixed(endpoint.origin));
    let method = ident(&endpoint.method.as_str().to_ascii_lowercase());
    let route = &endpoint.route;
    let repeat = ident(match endpoint.repeat {
        Repeat::Safe => "Safe",
        Repeat::Harmless => "Harmless",
        Repeat::Never => "Never",
    });
    let settled_by = endpoint.settle.as_ref().map(|settle| {
        let (by, reference) = (&found.contract.endpoints[settle.endpoint].name, &settle.reference);
        quote!(.settled_by(#by, #reference))
    });
    let bearer = endpoint.scopes.as_ref().map(|scopes| {
        let fetch = common(found, "FETCH_TOKEN");
        quote!(.bearer(#scopes, #fetch))
    });
    let headers = headers(found, endpoint);
    let body = endpoint.body.as_ref().map(|body| {
        let fixed = fixed(body.iter(), str::to_owned);
        quote!(.body(#fixed))
    });
    let (status, set) =
        (&endpoint.status.path, if endpoint.status.optional { "optional_status" } else { "status" });
    let set = ident(set);
    let partial = endpoint.partial.as_ref().map(|code| {
        let code = &code.value;
        quote!(.partial(#code))
    });
    let open: Vec<&String> = endpoint.codes.iter().filter(|code| code.open).map(|code| &code.wire).collect();
    let open = (!open.is_empty()).then(|| quote!(.open(&[#(#open),*])));
    let (outcomes, echoes) = (outcomes(found, endpoint), echoes(found, endpoint));
    let secrets = secrets(found, endpoint);
    let reply_secrets = reply_secrets(found, endpoint);
    let (place, bind) = (place(endpoint), bind(found, endpoint));
    quote! {
        impl ::alignet::codegen::Endpoint for #request {
            type Reply = #reply;
            const OPERATION: ::alignet::codegen::Operation = ::alignet::codegen::Operation::#method(#name, #origin, #route)
                .repeat(::alignet::codegen::Repeat::#repeat)
                #settled_by
                #bearer
                #headers
                #body
                #partial
                #open
                #outcomes
                #echoes
                #secrets
                #reply_secrets
                .#set(&[#(#status),*]);
            #place
            #bind
        }
    }
}

/// Emits the items that endpoints share, so that each endpoint only refers to them: the headers of every
/// call, and the token fetch.
pub(super) fn shared(found: &Found) -> TokenStream {
    let headers = fixed(found.contract.api.header.iter(), str::to_ascii_lowercase);
    let minted_by =
        found.contract.api.bearer.as_ref().map(|bearer| &found.contract.endpoints[bearer.endpoint]);
    let fetch = minted_by.map(|endpoint| {
        let request = names(endpoint).request;
        quote! {
            #[doc(hidden)]
            pub const FETCH_TOKEN: ::alignet::codegen::FetchToken = ::alignet::codegen::fetch_token::<#request>;
        }
    });
    quote! {
        #[doc(hidden)]
        pub const HEADERS: &[::alignet::codegen::Fixed] = #headers;
        #fetch
    }
}

/// Returns the path of an item of [`shared`].
fn common(found: &Found, name: &str) -> TokenStream {
    found.path(name, found.contract.api.inherited)
}

/// Emits the shared headers, together with the fixed headers of the endpoint.
fn headers(found: &Found, endpoint: &Endpoint) -> TokenStream {
    let common_headers = common(found, "HEADERS");
    if endpoint.header.iter().all(|field| !field.fill.is_fixed()) {
        return quote!(.headers(#common_headers));
    }
    let all = fixed(found.contract.api.header.iter().chain(&endpoint.header), str::to_ascii_lowercase);
    quote!(.headers(#all))
}

/// Emits the paths of the reply that determine an outcome.
fn outcomes(found: &Found, endpoint: &Endpoint) -> Option<TokenStream> {
    let paths = found.contract.outcome_paths(endpoint.reply);
    let outcomes = paths.iter().map(|(path, index)| {
        let states = found.type_at(*index);
        let states = found.path(&states.name, states.inherited);
        let path = path.join(".");
        quote!((#path, #states::STATES))
    });
    (!paths.is_empty()).then(|| quote!(.outcomes(&[#(#outcomes),*])))
}

/// Emits the fields of the reply that repeat the request.
fn echoes(found: &Found, endpoint: &Endpoint) -> Option<TokenStream> {
    let echoes: Vec<TokenStream> = endpoint
        .echoes
        .iter()
        .filter_map(|echo| {
            let (sent, field) = found.contract.sent_places(endpoint, echo.path.last()?).into_iter().next()?;
            let (path, sent) = (echo.path.join("."), sent.join("."));
            let number = matches!(field.shape.innermost(), Shape::Integer | Shape::Numeric | Shape::Amount);
            let spelt = if number { quote!(number) } else { quote!(text) };
            let any = echo.any.then(|| quote!(.in_one()));
            let on_path = found.contract.fields_on(endpoint.reply, &echo.path);
            // A list may be empty.
            let may_lack = |field: &&Field| field.optional || matches!(field.shape, Shape::List(_));
            let optional = on_path.iter().any(may_lack).then(|| quote!(.optional()));
            Some(quote!(::alignet::codegen::Echo::#spelt(#path, #sent) #any #optional))
        })
        .collect();
    (!echoes.is_empty()).then(|| quote!(.echoes(&[#(#echoes),*])))
}

/// Emits the names of the secrets in the reply, at any depth, separated by newlines.
fn reply_secrets(found: &Found, endpoint: &Endpoint) -> Option<TokenStream> {
    let fields = found.contract.received_fields(endpoint.reply);
    let secrets = fields.into_iter().filter(|field| field.shape.is_secret());
    let names: BTreeSet<&str> = secrets.map(|field| field.wire.as_str()).collect();
    let names = names.into_iter().collect::<Vec<_>>().join("\n");
    (!names.is_empty()).then(|| quote!(.reply_secrets(#names)))
}

/// Emits the names of the secrets that callers set, separated by newlines; names contain no newline.
fn secrets(found: &Found, endpoint: &Endpoint) -> Option<TokenStream> {
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

/// Emits the fields that callers do not set, with the sources of their values.
fn fixed<'f>(fields: impl Iterator<Item = &'f Field>, spell: fn(&str) -> String) -> TokenStream {
    let fields = fields.filter_map(|field| {
        let source = match &field.fill {
            Fill::Caller | Fill::Default(_) => return None,
            Fill::Const(Literal::String(text)) => quote!(Text(#text)),
            Fill::Const(Literal::Integer(integer)) => quote!(Integer(#integer)),
            Fill::Const(Literal::Boolean(boolean)) => quote!(Boolean(#boolean)),
            Fill::Environment(index) => {
                let index = proc_macro2::Literal::usize_unsuffixed(*index);
                quote!(Environment(#index))
            }
            Fill::ClientId => quote!(ClientId),
            Fill::ClientSecret => quote!(ClientSecret),
        };
        let wire = spell(&field.wire);
        Some(quote!((#wire, ::alignet::codegen::Source::#source)))
    });
    quote!(&[#(#fields),*])
}

/// Emits the function that places the fields outside of the body; path fields in the order of the path.
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
        fn place(&self, places: &mut ::alignet::codegen::Places) { #(#lines)* }
    }
}

/// Emits the function that sets the lifetimes of the reply's secrets.
fn bind(found: &Found, endpoint: &Endpoint) -> TokenStream {
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
    quote! {
        fn bind(reply: &mut Self::Reply, sent: ::alignet::codegen::Sent) { #(#lines)* }
    }
}
