//! Fetches access tokens through the endpoint that the contract names.

use crate::{
    auth::{
        flight::{Fetched, Fetching},
        token::Token,
    },
    call::{Call, send_within},
    clock::Moment,
    codegen::endpoint::Endpoint,
    config::client::Client,
    error::Delivery,
    reply::headers::request_id,
    telemetry::call::CallSpan,
    types::secret::ExpiringSecret,
};

/// The endpoint that grants access tokens. For generated code.
pub trait FetchesTokens: Endpoint {
    /// Makes the request for a token with these scopes.
    fn request(scopes: &'static str) -> Self;

    /// Returns the token of a reply, and the kind of token that the reply names.
    fn token(reply: Self::Reply) -> (ExpiringSecret, Option<String>);
}

/// Fetches a token through its endpoint. For generated code.
pub fn fetch_token<E: FetchesTokens>(client: Client, scopes: &'static str) -> Fetching {
    let span = Box::new(CallSpan::begin_apart(const { &E::OPERATION }));
    Box::pin(async move {
        let asked = Moment::now();
        let mut late = span.for_later();
        let response = send_within::<E, ()>(Some(span), Call::new(&client), E::request(scopes)).await?;
        let (status, headers, reply) = response.into_parts();
        let (secret, kind) = E::token(reply);
        Token::new(secret, kind.as_deref(), asked).map(Fetched).map_err(|error| {
            let error = error.of_operation(E::OPERATION.name).delivery_is(Delivery::Answered(status));
            late.failed(error.request_id_is(request_id(&headers)))
        })
    })
}
