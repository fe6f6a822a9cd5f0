//! Lists the fields of a request that callers set, and emits those in the path, the query and the headers.

use alignet_spec::contract::{Endpoint, Field, Segment, Style};
use proc_macro2::TokenStream;
use quote::quote;

use crate::expand::names::ident;

/// Returns the fields that callers set, each with the name of its place.
pub(super) fn set(endpoint: &Endpoint) -> impl Iterator<Item = (&'static str, &Field)> {
    let body = endpoint.body.as_deref().unwrap_or_default();
    let places: [(&str, &[Field]); 4] =
        [("path", &endpoint.path), ("query", &endpoint.query), ("header", &endpoint.header), ("body", body)];
    let fields =
        places.into_iter().flat_map(|(place, fields)| fields.iter().map(move |field| (place, field)));
    fields.filter(|(_, field)| !field.fill.is_fixed())
}

/// Emits the function that places the fields outside of the body; path fields in the order of the path.
pub(super) fn place(endpoint: &Endpoint) -> TokenStream {
    let segments = endpoint.segments.iter().filter_map(|segment| match segment {
        Segment::Field(index) => endpoint.path.get(*index),
        Segment::Literal(_) => None,
    });
    let put = |place: &str, field: &Field, spell: fn(&str) -> String| {
        let (place, wire, name) = (ident(place), spell(&field.wire), ident(&field.name));
        match field.style {
            Some(Style::Repeated) => quote!(places.repeated(#wire, &self.#name);),
            Some(Style::Separated(sign)) => quote!(places.separated(#wire, #sign, &self.#name);),
            None => quote!(places.#place(#wire, &self.#name);),
        }
    };
    let set = |field: &&Field| !field.fill.is_fixed();
    let lines: Vec<_> = segments
        .map(|field| put("segment", field, str::to_owned))
        .chain(endpoint.query.iter().filter(set).map(|field| put("query", field, str::to_owned)))
        .chain(endpoint.header.iter().filter(set).map(|field| {
            let place = if endpoint.key.as_ref() == Some(&field.wire) { "key" } else { "header" };
            put(place, field, str::to_ascii_lowercase)
        }))
        .collect();
    if lines.is_empty() {
        return TokenStream::new();
    }
    quote! {
        fn place(&self, places: &mut ::alignet::codegen::Places) { #(#lines)* }
    }
}
