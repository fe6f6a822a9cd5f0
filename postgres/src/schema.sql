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
