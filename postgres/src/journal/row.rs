//! A row of the journal as an entry, and back.

use std::time::Duration;

use alignet::journal::{Entry, EntryId};
use deadpool_postgres::tokio_postgres::Row;

use crate::error::Error;

/// The longest wait, a year, so that no sum of moments can overflow.
const LONGEST: Duration = Duration::from_secs(366 * 24 * 60 * 60);

/// An entry, and the numbers of its row.
pub(super) struct Stored {
    pub(super) entry: Entry,
    pub(super) version: i64,
    pub(super) lease: i64,
}

impl Stored {
    /// Reads a row whose columns begin after `from` others.
    pub(super) fn read(row: &Row, from: usize) -> Result<Self, Error> {
        let column = |index: usize| from + index;
        let state: &str = row.try_get(column(9))?;
        let entry = Entry {
            id: EntryId::new(u128::from_be_bytes(bytes(row.try_get(column(0))?)?)),
            environment: row.try_get(column(1))?,
            operation: row.try_get(column(2))?,
            merchant: row.try_get(column(3))?,
            reference: row.try_get(column(4))?,
            digest: bytes(row.try_get(column(5))?)?,
            once: row.try_get(column(6))?,
            undoes: row.try_get(column(7))?,
            contested: row.try_get(column(19))?,
            age: duration(row.try_get(column(8))?),
            state: state.parse().map_err(|_| Error::Unreadable)?,
            stood: duration(row.try_get(column(10))?),
            cancelled: row.try_get::<_, Option<f64>>(column(17))?.map(duration),
            transaction: row.try_get(column(11))?,
            other_transaction: row.try_get(column(18))?,
            note: row.try_get(column(12))?,
            tries: u32::try_from(row.try_get::<_, i32>(column(13))?).map_err(|_| Error::Unreadable)?,
            due_in: row.try_get::<_, Option<f64>>(column(14))?.map(duration),
        };
        Ok(Self { entry, version: row.try_get(column(15))?, lease: row.try_get(column(16))? })
    }
}

pub(super) fn id(id: EntryId) -> [u8; 16] {
    id.get().to_be_bytes()
}

/// The seconds of a wait, for the database to add to its clock.
pub(super) fn seconds(wait: Duration) -> f64 {
    wait.min(LONGEST).as_secs_f64()
}

/// Reads a time that has passed, or that is left: none, if the clock of the database was set back.
fn duration(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds).unwrap_or_default()
}

fn bytes<const N: usize>(bytes: &[u8]) -> Result<[u8; N], Error> {
    bytes.try_into().map_err(|_| Error::Unreadable)
}
