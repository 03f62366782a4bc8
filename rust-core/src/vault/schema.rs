//! The tables, as a list of migrations.
//!
//! `user_version` counts the migrations that were applied. A migration that has shipped is never
//! edited; a change is a new migration. `tests/fixtures` keeps a database of each schema
//! (`vault-v1.sql`, …), and tests migrate each to the newest.

use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior, config::DbConfig};

use super::VaultError;

/// The schema this app writes.
pub(super) const KNOWN: u32 = MIGRATIONS.len() as u32;

const MIGRATIONS: [&str; 11] = [V1, V2, V3, V4, V5, V6, V7, V8, V9, V10, V11];

/// Sets up one connection. Only the journal mode (WAL) is stored in the file, so every connection
/// needs this.
pub(super) fn configure(connection: &Connection) -> Result<(), VaultError> {
    connection.busy_timeout(Duration::from_secs(5))?;
    // A database file that somebody prepared must not run functions from its schema or change
    // SQLite's own tables.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    // A statement keeps its plan. Otherwise SQLite parses it anew for many a new value bound to it.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.execute_batch(
        "PRAGMA trusted_schema = OFF;
         PRAGMA cell_size_check = ON;
         PRAGMA temp_store = MEMORY;
         PRAGMA secure_delete = ON;
         PRAGMA foreign_keys = ON;
         PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA fullfsync = ON;
         PRAGMA checkpoint_fullfsync = ON;",
    )?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(())
}

/// Brings the file to [`KNOWN`] in one transaction. A file from a newer app is left untouched.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), VaultError> {
    if version(connection)? == KNOWN {
        return Ok(());
    }
    // All migrations are one transaction: after a kill in between, the next open finds the old
    // schema or the newest, and never one in between.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // The version is read again under the write lock, because another process may have migrated the
    // file meanwhile.
    let found = version(&transaction)?;
    let Some(missing) = MIGRATIONS.get(found as usize..) else {
        return Err(VaultError::Newer {
            found,
            known: KNOWN,
        });
    };
    for migration in missing {
        transaction.execute_batch(migration)?;
    }
    transaction.pragma_update(None, "user_version", KNOWN)?;
    Ok(transaction.commit()?)
}

