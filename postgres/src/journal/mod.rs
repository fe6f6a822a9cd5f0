//! A journal in a table.

mod row;
mod statements;

use std::{fmt, time::Duration};

use alignet::journal::{
    Claimed, Ending, Entry, EntryId, Filter, Journal, Journaling, NewEntry, Opened, Resolution, State, Step,
    Told,
};
use deadpool_postgres::{
    Pool,
    tokio_postgres::{Transaction, error::SqlState, types::Type},
};

use self::{
    row::{Stored, id, seconds},
    statements::{CLAIM, FIND_TOLD, LIST, OPEN, READ, WRITE},
};
use crate::{
    connections::{On, Parameter},
    error::Error,
};

/// Keeps the entries of calls in a table that several processes share. All times are of the database's clock, so that those
/// of the processes don't matter.
///
/// See the [crate](crate) for how to use one. [`migrate`](crate::migrate) creates the table.
///
/// An entry is opened in one round trip, and closed in one unless recovery or a notification was there before. Both are
/// durable when they return, also in a database with `synchronous_commit = off`. A call fails if the database has not
/// answered within five seconds.
///
/// Entries are never deleted: without the entry of a charge, its operation number could be charged again.
#[derive(Clone)]
pub struct PostgresJournal {
    pool: Pool,
}

impl PostgresJournal {
    /// Creates a journal over the connections of this pool, which may be the application's.
    pub fn new(pool: Pool) -> Self {
        Self { pool }
    }

    /// Records the proof of a notification, as [`Journal::tell`] does, within the transaction of the application that
    /// ships the order. Ship only if the entry [is paid](Entry::is_paid), or if there is none.
    ///
    /// The entry is locked until the transaction ends, so that recovery decides nothing else meanwhile.
    ///
    /// # Errors
    ///
    /// [`Error::Database`]: the transaction is aborted then.
    pub async fn tell_in(transaction: &Transaction<'_>, told: &Told) -> Result<Option<Entry>, Error> {
        tell(On::Transaction(transaction), told).await
    }

    fn on(&self) -> On<'_> {
        On::Pool(&self.pool)
    }

    async fn write(&self, new: &NewEntry) -> Result<Opened, Error> {
        let (key, left) = (id(new.id), seconds(new.time_left));
        let (key, digest) = (&key[..], &new.digest[..]);
        let (mut again, mut taken) = (false, false);
        loop {
            let executed = self
                .on()
                .run_counting(
                    OPEN,
                    &[
                        (&key, Type::BYTEA),
                        (&new.environment, Type::TEXT),
                        (&new.operation, Type::TEXT),
                        (&new.merchant, Type::TEXT),
                        (&new.reference, Type::TEXT),
                        (&left, Type::FLOAT8),
                        (&digest, Type::BYTEA),
                        (&new.once, Type::BOOL),
                        (&new.undoes, Type::BOOL),
                    ],
                )
                .await;
            let (rows, repeated) = match executed {
                // An execution whose answer was lost has just written it: the next one sees it.
                Err(error) if is_taken(&error) && !taken => {
                    (again, taken) = (true, true);
                    continue;
                }
                executed => executed?,
            };
            again |= repeated;
            let Some(row) = rows.first() else { continue };
            if row.try_get(0)? {
                return Ok(Opened::New);
            }
            let used = Stored::read(row, 1)?;
            // An execution whose answer was lost wrote it, also if it waited for another transaction until after a later one.
            let is_own = again && used.entry.id == new.id && used.version == 0;
            return Ok(if is_own { Opened::New } else { Opened::Used(used.entry) });
        }
    }

    async fn end(&self, key: EntryId, ending: &Ending) -> Result<State, Error> {
        // Nearly every entry is as it was written, so it need not be read.
        let mut entry = untouched(key);
        if entry.close(ending) && write(self.on(), &untouched(key), &entry, 0, true).await? {
            return Ok(entry.state);
        }
        let entry = self.change(key, |entry| entry.close(ending)).await?;
        entry.map(|entry| entry.state).ok_or(Error::NoEntry)
    }

    /// Applies a rule to the entry with this id, and takes away its lease if the entry changed. Returns `None` if there is
    /// none.
    async fn change(&self, key: EntryId, rule: impl Fn(&mut Entry) -> bool) -> Result<Option<Entry>, Error> {
        loop {
            let Some(Stored { entry: before, version, .. }) = self.read(key).await? else { return Ok(None) };
            let mut entry = before.clone();
            if !rule(&mut entry) || write(self.on(), &before, &entry, version, true).await? {
                return Ok(Some(entry));
            }
        }
    }

    async fn read(&self, key: EntryId) -> Result<Option<Stored>, Error> {
        let key = id(key);
        let rows = self.on().run(READ, &[(&&key[..], Type::BYTEA)]).await?;
        rows.first().map(|row| Stored::read(row, 0)).transpose()
    }

    async fn lease(
        &self,
        environment: &str,
        merchants: &[String],
        count: usize,
        lease: Duration,
    ) -> Result<Vec<Claimed>, Error> {
        let (count, lease) = (most(count), seconds(lease));
        let parameters: [Parameter<'_>; 4] = [
            (&environment, Type::TEXT),
            (&count, Type::INT8),
            (&lease, Type::FLOAT8),
            (&merchants, Type::TEXT_ARRAY),
        ];
        let rows = self.on().run(CLAIM, &parameters).await?;
        let stored = rows.iter().map(|row| Stored::read(row, 0));
        stored
            .map(|stored| stored.map(|Stored { entry, lease, .. }| Claimed { entry, lease: lease as u64 }))
            .collect()
    }

    async fn take(&self, claimed: &Claimed, step: &Step) -> Result<bool, Error> {
        let ends = step.wait != Some(Duration::ZERO);
        loop {
            let stored = self.read(claimed.entry.id).await?;
            let Some(stored) = stored.filter(|stored| stored.lease as u64 == claimed.lease) else {
                return Ok(false);
            };
            let mut entry = stored.entry.clone();
            if !entry.step(step) {
                return Ok(false);
            }
            if write(self.on(), &stored.entry, &entry, stored.version, ends).await? {
                return Ok(true);
            }
        }
    }

    async fn chosen(&self, filter: &Filter) -> Result<Vec<Entry>, Error> {
        let states: Vec<&str> = filter.states.iter().map(|state| state.as_str()).collect();
        let (most, after) = (most(filter.most), filter.after.map(id));
        let after = after.as_ref().map(|id| &id[..]);
        let parameters: [Parameter<'_>; 6] = [
            (&filter.environment, Type::TEXT),
            (&filter.merchant, Type::TEXT),
            (&filter.reference, Type::TEXT),
            (&states, Type::TEXT_ARRAY),
            (&most, Type::INT8),
            (&after, Type::BYTEA),
        ];
        let rows = self.on().run(LIST, &parameters).await?;
        rows.iter().map(|row| Ok(Stored::read(row, 0)?.entry)).collect()
    }
}

