//! Emits the token fetch for the endpoint that issues access tokens.

use alignet_spec::contract::{Bearer, Fill};
use proc_macro2::TokenStream;
use quote::quote;

use super::{endpoint::names, ident, request};
use crate::read::Found;

pub(super) fn token(found: &Found, bearer: &Bearer) -> TokenStream {
    let endpoint = &found.contract.endpoints[bearer.endpoint];
    let request = names(endpoint).request;
    let reply = found.contract.fields(endpoint.reply);
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
                let value = request::default(found, &field.shape, literal);
                quote!(#name: #value)
            }
            _ => quote!(#name: Default::default()),
        }
    });
    quote! {
        impl ::alignet::codegen::FetchesTokens for #request {
            fn request(scopes: &'static str) -> Self { Self { #(#fields),* } }
            fn token(reply: Self::Reply) -> (::alignet::ExpiringSecret, Option<String>) { (reply.#token, reply.#kind) }
        }
    }
}
