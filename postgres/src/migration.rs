//! The tables of this crate.

use deadpool_postgres::Pool;

use crate::{connections::wait_for, error::Error};

/// The SQL that creates the tables, for an application with migrations of its own. It has no `IF NOT EXISTS`, and no
/// transaction around it.
pub const MIGRATION: &str = include_str!("schema.sql");

/// The last relation that the SQL creates. It is there if all others are, because they are created in one transaction.
const LAST: &str = "alignet_entry_due";

/// Finds the schema of that relation, and the first schema of the search path.
const FIND: &str = "
    SELECT nspname::text, current_schema()::text FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE pg_class.oid = to_regclass($1)";

/// The number of the lock that processes take to migrate one at a time: `alignet` in ASCII.
const LOCK: i64 = 0x61_6c_69_67_6e_65_74;

/// Creates the tables of this crate, unless they are there. Several processes may call it at once, as when they
/// start.
///
/// The tables are in the first schema of the connections' `search_path`. Name another one in the settings of the pool, such as
/// `options=-csearch_path=payments` in a URL, or by `ALTER ROLE shop SET search_path = payments`, which a proxy such as PgBouncer
/// can't refuse. The role needs `CREATE` on this schema only while the tables are missing.
///
/// # Errors
///
/// [`Error::Pool`] without a connection; [`Error::Database`] if the database refuses the SQL; [`Error::OtherSchema`] if the first
/// schema has no tables and a later one of the `search_path` has. Nothing is created then.
pub async fn migrate(pool: &Pool) -> Result<(), Error> {
    let mut client = wait_for(pool.get()).await??;
    let transaction = client.transaction().await?;
    // Held until the transaction ends.
    transaction.execute("SELECT pg_advisory_xact_lock($1)", &[&LOCK]).await?;
    match transaction.query_opt(FIND, &[&LAST]).await? {
        None => transaction.batch_execute(MIGRATION).await?,
        Some(row) => {
            let (found, first): (String, String) = (row.try_get(0)?, row.try_get(1)?);
            if found != first {
                return Err(Error::OtherSchema { found, first });
            }
        }
    }
    Ok(transaction.commit().await?)
}
