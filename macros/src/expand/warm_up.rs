//! Emits the method of `Client` that prepares it for its first payment.

use alignet_spec::contract::Repeat;
use proc_macro2::TokenStream;
use quote::quote;

use super::{names, types};
use crate::read::Found;

/// Emits the method, if there is a call that takes payments: one that must not be repeated and whose reply can
/// prove funds.
pub(crate) fn warm_up(found: &Found) -> Option<TokenStream> {
    let mut endpoints = found.contract.endpoints.iter();
    let payment = endpoints.find(|one| one.repeat == Repeat::Never && types::proves_funds(found, one))?;
    let request = names::request(payment);
    let doc = super::docs::attributes(&format!(
        "Prepares the client for its first calls, so that each takes one round trip: fetches the access token of \
         `{name}`, unless it is cached, and opens connections to every origin.\n\n\
         Call it when the application starts, and before payments that come after a pause: connections that were \
         opened ahead are used for 19 s at most. Calls with other scopes than `{scopes}` still fetch a token of their \
         own. Without it, everything works the same, but the first calls wait longer; see \
         [`reliability`](::alignet::reliability#round-trips). It can be called at any time and from several tasks: \
         there is one token request. With a custom transport, only the token is fetched.\n\n\
         # Errors\n\n\
         The first failure, of the token request or of a connection, as a call would have met it. It has the \
         client's [`timeout`](::alignet::ClientBuilder::timeout), or 15 s.\n\n\
         ```no_run\n\
         # async fn run(alignet: alignet::Client) -> Result<(), alignet::Error> {{\n\
         if let Err(error) = alignet.warm_up().await {{\n    \
             eprintln!(\"the first payment will take longer: {{error}}\");\n\
         }}\n\
         # Ok(()) }}\n\
         ```",
        name = payment.name,
        scopes = payment.scopes.as_deref().unwrap_or_default(),
    ));
    Some(quote! {
        impl ::alignet::Client {
            #doc
            pub fn warm_up(&self) -> impl ::core::future::Future<Output = ::core::result::Result<(), ::alignet::Error>> + Send + use<> {
                ::alignet::codegen::warm_up(::core::clone::Clone::clone(self), const { &<#request as ::alignet::codegen::Endpoint>::OPERATION })
            }
        }
    })
}
