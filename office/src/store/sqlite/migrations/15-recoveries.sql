-- What another phone gets back by a code: see store/recovery.rs.

CREATE TABLE recoveries (
    id      BLOB PRIMARY KEY NOT NULL,
    -- Digests of what the other phone has to show.
    locator BLOB NOT NULL,
    proof   BLOB NOT NULL,
    -- Sealed under the code, which the office never learns.
    sealed  BLOB NOT NULL,
    kept_at INTEGER NOT NULL
) STRICT;
CREATE INDEX recoveries_by_locator ON recoveries (locator);
