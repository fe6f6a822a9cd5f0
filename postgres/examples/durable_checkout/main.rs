//! A checkout's backend that may be killed at any instruction, as one of several processes, with a Postgres database.
//!
//! The client writes each charge into a journal before it sends it, an inbox remembers the notifications, and recovery
//! settles the charges of processes that died. The shop's own tables are in the same database, so that a notification, the
//! journal's entry and the order change in one transaction. The rule of all of it: the journal decides, and the order
//! follows.
//!
//! | request | answer |
//! |---|---|
//! | `POST /orders` | charges an order; 200 paid, 202 not decided yet, 402 declined, 503 nothing was charged |
//! | `GET /orders/{id}` | the order as it stands, paid only with proof |
//! | `POST /notifications` | the service's notifications |
//!
//! Operators have a listener of their own, which asks nobody for a password and is bound to the machine itself: who reaches it can
//! decide that an order is paid. Put what authenticates operators before it, such as a tunnel.
//!
//! | request of operators | answer |
//! |---|---|
//! | `GET /people`, `POST /people/{id}` | the entries of the journal that a person has to look at, and the person's decision |
//!
//! Started without variables, it says which it needs.

mod charge;
mod notified;
mod orders;
mod people;
mod settings;
mod shop;
mod upkeep;

use std::{error::Error, future::IntoFuture as _, process::ExitCode, sync::Arc};

use alignet::{
    Client, Credentials, Environment,
    notifications::{Receiver, Verifier},
};
use alignet_postgres::{
    PostgresGuard, PostgresJournal,
    deadpool_postgres::{Manager, Pool, tokio_postgres::NoTls},
};
use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post},
};
use settings::Settings;
use shop::Shop;
use tokio::net::TcpListener;

const MERCHANT: &str = "your_merchant_code";

/// The buyer, whom a whole shop knows from the account.
const BUYER: &str = r#"{
    "first_name": "Rosa", "last_name": "Quispe", "email": "rosa@example.com",
    "phone": { "country_code": "+51", "subscriber": "900000001" },
    "location": { "line_1": "Jr. Ejemplo 100", "line_2": "", "city": "Lima", "state": "Lima", "country": "PE" }
}"#;

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    let settings = Settings::from_env()?;
    let environment = Environment::from_env()?;
    let pool = Pool::builder(Manager::new(settings.database.parse()?, NoTls)).max_size(16).build()?;
    alignet_postgres::migrate(&pool).await?;
    orders::migrate(&mut **pool.get().await?).await?;

    let journal = PostgresJournal::new(pool.clone());
    let verifier = Verifier::new(&environment, MERCHANT)?;
    let guard = PostgresGuard::new(pool.clone()).lapsing_after(settings.claim_time);
    let receiver = Receiver::new(verifier, guard);
    let alignet = Client::builder(environment)
        .credentials(Credentials::from_env()?)
        .journal(journal.clone())
        .build()?;

    let listener = TcpListener::bind(settings.listen).await?;
    let operators = TcpListener::bind(settings.operators_listen).await?;
    println!("operators at http://{}", operators.local_addr()?);
    println!("listening on http://{}", listener.local_addr()?);
    let buyer = serde_json::from_str(BUYER)?;
    let shop = Arc::new(Shop { settings, alignet, pool, journal, receiver, buyer });
    tokio::spawn(upkeep::recover(Arc::clone(&shop)));
    tokio::spawn(upkeep::follow_open_orders(Arc::clone(&shop)));
    let routes = Router::new()
        .route("/orders", post(charge::post_order))
        .route("/orders/{id}", get(charge::get_order))
        .route("/notifications", post(notified::post_notification))
        .layer(DefaultBodyLimit::max(64 * 1024))
        .with_state(Arc::clone(&shop));
    let operators_routes = Router::new()
        .route("/people", get(people::get_people))
        .route("/people/{id}", post(people::post_decision))
        .with_state(shop);
    let (_, _) = tokio::try_join!(
        axum::serve(listener, routes).into_future(),
        axum::serve(operators, operators_routes).into_future(),
    )?;
    Ok(())
}
