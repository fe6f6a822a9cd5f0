//! Statements over the connections of a pool.

use std::{future::Future, time::Duration};

use deadpool_postgres::{
    Object, Pool,
    tokio_postgres::{
        Error as DatabaseError, IsolationLevel, Row, Transaction,
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

/// The settings of a statement that must be durable once it returns, also where the database answers before it has
/// written. They end with the transaction.
macro_rules! durably {
    () => {
        "durably AS MATERIALIZED (
            SELECT CASE WHEN current_setting('synchronous_commit') = 'off'
                THEN set_config('synchronous_commit', 'on', true) END
        )"
    };
}

pub(crate) use durably;

/// Waits for the database, but not for longer than the service waits for an answer.
pub(crate) async fn wait_for<T>(future: impl Future<Output = T>) -> Result<T, Error> {
    wait_until(Instant::now() + PATIENCE, future).await
}

async fn wait_until<T>(end: Instant, future: impl Future<Output = T>) -> Result<T, Error> {
    timeout_at(end, future).await.map_err(|_| Error::Timeout)
}

/// The connection for a statement: any of a pool, in a transaction of its own, or that of the application's transaction.
#[derive(Clone, Copy)]
pub(crate) enum On<'a> {
    Pool(&'a Pool),
    Transaction(&'a Transaction<'a>),
}

impl On<'_> {
    /// Runs a statement.
    ///
    /// Over a pool, it is run again if its connection broke, as all connections of a pool do when the database starts
    /// again. The statement may have been executed before, so a second execution must do no harm.
    pub(crate) async fn run(self, sql: &str, parameters: &[Parameter<'_>]) -> Result<Vec<Row>, Error> {
        Ok(self.run_counting(sql, parameters).await?.0)
    }

    /// Runs a statement, and also returns true if it may have been executed before.
    pub(crate) async fn run_counting(
        self,
        sql: &str,
        parameters: &[Parameter<'_>],
    ) -> Result<(Vec<Row>, bool), Error> {
        let pool = match self {
            Self::Pool(pool) => pool,
            Self::Transaction(transaction) => {
                return Ok((transaction.query_typed(sql, parameters).await?, false));
            }
        };
        let (end, mut broken, mut committed) = (Instant::now() + PATIENCE, 0, false);
        loop {
            match run_once(pool, sql, parameters, end, committed).await {
                Err(Error::Database(error)) if is_broken(&error) && broken < pool.status().max_size => {
                    broken += 1
                }
                Err(Error::Database(error)) if !committed && met_another(&error) => committed = true,
                rows => return Ok((rows?, broken > 0)),
            }
        }
    }
}

/// Runs a statement over a connection of the pool. If `committed`, it reads what others have committed, whatever the
/// database does otherwise, in three round trips.
async fn run_once(
    pool: &Pool,
    sql: &str,
    parameters: &[Parameter<'_>],
    end: Instant,
    committed: bool,
) -> Result<Vec<Row>, Error> {
    let mut client = wait_until(end, pool.get()).await??;
    let run = async {
        if !committed {
            return client.query_typed(sql, parameters).await;
        }
        let transaction =
            client.build_transaction().isolation_level(IsolationLevel::ReadCommitted).start().await?;
        let rows = transaction.query_typed(sql, parameters).await?;
        transaction.commit().await?;
        Ok(rows)
    };
    let Ok(rows) = wait_until(end, run).await else {
        // The connection may lead nowhere: the pool makes another.
        drop(Object::take(client));
        return Err(Error::Timeout);
    };
    Ok(rows?)
}

/// Returns true if a transaction failed because of another one, as in a database whose transactions are serializable.
fn met_another(error: &DatabaseError) -> bool {
    let codes = [SqlState::T_R_SERIALIZATION_FAILURE, SqlState::T_R_DEADLOCK_DETECTED];
    error.code().is_some_and(|code| codes.contains(code))
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
