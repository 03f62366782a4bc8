-- What carries a MAC under the desk key: see store/roster.rs and store/chain.rs.

-- The TOTP secret, sealed under the desk key; NULL for who has none.
ALTER TABLE officers ADD COLUMN totp BLOB;
-- The last time step whose code was taken.
ALTER TABLE officers ADD COLUMN totp_step INTEGER NOT NULL DEFAULT 0;
-- What is left of the recovery codes: hashes, 32 bytes each.
ALTER TABLE officers ADD COLUMN recovery BLOB NOT NULL DEFAULT x'';
-- How often the row was written; NULL without MAC before the first process with the key came.
ALTER TABLE officers ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE officers ADD COLUMN mac BLOB;
-- Which browser on which system, in words.
ALTER TABLE sessions ADD COLUMN device TEXT;
ALTER TABLE sessions ADD COLUMN mac BLOB;
-- Which version of which officer holds, and which sessions are open.
CREATE TABLE roster (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    generation INTEGER NOT NULL,
    body       TEXT NOT NULL,
    mac        BLOB NOT NULL
) STRICT;
CREATE TABLE audit_chain (
    seq INTEGER PRIMARY KEY NOT NULL,
    mac BLOB NOT NULL,
    -- 0 written with the key, 1 found, 2 there before the chain began.
    how INTEGER NOT NULL
) STRICT;
CREATE TRIGGER chain_is_not_changed BEFORE UPDATE ON audit_chain BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;
CREATE TRIGGER chain_is_not_removed BEFORE DELETE ON audit_chain BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;
