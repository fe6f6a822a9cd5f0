//! Emits the fields that callers do not set: fixed headers and fixed fields of the body.

use alignet_spec::contract::{Endpoint, Field, Fill, Literal, Primitive};
use proc_macro2::TokenStream;
use quote::quote;

use crate::{expand::names, read::Found};

/// Emits the headers of every call, so that each endpoint only refers to them.
pub(crate) fn shared_headers(found: &Found) -> TokenStream {
    let headers = fixed(found.contract.api.header.iter(), str::to_ascii_lowercase);
    quote! {
        #[doc(hidden)]
        pub const HEADERS: &[::alignet::codegen::Fixed] = #headers;
    }
}

/// Emits the shared headers, together with the fixed headers of the endpoint.
pub(super) fn headers(found: &Found, endpoint: &Endpoint) -> TokenStream {
    let shared = names::path("HEADERS", found.contract.api.inherited);
    if endpoint.header.iter().all(|field| !field.fill.is_fixed()) {
        return quote!(.headers(#shared));
    }
    let all = fixed(found.contract.headers(endpoint), str::to_ascii_lowercase);
    quote!(.headers(#all))
}

/// Emits the body, with its fixed fields.
pub(super) fn body(endpoint: &Endpoint) -> Option<TokenStream> {
    let fixed = fixed(endpoint.body.as_ref()?.iter(), str::to_owned);
    Some(quote!(.body(#fixed)))
}

/// Emits the fields that callers do not set, with the sources of their values.
fn fixed<'f>(fields: impl Iterator<Item = &'f Field>, spell: fn(&str) -> String) -> TokenStream {
    let fields = fields.filter_map(|field| {
        let source = match &field.fill {
            Fill::Caller | Fill::Default(_) => return None,
            Fill::Const(Literal::String(text)) if field.shape.is(Primitive::Decimal) => {
                quote!(Decimal(#text))
            }
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