async fn tell(on: On<'_>, told: &Told) -> Result<Option<Entry>, Error> {
    loop {
        let parameters: [Parameter<'_>; 3] =
            [(&told.environment, Type::TEXT), (&told.merchant, Type::TEXT), (&told.reference, Type::TEXT)];
        let rows = on.run(FIND_TOLD, &parameters).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let Stored { entry: before, version, .. } = Stored::read(row, 0)?;
        let mut entry = before.clone();
        if !entry.tell(told) || write(on, &before, &entry, version, true).await? {
            return Ok(Some(entry));
        }
    }
}

/// Writes an entry as a rule left it, and ends its lease if `ends`. Returns false if it was changed since it was read.
///
/// A moment by which recovery is due is kept, unless the rule set another: the entry has only the time until then.
async fn write(on: On<'_>, before: &Entry, after: &Entry, version: i64, ends: bool) -> Result<bool, Error> {
    let (key, state) = (id(after.id), after.state.as_str());
    let tries = i32::try_from(after.tries).unwrap_or(i32::MAX);
    let (is_set, due) = (after.due_in != before.due_in, after.due_in.map(seconds));
    let done = before.state.is_unsettled() && after.state == State::Done;
    let is_cancelled = after.cancelled != before.cancelled;
    let parameters: [Parameter<'_>; 12] = [
        (&&key[..], Type::BYTEA),
        (&version, Type::INT8),
        (&state, Type::TEXT),
        (&after.transaction, Type::TEXT),
        (&after.note, Type::TEXT),
        (&tries, Type::INT4),
        (&is_set, Type::BOOL),
        (&due, Type::FLOAT8),
        (&ends, Type::BOOL),
        (&done, Type::BOOL),
        (&is_cancelled, Type::BOOL),
        (&after.other_transaction, Type::TEXT),
    ];
    Ok(!on.run(WRITE, &parameters).await?.is_empty())
}

/// Returns true if there is an entry with the id of a new one.
fn is_taken(error: &Error) -> bool {
    matches!(error, Error::Database(error) if error.code() == Some(&SqlState::UNIQUE_VIOLATION))
}

/// An entry as it was written, for the rule of its end, which asks for nothing that is missing here.
fn untouched(id: EntryId) -> Entry {
    Entry::of(&NewEntry {
        id,
        environment: String::new(),
        operation: String::new(),
        merchant: String::new(),
        reference: String::new(),
        time_left: Duration::ZERO,
        digest: [0; 32],
        once: false,
        undoes: false,
    })
}

fn most(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

impl Journal for PostgresJournal {
    fn open<'a>(&'a self, entry: &'a NewEntry) -> Journaling<'a, Opened> {
        Box::pin(async { Ok(self.write(entry).await?) })
    }

    fn close<'a>(&'a self, id: EntryId, ending: &'a Ending) -> Journaling<'a, State> {
        Box::pin(async move { Ok(self.end(id, ending).await?) })
    }

    fn tell<'a>(&'a self, told: &'a Told) -> Journaling<'a, Option<Entry>> {
        Box::pin(async { Ok(tell(self.on(), told).await?) })
    }

    fn claim<'a>(
        &'a self,
        environment: &'a str,
        merchants: &'a [String],
        count: usize,
        lease: Duration,
    ) -> Journaling<'a, Vec<Claimed>> {
        Box::pin(async move { Ok(self.lease(environment, merchants, count, lease).await?) })
    }

    fn step<'a>(&'a self, claimed: &'a Claimed, step: &'a Step) -> Journaling<'a, bool> {
        Box::pin(async { Ok(self.take(claimed, step).await?) })
    }

    fn list<'a>(&'a self, filter: &'a Filter) -> Journaling<'a, Vec<Entry>> {
        Box::pin(async { Ok(self.chosen(filter).await?) })
    }

    fn resolve<'a>(&'a self, id: EntryId, resolution: &'a Resolution) -> Journaling<'a, Option<Entry>> {
        Box::pin(async move { Ok(self.change(id, |entry| entry.resolve(resolution)).await?) })
    }
}

impl fmt::Debug for PostgresJournal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresJournal").finish_non_exhaustive()
    }
}
