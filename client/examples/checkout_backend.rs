//! A checkout's backend: hands a fresh nonce to the page that shows the Pay-me Flex form.
//!
//! `POST /checkout/nonce` answers `{"nonce": "…", "expires_in_ms": 27950}`. The page counts down
//! `expires_in_ms` by its own clock and asks again when it runs out. The client secret and the
//! access token never leave this process.
//!
//! Runs against a sandbox inside this process unless `ALIGNET_CLIENT_ID`, `ALIGNET_CLIENT_SECRET`
//! and `ALIGNET_ENVIRONMENT` are set.

use std::{env, error::Error};

use alignet::{CREDENTIALS_VARIABLES, Client, Credentials, ENVIRONMENT_VARIABLE, Environment, Json};
use alignet_sandbox::Sandbox;
use axum::{
    Router,
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    // One client for the whole process: its clones share the access token.
    let (_sandbox, alignet) = client().await?;
    let listener = TcpListener::bind("127.0.0.1:8080").await?;
    println!("curl -X POST http://{}/checkout/nonce", listener.local_addr()?);
    axum::serve(listener, app(alignet)).with_graceful_shutdown(interrupted()).await?;
    Ok(())
}

/// The backend's routes.
pub fn app(alignet: Client) -> Router {
    Router::new().route("/checkout/nonce", post(nonce)).with_state(alignet)
}

async fn nonce(State(alignet): State<Client>) -> Result<Response, Failure> {
    let reply = alignet.create_nonce().send().await?;
    let expires_in = reply.nonce.remaining().as_millis();
    let nonce = reply.nonce.expose()?;
    let json = Json::from_iter([
        ("nonce", Json::from(nonce)),
        ("expires_in_ms", Json::from(u64::try_from(expires_in).unwrap_or(u64::MAX))),
    ]);
    // A nonce is used once: no cache on the way may keep it.
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    Ok((headers, json.to_string()).into_response())
}

/// The answer to the page: it says if a retry may help, but not the reason of the failure.
struct Failure(alignet::Error);

impl From<alignet::Error> for Failure {
    fn from(error: alignet::Error) -> Self {
        Self(error)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        // The error holds no secrets: it is safe to log.
        eprintln!("{}", self.0);
        // A failure that is not temporary (credentials, scopes, environment) must be corrected in this backend.
        let temporary = self.0.is_temporary();
        let status = if temporary { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::BAD_GATEWAY };
        let mut response = (status, [(header::CACHE_CONTROL, "no-store")]).into_response();
        if let Some(wait) = self.0.retry_after() {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait.as_secs()));
        }
        response
    }
}

async fn client() -> Result<(Option<Sandbox>, Client), Box<dyn Error>> {
    let mut variables = CREDENTIALS_VARIABLES.into_iter().chain([ENVIRONMENT_VARIABLE]);
    if variables.any(|name| env::var_os(name).is_some()) {
        let credentials = Credentials::from_env()?;
        return Ok((None, Client::builder(Environment::from_env()?).credentials(credentials).build()?));
    }
    let sandbox = Sandbox::start().await?;
    let client = Client::builder(sandbox.environment()).credentials(sandbox.credentials()).build()?;
    Ok((Some(sandbox), client))
}

async fn interrupted() {
    let _ = tokio::signal::ctrl_c().await;
}
