//! Settles charges whose replies were lost. The shop writes each charge into its database before it sends it, so
//! that a job finds out later what became of those without an outcome, also after a crash.
//!
//! The example runs by itself: a sandbox loses the replies to some charges, and sends a notification to a receiver
//! on this machine.

use std::{env, error::Error, fs, path::PathBuf, process, sync::Arc, time::Duration};

use alignet::{
    Client, Currency, ErrorKind, Money, Outcome,
    api::{ChargeNotification, PaymentDetails, PaymentMethod, Person, YapeDetails},
    notifications::{Notification as _, Verifier},
};
use alignet_sandbox::{Fault, Sandbox};
use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use rusqlite::{Connection, params};
use serde::Serialize;
use tokio::{net::TcpListener, sync::Notify};

const MERCHANT: &str = "4201";

/// The longest wait for the outcome of one charge. The next run of the job continues.
const PATIENCE: Duration = Duration::from_secs(30);

/// The buyer, as the page of the checkout sent it.
const BUYER: &str = r#"{
    "first_name": "Rosa", "last_name": "Quispe", "email": "rosa@example.com",
    "phone": { "country_code": "+51", "subscriber": "900000001" },
    "location": { "line_1": "Jr. Ejemplo 100", "line_2": "", "city": "Lima", "state": "Lima", "country": "PE" }
}"#;

/// The shop's table of charges, in a file of SQLite. A row without an outcome is open.
#[derive(Clone)]
struct Charges(PathBuf);

/// An outcome in words, and the reply that proves it as JSON, if one does.
type Settled = (String, Option<String>);

impl Charges {
    fn table(&self) -> rusqlite::Result<Connection> {
        let database = Connection::open(&self.0)?;
        database.execute_batch(
            "CREATE TABLE IF NOT EXISTS charges (
                 number TEXT PRIMARY KEY, begun INTEGER NOT NULL DEFAULT (unixepoch()),
                 transaction_id TEXT, ask TEXT, outcome TEXT, reply TEXT
             )",
        )?;
        Ok(database)
    }

    /// Writes a charge down before it is sent: whatever happens then, its number is known.
    fn begin(&self, number: &str) -> rusqlite::Result<usize> {
        self.table()?.execute("INSERT INTO charges (number) VALUES (?1)", [number])
    }

    /// Keeps the id that a query of the charge needs, from a reply or a notification.
    fn identify(&self, number: &str, transaction_id: Option<&str>) -> rusqlite::Result<usize> {
        let sql = "UPDATE charges SET transaction_id = coalesce(?2, transaction_id) WHERE number = ?1";
        self.table()?.execute(sql, params![number, transaction_id])
    }

    /// Keeps what an error says of a charge that may have been made: its reference is the number of the charge.
    fn ask(&self, error: &alignet::Error) -> rusqlite::Result<usize> {
        let sql = "UPDATE charges SET ask = ?2 WHERE number = ?1";
        self.table()?.execute(sql, params![error.reference(), error.settled_by()])
    }

    fn end(&self, number: &str, (outcome, reply): Settled) -> rusqlite::Result<usize> {
        println!("{number}: {outcome}");
        let sql = "UPDATE charges SET outcome = ?2, reply = ?3 WHERE number = ?1";
        self.table()?.execute(sql, params![number, outcome, reply])
    }

    /// The charges of this age without an outcome, and their ids.
    fn open(&self, age: Duration) -> rusqlite::Result<Vec<(String, Option<String>)>> {
        let sql = "SELECT number, transaction_id FROM charges
                   WHERE outcome IS NULL AND begun <= unixepoch() - ?1 ORDER BY number";
        let database = self.table()?;
        let mut query = database.prepare(sql)?;
        query.query_map([age.as_secs_f64()], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
    }
}

/// Charges the buyer, and records what the reply or the error says.
async fn charge(
    alignet: &Client,
    charges: &Charges,
    number: &str,
    price: Money,
    callback: Option<&str>,
) -> Result<(), Box<dyn Error>> {
    charges.begin(number)?;
    let buyer: Person = serde_json::from_str(BUYER)?;
    let wallet = YapeDetails::builder().phone(buyer.phone.clone()).otp("445566").callback_url(callback);
    let details = PaymentDetails::builder()
        .amount(price.amount())
        .currency(price.currency())
        .billing(buyer.clone())
        .shipping(buyer.clone())
        .customer(buyer)
        .product_details([]);
    let call = alignet.authorize_charge().merchant_code(MERCHANT).merchant_operation_number(number);
    let call = call.payment_method(PaymentMethod::Yape(wallet.build())).payment_details(details.build());
    match call.send().await {
        Ok(reply) => {
            charges.identify(number, reply.transaction.transaction_id.as_deref())?;
            if let Some(settled) = settled(&reply.outcome(), &reply)? {
                charges.end(number, settled)?;
            }
        }
        // It may have been made. It is not sent again: that could charge the buyer twice.
        Err(error) if error.is_indeterminate() => {
            println!("{error}");
            charges.ask(&error)?;
        }
        Err(error) => {
            charges.end(number, (format!("not made: {error}"), None))?;
        }
    }
    Ok(())
}

