//! Warming up: the access token, and connections opened ahead.

use std::{pin::pin, sync::Arc};

use crate::{
    call::{attempts::fits, bearer::token, time_limits::Timing},
    codegen::endpoint::Operation,
    config::client::{Client, Inner},
    deadline,
    error::Error,
    reply::failure::Failure,
    transport::Way,
};

/// The name that errors give the operation.
const NAME: &str = "warm_up";

/// Fetches the access token of a call that must not be repeated, unless it is cached, and opens connections to
/// every origin, most of them to the origin of the call. For generated code.
///
/// # Errors
///
/// The first failure: of the token request, or to connect.
pub async fn warm_up(client: Client, operation: &'static Operation) -> Result<(), Error> {
    warm(client.inner(), operation).await.map_err(|error| error.of_operation(NAME))
}

async fn warm(client: &Arc<Inner>, operation: &'static Operation) -> Result<(), Error> {
    fits(client)?;
    let deadline = deadline::after(client.timeout.unwrap_or(Timing::TOKEN.call));
    let openings = match &client.way {
        Way::BuiltIn(transport) => transport.warm_up(operation.origin),
        Way::Custom(_) => Vec::new(),
    };
    token(client, operation, deadline).await?;
    for opening in openings {
        // The task ends without a result only if its runtime shuts down.
        if let Ok(Err(failure)) = deadline::until(deadline, pin!(opening)).await? {
            let Failure { error, temporary, .. } = Failure::from(failure);
            return Err(if temporary { error.temporary() } else { error });
        }
    }
    Ok(())
}
