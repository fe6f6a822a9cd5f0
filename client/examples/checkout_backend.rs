//! A checkout's backend: gives the page what it needs to show the Pay-me Flex form.
//!
//! `POST /checkout` takes the buyer as JSON, and answers with the URLs of the form's script and style sheet, and the
//! configuration of the form, with a fresh nonce. The page makes `new FlexPaymentForms(config)` at once, and asks again
//! when `expires_in_ms` has run out by its own clock. The client secret and the access token never leave this process.
//!
//! Runs against a sandbox inside this process unless `ALIGNET_CLIENT_ID`, `ALIGNET_CLIENT_SECRET` and
//! `ALIGNET_ENVIRONMENT` are set.

use std::{
    env,
    error::Error,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use alignet::{
    CREDENTIALS_VARIABLES, Client, Credentials, Currency, ENVIRONMENT_VARIABLE, Environment, Money,
    api::{FlexDetails, FlexForm, FlexPayload, Person},
};
use alignet_sandbox::Sandbox;
use axum::{
    Json, Router,
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use serde_json::Value;
use tokio::net::TcpListener;

const MERCHANT: &str = "your_merchant_code";

/// The state of the handlers. Clones of a client share its connections and its access token.
#[derive(Clone)]
pub struct Shop {
    alignet: Client,
    /// In production, a sequence of the database.
    next_number: Arc<AtomicU32>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let (_sandbox, alignet) = client().await?;
    let listener = TcpListener::bind("127.0.0.1:8080").await?;
    println!("listening on http://{}/checkout", listener.local_addr()?);
    axum::serve(listener, app(alignet)).with_graceful_shutdown(interrupted()).await?;
    Ok(())
}

/// The backend's routes.
pub fn app(alignet: Client) -> Router {
    let shop = Shop { alignet, next_number: Arc::new(AtomicU32::new(400_100)) };
    Router::new().route("/checkout", post(checkout)).with_state(shop)
}

/// A body that is no whole `Person` is answered with 422 and the name of the field.
async fn checkout(State(shop): State<Shop>, Json(buyer): Json<Person>) -> Result<Response, Failure> {
    // The price comes from the shop's own order. A page can be made to say anything.
    let price = Money::parse("150.00", Currency::PEN)?;
    // Each form gets a number of its own: the service refuses a number that it has seen.
    let number = shop.next_number.fetch_add(1, Ordering::Relaxed).to_string();
    let details = FlexDetails::builder().amount(price.amount()).currency(price.currency()).billing(buyer);
    let payload = FlexPayload::builder()
        .merchant_code(MERCHANT)
        .merchant_operation_number(number)
        .payment_details(details.build());

    let reply = shop.alignet.create_nonce().send().await?;
    let config = FlexForm::builder().nonce(reply.nonce).payload(payload.build()).build().into_json()?;
    let environment = shop.alignet.environment();
    // Exposing the configuration consumes it, so read the remaining lifetime of its nonce first.
    let expires_in = config.remaining();
    // It is JSON already.
    let page = format!(
        "{{\"script\":{},\"style\":{},\"expires_in_ms\":{},\"config\":{}}}",
        Value::from(environment.flex_script()),
        Value::from(environment.flex_style()),
        expires_in.as_millis(),
        config.expose()?,
    );
    // A nonce is used once: no cache on the way may keep it.
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    Ok((headers, page).into_response())
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
