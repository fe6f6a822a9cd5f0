//! A replay guard in a table.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use alignet::notifications::{
    Begun, Claim, GuardError, Guarding, Lease, MemoryGuard, ReplayGuard, ReplayKey,
};
use deadpool_postgres::{
    Pool,
    tokio_postgres::{Row, Transaction, error::SqlState, types::Type},
};

use crate::{
    connections::{On, Parameter, durably},
    error::Error,
};

/// Claims a key, unless it is handled or under way. It reads before it writes, so that a repeated
/// notification waits for no lock. It waits only where the claim lapsed and its handler is about to commit a
/// record: for a second at most, in a setting that ends with the statement.
const BEGIN: &str = "
    WITH patience AS MATERIALIZED (SELECT set_config('lock_timeout', '1s', true)),
    known AS (
        SELECT handled_at IS NOT NULL AS handled FROM alignet_notification
        WHERE key = $1 AND (handled_at IS NOT NULL OR lapses_at > clock_timestamp())
    ),
    taken AS (
        INSERT INTO alignet_notification AS entry (key, lease, lapses_at)
        SELECT $1, nextval('alignet_lease'), clock_timestamp() + make_interval(secs => $2) FROM patience
        WHERE NOT EXISTS (SELECT FROM known)
        ON CONFLICT (key) DO UPDATE
        SET lease = excluded.lease, lapses_at = clock_timestamp() + make_interval(secs => $2)
        WHERE entry.handled_at IS NULL AND entry.lapses_at <= clock_timestamp()
        RETURNING lease
    )
    SELECT (SELECT lease FROM taken), (SELECT handled FROM known)";

/// Also writes if the claim lapsed and was deleted.
const DONE: &str = concat!(
    "WITH ",
    durably!(),
    " INSERT INTO alignet_notification AS entry (key, lease, lapses_at, handled_at)
    SELECT $1, $2, clock_timestamp(), clock_timestamp() FROM durably
    ON CONFLICT (key) DO UPDATE SET handled_at = excluded.handled_at
    WHERE entry.lease = excluded.lease AND entry.handled_at IS NULL"
);

const FORGET: &str = "DELETE FROM alignet_notification WHERE key = $1 AND lease = $2 AND handled_at IS NULL";

/// A lost claim is an error of the database, the text that is no boolean, so that the transaction can't be committed
/// even by an application that ignores the error.
///
/// The transaction of the application is durable then: the service does not send again what was acknowledged.
const RECORD: &str = concat!(
    "WITH ",
    durably!(),
    ", held AS (
        UPDATE alignet_notification SET handled_at = clock_timestamp() FROM durably
        WHERE key = $1 AND lease = $2 AND handled_at IS NULL RETURNING 'true'::text AS held
    )
    SELECT coalesce((SELECT held FROM held), 'the claim on the notification was lost')::boolean"
);

/// Deletes some of the oldest entries, and leaves those that others are about to change. The index can be searched by the
/// time of the statement, and not by that of the clock.
const PRUNE: &str = "
    DELETE FROM alignet_notification WHERE key IN (
        SELECT key FROM alignet_notification
        WHERE coalesce(handled_at, lapses_at) < statement_timestamp() - make_interval(secs => $1)
        ORDER BY coalesce(handled_at, lapses_at) LIMIT 128 FOR UPDATE SKIP LOCKED
    )";

/// The number of new notifications after which the oldest are deleted: a quarter of those that are deleted at once, so
/// that it keeps up with any number of them.
const PRUNING: u64 = 32;

/// The default time to remember notifications.
const AGE: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// Remembers notifications in a table that several processes share, for 30 days. Claims lapse after a minute. All
/// times are of the database's clock, so that those of the processes don't matter.
///
/// See the [crate](crate) for how to use one. [`migrate`](crate::migrate) creates the table. Every 32nd new notification
/// deletes up to 128 of the oldest, in a task of its own, so that no schedule is needed.
///
/// Each call is one statement and one round trip. It fails if the database has not answered within five seconds; the
/// service then sends the notification again. A statement whose connection broke is run again over another.
#[derive(Clone)]
pub struct PostgresGuard {
    pool: Pool,
    lapse: Duration,
    age: Duration,
    /// The number of new notifications so far.
    new: Arc<AtomicU64>,
}

impl PostgresGuard {
    /// The time that a claim may be under way unless [said otherwise](Self::lapsing_after), as for the guard in memory.
    pub const LAPSE: Duration = MemoryGuard::LAPSE;

    /// Creates a guard over the connections of this pool, which may be the application's.
    pub fn new(pool: Pool) -> Self {
        Self { pool, lapse: Self::LAPSE, age: AGE, new: Arc::default() }
    }

