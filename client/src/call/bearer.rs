//! The access token of a call.

use std::sync::Arc;

use tokio::time::Instant;

use crate::{
    auth::{flight::Fetching, token::Token},
    codegen::endpoint::{Bearer, Operation},
    config::client::{Client, Inner},
    error::Error,
    transport::Way,
};

/// Returns a function that starts a token request. Connections for the call are opened meanwhile.
pub(crate) fn fetch(
    client: &Arc<Inner>,
    operation: &'static Operation,
    bearer: &'static Bearer,
) -> impl Fn() -> Fetching + Send + Sync + use<> {
    let client = Arc::clone(client);
    move || {
        if let (true, Way::BuiltIn(transport)) = (operation.ahead, &client.way) {
            transport.open_ahead(operation.origin);
        }
        (bearer.fetch)(Client::from_inner(Arc::clone(&client)), bearer.scopes)
    }
}

/// Returns the token that a call carries, if any: fixed, cached or fetched.
pub(crate) async fn token(
    client: &Arc<Inner>,
    operation: &'static Operation,
    deadline: Instant,
) -> Result<Option<Arc<Token>>, Error> {
    match (&operation.bearer, &client.fixed) {
        (None, _) => Ok(None),
        (Some(_), Some(fixed)) => Ok(Some(Arc::clone(fixed))),
        (Some(bearer), None) => {
            match client.tokens.get(bearer.scopes, &fetch(client, operation, bearer), deadline).await {
                Ok(token) => Ok(Some(token)),
                // The token may have come just after the wait ended.
                Err(error) => Err(if error.is_timeout() { error.temporary() } else { error }),
            }
        }
    }
}