/// Returns what to record, unless the payment is not decided yet.
fn settled(outcome: &Outcome, reply: &impl Serialize) -> serde_json::Result<Option<Settled>> {
    let json = serde_json::to_string(reply)?;
    Ok(outcome.is_settled().then(|| (outcome.to_string(), Some(json))))
}

/// The job: settles every open charge of this age that can be settled now. Beside a shop that is running, the age is
/// some minutes: a younger charge may be under way, or its notification.
async fn settle_open(alignet: &Client, charges: &Charges, age: Duration) -> Result<(), Box<dyn Error>> {
    for (number, transaction_id) in charges.open(age)? {
        let settled = match &transaction_id {
            Some(id) => query(alignet, &number, id).await,
            None => cancel(alignet, &number).await,
        };
        match settled {
            Ok(Some(settled)) => drop(charges.end(&number, settled)?),
            Ok(None) => println!("{number}: not decided yet"),
            // The row stays open for the next run.
            Err(error) => println!("{number}: {error}"),
        }
    }
    Ok(())
}

async fn query(alignet: &Client, number: &str, id: &str) -> Result<Option<Settled>, Box<dyn Error>> {
    let call = || alignet.get_charge().merchant_code(MERCHANT).merchant_operation_number(number);
    let reply = alignet::settle(PATIENCE, || call().transaction_id(id).send()).await?;
    Ok(settled(&reply.outcome(), &reply)?)
}

/// Cancels a charge whose id is not known, so that the buyer does not pay for an order that the shop has given up.
/// A query needs the id; a cancellation needs the number alone.
async fn cancel(alignet: &Client, number: &str) -> Result<Option<Settled>, Box<dyn Error>> {
    match alignet.cancel_charge().merchant_code(MERCHANT).merchant_operation_number(number).send().await {
        Ok(reply) => Ok(settled(&reply.outcome(), &reply)?),
        // True only because the time of the charge has passed: a charge on its way may still arrive.
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Some(("never arrived".to_owned(), None))),
        Err(error) => Err(error.into()),
    }
}

/// The receiver of notifications, which bring the ids of charges. See `notification_receiver` for a whole one.
#[derive(Clone)]
struct Shop {
    verifier: Verifier,
    charges: Charges,
    arrived: Arc<Notify>,
}

async fn notified(State(shop): State<Shop>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let signature = ChargeNotification::signature(&headers);
    let told = match shop.verifier.verify::<ChargeNotification>(&body, signature) {
        Ok(told) => told,
        Err(error) => return error.status(),
    };
    let id = told.transaction.transaction_id;
    match shop.charges.identify(&told.merchant_operation_number, Some(&id)) {
        Ok(_) => shop.arrived.notify_one(),
        // The service sends it again.
        Err(_) => return StatusCode::SERVICE_UNAVAILABLE,
    }
    StatusCode::OK
}

fn client(sandbox: &Sandbox) -> Result<Client, alignet::Error> {
    Client::builder(sandbox.environment()).credentials(sandbox.credentials()).build()
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::start().await?;
    let file = env::temp_dir().join(format!("charges-{}.sqlite", process::id()));
    let charges = Charges(file.clone());
    let arrived = Arc::new(Notify::new());
    let verifier = Verifier::new(&sandbox.environment(), MERCHANT)?;
    let shop = Shop { verifier, charges: charges.clone(), arrived: Arc::clone(&arrived) };
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let callback = format!("http://{}/notifications", listener.local_addr()?);
    let routes = Router::new().route("/notifications", post(notified)).with_state(shop);
    tokio::spawn(async { axum::serve(listener, routes).await });

    let alignet = client(&sandbox)?;
    let price = Money::parse("100.00", Currency::PEN)?;
    // The sandbox takes longer to authorise this amount.
    let slow = Money::parse("100.52", Currency::PEN)?;
    // The charge is made, and a notification tells of it, but its reply is lost.
    sandbox.fault("authorize_charge", Fault::cut())?;
    charge(&alignet, &charges, "700100", price, Some(&callback)).await?;
    arrived.notified().await;
    // The charge is made, but nothing tells of it.
    sandbox.fault("authorize_charge", Fault::cut())?;
    charge(&alignet, &charges, "700101", slow, None).await?;
    // The service fails, and does nothing.
    sandbox.fault("authorize_charge", Fault::status(500))?;
    charge(&alignet, &charges, "700102", slow, None).await?;
    // The reply arrives, and says that the charge is pending.
    charge(&alignet, &charges, "700103", slow, None).await?;

    // The process ends here. The job has only the table, and no call is under way.
    drop((alignet, charges));
    let (charges, age) = (Charges(file.clone()), Duration::ZERO);
    println!("{} open", charges.open(age)?.len());
    settle_open(&client(&sandbox)?, &charges, age).await?;
    println!("{} open", charges.open(age)?.len());
    fs::remove_file(file)?;
    Ok(())
}
