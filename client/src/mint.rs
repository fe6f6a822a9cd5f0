//! How an access token is fetched: through the endpoint that the contract names.

use std::{future::Future, pin::Pin};

use crate::{
    answer::request_id,
    call::Call,
    client::Client,
    clock::Moment,
    endpoint::Endpoint,
    error::{Delivery, Error},
    secret::ExpiringSecret,
    token::Token,
};

/// Fetches a token with the given scopes.
pub type Mint = fn(Client, &'static str) -> Minting;

/// A token on its way.
pub type Minting = Pin<Box<dyn Future<Output = Result<Minted, Error>> + Send>>;

/// A token as the service granted it. Only [`mint`] makes one.
#[derive(Debug)]
pub struct Minted(pub(crate) Token);

/// The endpoint that mints access tokens. For generated code.
pub trait MintsTokens: Endpoint {
    /// The request for a token with these scopes.
    fn request(scopes: &'static str) -> Self;

    /// The token of a reply, and what kind it says that it is.
    fn token(reply: Self::Reply) -> (ExpiringSecret, Option<String>);
}

/// Fetches a token through its endpoint. For generated code.
pub fn mint<E: MintsTokens>(client: Client, scopes: &'static str) -> Minting {
    Box::pin(async move {
        let asked = Moment::now();
        let response = Call::new(&client).send_with_meta(E::request(scopes)).await?;
        let (status, headers, reply) = response.into_parts();
        let (secret, kind) = E::token(reply);
        Token::new(secret, kind.as_deref(), asked).map(Minted).map_err(|error| {
            error
                .of_operation(E::OPERATION.name)
                .delivery_is(Delivery::Answered(status))
                .request_id_is(request_id(&headers))
        })
    })
}
