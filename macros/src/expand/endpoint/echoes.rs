//! Emits the fields of a reply that bind it to its request.

use alignet_spec::contract::{Endpoint, Field, Notation, Primitive, Reply, Shape};
use proc_macro2::TokenStream;
use quote::quote;

use crate::read::Found;

/// Emits the fields of the reply that repeat the request.
pub(super) fn echoes(found: &Found, endpoint: &Endpoint) -> Option<TokenStream> {
    let echoes: Vec<TokenStream> = endpoint
        .echoes
        .iter()
        .filter_map(|echo| {
            let (sent, field) = found.contract.sent_places(endpoint, echo.path.last()?).into_iter().next()?;
            let (path, sent) = (echo.path.join("."), sent.join("."));
            let spelt = match field.shape.innermost().primitive().and_then(Primitive::notation) {
                Some(Notation::Number) => quote!(number),
                Some(Notation::Text) | None => quote!(text),
            };
            let any = echo.any.then(|| quote!(.in_one()));
            let on_path = found.contract.echoed(endpoint, echo);
            // A list may be empty.
            let may_lack = |field: &&Field| field.optional || matches!(field.shape, Shape::List(_));
            let listed = matches!(endpoint.reply, Reply::List(_));
            let optional = (listed || on_path.iter().any(may_lack)).then(|| quote!(.optional()));
            Some(quote!(::alignet::codegen::Echo::#spelt(#path, #sent) #any #optional))
        })
        .collect();
    (!echoes.is_empty()).then(|| quote!(.echoes(&[#(#echoes),*])))
}
