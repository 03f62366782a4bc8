-- Binary columns: ids 16 bytes, digests and token hashes 32, key ids 8. Times: milliseconds since
-- 1970.

-- One row per registration: where it stands.
CREATE TABLE registrations (
    id          BLOB PRIMARY KEY NOT NULL,
    receipt     TEXT NOT NULL,
    token_hash  BLOB NOT NULL,
    state       TEXT NOT NULL,
    -- The last one recorded.
    revision    INTEGER NOT NULL,
    -- The last one answered, recorded or not (422): the phone seals again as the next.
    attempted   INTEGER NOT NULL,
    -- Sealed to the registration's reply key; speaks about `revision`.
    reply       BLOB,
    created_at  INTEGER NOT NULL,
    changed_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX registrations_by_receipt ON registrations (receipt);
CREATE INDEX registrations_by_state ON registrations (state, changed_at);

-- Append-only: what came, as it came.
CREATE TABLE records (
    id              BLOB NOT NULL REFERENCES registrations (id),
    revision        INTEGER NOT NULL,
    digest          BLOB NOT NULL,
    envelope        BLOB NOT NULL,
    key_id          BLOB NOT NULL,
    bundle_sequence INTEGER NOT NULL,
    received_at     INTEGER NOT NULL,
    UNIQUE (id, revision)
) STRICT;

-- Every photo a registration ever named; the file is photos/ID/DIGEST.
CREATE TABLE photos (
    id          BLOB NOT NULL REFERENCES registrations (id),
    digest      BLOB NOT NULL,
    length      INTEGER NOT NULL,
    completed_at INTEGER,
    PRIMARY KEY (id, digest)
) STRICT, WITHOUT ROWID;

-- Which revision wants which photos, in the header's order.
CREATE TABLE wanted (
    id          BLOB NOT NULL,
    revision    INTEGER NOT NULL,
    position    INTEGER NOT NULL,
    digest      BLOB NOT NULL,
    PRIMARY KEY (id, revision, position),
    FOREIGN KEY (id, digest) REFERENCES photos (id, digest)
) STRICT, WITHOUT ROWID;

-- What the opener found: see store/index.rs.
CREATE TABLE opened (
    id           BLOB NOT NULL REFERENCES registrations (id),
    revision     INTEGER NOT NULL,
    flags        TEXT NOT NULL,
    form         TEXT,
    form_version INTEGER,
    lang         TEXT,
    name_masked  TEXT,
    nik_index    BLOB,
    index_key    BLOB NOT NULL,
    sealed_at    INTEGER,
    opened_at    INTEGER NOT NULL,
    PRIMARY KEY (id, revision)
) STRICT, WITHOUT ROWID;
CREATE INDEX opened_by_nik ON opened (nik_index) WHERE nik_index IS NOT NULL;

-- Bundles this office signed; a sequence only grows.
CREATE TABLE bundles (
    sequence    INTEGER PRIMARY KEY NOT NULL,
    engine      INTEGER NOT NULL,
    issued_at   INTEGER NOT NULL,
    signed_by   TEXT NOT NULL,
    bytes       BLOB NOT NULL
) STRICT;

-- Public HPKE keys that were ever published, by id.
CREATE TABLE office_keys (
    key_id      BLOB PRIMARY KEY NOT NULL,
    public      TEXT NOT NULL,
    known_since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Who did what. Rows are only ever added.
CREATE TABLE audit (
    seq         INTEGER PRIMARY KEY AUTOINCREMENT,
    at          INTEGER NOT NULL,
    officer     TEXT NOT NULL,
    action      TEXT NOT NULL,
    id          BLOB,
    detail      TEXT NOT NULL
) STRICT;
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;
CREATE TRIGGER audit_is_not_removed BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;
CREATE TRIGGER records_are_not_changed BEFORE UPDATE ON records BEGIN SELECT RAISE(ABORT, 'records only grow'); END;
