//! The statements of the journal.

use crate::connections::durably;

/// True for an entry that is not settled if a cancellation may have taken its payment back: `Entry::contests` in SQL.
macro_rules! contested {
    () => {
        "entry.once AND entry.state IN ('open', 'pending', 'cancelling') AND EXISTS (
            SELECT FROM alignet_entry AS other
            WHERE hashtextextended(other.reference, 0) = hashtextextended(entry.reference, 0)
                AND other.environment = entry.environment AND other.merchant = entry.merchant
                AND other.reference = entry.reference AND other.undoes
                AND other.state NOT IN ('not_made', 'declined')
                AND NOT (other.state = 'done' AND other.entered_at < entry.opened_at)
        )"
    };
}

/// The columns of an entry, as `row` reads them. Moments become seconds, by the clock of the database.
macro_rules! columns {
    () => {
        concat!(
            "entry.id, entry.environment, entry.operation, entry.merchant, entry.reference, entry.digest, entry.once, entry.undoes,
         extract(epoch FROM clock_timestamp() - entry.opened_at)::float8, entry.state,
         extract(epoch FROM clock_timestamp() - entry.entered_at)::float8, entry.transaction, entry.note,
         entry.tries, extract(epoch FROM entry.due_at - clock_timestamp())::float8, entry.version, entry.lease,
         extract(epoch FROM clock_timestamp() - entry.cancelled_at)::float8, entry.other_transaction, ",
            contested!()
        )
    };
}

/// Writes an entry, unless one forbids it, which is returned instead: `Entry::forbids` in SQL. Returns no row if another
/// call wrote an entry with this reference at the same time; then the next execution sees it.
///
/// A cancellation gives the entry of its payment another version, so that whoever decides that payment meanwhile waits, or finds
/// that it changed.
pub(super) const OPEN: &str = concat!(
    "WITH ",
    durably!(),
    ", same AS (
        SELECT * FROM alignet_entry
        WHERE environment = $2 AND merchant = $4 AND hashtextextended(reference, 0) = hashtextextended($5, 0)
            AND operation = $3
    ), used AS (
        SELECT * FROM same
        WHERE reference = $5
            AND ($8 AND state <> 'not_made' OR state IN ('open', 'pending', 'cancelling', 'person'))
        ORDER BY number DESC LIMIT 1
    ), written AS (
        INSERT INTO alignet_entry (
            id, environment, operation, merchant, reference, attempt, digest, once, undoes,
            opened_at, state, entered_at, note, tries, due_at, version, lease
        )
        SELECT $1, $2, $3, $4, $5, (SELECT coalesce(max(attempt), 0) + 1 FROM same), $7, $8, $9,
            now.at, 'open', now.at, '', 0, now.at + make_interval(secs => $6), 0, 0
        FROM durably, (SELECT clock_timestamp() AS at) AS now WHERE NOT EXISTS (SELECT FROM used)
        ON CONFLICT (environment, merchant, hashtextextended(reference, 0), operation, attempt) DO NOTHING
        RETURNING number
    ), contested AS (
        UPDATE alignet_entry SET version = version + 1
        WHERE $9 AND EXISTS (SELECT FROM written)
            AND environment = $2 AND merchant = $4 AND hashtextextended(reference, 0) = hashtextextended($5, 0)
            AND reference = $5 AND once AND state IN ('open', 'pending', 'cancelling')
    )
    SELECT EXISTS (SELECT FROM written), ",
    columns!(),
    " FROM (SELECT) AS one LEFT JOIN used AS entry ON true
      WHERE entry.id IS NOT NULL OR EXISTS (SELECT FROM written)"
);

pub(super) const READ: &str = concat!("SELECT ", columns!(), " FROM alignet_entry AS entry WHERE id = $1");

/// Finds the entry that a notification is about, and locks it until the transaction ends.
pub(super) const FIND_TOLD: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM alignet_entry AS entry
      WHERE once AND environment = $1 AND merchant = $2
          AND hashtextextended(reference, 0) = hashtextextended($3, 0) AND reference = $3
      ORDER BY state <> 'not_made' DESC, number DESC LIMIT 1 FOR UPDATE"
);

/// Writes the changes of an entry, unless it was changed since it was read, or is to be done ($10) and was contested since.
pub(super) const WRITE: &str = concat!(
    "WITH ",
    durably!(),
    " UPDATE alignet_entry AS entry
    SET state = $3, transaction = $4, note = $5, tries = $6,
        entered_at = CASE WHEN state = $3 THEN entered_at ELSE clock_timestamp() END,
        due_at = CASE WHEN $7 THEN clock_timestamp() + make_interval(secs => $8) ELSE due_at END,
        cancelled_at = CASE WHEN $11 THEN clock_timestamp() ELSE cancelled_at END, other_transaction = $12,
        leased_until = CASE WHEN $9 THEN NULL ELSE leased_until END,
        lease = CASE WHEN $9 THEN lease + 1 ELSE lease END, version = version + 1
    FROM durably WHERE id = $1 AND version = $2 AND NOT ($10 AND ",
    contested!(),
    ") RETURNING true"
);

/// Leases entries. Those that another process is about to lease are left to it. The time of the statement, which an index can
/// be searched by, is that of the database's clock too.
pub(super) const CLAIM: &str = concat!(
    "WITH due AS (
        SELECT number FROM alignet_entry
        WHERE environment = $1 AND (cardinality($4::text[]) = 0 OR merchant = ANY ($4))
            AND due_at <= statement_timestamp()
            AND (leased_until IS NULL OR leased_until <= statement_timestamp())
        ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED
    ), claimed AS (
        UPDATE alignet_entry AS entry
        SET leased_until = clock_timestamp() + make_interval(secs => $3), lease = lease + 1,
            tries = tries + 1, version = version + 1
        FROM due WHERE entry.number = due.number
        RETURNING entry.*
    )
    SELECT ",
    columns!(),
    " FROM claimed AS entry ORDER BY entry.due_at"
);

pub(super) const LIST: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM alignet_entry AS entry
      WHERE ($1::text IS NULL OR environment = $1) AND ($2::text IS NULL OR merchant = $2)
          AND ($3::text IS NULL OR hashtextextended(reference, 0) = hashtextextended($3, 0) AND reference = $3) AND (cardinality($4::text[]) = 0 OR state = ANY ($4))
          AND ($6::bytea IS NULL OR number > (SELECT number FROM alignet_entry WHERE id = $6))
      ORDER BY number LIMIT $5"
);
