//! The tables, by version. All migrations run in one IMMEDIATE transaction. A released migration is
//! never changed.

use rusqlite::{Connection, TransactionBehavior};

use crate::store::error::StoreError;

/// Migrations in order. `user_version` counts how many ran.
const MIGRATIONS: &[&str] = &[
    FIRST, SECOND, OFFICERS, RECEIPTS, SEQUENCES, INBOX, GAPS, WORK, CASEWORK, MONEY, KEYED,
    SHARING, CARDS, PAYERS, RECOVERIES, REISSUES, REFERRALS, UNFINISHED,
];

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

/// Officers' words and what they search by: see store/casework.rs. Both are sealed or hashed before
/// they come here.
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

/// Bills and money: see store/money. Names and answers are in none of these tables; amounts are
/// whole rupiah, days `2027-01-31`, months `2027-01`.
const MONEY: &str = "
-- Whose registration it is: the id of the first registration of that person.
CREATE TABLE members (
    registration BLOB PRIMARY KEY NOT NULL,
    member       BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX members_by_member ON members (member);

-- Registrations that wait for a bill, or for the word why there is none.
CREATE TABLE bill_asks (
    id          BLOB PRIMARY KEY NOT NULL,
    why         TEXT NOT NULL,
    -- How many months; NULL as the answers say.
    months      INTEGER,
    asked_at    INTEGER NOT NULL,
    work_after  INTEGER NOT NULL DEFAULT 0,
    work_tries  INTEGER NOT NULL DEFAULT 0,
    work_note   TEXT,
    -- What the worker was told meanwhile.
    told        TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX bill_asks_that_wait ON bill_asks (work_after, asked_at);

CREATE TABLE bills (
    id           BLOB PRIMARY KEY NOT NULL,
    number       TEXT NOT NULL,
    payer        BLOB NOT NULL,
    state        TEXT NOT NULL,
    total        INTEGER NOT NULL CHECK (total > 0),
    credit       INTEGER NOT NULL CHECK (credit >= 0),
    last_day     TEXT NOT NULL,
    why          TEXT NOT NULL,
    qris         TEXT,
    payment_code TEXT,
    made_at      INTEGER NOT NULL,
    changed_at   INTEGER NOT NULL,
    work_after   INTEGER NOT NULL DEFAULT 0,
    work_tries   INTEGER NOT NULL DEFAULT 0,
    work_note    TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX bills_by_payer ON bills (payer);
CREATE INDEX bills_by_number ON bills (number);
CREATE INDEX bills_that_wait ON bills (work_after) WHERE state IN ('wanted', 'cancelling');
CREATE INDEX bills_that_are_live ON bills (last_day) WHERE state IN ('wanted', 'open', 'cancelling');

CREATE TABLE bill_lines (
    payer    BLOB NOT NULL,
    bill     BLOB NOT NULL,
    position INTEGER NOT NULL,
    member   BLOB NOT NULL,
    month    TEXT NOT NULL,
    -- Programme and amount: jkk 10000 jkm 6800
    parts    TEXT NOT NULL,
    live     INTEGER NOT NULL,
    PRIMARY KEY (payer, bill, position)
) STRICT, WITHOUT ROWID;
-- A payer has one way to pay a member's month.
CREATE UNIQUE INDEX bill_lines_once ON bill_lines (payer, member, month) WHERE live = 1;
CREATE INDEX bill_lines_by_bill ON bill_lines (bill);
CREATE INDEX bill_lines_by_member ON bill_lines (member) WHERE live = 1;

CREATE TABLE payments (
    reference TEXT PRIMARY KEY NOT NULL,
    bill      BLOB NOT NULL,
    amount    INTEGER NOT NULL,
    paid_at   INTEGER NOT NULL,
    channel   TEXT NOT NULL,
    booked_at INTEGER NOT NULL,
    became    TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX payments_by_bill ON payments (bill);

-- The ledger: where money was and where it is now. Rows are only ever added.
CREATE TABLE entries (
    number INTEGER PRIMARY KEY NOT NULL,
    at     INTEGER NOT NULL,
    source TEXT NOT NULL,
    target TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount > 0)
) STRICT;
CREATE INDEX entries_by_source ON entries (source);
CREATE INDEX entries_by_target ON entries (target);
CREATE TRIGGER entries_are_not_changed BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'entries only grow'); END;
CREATE TRIGGER entries_are_not_removed BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'entries only grow'); END;

CREATE TABLE credited (
    member  BLOB NOT NULL,
    month   TEXT NOT NULL,
    payer   BLOB NOT NULL,
    paid_on TEXT NOT NULL,
    parts   TEXT NOT NULL,
    PRIMARY KEY (member, month)
) STRICT, WITHOUT ROWID;

CREATE TABLE claims (
    member BLOB PRIMARY KEY NOT NULL,
    month  TEXT NOT NULL,
    at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE refunds (
    id         BLOB PRIMARY KEY NOT NULL,
    payer      BLOB NOT NULL,
    -- Of which payment.
    reference  TEXT NOT NULL,
    amount     INTEGER NOT NULL CHECK (amount > 0),
    asked_at   INTEGER NOT NULL,
    done_at    INTEGER,
    work_after INTEGER NOT NULL DEFAULT 0,
    work_tries INTEGER NOT NULL DEFAULT 0,
    work_note  TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX refunds_that_wait ON refunds (work_after) WHERE done_at IS NULL;
CREATE INDEX refunds_by_reference ON refunds (reference);

-- How far the acquirer's reports were read.
CREATE TABLE cursors (
    name  TEXT PRIMARY KEY NOT NULL,
    place INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What was opened before waits for its bill too.
INSERT INTO bill_asks (id, why, asked_at)
    SELECT id, 'first', changed_at FROM registrations JOIN opened USING (id, revision)
    WHERE state IN ('received', 'accepted') AND purpose IN ('register', 'resume');
";

/// What holds for a short time only.
const SHARING: &str = "
-- What processes tell each other: see store/sharing.rs.
CREATE TABLE processes (
    process BLOB PRIMARY KEY NOT NULL,
    until   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE upload_claims (
    id      BLOB NOT NULL,
    digest  BLOB NOT NULL,
    process BLOB NOT NULL,
    -- Which claim of that process.
    number  INTEGER NOT NULL,
    -- 1 when another process wants it.
    asked   INTEGER NOT NULL,
    PRIMARY KEY (id, digest)
) STRICT, WITHOUT ROWID;
-- Who is reading which registration.
CREATE TABLE reading (
    id      BLOB PRIMARY KEY NOT NULL,
    officer TEXT NOT NULL,
    until   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- Wrong passwords in a row from devices that were let in before.
CREATE TABLE device_tries (
    device BLOB PRIMARY KEY NOT NULL,
    failed INTEGER NOT NULL,
    until  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
";

/// What carries a MAC under the desk key: see store/roster.rs and store/chain.rs.
const KEYED: &str = "
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
";

/// Which card each registration was sent last, and when the next one is looked at: see
/// store/money/cards.rs. Whoever is covered already is looked at at once.
const CARDS: &str = "
CREATE TABLE cards (
    registration BLOB PRIMARY KEY NOT NULL,
    -- When the last one ends; 0 when there is none.
    expires      INTEGER NOT NULL DEFAULT 0,
    -- What it says: the last paid day and the programmes.
    says         TEXT NOT NULL DEFAULT '',
    -- The key that signed it.
    key_id       BLOB,
    work_after   INTEGER NOT NULL DEFAULT 0,
    work_tries   INTEGER NOT NULL DEFAULT 0,
    work_note    TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX cards_that_wait ON cards (work_after);
INSERT INTO cards (registration)
    SELECT registration FROM members WHERE member IN (SELECT member FROM credited);
";

/// Who pays for whom: see store/money/arrangements.rs. No person's name is in these tables.
const PAYERS: &str = "
CREATE TABLE pay_codes (
    -- The digest of the code: the code itself is on the member's phone only.
    digest       BLOB PRIMARY KEY NOT NULL,
    member       BLOB NOT NULL,
    -- Whose phone was told, and the request in whose sealed body the consent stands.
    registration BLOB NOT NULL,
    request      BLOB NOT NULL,
    -- Which words were agreed to, and when.
    consent      INTEGER NOT NULL,
    consent_at   INTEGER NOT NULL,
    last_day     TEXT NOT NULL,
    -- free, used, revoked
    state        TEXT NOT NULL,
    made_at      INTEGER NOT NULL,
    changed_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE arrangements (
    id           BLOB PRIMARY KEY NOT NULL,
    -- A registration, or a sponsor.
    payer        BLOB NOT NULL,
    member       BLOB NOT NULL,
    -- Whose answers say what a month costs.
    registration BLOB NOT NULL,
    -- The code that was used; NULL for what the office entered.
    code         BLOB,
    -- How many months are billed at once.
    months       INTEGER NOT NULL,
    first_month  TEXT NOT NULL,
    -- NULL: until somebody ends it.
    last_month   TEXT,
    made_at      INTEGER NOT NULL,
    ended_at     INTEGER,
    -- payer, member, office
    ended_by     TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE sponsors (
    id       BLOB PRIMARY KEY NOT NULL,
    -- Of an organisation, which is no person.
    name     TEXT NOT NULL,
    -- Whose money it is: it decides about the discount.
    fund     TEXT NOT NULL,
    added_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- Nobody is paid for twice: one payer at a time.
CREATE UNIQUE INDEX arrangements_once ON arrangements (member) WHERE ended_at IS NULL;
CREATE INDEX arrangements_by_payer ON arrangements (payer);
CREATE INDEX pay_codes_by_member ON pay_codes (member);
CREATE UNIQUE INDEX sponsors_by_name ON sponsors (name);
";

/// What another phone gets back by a code: see store/recovery.rs.
const RECOVERIES: &str = "
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
";

/// Access that an officer made anew: see store/money/reissue.rs.
const REISSUES: &str = "
-- The reply key in place of the one in the envelope's header; NULL for the header's own.
ALTER TABLE registrations ADD COLUMN reply_key BLOB;
-- Items after this one are sealed to that key; those up to it are the phone's before.
ALTER TABLE registrations ADD COLUMN inbox_from INTEGER NOT NULL DEFAULT 0;
-- SHA-256 of the status token before.
ALTER TABLE registrations ADD COLUMN ended_token BLOB;
";

/// How many registrations came by which code: see store/referrals.rs.
const REFERRALS: &str = "
CREATE TABLE referral_counts (
    code TEXT NOT NULL,
    -- On which the registration first came, YYYY-MM-DD.
    day  TEXT NOT NULL,
    n    INTEGER NOT NULL,
    PRIMARY KEY (code, day)
) STRICT, WITHOUT ROWID;
";

/// Bytes of unfinished uploads: see store/unfinished.rs. Processes over this file share a folder, in
/// which these bytes lie; the tables are here because both databases understand the same statements.
const UNFINISHED: &str = "
CREATE TABLE unfinished_uploads (
    id         BLOB NOT NULL,
    digest     BLOB NOT NULL,
    -- The bytes of all of its pieces, and how many those are.
    bytes      INTEGER NOT NULL,
    pieces     INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (id, digest)
) STRICT, WITHOUT ROWID;
CREATE TABLE upload_pieces (
    id     BLOB NOT NULL,
    digest BLOB NOT NULL,
    start  INTEGER NOT NULL,
    bytes  BLOB NOT NULL,
    PRIMARY KEY (id, digest, start)
) STRICT;
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

/// A trigger, view, table or index that this program's migrations do not make, by its kind and
/// name: whoever could write the file may have left one, and it would run inside every office that
/// opens it.
pub(super) fn stranger(
    connection: &Connection,
    version: i64,
) -> Result<Option<String>, StoreError> {
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
    let mut query = connection.prepare(
        "SELECT type, name, CASE WHEN type IN ('trigger', 'view') THEN sql END FROM sqlite_schema",
    )?;
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
        file(dir.path())
            .pragma_update(None, "user_version", 99)
            .unwrap();
        assert!(
            matches!(Sqlite::open(dir.path()), Err(StoreError::Newer { found: 99, known }) if known == newest())
        );
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
        old.execute_batch(include_str!("../../../tests/fixtures/version-1.sql"))
            .unwrap();
        assert_eq!(version(&old).unwrap(), 1);
        drop(old);
        drop(Sqlite::open(dir.path()).unwrap());
        let sql = &file(dir.path());
        assert_eq!(version(sql).unwrap(), newest());
        let text = |query: &str| {
            sql.query_row(query, [], |row| row.get::<_, String>(0))
                .expect(query)
        };
        assert_eq!(
            text("SELECT group_concat(state ORDER BY id) FROM registrations"),
            "received,receiving,refused",
            "what was there stays"
        );
        assert_eq!(
            text(
                "SELECT group_concat(purpose || ' ' || name_masked) FROM opened WHERE completes IS NULL"
            ),
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
        assert_eq!(
            text("SELECT count(*) || '' FROM office_keys WHERE retired_at IS NULL"),
            "1"
        );
        assert_eq!(text("SELECT count(*) || '' FROM erased"), "0");
        assert_eq!(text("PRAGMA integrity_check"), "ok");
        assert!(
            sql.execute("DELETE FROM audit", []).is_err(),
            "the log still only grows"
        );
    }

    #[test]
    fn the_audit_log_can_neither_be_changed_nor_shortened() {
        let dir = tempfile::tempdir().unwrap();
        drop(Sqlite::open(dir.path()).unwrap());
        let sql = &file(dir.path());
        sql.execute(
            "INSERT INTO audit (at, officer, action, detail) VALUES (0, 'o', 'show', '')",
            [],
        )
        .unwrap();
        assert!(sql.execute("UPDATE audit SET officer = 'x'", []).is_err());
        assert!(sql.execute("DELETE FROM audit", []).is_err());
    }
}
