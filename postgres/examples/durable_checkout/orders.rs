//! The shop's own tables, in the database of the journal and the inbox.

use alignet::journal::{Entry, State};
use alignet_postgres::deadpool_postgres::tokio_postgres::{Client, Error, GenericClient, Row, Transaction};

/// `number` is the operation number of the latest attempt to charge an order. `order_history` has one row for everything that
/// happened to an order, also for people who answer a buyer's questions; `cents` is the money that the buyer was credited.
const TABLES: &str = "
    CREATE TABLE IF NOT EXISTS orders (
        id TEXT PRIMARY KEY, cents BIGINT NOT NULL CHECK (cents > 0), state TEXT NOT NULL DEFAULT 'open', number TEXT
    );
    CREATE TABLE IF NOT EXISTS order_attempts (number TEXT PRIMARY KEY, order_id TEXT NOT NULL REFERENCES orders);
    CREATE TABLE IF NOT EXISTS order_history (
        order_id TEXT NOT NULL REFERENCES orders, at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
        event TEXT NOT NULL, cents BIGINT NOT NULL DEFAULT 0
    );
    CREATE SEQUENCE IF NOT EXISTS order_numbers START 400100";

/// An order as it stands.
pub(crate) struct Order {
    /// The sum, in céntimos.
    pub(crate) cents: u64,
    /// `open`, `paid`, `declined`, or `person` if a person has to look at it.
    pub(crate) state: String,
    pub(crate) number: Option<String>,
}

/// Creates the tables, unless they exist.
pub(crate) async fn migrate(database: &mut Client) -> Result<(), Error> {
    let transaction = database.transaction().await?;
    // Several processes start at once, and `IF NOT EXISTS` alone does not make them wait for one another.
    transaction.execute("SELECT pg_advisory_xact_lock(4001)", &[]).await?;
    transaction.batch_execute(TABLES).await?;
    transaction.commit().await
}

/// Creates an order, unless the buyer has sent it before, and returns it as it stands.
pub(crate) async fn place(database: &impl GenericClient, id: &str, cents: u32) -> Result<Order, Error> {
    let sql =
        "INSERT INTO orders (id, cents) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET cents = orders.cents
               RETURNING cents, state, number";
    database.query_one(sql, &[&id, &i64::from(cents)]).await.map(|row| order(&row))
}

/// Finds an order.
pub(crate) async fn find(database: &impl GenericClient, id: &str) -> Result<Option<Order>, Error> {
    let row = database.query_opt("SELECT cents, state, number FROM orders WHERE id = $1", &[&id]).await?;
    Ok(row.map(|row| order(&row)))
}

fn order(row: &Row) -> Order {
    Order { cents: row.get::<_, i64>(0).unsigned_abs(), state: row.get(1), number: row.get(2) }
}

/// Gives an order the number of a new attempt. `former` is the number that the caller knows to be used up: `None` is returned if
/// another process has begun an attempt since.
pub(crate) async fn begin_attempt(
    database: &impl GenericClient,
    id: &str,
    former: Option<&str>,
) -> Result<Option<String>, Error> {
    let sql = "WITH begun AS (
                   UPDATE orders SET number = nextval('order_numbers')::text, state = 'open'
                   WHERE id = $1 AND number IS NOT DISTINCT FROM $2 AND state IN ('open', 'declined')
                   RETURNING number, id
               )
               INSERT INTO order_attempts (number, order_id) SELECT number, id FROM begun RETURNING number";
    Ok(database.query_opt(sql, &[&id, &former]).await?.map(|row| row.get(0)))
}

/// Brings an order to the state of an entry of the journal. Whoever decided the entry, and however often this is called: an
/// order is credited once.
pub(crate) async fn follow(transaction: &Transaction<'_>, entry: &Entry) -> Result<(), Error> {
    let sql = match entry.state {
        // A backend that also cancels or refunds has entries of these calls, with the number of the charge.
        _ if !entry.once => return Ok(()),
        State::Done => {
            "WITH paid AS (
                 UPDATE orders SET state = 'paid' FROM order_attempts AS attempt
                 WHERE attempt.number = $1 AND attempt.order_id = orders.id AND state <> 'paid'
                 RETURNING orders.id, orders.cents
             )
             INSERT INTO order_history (order_id, event, cents) SELECT id, 'paid: ' || $1, cents FROM paid"
        }
        State::Declined | State::Reversed => {
            "UPDATE orders SET state = 'declined' WHERE number = $1 AND state IN ('open', 'person')"
        }
        State::Person => return hand_to_a_person(transaction, &entry.reference).await,
        _ => return Ok(()),
    };
    transaction.execute(sql, &[&entry.reference]).await.map(drop)
}

/// Takes an order out of the ordinary course.
pub(crate) async fn hand_to_a_person(transaction: &Transaction<'_>, number: &str) -> Result<(), Error> {
    let sql = "UPDATE orders SET state = 'person' FROM order_attempts AS attempt
               WHERE attempt.number = $1 AND attempt.order_id = orders.id AND state <> 'paid'";
    transaction.execute(sql, &[&number]).await.map(drop)
}

/// Adds a line to the history of the order of a number. Returns the sum of the order; `None` if there is no such order.
pub(crate) async fn note(
    transaction: &Transaction<'_>,
    number: &str,
    event: &str,
) -> Result<Option<u64>, Error> {
    let sql = "WITH noted AS (
                   INSERT INTO order_history (order_id, event) SELECT order_id, $2 FROM order_attempts WHERE number = $1
                   RETURNING order_id
               )
               SELECT cents FROM orders JOIN noted ON id = order_id";
    Ok(transaction.query_opt(sql, &[&number, &event]).await?.map(|row| row.get::<_, i64>(0).unsigned_abs()))
}

/// The numbers of the open orders' attempts.
pub(crate) async fn open_numbers(database: &impl GenericClient) -> Result<Vec<String>, Error> {
    let sql = "SELECT number FROM orders WHERE state = 'open' AND number IS NOT NULL";
    Ok(database.query(sql, &[]).await?.iter().map(|row| row.get(0)).collect())
}
