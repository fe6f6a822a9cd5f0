//! Emits the type of a call: how it starts, its setters, and how it is sent.

use alignet_spec::contract::Endpoint;
use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, reply_headers};
use crate::{
    expand::{builder::Builder, names},
    read::Found,
};

pub(super) fn call(found: &Found, endpoint: &Endpoint, builder: &Builder) -> TokenStream {
    let (name, request, doc) = (&builder.name, names::request(endpoint), docs::of_call(found, endpoint));
    let (parameters, missing_parameters) = (builder.parameters(), builder.missing_parameters());
    let (unset, setters, missing) = (builder.unset(), builder.setters(), builder.missing());
    let (sending, deprecated) = (sending(found, endpoint, builder), docs::deprecated(endpoint));
    quote! {
        #doc
        #[must_use = "a call does nothing until it is sent"]
        pub struct #name #missing_parameters {
            call: ::alignet::codegen::Call,
            request: #request #parameters,
        }
        #missing

        impl #name {
            /// Starts a call by this client.
            #deprecated
            pub fn new(client: &::alignet::Client) -> Self {
                Self { call: ::alignet::codegen::Call::new(client), request: #request { #unset } }
            }
        }

        impl #parameters #name #parameters {
            #(#setters)*

            /// Sets the time limit of the whole call: attempts, waiting between them, and fetching
            /// an access token if there is none.
            pub fn timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self.call = self.call.timeout(timeout);
                self
            }
        }

        #sending
    }
}

/// Emits the methods of a call with all required fields. They are not `async`: the future is that of the
/// generic call, which the compiler need not check again for each endpoint.
fn sending(found: &Found, endpoint: &Endpoint, builder: &Builder) -> TokenStream {
    let (name, parameters, condition) = (&builder.name, builder.parameters(), builder.all_set(&quote!(Self)));
    let (reply, response) = (names::reply(found, endpoint), reply_headers::response(found, endpoint));
    let (request, complete) = if condition.is_empty() {
        (quote!(self.request), None)
    } else {
        let complete = quote!(#[doc = " The `where` clause holds once every required field is set."]);
        (quote!(self.request.complete::<Self>()), Some(complete))
    };
    quote! {
        impl #parameters #name #parameters #condition {
            /// Sends the request and returns the reply.
            ///
            /// Nothing is sent before the future is awaited, or spawned: it is `Send` and borrows nothing.
            #complete
            ///
            /// # Errors
            ///
            /// The errors of the endpoint, and every other failure of a call; see
            /// [`Error`](::alignet::Error).
            pub fn send(self) -> impl ::core::future::Future<Output = ::core::result::Result<#reply, ::alignet::Error>> {
                self.call.send(#request)
            }

            /// Sends the request and returns the reply with what surrounded it: status, headers
            /// and request id.
            ///
            /// # Errors
            ///
            /// As for `send`.
            pub fn send_with_meta(self) -> impl ::core::future::Future<Output = ::core::result::Result<#response, ::alignet::Error>> {
                self.call.send_with_meta(#request)
            }
        }
    }
}
