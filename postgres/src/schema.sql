-- The tables of the crate alignet-postgres, in the first schema of the search path.
-- All times are the database's. A lease is a number that no other claim gets.

CREATE SEQUENCE alignet_lease;

CREATE TABLE alignet_notification (
    -- A digest of the notification's identity.
    key bytea PRIMARY KEY CHECK (length(key) = 32),
    -- The claim under way, or the one that handled it.
    lease bigint NOT NULL,
    -- The claim may be replaced from then on.
    lapses_at timestamptz NOT NULL,
    -- Handled for good, unless null.
    handled_at timestamptz
);

-- By age, to delete the oldest.
CREATE INDEX alignet_notification_age ON alignet_notification (coalesce(handled_at, lapses_at));

-- The journal: one row for each call that may move money, written before the call leaves.
CREATE TABLE alignet_entry (
    -- The order in which the entries were written.
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id bytea NOT NULL UNIQUE CHECK (length(id) = 16),
    environment text NOT NULL,
    operation text NOT NULL,
    merchant text NOT NULL,
    reference text NOT NULL,
    -- The number of the entry among those with the same reference: of two calls at once, one gets it.
    attempt integer NOT NULL,
    digest bytea NOT NULL CHECK (length(digest) = 32),
    once boolean NOT NULL,
    -- The call takes that of another entry with the same reference back.
    undoes boolean NOT NULL,
    opened_at timestamptz NOT NULL,
    state text NOT NULL CHECK (
        state IN ('open', 'pending', 'cancelling', 'done', 'declined', 'reversed', 'not_made', 'person')
    ),
    entered_at timestamptz NOT NULL,
    -- Recovery last wrote then that it cancels the payment.
    cancelled_at timestamptz,
    transaction text,
    -- Another transaction with the same reference, which a proof has named.
    other_transaction text,
    note text NOT NULL,
    tries integer NOT NULL,
    -- Recovery looks at the entry from then on, unless null.
    due_at timestamptz,
    -- Grows with every change, so that no change overwrites another.
    version bigint NOT NULL,
    -- Grows with every lease and every loss of one.
    lease bigint NOT NULL,
    leased_until timestamptz
);

-- Hashed, because a reference may be longer than an index can hold. First, so that a list by reference alone uses it.
CREATE UNIQUE INDEX alignet_entry_reference
    ON alignet_entry (hashtextextended(reference, 0), environment, merchant, operation, attempt);

CREATE INDEX alignet_entry_person ON alignet_entry (number) WHERE state = 'person';

CREATE INDEX alignet_entry_due ON alignet_entry (environment, due_at) WHERE due_at IS NOT NULL;
