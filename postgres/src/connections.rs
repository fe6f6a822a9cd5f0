//! Statements over the connections of a pool.

use std::{future::Future, time::Duration};

use deadpool_postgres::{
    Object, Pool,
    tokio_postgres::{
        Error as DatabaseError, Row,
        error::SqlState,
        types::{ToSql, Type},
    },
};
use tokio::time::{Instant, timeout_at};

use crate::error::Error;

/// The longest wait for the database: half of the time that the service waits for the answer to a notification.
const PATIENCE: Duration = Duration::from_secs(5);

/// A parameter of a statement, and its type. With the types, a statement takes one round trip, and no prepared statement is
/// left on a connection that a proxy shares.
pub(crate) type Parameter<'a> = (&'a (dyn ToSql + Sync), Type);

/// Waits for the database, but not for longer than the service waits for an answer.
pub(crate) async fn wait_for<T>(future: impl Future<Output = T>) -> Result<T, Error> {
    wait_until(Instant::now() + PATIENCE, future).await
}

async fn wait_until<T>(end: Instant, future: impl Future<Output = T>) -> Result<T, Error> {
    timeout_at(end, future).await.map_err(|_| Error::Timeout)
}

/// Runs a statement of at most one row, in a transaction of its own.
///
/// It is run again if its connection broke, as all connections of a pool do when the database starts again, and if it
/// met another one in a database whose transactions are serializable. The statement may have been executed before, so
/// a second execution must do no harm.
pub(crate) async fn run(pool: &Pool, sql: &str, parameters: &[Parameter<'_>]) -> Result<Option<Row>, Error> {
    let end = Instant::now() + PATIENCE;
    let mut broken = 0;
    loop {
        match run_once(pool, sql, parameters, end).await {
            Err(Error::Database(error)) if is_broken(&error) && broken < pool.status().max_size => {
                broken += 1
            }
            Err(Error::Database(error)) if met_another(&error) && Instant::now() < end => {}
            result => return result,
        }
    }
}

async fn run_once(
    pool: &Pool,
    sql: &str,
    parameters: &[Parameter<'_>],
    end: Instant,
) -> Result<Option<Row>, Error> {
    let client = wait_until(end, pool.get()).await??;
    let Ok(row) = wait_until(end, client.query_typed_opt(sql, parameters)).await else {
        // The connection may lead nowhere: the pool makes another.
        drop(Object::take(client));
        return Err(Error::Timeout);
    };
    Ok(row?)
}

fn met_another(error: &DatabaseError) -> bool {
    error.code().is_some_and(|code| {
        [SqlState::T_R_SERIALIZATION_FAILURE, SqlState::T_R_DEADLOCK_DETECTED].contains(code)
    })
}

/// Returns true if the connection failed, rather than the statement.
fn is_broken(error: &DatabaseError) -> bool {
    match error.code() {
        Some(code) => {
            [SqlState::ADMIN_SHUTDOWN, SqlState::CRASH_SHUTDOWN, SqlState::CANNOT_CONNECT_NOW].contains(code)
        }
        None => true,
    }
}
