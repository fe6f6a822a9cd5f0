//! Emits the token fetch for the endpoint that issues access tokens.

use alignet_spec::contract::{Bearer, Fill};
use proc_macro2::TokenStream;
use quote::quote;

use super::{
    default::default,
    names::{self, ident},
};
use crate::read::Found;

pub(crate) fn token(found: &Found, bearer: &Bearer) -> TokenStream {
    let endpoint = &found.contract.endpoints[bearer.endpoint];
    let request = names::request(endpoint);
    let reply = found.contract.reply_fields(endpoint);
    let (token, kind) = (ident(&reply[bearer.token].name), ident(&reply[bearer.kind].name));
    let body = endpoint.body.as_deref().unwrap_or_default();
    let scope = body.get(bearer.scope);
    let fields = endpoint.fields().filter(|field| !field.fill.is_fixed()).map(|field| {
        let name = ident(&field.name);
        match &field.fill {
            _ if scope.is_some_and(|scope| scope.name == field.name) => {
                quote!(#name: ::alignet::Scopes::written(scopes))
            }
            Fill::Default(literal) => {
                let value = default(found, &field.shape, literal);
                quote!(#name: #value)
            }
            _ => quote!(#name: ::core::default::Default::default()),
        }
    });
    quote! {
        #[doc(hidden)]
        pub const FETCH_TOKEN: ::alignet::codegen::FetchToken = ::alignet::codegen::fetch_token::<#request>;

        impl ::alignet::codegen::FetchesTokens for #request {
            fn request(scopes: &'static str) -> Self { Self { #(#fields),* } }
            fn token(reply: Self::Reply) -> (::alignet::ExpiringSecret, ::core::option::Option<::std::string::String>) { (reply.#token, reply.#kind) }
        }
    }
}
