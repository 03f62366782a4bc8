-- What another phone gets back by a code: see store/recovery.rs.

CREATE TABLE payung.recoveries (
    id      bytea NOT NULL PRIMARY KEY,
    -- Digests of what the other phone has to show.
    locator bytea NOT NULL,
    proof   bytea NOT NULL,
    -- Sealed under the code, which the office never learns.
    sealed  bytea NOT NULL,
    kept_at bigint NOT NULL
);
CREATE INDEX recoveries_by_locator ON payung.recoveries (locator);