fn version(connection: &Connection) -> Result<u32, VaultError> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// Times are milliseconds since 1970 (UTC), lengths are bytes, `sealed` is [`super::Keys::seal`]'s,
/// `question` is [`super::Keys::index`]'s: no column holds a personal datum in clear.
const V1: &str = "
-- Small named values: wrapped key and its check, times the keeper said gone, clock floor, what was set aside.
CREATE TABLE meta (
    name TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Whoever is registered from this phone. What is known of them beyond their drafts is sealed.
CREATE TABLE person (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE draft (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    person BLOB NOT NULL REFERENCES person (id),
    form TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX draft_by_person ON draft (person);

-- A draft was last changed when its last answer was: so that an answer changes one row, on one page.
CREATE TABLE answer (
    draft BLOB NOT NULL REFERENCES draft (id) ON DELETE CASCADE,
    question BLOB NOT NULL CHECK (length(question) = 32),
    changed_at INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (draft, question)
) STRICT, WITHOUT ROWID;

CREATE TABLE photo (
    draft BLOB NOT NULL REFERENCES draft (id) ON DELETE CASCADE,
    question BLOB NOT NULL CHECK (length(question) = 32),
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    length INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (draft, question)
) STRICT, WITHOUT ROWID;
CREATE INDEX photo_by_digest ON photo (digest);

-- From here on: not under the data key, so that what was ready still goes when the key is lost.
CREATE TABLE registration (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    draft BLOB REFERENCES draft (id) ON DELETE SET NULL,
    revision INTEGER NOT NULL,
    state TEXT NOT NULL,
    token BLOB NOT NULL CHECK (length(token) = 32),
    reply_key BLOB NOT NULL,
    reply BLOB,
    withdraw_wanted INTEGER NOT NULL CHECK (withdraw_wanted IN (0, 1)),
    changed_at INTEGER NOT NULL,
    bytes_sent INTEGER NOT NULL
) STRICT;
CREATE INDEX registration_by_draft ON registration (draft);

CREATE TABLE event (
    number INTEGER PRIMARY KEY,
    registration BLOB NOT NULL REFERENCES registration (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    state TEXT NOT NULL
) STRICT;
CREATE INDEX event_by_registration ON event (registration);

CREATE TABLE outbox (
    registration BLOB NOT NULL PRIMARY KEY REFERENCES registration (id) ON DELETE CASCADE,
    revision INTEGER NOT NULL,
    envelope BLOB NOT NULL,
    attempts INTEGER NOT NULL,
    next_try INTEGER NOT NULL,
    problem TEXT
) STRICT;
CREATE INDEX outbox_by_next_try ON outbox (next_try);

CREATE TABLE outbox_photo (
    registration BLOB NOT NULL REFERENCES outbox (registration) ON DELETE CASCADE,
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    length INTEGER NOT NULL,
    sent INTEGER NOT NULL CHECK (sent IN (0, 1)),
    PRIMARY KEY (registration, digest)
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_photo_by_digest ON outbox_photo (digest);

-- The newest content bundle, signed as it came.
CREATE TABLE bundle (
    sequence INTEGER PRIMARY KEY,
    bytes BLOB NOT NULL
) STRICT;
";

/// Drafts of other form versions, drafts that end, registrations that complete another.
const V2: &str = "
-- The version of the form the draft was last opened with; 0: an app that did not note it.
ALTER TABLE draft ADD COLUMN form_version INTEGER NOT NULL DEFAULT 0;
-- When it was last opened to be gone on with; 0: not since this column exists.
ALTER TABLE draft ADD COLUMN opened_at INTEGER NOT NULL DEFAULT 0;
-- When the warning that it will be deleted was seen; a change of the draft forgets it.
ALTER TABLE draft ADD COLUMN warned_at INTEGER;
-- The registration that this draft adds to.
ALTER TABLE draft ADD COLUMN completes BLOB REFERENCES registration (id) ON DELETE SET NULL;
CREATE INDEX draft_by_warned ON draft (warned_at) WHERE warned_at IS NOT NULL;
CREATE INDEX draft_by_completes ON draft (completes) WHERE completes IS NOT NULL;

-- The registration that this one adds to. In clear: that two belong together says no more than their number does.
ALTER TABLE registration ADD COLUMN completes BLOB REFERENCES registration (id) ON DELETE SET NULL;
-- Form, purpose, what is missing, whose it is: under the data key, so it stays behind when the key is lost.
ALTER TABLE registration ADD COLUMN about BLOB;
CREATE INDEX registration_by_completes ON registration (completes) WHERE completes IS NOT NULL;
CREATE INDEX registration_by_decision ON registration (changed_at)
    WHERE draft IS NOT NULL AND state IN ('accepted', 'refused', 'withdrawn');
";

/// Photos that wait for Wi-Fi, records that the office has already, the app that sealed; indexes to
/// find a few of many registrations.
const V3: &str = "
-- The office has the record of this revision: going on need not bring it again.
ALTER TABLE outbox ADD COLUMN recorded INTEGER NOT NULL DEFAULT 0 CHECK (recorded IN (0, 1));
-- Its photos may go over a metered network: chosen by the worker, or within the rules.
ALTER TABLE outbox ADD COLUMN over_metered INTEGER NOT NULL DEFAULT 0 CHECK (over_metered IN (0, 1));
-- When it was sealed; 0: an app that did not note it.
ALTER TABLE outbox ADD COLUMN sealed_at INTEGER NOT NULL DEFAULT 0;
-- The version of the app that sealed it; empty: one that did not note it.
ALTER TABLE outbox ADD COLUMN sealed_by TEXT NOT NULL DEFAULT '';

CREATE INDEX registration_by_state ON registration (state, id);
-- Whether a draft can be gone on with is read off this, for each draft on the first screen's way.
DROP INDEX registration_by_draft;
CREATE INDEX registration_by_draft ON registration (draft, id, state);
-- Counted on each first screen; without it every envelope that waits would be read.
CREATE INDEX outbox_by_wifi ON outbox (registration) WHERE problem = 'wait-wifi';
CREATE INDEX registration_by_withdrawal ON registration (id) WHERE withdraw_wanted = 1;
-- What the office erased is over as well.
DROP INDEX registration_by_decision;
CREATE INDEX registration_by_decision ON registration (changed_at)
    WHERE draft IS NOT NULL AND state IN ('accepted', 'refused', 'withdrawn', 'erased');
";

/// The rules that an office signed are one row for each root of trust.
const V4: &str = "
-- `root`: the bundle keys of the trust file; `keys`: those that may sign next; 32 bytes each. `floor`: milliseconds.
CREATE TABLE rules (
    root BLOB NOT NULL PRIMARY KEY,
    keys BLOB NOT NULL,
    sequence INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    floor INTEGER NOT NULL
) STRICT;
-- The floor starts anew: an earlier app believed any time that an office had signed.
INSERT INTO rules (root, keys, sequence, bytes, floor)
    SELECT root.value, keys.value, bundle.sequence, bundle.bytes, 0
    FROM bundle JOIN meta AS root ON root.name = 'bundle_root' JOIN meta AS keys ON keys.name = 'bundle_keys'
    ORDER BY bundle.sequence DESC LIMIT 1;
DROP TABLE bundle;
DELETE FROM meta WHERE name IN ('bundle_root', 'bundle_keys', 'clock_floor');
";

/// The items that the office writes to a registration, and the office keys that may have written
/// them.
const V5: &str = "
-- Sealed to the reply key, as it came; the author is proven. The last sequence says how far this phone has read.
CREATE TABLE inbox (
    registration BLOB NOT NULL REFERENCES registration (id) ON DELETE CASCADE,
    sequence INTEGER NOT NULL,
    author BLOB NOT NULL CHECK (length(author) = 32),
    item BLOB NOT NULL,
    taken_at INTEGER NOT NULL,
    PRIMARY KEY (registration, sequence)
) STRICT, WITHOUT ROWID;
-- What the office is said to have decided, and no item proves: the word of the status document, or 'erased'.
ALTER TABLE registration ADD COLUMN unproven TEXT;

-- `root`: the bundle keys of the trust file. A key that the newest rules no longer name may still have written to older
-- registrations.
CREATE TABLE office_key (
    root BLOB NOT NULL,
    public BLOB NOT NULL CHECK (length(public) = 32),
    given_up_at INTEGER,
    PRIMARY KEY (root, public)
) STRICT, WITHOUT ROWID;
";

/// Up to where the worker was told what happened to a registration.
const V6: &str = "
-- The number of the last event that was told. What an earlier app wrote is told already.
ALTER TABLE registration ADD COLUMN told INTEGER NOT NULL DEFAULT 0;
UPDATE registration SET told = coalesce((SELECT max(number) FROM event WHERE registration = registration.id), 0);
-- The same for the last item of its inbox: the office may write again without changing the state.
ALTER TABLE registration ADD COLUMN told_item INTEGER NOT NULL DEFAULT 0;
UPDATE registration SET told_item = coalesce((SELECT max(sequence) FROM inbox WHERE registration = registration.id), 0);
-- The last unproven word that was told of.
ALTER TABLE registration ADD COLUMN told_word TEXT;

-- The state of the draft's newest registration allows no change: so that the first screen reads only drafts that are open.
ALTER TABLE draft ADD COLUMN closed INTEGER NOT NULL DEFAULT 0 CHECK (closed IN (0, 1));
UPDATE draft SET closed = coalesce((SELECT state <> 'needs_correction' FROM registration WHERE registration.draft = draft.id
    ORDER BY registration.id DESC LIMIT 1), 0);
CREATE INDEX draft_by_open ON draft (id) WHERE closed = 0;
";

/// Bills, receipts and credited months: which items are about them, and what lists show of them.
const V7: &str = "
-- What an item is about: 'words' (a decision, a correction, what this app cannot read), 'bill' (one that can be paid),
-- 'receipt', 'notice', or 'quiet' (credited months, a bill that is over), which is no news.
ALTER TABLE inbox ADD COLUMN about TEXT NOT NULL DEFAULT 'words';
CREATE INDEX inbox_by_words ON inbox (registration, sequence) WHERE about = 'words';
CREATE INDEX inbox_by_news ON inbox (registration, sequence, about) WHERE about <> 'quiet';

-- Up to which item its inbox was folded into the member's record. A later app that reads more kinds sets it to 0.
ALTER TABLE registration ADD COLUMN folded INTEGER NOT NULL DEFAULT 0;
-- What lists show of bills and cover: under the data key, written together with the member's record.
ALTER TABLE registration ADD COLUMN summary BLOB;
-- Until when every sync asks about it although it was accepted; else it is asked about once a day.
ALTER TABLE registration ADD COLUMN watched_until INTEGER NOT NULL DEFAULT 0;
ALTER TABLE registration ADD COLUMN asked_at INTEGER NOT NULL DEFAULT 0;
";

/// Recovery codes: what the office keeps for another phone.
const V8: &str = "
CREATE TABLE recovery (
    registration BLOB NOT NULL PRIMARY KEY REFERENCES registration (id) ON DELETE CASCADE,
    -- The birth date, and the code until it was written down: under the data key. NULL after the key was lost.
    note BLOB,
    -- What the office is given: two digests, and token and reply key sealed under the code. NULL where the registration was
    -- got by a code and no other one was made since.
    locator BLOB CHECK (length(locator) = 32),
    proof BLOB CHECK (length(proof) = 32),
    access BLOB,
    -- The office has it.
    sent INTEGER NOT NULL CHECK (sent IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX recovery_to_send ON recovery (registration) WHERE NOT sent;
";

/// What lists show of drafts.
const V9: &str = "
-- Under the data key; kept by a list, and forgotten with any change of an answer.
CREATE TABLE label (
    draft BLOB NOT NULL PRIMARY KEY REFERENCES draft (id) ON DELETE CASCADE,
    sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER answer_added AFTER INSERT ON answer BEGIN DELETE FROM label WHERE draft = new.draft; END;
CREATE TRIGGER answer_changed AFTER UPDATE ON answer BEGIN DELETE FROM label WHERE draft = new.draft; END;
CREATE TRIGGER answer_removed AFTER DELETE ON answer BEGIN DELETE FROM label WHERE draft = old.draft; END;
";

/// What the first screen must find among thousands of registrations.
const V10: &str = "
-- A bill that can be paid is among these.
CREATE INDEX registration_by_watched ON registration (watched_until) WHERE watched_until > 0;
-- Whoever is a member, or on the way to it.
CREATE INDEX registration_by_member ON registration (id)
    WHERE completes IS NULL AND state NOT IN ('refused', 'withdrawn', 'erased');
";

/// Registrations whose access an officer has made anew for another phone.
const V11: &str = "
-- The office wrote that it answers another phone from now on: this one can read, and change nothing any more.
ALTER TABLE registration ADD COLUMN access_ended INTEGER NOT NULL DEFAULT 0 CHECK (access_ended IN (0, 1));
";