    /// Sets the time after which a claim lapses: its notification is new when it comes again. Choose a longer time
    /// than any handler takes.
    #[must_use]
    pub fn lapsing_after(self, lapse: Duration) -> Self {
        Self { lapse, ..self }
    }

    /// Sets the time to remember a notification after it was handled. The service's retries end after three days; a person
    /// may have it sent again later.
    #[must_use]
    pub fn keeping(self, age: Duration) -> Self {
        Self { age, ..self }
    }

    /// Records a notification as handled, within the transaction of the application that has its effect. After the
    /// commit, end the claim by [`Claim::recorded`].
    ///
    /// The effect and the record are then there together or not at all, whenever a process dies. A claim that lapsed while its
    /// handler was at work can't be recorded if another took its place.
    ///
    /// The record locks the row of this notification until the transaction ends. Record last, so that the row is locked briefly.
    ///
    /// # Errors
    ///
    /// [`Error::Lost`] if the claim is not held any more, and [`Error::Database`]. The database has aborted the
    /// transaction in both cases: a commit rolls it back. End the claim by [`Claim::again`], or drop it.
    pub async fn record<N>(transaction: &Transaction<'_>, claim: &Claim<N>) -> Result<(), Error> {
        let (key, lease) = parameters(claim.key(), claim.lease());
        let recorded =
            transaction.query_typed_opt(RECORD, &[(&key, Type::BYTEA), (&lease, Type::INT8)]).await;
        match recorded {
            Ok(_) => Ok(()),
            Err(error) if error.code() == Some(&SqlState::INVALID_TEXT_REPRESENTATION) => Err(Error::Lost),
            Err(error) => Err(Error::Database(error)),
        }
    }

    async fn claim(&self, key: &ReplayKey) -> Result<Begun, Error> {
        let (key, lapse) = (&key.as_bytes()[..], self.lapse.as_secs_f64());
        let rows = match On::Pool(&self.pool).run(BEGIN, &[(&key, Type::BYTEA), (&lapse, Type::FLOAT8)]).await
        {
            // Its handler is about to commit.
            Err(Error::Database(error)) if error.code() == Some(&SqlState::LOCK_NOT_AVAILABLE) => {
                return Ok(Begun::Underway);
            }
            rows => rows?,
        };
        let begun = rows.first().map_or(Ok(Begun::Underway), read)?;
        if matches!(begun, Begun::New(_)) && self.new.fetch_add(1, Ordering::Relaxed) % PRUNING == 0 {
            self.prune();
        }
        Ok(begun)
    }

    /// Deletes old entries while the handler works.
    fn prune(&self) {
        let (pool, age) = (self.pool.clone(), self.age.as_secs_f64());
        tokio::spawn(async move {
            if let Err(error) = On::Pool(&pool).run(PRUNE, &[(&age, Type::FLOAT8)]).await {
                tracing::debug!(%error, "old notifications are not deleted yet");
            }
        });
    }

    async fn end(&self, sql: &str, key: &ReplayKey, lease: Lease) -> Result<(), GuardError> {
        let (key, lease) = parameters(key, lease);
        let parameters: [Parameter<'_>; 2] = [(&key, Type::BYTEA), (&lease, Type::INT8)];
        On::Pool(&self.pool).run(sql, &parameters).await?;
        Ok(())
    }
}

impl ReplayGuard for PostgresGuard {
    fn begin<'a>(&'a self, key: &'a ReplayKey) -> Guarding<'a, Begun> {
        Box::pin(async { Ok(self.claim(key).await?) })
    }

    fn done<'a>(&'a self, key: &'a ReplayKey, lease: Lease) -> Guarding<'a, ()> {
        Box::pin(self.end(DONE, key, lease))
    }

    fn forget<'a>(&'a self, key: &'a ReplayKey, lease: Lease) -> Guarding<'a, ()> {
        Box::pin(self.end(FORGET, key, lease))
    }
}

impl fmt::Debug for PostgresGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresGuard")
            .field("lapse", &self.lapse)
            .field("age", &self.age)
            .finish_non_exhaustive()
    }
}

fn parameters(key: &ReplayKey, lease: Lease) -> (&[u8], i64) {
    (key.as_bytes(), lease.get() as i64)
}

/// Reads the lease that was taken, or the state that was known. Without either, another call took it at the same time.
fn read(row: &Row) -> Result<Begun, Error> {
    if let Some(lease) = row.try_get::<_, Option<i64>>(0)? {
        return Ok(Begun::New(Lease::new(lease as u64)));
    }
    Ok(if row.try_get::<_, Option<bool>>(1)? == Some(true) { Begun::Repeated } else { Begun::Underway })
}
