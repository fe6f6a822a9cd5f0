//! The tables of this crate.

use deadpool_postgres::Pool;

use crate::{connections::wait_for, error::Error};

/// The SQL that creates the tables, for an application with migrations of its own. It has no `IF NOT EXISTS`, and no
/// transaction around it.
pub const MIGRATION: &str = include_str!("schema.sql");

/// The last relation that the SQL creates. It is there if all others are, because they are created in one transaction.
const LAST: &str = "alignet_entry_due";

/// The number of the lock that processes take to migrate one at a time: `alignet` in ASCII.
const LOCK: i64 = 0x61_6c_69_67_6e_65_74;

/// Creates the tables of this crate, unless they are there. Several processes may call it at once, as when they
/// start.
///
/// The tables are in the first schema of the connections' `search_path`. Name another one in the settings of the pool, such as
/// `options=-csearch_path=payments` in a URL. The role needs `CREATE` on this schema only while the tables are
/// missing.
///
/// # Errors
///
/// [`Error::Pool`] without a connection; [`Error::Database`] if the database refuses the SQL, and then nothing is created.
pub async fn migrate(pool: &Pool) -> Result<(), Error> {
    let mut client = wait_for(pool.get()).await??;
    let transaction = client.transaction().await?;
    // Held until the transaction ends.
    transaction.execute("SELECT pg_advisory_xact_lock($1)", &[&LOCK]).await?;
    let there: bool =
        transaction.query_one("SELECT to_regclass($1) IS NOT NULL", &[&LAST]).await?.try_get(0)?;
    if !there {
        transaction.batch_execute(MIGRATION).await?;
    }
    Ok(transaction.commit().await?)
}
