//! The tables, by version. All migrations run in one IMMEDIATE transaction. A released migration is
//! never changed.

use rusqlite::{Connection, TransactionBehavior};

use crate::store::error::StoreError;

/// Migrations in order. `user_version` counts how many ran.
const MIGRATIONS: &[&str] = &[FIRST, SECOND, OFFICERS, RECEIPTS, SEQUENCES, INBOX, GAPS, WORK, CASEWORK];

/// Binary columns: ids 16 bytes, digests and token hashes 32, key ids 8. Times: milliseconds since
/// 1970.
const FIRST: &str = "
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
";

/// Purposes, completions, erasure, retired keys.
const SECOND: &str = "
-- What the office is asked for: the form's word. Bodies of the first app, which knew no purposes, could only register.
ALTER TABLE opened ADD COLUMN purpose TEXT;
UPDATE opened SET purpose = 'register' WHERE form IS NOT NULL;
-- The earlier registration this one adds to, once it was proved to be the sender's own.
ALTER TABLE opened ADD COLUMN completes BLOB;
CREATE INDEX opened_by_completes ON opened (completes) WHERE completes IS NOT NULL;

-- Tombstones: nothing else is left of a registration that was erased.
CREATE TABLE erased (
    id          BLOB PRIMARY KEY NOT NULL,
    token_hash  BLOB NOT NULL,
    erased_at   INTEGER NOT NULL,
    -- For the office's own records; nothing personal.
    why         TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The private key is gone: what is sealed to it must be sealed again.
ALTER TABLE office_keys ADD COLUMN retired_at INTEGER;
";

/// Officers and their sessions: see store/officers.rs.
const OFFICERS: &str = "
CREATE TABLE officers (
    name        TEXT PRIMARY KEY NOT NULL,
    role        TEXT NOT NULL,
    -- argon2id in PHC's notation; empty for who left.
    password    TEXT NOT NULL,
    -- Wrong tries in a row, and until when none is looked at.
    failed      INTEGER NOT NULL DEFAULT 0,
    wait_until  INTEGER NOT NULL DEFAULT 0,
    added_at    INTEGER NOT NULL,
    removed_at  INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
    -- SHA-256 of what the browser holds.
    token_hash  BLOB PRIMARY KEY NOT NULL,
    officer     TEXT NOT NULL REFERENCES officers (name),
    began_at    INTEGER NOT NULL,
    used_at     INTEGER NOT NULL,
    -- What the next page says first: nothing personal.
    word        TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_officer ON sessions (officer);
";

/// Receipt codes are random, so each entry of an index over them changes another page. The intake
/// therefore keeps no such index; the opener does.
const RECEIPTS: &str = "
ALTER TABLE opened ADD COLUMN receipt TEXT;
UPDATE opened SET receipt = (SELECT receipt FROM registrations WHERE registrations.id = opened.id);
CREATE INDEX opened_by_receipt ON opened (receipt);
DROP INDEX registrations_by_receipt;
";

/// After a restore bundles go on from a higher number.
const SEQUENCES: &str = "
CREATE TABLE bundle_sequence (least INTEGER NOT NULL CHECK (least > 0)) STRICT;
";

/// What the office writes to phones: see store/inbox.rs.
const INBOX: &str = "
CREATE TABLE inbox (
    -- A registration, or one that was erased: then its only item says so.
    id          BLOB NOT NULL,
    -- From 1, growing within one id.
    sequence    INTEGER NOT NULL,
    at          INTEGER NOT NULL,
    -- Sealed to the reply key, from the office's key.
    item        BLOB NOT NULL,
    PRIMARY KEY (id, sequence)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER items_are_not_changed BEFORE UPDATE ON inbox BEGIN SELECT RAISE(ABORT, 'items only grow'); END;
-- The last sequence that was given out.
ALTER TABLE registrations ADD COLUMN inbox INTEGER NOT NULL DEFAULT 0;
-- What is needed to tell the phone, until an item tells it: the last revision, its reply key, the last sequence.
ALTER TABLE erased ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
ALTER TABLE erased ADD COLUMN reply_key BLOB;
ALTER TABLE erased ADD COLUMN inbox INTEGER NOT NULL DEFAULT 0;
";

/// Any later revision is taken since then, so nobody asks any more which ones were refused.
const GAPS: &str = "ALTER TABLE registrations DROP COLUMN attempted;";

/// The opener's queue: see store/work.rs. And a chain of completions is followed once, when the
/// registration is opened, and not again for every line of every list.
const WORK: &str = "
-- Since when it waits for the opener; NULL when it does not.
ALTER TABLE registrations ADD COLUMN work_at INTEGER;
-- Not before: the end of a lease, or the next try. 0 when at once.
ALTER TABLE registrations ADD COLUMN work_after INTEGER NOT NULL DEFAULT 0;
-- How often it was set aside, and why the last time.
ALTER TABLE registrations ADD COLUMN work_tries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE registrations ADD COLUMN work_note TEXT;
UPDATE registrations SET work_at = changed_at WHERE state NOT IN ('receiving', 'withdrawn') AND NOT EXISTS (
    SELECT 1 FROM opened WHERE opened.id = registrations.id AND opened.revision = registrations.revision);
CREATE INDEX registrations_that_wait ON registrations (work_after, work_at) WHERE work_at IS NOT NULL;
-- The first registration of the chain of completions; NULL for one that completes none.
ALTER TABLE opened ADD COLUMN family BLOB;
WITH RECURSIVE chain (id, revision, before, steps) AS (
    SELECT id, revision, completes, 1 FROM opened WHERE completes IS NOT NULL
    UNION ALL
    SELECT chain.id, chain.revision, earlier.completes, steps + 1
        FROM chain JOIN registrations AS known ON known.id = chain.before
        JOIN opened AS earlier ON earlier.id = known.id AND earlier.revision = known.revision
        WHERE earlier.completes IS NOT NULL AND steps < 16
) UPDATE opened SET family = (SELECT before FROM chain WHERE chain.id = opened.id AND chain.revision = opened.revision
    ORDER BY steps DESC LIMIT 1) WHERE completes IS NOT NULL;
CREATE INDEX opened_by_family ON opened (family) WHERE family IS NOT NULL;
CREATE INDEX audit_by_registration ON audit (id) WHERE id IS NOT NULL;
CREATE INDEX erased_by_time ON erased (erased_at, id);
";

/// Officers' words and what they search by: see store/casework.rs. Both are sealed or hashed before they come here.
const CASEWORK: &str = "
CREATE TABLE papers (
    id       BLOB NOT NULL,
    number   INTEGER NOT NULL,
    kind     TEXT NOT NULL,
    revision INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    officer  TEXT NOT NULL,
    body     BLOB NOT NULL,
    PRIMARY KEY (id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX papers_that_are_held ON papers (at) WHERE kind = 'held';
CREATE TABLE finder (
    word BLOB NOT NULL,
    id   BLOB NOT NULL,
    PRIMARY KEY (word, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX finder_by_id ON finder (id);
CREATE INDEX audit_by_action ON audit (action, at);
CREATE INDEX opened_that_are_broken ON opened (id, revision) WHERE flags = 'seal_broken';
-- What was opened before is opened once more, so that it is found too.
UPDATE registrations SET work_at = changed_at, work_after = 0
    WHERE work_at IS NULL AND state NOT IN ('receiving', 'withdrawn');
UPDATE opened SET index_key = x'0000000000000000';
";

/// Migrates the file to this program's version. A newer file is refused.
pub fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let known = known_version();
    if version(connection)? == known {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // The version is read again inside the transaction, because another process may have migrated
    // meanwhile.
    let found = version(&transaction)?;
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    let done = usize::try_from(found).map_err(|_| StoreError::Damaged("user_version"))?;
    for migration in &MIGRATIONS[done..] {
        transaction.execute_batch(migration)?;
    }
    transaction.pragma_update(None, "user_version", known)?;
    transaction.commit()?;
    Ok(())
}

/// A trigger, view, table or index that this program's migrations do not make, by its kind and name:
/// whoever could write the file may have left one, and it would run inside every office that opens it.
pub(super) fn stranger(connection: &Connection, version: i64) -> Result<Option<String>, StoreError> {
    let made = Connection::open_in_memory()?;
    let count = usize::try_from(version).unwrap_or(0).min(MIGRATIONS.len());
    for migration in &MIGRATIONS[..count] {
        made.execute_batch(migration)?;
    }
    let expected = parts(&made)?;
    Ok(parts(connection)?
        .into_iter()
        .find(|part| !expected.contains(part))
        .map(|(kind, name, _)| format!("{kind} {name}")))
}

/// Kind, name and, of what runs by itself, the text.
fn parts(connection: &Connection) -> Result<Vec<(String, String, Option<String>)>, StoreError> {
    let mut query = connection
        .prepare("SELECT type, name, CASE WHEN type IN ('trigger', 'view') THEN sql END FROM sqlite_schema")?;
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The schema version that this program writes.
pub fn known_version() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}

pub(super) fn version(connection: &Connection) -> Result<i64, StoreError> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

#[cfg(test)]
mod tests {
    use super::super::{FILE, Sqlite};
    use super::*;

    fn newest() -> i64 {
        i64::try_from(MIGRATIONS.len()).unwrap()
    }

    fn file(dir: &std::path::Path) -> Connection {
        Connection::open(dir.join(FILE)).unwrap()
    }

    #[test]
    fn a_database_of_a_newer_office_is_refused_and_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        drop(Sqlite::open(dir.path()).unwrap());
        file(dir.path()).pragma_update(None, "user_version", 99).unwrap();
        assert!(matches!(Sqlite::open(dir.path()), Err(StoreError::Newer { found: 99, known }) if known == newest()));
    }

    #[test]
    fn opening_twice_migrates_once() {
        let dir = tempfile::tempdir().unwrap();
        drop(Sqlite::open(dir.path()).unwrap());
        drop(Sqlite::open(dir.path()).unwrap());
        assert_eq!(version(&file(dir.path())).unwrap(), newest());
    }

    #[test]
    fn a_database_of_version_1_comes_up_with_everything_in_it() {
        let dir = tempfile::tempdir().unwrap();
        let old = Connection::open(dir.path().join(FILE)).unwrap();
        old.execute_batch(include_str!("../../../tests/fixtures/version-1.sql")).unwrap();
        assert_eq!(version(&old).unwrap(), 1);
        drop(old);
        drop(Sqlite::open(dir.path()).unwrap());
        let sql = &file(dir.path());
        assert_eq!(version(sql).unwrap(), newest());
        let text = |query: &str| sql.query_row(query, [], |row| row.get::<_, String>(0)).expect(query);
        assert_eq!(
            text("SELECT group_concat(state ORDER BY id) FROM registrations"),
            "received,receiving,refused",
            "what was there stays"
        );
        assert_eq!(
            text("SELECT group_concat(purpose || ' ' || name_masked) FROM opened WHERE completes IS NULL"),
            "register S••• C•••,register S••• C•••"
        );
        assert_eq!(text("SELECT count(*) || '' FROM records"), "3");
        assert_eq!(
            text(
                "SELECT count(*) || '' FROM opened JOIN registrations USING (id) WHERE opened.receipt = registrations.receipt"
            ),
            text("SELECT count(*) || '' FROM opened"),
            "what was opened is found by its receipt"
        );
        assert_eq!(text("SELECT count(*) || '' FROM office_keys WHERE retired_at IS NULL"), "1");
        assert_eq!(text("SELECT count(*) || '' FROM erased"), "0");
        assert_eq!(text("PRAGMA integrity_check"), "ok");
        assert!(sql.execute("DELETE FROM audit", []).is_err(), "the log still only grows");
    }

    #[test]
    fn the_audit_log_can_neither_be_changed_nor_shortened() {
        let dir = tempfile::tempdir().unwrap();
        drop(Sqlite::open(dir.path()).unwrap());
        let sql = &file(dir.path());
        sql.execute("INSERT INTO audit (at, officer, action, detail) VALUES (0, 'o', 'show', '')", []).unwrap();
        assert!(sql.execute("UPDATE audit SET officer = 'x'", []).is_err());
        assert!(sql.execute("DELETE FROM audit", []).is_err());
    }
}
