//! A whole checkout: a cart, the page with the Pay-me Flex form, the buyer's return from a bank, the service's
//! notifications, and a receipt that says "paid" only with proof.
//!
//! `cargo run --example checkout`, at the root of the repository, starts the shop and a sandbox on this machine, and prints the
//! address to open. In the folder `client`, it needs `--features notifications`. The form is
//! the sandbox's stand-in, which offers the service's test data as buttons. Against Alignet, only the environment and the
//! credentials differ; the service then knows the addresses of `/notifications` and `/returns` from the merchant.

mod orders;
mod pages;

use std::{error::Error, sync::Arc};

use alignet::{
    Client, Money, Outcome,
    api::{
        ChargeNotification, ChargeReturn, FlexDetails, FlexForm, FlexLanguage, FlexLanguages, FlexPayload,
        FlexSettings, Location, Person, Phone,
    },
    notifications::{
        Acknowledgement, Arrival, MemoryGuard, Notification as _, Order as Expected, Receiver, Verifier,
    },
};
use alignet_sandbox::Sandbox;
use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Path, RawQuery, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::{get, post},
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use orders::{Orders, Standing};
use serde_json::Value as Json;
use tokio::net::TcpListener;

const MERCHANT: &str = "your_merchant_code";

/// The state of the handlers.
pub struct Shop {
    alignet: Client,
    verifier: Verifier,
    receiver: Receiver,
    orders: Orders,
}

/// The shop's routes.
pub fn app(alignet: Client) -> Result<Router, alignet::Error> {
    let verifier = Verifier::new(alignet.environment(), MERCHANT)?;
    // Several processes need a guard that they share: see `ReplayGuard`.
    let receiver = Receiver::new(verifier.clone(), MemoryGuard::new());
    let shop = Shop { alignet, verifier, receiver, orders: Orders::default() };
    Ok(Router::new()
        .route("/", get(pages::cart))
        .route("/checkout.js", get(pages::script))
        .route("/checkout.css", get(pages::style))
        .route("/orders", post(order))
        .route("/orders/{id}", get(show))
        .route("/orders/{id}/check", post(check))
        .route("/attempts", post(begun))
        .route("/returns", post(returned))
        .route("/notifications", post(notified))
        .layer(DefaultBodyLimit::max(64 * 1024))
        .with_state(Arc::new(shop)))
}

async fn order(State(shop): State<Arc<Shop>>) -> Response {
    see(shop.orders.open())
}

/// Shows an order: its receipt, that it waits for a proof, or the form. `?again` shows the form to a buyer who would rather
/// not wait.
async fn show(State(shop): State<Arc<Shop>>, Path(id): Path<usize>, RawQuery(query): RawQuery) -> Response {
    match shop.orders.standing(id) {
        None => StatusCode::NOT_FOUND.into_response(),
        Some(Standing::Paid(sum, operations)) => pages::receipt(sum, &operations),
        Some(Standing::Waiting(said)) if query.as_deref() != Some("again") => {
            pages::waiting(id, said.as_ref())
        }
        Some(Standing::Waiting(_)) => form(&shop, id, None).await,
        Some(Standing::Unpaid(last)) => form(&shop, id, last.as_ref()).await,
    }
}

/// Shows the form, with a nonce that nobody used and an operation number that no charge has.
async fn form(shop: &Shop, id: usize, last: Option<&Outcome>) -> Response {
    let Some((number, due)) = shop.orders.begin(id) else { return StatusCode::NOT_FOUND.into_response() };
    match config(shop, &number, due).await {
        Ok(config) => pages::form(shop.alignet.environment(), id, &config, &number, last),
        Err(error) => {
            // The error holds no secrets: it is safe to log.
            eprintln!("{error}");
            pages::unavailable(id)
        }
    }
}

/// Makes the configuration of a form, with a nonce that no other form gets.
async fn config(shop: &Shop, number: &str, due: Money) -> Result<String, alignet::Error> {
    let details =
        FlexDetails::builder().amount(due.amount()).currency(due.currency()).billing(buyer()).build();
    let payload = FlexPayload::builder()
        .merchant_code(MERCHANT)
        .merchant_operation_number(number)
        .payment_details(details);
    let settings = FlexSettings::builder()
        .display_result_screen(true)
        .show_close_button(true)
        .show_operation_number(true);
    let languages = FlexLanguages::builder()
        .default_language(FlexLanguage::En)
        .languages(vec![FlexLanguage::Es, FlexLanguage::En]);
    let reply = shop.alignet.create_nonce().send().await?;
    let form = FlexForm::builder().nonce(reply.nonce).payload(payload.build());
    form.settings(settings.build()).i18n(languages.build()).build().into_json()?.expose()
}

