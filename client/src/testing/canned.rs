//! A client without a network.

use bytes::Bytes;
use http::{Request, Response, header::CONTENT_TYPE};
use serde_json::Value as Json;

use crate::{
    config::{client::Client, credentials::Credentials, environment::Environment},
    error::Error,
    transport::{Limits, Sending, Transport, TransportError},
};

/// Makes a client of this environment whose calls a function answers, with a status and JSON, or with a failure of the
/// connection. Nothing is sent to the environment.
///
/// The function gets each attempt: the client retries as usual. The client has an access token, so the function gets
/// no request for one. Tests that need headers of an answer, documents, or credentials of their own, give a
/// [`Transport`] to [`Client::builder`].
///
/// ```
/// use alignet::{Environment, Error, testing, transport::TransportError};
/// use serde_json::json;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Error> {
/// let alignet = testing::client(Environment::PREPROD, |request| match request.uri().path() {
///     "/nonce" => Ok((200, json!({
///         "success": true, "nonce": "a.nonce", "expires_in": 30,
///         "nonce_creation": { "meta": { "status": { "code": "00", "message_ilgn": [] } } },
///     }))),
///     _ => Err(TransportError::maybe_sent("the cable is broken")),
/// })?;
/// assert_eq!(alignet.create_nonce().send().await?.nonce.expose()?, "a.nonce");
///
/// let call = alignet.cancel_charge().merchant_code("M1").merchant_operation_number("400100");
/// assert!(call.send().await.is_err_and(|error| error.is_indeterminate()));
/// # Ok(()) }
/// ```
///
/// # Errors
///
/// The errors of [`ClientBuilder::build`](crate::ClientBuilder::build).
pub fn client(
    environment: Environment,
    answer: impl Fn(&Request<Bytes>) -> Result<(u16, Json), TransportError> + Send + Sync + 'static,
) -> Result<Client, Error> {
    Client::builder(environment)
        .credentials(Credentials::new("testing", "testing"))
        .bearer("testing")
        .transport(Canned(answer))
        .build()
}

struct Canned<F>(F);

impl<F> Transport for Canned<F>
where
    F: Fn(&Request<Bytes>) -> Result<(u16, Json), TransportError> + Send + Sync + 'static,
{
    fn send(&self, request: Request<Bytes>, _: Limits) -> Sending<'_> {
        let answer = (self.0)(&request).and_then(|(status, json)| {
            let response = Response::builder().status(status).header(CONTENT_TYPE, "application/json");
            response.body(Bytes::from(json.to_string())).map_err(TransportError::protocol)
        });
        Box::pin(async { answer })
    }
}
