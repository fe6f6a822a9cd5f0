//! Emits the request of a call, which has the fields that the caller sets and no fixed ones.

use alignet_spec::contract::Endpoint;
use proc_macro2::TokenStream;
use quote::quote;

use crate::expand::{builder::Builder, names};

pub(super) fn request(endpoint: &Endpoint, builder: &Builder) -> TokenStream {
    let name = names::request(endpoint);
    let (parameters, held) = (builder.set_parameters(), builder.held());
    let complete = complete(endpoint, builder);
    quote! {
        #[doc(hidden)]
        pub struct #name #parameters { #held }
        #complete
    }
}

/// Emits the step from a request whose required fields may be missing to one that has them. No contract has a
/// type `Call_`: camel case has no underscore.
fn complete(endpoint: &Endpoint, builder: &Builder) -> Option<TokenStream> {
    let (name, parameters, condition) =
        (names::request(endpoint), builder.parameters(), builder.all_set(&quote!(Call_)));
    if condition.is_empty() {
        return None;
    }
    let values = builder.values(&quote!(Call_));
    Some(quote! {
        impl #parameters #name #parameters {
            fn complete<Call_>(self) -> #name #condition { #name { #values } }
        }
    })
}