/// The buyer, whom a shop knows from its own form.
fn buyer() -> Person {
    let location = Location::builder()
        .line_1("Jr. Ejemplo 100")
        .line_2("")
        .city("Lima")
        .state("Lima")
        .country("PE")
        .build();
    Person::builder()
        .first_name("Rosa")
        .last_name("Quispe")
        .email("rosa@example.com")
        .phone(Phone::builder().country_code("+51").subscriber("900000001").build())
        .location(location)
        .build()
}

/// Asks the service about an order. The page names the attempt and its transaction, which only say what to ask about.
async fn check(State(shop): State<Arc<Shop>>, Path(id): Path<usize>, form: Bytes) -> Response {
    hear(&shop, &form);
    for (number, transaction) in shop.orders.unsettled(id) {
        if let Err(error) = query(&shop, &number, &transaction).await {
            eprintln!("{error}");
        }
    }
    see(id)
}

/// Writes down that a buyer leaves for a bank.
async fn begun(State(shop): State<Arc<Shop>>, form: Bytes) -> StatusCode {
    hear(&shop, &form);
    StatusCode::NO_CONTENT
}

/// Writes down the attempt and the transaction that a page names.
fn hear(shop: &Shop, form: &[u8]) {
    let field = |name: &str| {
        let found = form_urlencoded::parse(form).find(|(field, _)| field == name);
        found.map(|(_, value)| value.into_owned()).filter(|value| !value.is_empty())
    };
    if let (Some(number), Some(transaction)) = (field("number"), field("transaction")) {
        shop.orders.hear(&number, &transaction, None);
    }
}

/// Asks the service how an attempt stands, and writes the answer down: it is a proof.
async fn query(shop: &Shop, number: &str, transaction: &str) -> Result<(), alignet::Error> {
    let call = shop.alignet.get_charge().merchant_code(MERCHANT).merchant_operation_number(number);
    let reply = call.transaction_id(transaction).send().await?;
    let sum = reply.operation.amount.zip(reply.operation.currency);
    let sum = sum.map(|(amount, currency)| Money::new(amount, currency));
    shop.orders.prove(number, transaction, reply.outcome(), sum);
    Ok(())
}

/// Handles the buyer's return from a bank. The form is verified, and still proves nothing: the browser can post it again.
async fn returned(State(shop): State<Arc<Shop>>, form: Bytes) -> Response {
    let found = claimed(&form).and_then(|number| Some((shop.orders.find(&number)?, number)));
    let Some(((id, money), number)) = found else { return StatusCode::BAD_REQUEST.into_response() };
    let expected = Expected { merchant_code: MERCHANT, merchant_operation_number: &number, money };
    let returned = match shop.verifier.verify_return::<ChargeReturn>(&form, &expected) {
        Ok(returned) => returned.into_unconfirmed(),
        Err(error) => return error.status().into_response(),
    };
    let outcome = returned.outcome();
    if let Some(transaction) = &returned.transaction.transaction_id {
        shop.orders.hear(&number, transaction, Some(outcome));
    }
    see(id)
}

/// The operation number that a form claims. It only finds the order that the form is then verified against.
fn claimed(form: &[u8]) -> Option<String> {
    let (_, text) = form_urlencoded::parse(form).find(|(name, _)| name == "authorization_result")?;
    let json: Json = serde_json::from_slice(&BASE64_STANDARD.decode(text.as_bytes()).ok()?).ok()?;
    json["merchant_operation_number"].as_str().map(str::to_owned)
}

/// Handles a notification. The body is taken as it came, because the signature covers its bytes.
async fn notified(State(shop): State<Arc<Shop>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let signature = ChargeNotification::signature(&headers);
    match shop.receiver.receive::<ChargeNotification>(&body, signature).await {
        Ok(Arrival::New(charge)) => {
            let sum = charge.transaction.amount.zip(charge.transaction.currency);
            let sum = sum.map(|(amount, currency)| Money::new(amount, currency));
            let (number, transaction) =
                (&charge.merchant_operation_number, &charge.transaction.transaction_id);
            shop.orders.prove(number, transaction, charge.outcome(), sum);
            charge.done().await.status()
        }
        Ok(Arrival::Repeated) => Acknowledgement::Received.status(),
        Ok(Arrival::Underway) => Acknowledgement::Again.status(),
        Err(error) => error.status(),
    }
}

/// Leads the browser to an order by GET, so that reloading the page posts nothing again.
fn see(id: usize) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, format!("/orders/{id}"))]).into_response()
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    let sandbox = Sandbox::builder()
        .callback_url(format!("{url}/notifications"))
        .redirect_url(format!("{url}/returns"))
        .start()
        .await?;
    let alignet = Client::builder(sandbox.environment()).credentials(sandbox.credentials()).build()?;
    println!("open {url}/");
    // Beside the address that a program may read.
    eprintln!("and the inspector: {}/", sandbox.url());
    let interrupted = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    axum::serve(listener, app(alignet)?).with_graceful_shutdown(interrupted).await?;
    Ok(())
}
