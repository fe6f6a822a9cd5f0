//! Emits the data by which a client finds a call again after a crash, and the list of the calls that it writes down.

use alignet_spec::contract::{Endpoint, Query};
use proc_macro2::TokenStream;
use quote::quote;

use crate::{expand::names, read::Found};

/// Emits the field that names the merchant, the query, and the undo of a call that may move money.
pub(super) fn found_again(found: &Found, endpoint: &Endpoint) -> Option<TokenStream> {
    if !endpoint.repeat.is_costly() {
        return None;
    }
    let contract = &found.contract;
    let merchant = contract.merchant_of(endpoint).map(|wire| quote!(.merchant(#wire)));
    let settle = endpoint.settle.as_ref().map(|settle| settle.endpoint);
    let queried_by = contract.query_of(endpoint).zip(settle).map(|(query, index)| {
        let transaction = match query {
            Query::ByReference => quote!(::core::option::Option::None),
            Query::ByTransaction(wire) => quote!(::core::option::Option::Some(#wire)),
        };
        let by = operation(&contract.endpoints[index]);
        quote!(.queried_by(&#by, #transaction))
    });
    let undone_by = endpoint.undo.map(|undo| {
        let by = operation(&contract.endpoints[undo.endpoint]);
        quote!(.undone_by(&#by))
    });
    let undoes = contract.undoes(endpoint).then(|| quote!(.undoes()));
    Some(quote!(#merchant #queried_by #undone_by #undoes))
}

/// Emits the list of the calls that a client with a journal writes down, if the contract has any of its own.
pub(crate) fn journaled(found: &Found) -> Option<TokenStream> {
    let own = found.contract.endpoints.iter().filter(|one| !one.inherited && one.repeat.is_costly());
    let operations: Vec<TokenStream> = own.map(operation).collect();
    let doc = " The calls of this contract that a client with a journal writes down, for its recovery.";
    (!operations.is_empty()).then(|| {
        quote! {
            #[doc = #doc]
            pub const JOURNALED: ::alignet::codegen::Operations = &[#(&#operations),*];
        }
    })
}

/// Emits the data of an endpoint, which is a constant.
fn operation(endpoint: &Endpoint) -> TokenStream {
    let request = names::path(&names::request(endpoint).to_string(), endpoint.inherited);
    quote!(<#request as ::alignet::codegen::Endpoint>::OPERATION)
}
