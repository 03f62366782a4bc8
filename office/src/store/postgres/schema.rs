//! The tables, by version. A released migration is never changed.
//!
//! Two schemas: `payung` is the intake's, and `payung_desk` holds officers, sessions and the audit
//! log, to which the intake's role needs no right.

use tokio_postgres::Client;

use super::connect::sorted;
use super::wait::wait;
use crate::store::error::StoreError;

/// Migrations in order. The table `payung.version` counts how many ran.
const MIGRATIONS: &[&str] = &[
    FIRST, MONEY, KEYED, SHARING, CARDS, PAYERS, RECOVERIES, REISSUES, REFERRALS, UNFINISHED,
];
/// The parts that each table about registrations has. The number cannot be changed later without
/// writing every row again, and 16 are enough for 16 servers.
const PARTS: usize = 16;
/// Only one process migrates at a time.
const LOCK: &str = "SELECT pg_advisory_xact_lock(1346459989, 4)";

/// Ids have 16 bytes, digests and token hashes 32, key ids 8. Times are milliseconds since 1970.
/// Texts are compared byte by byte, as in `SQLite`.
const FIRST: &str = r#"
CREATE SCHEMA IF NOT EXISTS payung;
CREATE SCHEMA IF NOT EXISTS payung_desk;
CREATE TABLE payung.version (version bigint NOT NULL);

-- One row per registration: where it stands.
CREATE TABLE payung.registrations (
    id          bytea NOT NULL PRIMARY KEY,
    receipt     text COLLATE "C" NOT NULL,
    token_hash  bytea NOT NULL,
    state       text COLLATE "C" NOT NULL,
    revision    bigint NOT NULL,
    reply       bytea,
    created_at  bigint NOT NULL,
    changed_at  bigint NOT NULL,
    inbox       bigint NOT NULL DEFAULT 0,
    work_at     bigint,
    work_after  bigint NOT NULL DEFAULT 0,
    work_tries  bigint NOT NULL DEFAULT 0,
    work_note   text COLLATE "C"
) PARTITION BY HASH (id);
CREATE INDEX registrations_by_state ON payung.registrations (state, changed_at, id);
CREATE INDEX registrations_that_wait ON payung.registrations (work_after, work_at) WHERE work_at IS NOT NULL;

-- Append-only: what came, as it came.
CREATE TABLE payung.records (
    id              bytea NOT NULL,
    revision        bigint NOT NULL,
    digest          bytea NOT NULL,
    envelope        bytea NOT NULL,
    key_id          bytea NOT NULL,
    bundle_sequence bigint NOT NULL,
    received_at     bigint NOT NULL,
    PRIMARY KEY (id, revision)
) PARTITION BY HASH (id);

CREATE TABLE payung.photos (
    id           bytea NOT NULL,
    digest       bytea NOT NULL,
    length       bigint NOT NULL,
    completed_at bigint,
    PRIMARY KEY (id, digest)
) PARTITION BY HASH (id);

CREATE TABLE payung.wanted (
    id          bytea NOT NULL,
    revision    bigint NOT NULL,
    position    bigint NOT NULL,
    digest      bytea NOT NULL,
    PRIMARY KEY (id, revision, position)
) PARTITION BY HASH (id);

-- What the opener found: see store/index.rs.
CREATE TABLE payung.opened (
    id           bytea NOT NULL,
    revision     bigint NOT NULL,
    flags        text COLLATE "C" NOT NULL,
    form         text COLLATE "C",
    form_version bigint,
    lang         text COLLATE "C",
    name_masked  text COLLATE "C",
    nik_index    bytea,
    index_key    bytea NOT NULL,
    sealed_at    bigint,
    opened_at    bigint NOT NULL,
    purpose      text COLLATE "C",
    completes    bytea,
    receipt      text COLLATE "C",
    family       bytea,
    PRIMARY KEY (id, revision)
) PARTITION BY HASH (id);
CREATE INDEX opened_by_nik ON payung.opened (nik_index) WHERE nik_index IS NOT NULL;
CREATE INDEX opened_that_are_broken ON payung.opened (id, revision) WHERE flags = 'seal_broken';
CREATE INDEX opened_by_receipt ON payung.opened (receipt);
CREATE INDEX opened_by_completes ON payung.opened (completes) WHERE completes IS NOT NULL;
CREATE INDEX opened_by_family ON payung.opened (family) WHERE family IS NOT NULL;

-- What the office writes to phones: see store/inbox.rs.
CREATE TABLE payung.inbox (
    id          bytea NOT NULL,
    sequence    bigint NOT NULL,
    at          bigint NOT NULL,
    item        bytea NOT NULL,
    PRIMARY KEY (id, sequence)
) PARTITION BY HASH (id);

-- Tombstones: nothing else is left of a registration that was erased.
CREATE TABLE payung.erased (
    id          bytea NOT NULL PRIMARY KEY,
    token_hash  bytea NOT NULL,
    erased_at   bigint NOT NULL,
    why         text COLLATE "C" NOT NULL,
    revision    bigint NOT NULL DEFAULT 0,
    reply_key   bytea,
    inbox       bigint NOT NULL DEFAULT 0
) PARTITION BY HASH (id);
CREATE INDEX erased_by_time ON payung.erased (erased_at, id);

-- What this office published.
CREATE TABLE payung.bundles (
    sequence    bigint NOT NULL PRIMARY KEY,
    engine      bigint NOT NULL,
    issued_at   bigint NOT NULL,
    signed_by   text COLLATE "C" NOT NULL,
    bytes       bytea NOT NULL
);
CREATE TABLE payung.bundle_sequence (least bigint NOT NULL CHECK (least > 0));
CREATE TABLE payung.office_keys (
    key_id      bytea NOT NULL PRIMARY KEY,
    public      text COLLATE "C" NOT NULL,
    known_since bigint NOT NULL,
    retired_at  bigint
);

-- Officers' words and what they search by: see store/casework.rs. Both are sealed or hashed before they come here.
CREATE TABLE payung.papers (
    id       bytea NOT NULL,
    number   bigint NOT NULL,
    kind     text COLLATE "C" NOT NULL,
    revision bigint NOT NULL,
    at       bigint NOT NULL,
    officer  text COLLATE "C" NOT NULL,
    body     bytea NOT NULL,
    PRIMARY KEY (id, number)
) PARTITION BY HASH (id);
CREATE TABLE payung.finder (
    word bytea NOT NULL,
    id   bytea NOT NULL,
    PRIMARY KEY (word, id)
) PARTITION BY HASH (id);
CREATE INDEX finder_by_id ON payung.finder (id);

-- Who did what. Rows are only ever added.
CREATE TABLE payung_desk.audit (
    seq         bigint NOT NULL PRIMARY KEY,
    at          bigint NOT NULL,
    officer     text COLLATE "C" NOT NULL,
    action      text COLLATE "C" NOT NULL,
    id          bytea,
    detail      text COLLATE "C" NOT NULL
);
CREATE INDEX audit_by_action ON payung_desk.audit (action, at);
CREATE INDEX audit_by_registration ON payung_desk.audit (id) WHERE id IS NOT NULL;

CREATE TABLE payung_desk.officers (
    name        text COLLATE "C" NOT NULL PRIMARY KEY,
    role        text COLLATE "C" NOT NULL,
    password    text COLLATE "C" NOT NULL,
    failed      bigint NOT NULL DEFAULT 0,
    wait_until  bigint NOT NULL DEFAULT 0,
    added_at    bigint NOT NULL,
    removed_at  bigint
);
CREATE TABLE payung_desk.sessions (
    token_hash  bytea NOT NULL PRIMARY KEY,
    officer     text COLLATE "C" NOT NULL REFERENCES payung_desk.officers (name),
    began_at    bigint NOT NULL,
    used_at     bigint NOT NULL,
    word        text COLLATE "C"
);
CREATE INDEX sessions_by_officer ON payung_desk.sessions (officer);

CREATE FUNCTION payung.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '% only grows', TG_TABLE_NAME; END $$;
CREATE TRIGGER audit_only_grows BEFORE UPDATE OR DELETE ON payung_desk.audit
    FOR EACH ROW EXECUTE FUNCTION payung.refuse();
CREATE TRIGGER audit_is_not_emptied BEFORE TRUNCATE ON payung_desk.audit
    FOR EACH STATEMENT EXECUTE FUNCTION payung.refuse();
CREATE TRIGGER records_only_grow BEFORE UPDATE ON payung.records FOR EACH ROW EXECUTE FUNCTION payung.refuse();
CREATE TRIGGER items_only_grow BEFORE UPDATE ON payung.inbox FOR EACH ROW EXECUTE FUNCTION payung.refuse();
"#;

/// Bills and money: see store/money. The intake needs no right to them.
const MONEY: &str = r#"
-- Whose registration it is: the id of the first registration of that person.
CREATE TABLE payung_desk.members (
    registration bytea NOT NULL PRIMARY KEY,
    member       bytea NOT NULL
) PARTITION BY HASH (registration);
CREATE INDEX members_by_member ON payung_desk.members (member);

-- Registrations that wait for a bill, or for the word why there is none.
CREATE TABLE payung_desk.bill_asks (
    id          bytea NOT NULL PRIMARY KEY,
    why         text COLLATE "C" NOT NULL,
    -- How many months; NULL as the answers say.
    months      bigint,
    asked_at    bigint NOT NULL,
    work_after  bigint NOT NULL DEFAULT 0,
    work_tries  bigint NOT NULL DEFAULT 0,
    work_note   text COLLATE "C",
    -- What the worker was told meanwhile.
    told        text COLLATE "C"
) PARTITION BY HASH (id);
CREATE INDEX bill_asks_that_wait ON payung_desk.bill_asks (work_after, asked_at);

CREATE TABLE payung_desk.bills (
    id           bytea NOT NULL PRIMARY KEY,
    number       text COLLATE "C" NOT NULL,
    payer        bytea NOT NULL,
    state        text COLLATE "C" NOT NULL,
    total        bigint NOT NULL CHECK (total > 0),
    credit       bigint NOT NULL CHECK (credit >= 0),
    last_day     text COLLATE "C" NOT NULL,
    why          text COLLATE "C" NOT NULL,
    qris         text COLLATE "C",
    payment_code text COLLATE "C",
    made_at      bigint NOT NULL,
    changed_at   bigint NOT NULL,
    work_after   bigint NOT NULL DEFAULT 0,
    work_tries   bigint NOT NULL DEFAULT 0,
    work_note    text COLLATE "C"
) PARTITION BY HASH (id);
CREATE INDEX bills_by_payer ON payung_desk.bills (payer);
CREATE INDEX bills_by_number ON payung_desk.bills (number);
CREATE INDEX bills_that_wait ON payung_desk.bills (work_after) WHERE state IN ('wanted', 'cancelling');
CREATE INDEX bills_that_are_live ON payung_desk.bills (last_day) WHERE state IN ('wanted', 'open', 'cancelling');

CREATE TABLE payung_desk.bill_lines (
    payer    bytea NOT NULL,
    bill     bytea NOT NULL,
    position bigint NOT NULL,
    member   bytea NOT NULL,
    month    text COLLATE "C" NOT NULL,
    -- Programme and amount: jkk 10000 jkm 6800
    parts    text COLLATE "C" NOT NULL,
    live     bigint NOT NULL,
    PRIMARY KEY (payer, bill, position)
) PARTITION BY HASH (payer);
-- A payer has one way to pay a member's month.
CREATE UNIQUE INDEX bill_lines_once ON payung_desk.bill_lines (payer, member, month) WHERE live = 1;
CREATE INDEX bill_lines_by_bill ON payung_desk.bill_lines (bill);
CREATE INDEX bill_lines_by_member ON payung_desk.bill_lines (member) WHERE live = 1;

CREATE TABLE payung_desk.payments (
    reference text COLLATE "C" NOT NULL PRIMARY KEY,
    bill      bytea NOT NULL,
    amount    bigint NOT NULL,
    paid_at   bigint NOT NULL,
    channel   text COLLATE "C" NOT NULL,
    booked_at bigint NOT NULL,
    became    text COLLATE "C" NOT NULL
) PARTITION BY HASH (reference);
CREATE INDEX payments_by_bill ON payung_desk.payments (bill);

-- The ledger: where money was and where it is now. Rows are only ever added.
CREATE TABLE payung_desk.entries (
    number bigint NOT NULL PRIMARY KEY,
    at     bigint NOT NULL,
    source text COLLATE "C" NOT NULL,
    target text COLLATE "C" NOT NULL,
    amount bigint NOT NULL CHECK (amount > 0)
);
CREATE INDEX entries_by_source ON payung_desk.entries (source);
CREATE INDEX entries_by_target ON payung_desk.entries (target);

CREATE TABLE payung_desk.credited (
    member  bytea NOT NULL,
    month   text COLLATE "C" NOT NULL,
    payer   bytea NOT NULL,
    paid_on text COLLATE "C" NOT NULL,
    parts   text COLLATE "C" NOT NULL,
    PRIMARY KEY (member, month)
) PARTITION BY HASH (member);

CREATE TABLE payung_desk.claims (
    member bytea NOT NULL PRIMARY KEY,
    month  text COLLATE "C" NOT NULL,
    at     bigint NOT NULL
);

CREATE TABLE payung_desk.refunds (
    id         bytea NOT NULL PRIMARY KEY,
    payer      bytea NOT NULL,
    -- Of which payment.
    reference  text COLLATE "C" NOT NULL,
    amount     bigint NOT NULL CHECK (amount > 0),
    asked_at   bigint NOT NULL,
    done_at    bigint,
    work_after bigint NOT NULL DEFAULT 0,
    work_tries bigint NOT NULL DEFAULT 0,
    work_note  text COLLATE "C"
);
CREATE INDEX refunds_that_wait ON payung_desk.refunds (work_after) WHERE done_at IS NULL;
CREATE INDEX refunds_by_reference ON payung_desk.refunds (reference);

-- How far the acquirer's reports were read.
CREATE TABLE payung_desk.cursors (
    name  text COLLATE "C" NOT NULL PRIMARY KEY,
    place bigint NOT NULL
);
CREATE TRIGGER entries_only_grow BEFORE UPDATE OR DELETE ON payung_desk.entries
    FOR EACH ROW EXECUTE FUNCTION payung.refuse();
CREATE TRIGGER entries_are_not_emptied BEFORE TRUNCATE ON payung_desk.entries
    FOR EACH STATEMENT EXECUTE FUNCTION payung.refuse();
"#;

/// What was opened before there were bills waits for its bill too.
const ASKS: &str = "
INSERT INTO payung_desk.bill_asks (id, why, asked_at)
    SELECT id, 'first', changed_at FROM payung.registrations JOIN payung.opened USING (id, revision)
    WHERE state IN ('received', 'accepted') AND purpose IN ('register', 'resume');
";

/// What carries a MAC under the desk key: see store/roster.rs and store/chain.rs.
const KEYED: &str = r#"
ALTER TABLE payung_desk.officers ADD COLUMN totp bytea;
ALTER TABLE payung_desk.officers ADD COLUMN totp_step bigint NOT NULL DEFAULT 0;
ALTER TABLE payung_desk.officers ADD COLUMN recovery bytea NOT NULL DEFAULT ''::bytea;
ALTER TABLE payung_desk.officers ADD COLUMN version bigint NOT NULL DEFAULT 0;
ALTER TABLE payung_desk.officers ADD COLUMN mac bytea;
ALTER TABLE payung_desk.sessions ADD COLUMN device text COLLATE "C";
ALTER TABLE payung_desk.sessions ADD COLUMN mac bytea;
CREATE TABLE payung_desk.roster (
    id         bigint NOT NULL PRIMARY KEY CHECK (id = 1),
    generation bigint NOT NULL,
    body       text COLLATE "C" NOT NULL,
    mac        bytea NOT NULL
);
CREATE TABLE payung_desk.audit_chain (
    seq bigint NOT NULL PRIMARY KEY,
    mac bytea NOT NULL,
    how bigint NOT NULL
);
CREATE TRIGGER chain_only_grows BEFORE UPDATE OR DELETE ON payung_desk.audit_chain
    FOR EACH ROW EXECUTE FUNCTION payung.refuse();
CREATE TRIGGER chain_is_not_emptied BEFORE TRUNCATE ON payung_desk.audit_chain
    FOR EACH STATEMENT EXECUTE FUNCTION payung.refuse();
"#;

/// What processes tell each other: see store/sharing.rs. What holds for seconds only is not logged:
/// after a crash of the server it is empty, and whoever had claimed something notices.
const SHARING: &str = r#"
CREATE UNLOGGED TABLE payung.processes (
    process bytea NOT NULL PRIMARY KEY,
    until   bigint NOT NULL
);
CREATE UNLOGGED TABLE payung.upload_claims (
    id      bytea NOT NULL,
    digest  bytea NOT NULL,
    process bytea NOT NULL,
    number  bigint NOT NULL,
    asked   bigint NOT NULL,
    PRIMARY KEY (id, digest)
);
CREATE INDEX upload_claims_by_process ON payung.upload_claims (process);
CREATE UNLOGGED TABLE payung_desk.reading (
    id      bytea NOT NULL PRIMARY KEY,
    officer text COLLATE "C" NOT NULL,
    until   bigint NOT NULL
);
CREATE TABLE payung_desk.device_tries (
    device bytea NOT NULL PRIMARY KEY,
    failed bigint NOT NULL,
    until  bigint NOT NULL
);
"#;

/// Which card each registration was sent last: see store/money/cards.rs.
const CARDS: &str = r#"
CREATE TABLE payung_desk.cards (
    registration bytea NOT NULL PRIMARY KEY,
    expires      bigint NOT NULL DEFAULT 0,
    says         text COLLATE "C" NOT NULL DEFAULT '',
    key_id       bytea,
    work_after   bigint NOT NULL DEFAULT 0,
    work_tries   bigint NOT NULL DEFAULT 0,
    work_note    text COLLATE "C"
);
CREATE INDEX cards_that_wait ON payung_desk.cards (work_after);
INSERT INTO payung_desk.cards (registration)
    SELECT registration FROM payung_desk.members WHERE member IN (SELECT member FROM payung_desk.credited);
"#;

/// Who pays for whom: see store/money/arrangements.rs. No person's name is in these tables.
const PAYERS: &str = r#"
CREATE TABLE payung_desk.pay_codes (
    -- The digest of the code: the code itself is on the member's phone only.
    digest       bytea NOT NULL PRIMARY KEY,
    member       bytea NOT NULL,
    -- Whose phone was told, and the request in whose sealed body the consent stands.
    registration bytea NOT NULL,
    request      bytea NOT NULL,
    -- Which words were agreed to, and when.
    consent      bigint NOT NULL,
    consent_at   bigint NOT NULL,
    last_day     text COLLATE "C" NOT NULL,
    -- free, used, revoked
    state        text COLLATE "C" NOT NULL,
    made_at      bigint NOT NULL,
    changed_at   bigint NOT NULL
);
CREATE TABLE payung_desk.arrangements (
    id           bytea NOT NULL PRIMARY KEY,
    -- A registration, or a sponsor.
    payer        bytea NOT NULL,
    member       bytea NOT NULL,
    -- Whose answers say what a month costs.
    registration bytea NOT NULL,
    -- The code that was used; NULL for what the office entered.
    code         bytea,
    -- How many months are billed at once.
    months       bigint NOT NULL,
    first_month  text COLLATE "C" NOT NULL,
    -- NULL: until somebody ends it.
    last_month   text COLLATE "C",
    made_at      bigint NOT NULL,
    ended_at     bigint,
    -- payer, member, office
    ended_by     text COLLATE "C"
);
CREATE TABLE payung_desk.sponsors (
    id       bytea NOT NULL PRIMARY KEY,
    -- Of an organisation, which is no person.
    name     text COLLATE "C" NOT NULL,
    -- Whose money it is: it decides about the discount.
    fund     text COLLATE "C" NOT NULL,
    added_at bigint NOT NULL
);
-- Nobody is paid for twice: one payer at a time.
CREATE UNIQUE INDEX arrangements_once ON payung_desk.arrangements (member) WHERE ended_at IS NULL;
CREATE INDEX arrangements_by_payer ON payung_desk.arrangements (payer);
CREATE INDEX pay_codes_by_member ON payung_desk.pay_codes (member);
CREATE UNIQUE INDEX sponsors_by_name ON payung_desk.sponsors (name);
"#;

/// What another phone gets back by a code: see store/recovery.rs.
const RECOVERIES: &str = "
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
";

/// Access that an officer made anew: see store/money/reissue.rs.
const REISSUES: &str = "
ALTER TABLE payung.registrations
    -- The reply key in place of the one in the envelope's header; NULL for the header's own.
    ADD COLUMN reply_key bytea,
    -- Items after this one are sealed to that key; those up to it are the phone's before.
    ADD COLUMN inbox_from bigint NOT NULL DEFAULT 0,
    -- SHA-256 of the status token before.
    ADD COLUMN ended_token bytea;
";

/// How many registrations came by which code: see store/referrals.rs.
const REFERRALS: &str = r#"
CREATE TABLE payung_desk.referral_counts (
    code text COLLATE "C" NOT NULL,
    -- On which the registration first came, YYYY-MM-DD.
    day  text COLLATE "C" NOT NULL,
    n    bigint NOT NULL,
    PRIMARY KEY (code, day)
);
"#;

/// Bytes of unfinished uploads: see store/unfinished.rs. Logged, because a phone is told that they are
/// kept. Sealed photos do not become smaller, so nothing tries to compress them.
const UNFINISHED: &str = "
CREATE TABLE payung.unfinished_uploads (
    id         bytea NOT NULL,
    digest     bytea NOT NULL,
    -- The bytes of all of its pieces, and how many those are.
    bytes      bigint NOT NULL,
    pieces     bigint NOT NULL,
    changed_at bigint NOT NULL,
    PRIMARY KEY (id, digest)
);
CREATE TABLE payung.upload_pieces (
    id     bytea NOT NULL,
    digest bytea NOT NULL,
    start  bigint NOT NULL,
    bytes  bytea NOT NULL,
    PRIMARY KEY (id, digest, start)
);
ALTER TABLE payung.upload_pieces ALTER COLUMN bytes SET STORAGE EXTERNAL;
";

/// The tables about money that have parts.
const MONEY_PARTED: [&str; 6] = [
    "members",
    "bill_asks",
    "bills",
    "bill_lines",
    "payments",
    "credited",
];

/// The tables about registrations, which have parts.
const PARTED: [&str; 9] = [
    "registrations",
    "records",
    "photos",
    "wanted",
    "opened",
    "inbox",
    "erased",
    "papers",
    "finder",
];

/// After the office was moved elsewhere, nothing is written here any more.
pub const CLOSE: &str = "
CREATE OR REPLACE FUNCTION payung.moved() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'this office was moved to another database'; END $$;
CREATE OR REPLACE TRIGGER moved BEFORE INSERT OR UPDATE OR DELETE ON payung.registrations
    FOR EACH ROW EXECUTE FUNCTION payung.moved();
CREATE OR REPLACE TRIGGER moved BEFORE INSERT ON payung_desk.audit FOR EACH ROW EXECUTE FUNCTION payung.moved();
CREATE OR REPLACE TRIGGER moved BEFORE INSERT OR UPDATE ON payung_desk.bills FOR EACH ROW EXECUTE FUNCTION payung.moved();
CREATE OR REPLACE TRIGGER moved BEFORE INSERT ON payung_desk.payments FOR EACH ROW EXECUTE FUNCTION payung.moved();
CREATE OR REPLACE TRIGGER moved BEFORE INSERT ON payung_desk.entries FOR EACH ROW EXECUTE FUNCTION payung.moved();
";

/// A row when the office was moved away.
pub const IS_CLOSED: &str = "SELECT 1 FROM pg_trigger WHERE tgname = 'moved' AND tgrelid = 'payung.registrations'::regclass";

/// Takes writes again.
pub const REOPEN: &str = "
DROP TRIGGER IF EXISTS moved ON payung.registrations;
DROP TRIGGER IF EXISTS moved ON payung_desk.audit;
DROP TRIGGER IF EXISTS moved ON payung_desk.bills;
DROP TRIGGER IF EXISTS moved ON payung_desk.payments;
DROP TRIGGER IF EXISTS moved ON payung_desk.entries;
";

/// Brings the schema up to this program's version. A newer one is refused.
pub fn migrate(client: &Client) -> Result<(), StoreError> {
    let known = known_version();
    if version(client)? == known {
        return Ok(());
    }
    let run = |text: &str| wait(client.batch_execute(text)).map_err(|error| sorted(&error));
    run("BEGIN")?;
    let migrated = (|| {
        run(LOCK)?;
        // Read again: another process may have migrated meanwhile.
        let found = version(client)?;
        if found > known {
            return Err(StoreError::Newer { found, known });
        }
        let done = usize::try_from(found).map_err(|_| StoreError::Damaged("version"))?;
        for migration in &MIGRATIONS[done..] {
            run(migration)?;
        }
        if done == 0 {
            PARTED
                .iter()
                .try_for_each(|table| run(&parts("payung", table)))?;
        }
        if done < 2 {
            MONEY_PARTED
                .iter()
                .try_for_each(|table| run(&parts("payung_desk", table)))?;
            run(ASKS)?;
        }
        run(&format!(
            "DELETE FROM payung.version; INSERT INTO payung.version VALUES ({known})"
        ))
    })();
    run(if migrated.is_ok() {
        "COMMIT"
    } else {
        "ROLLBACK"
    })?;
    migrated
}

fn parts(schema: &str, table: &str) -> String {
    let part = |number: usize| {
        format!(
            "CREATE TABLE {schema}.{table}_{number:02} PARTITION OF {schema}.{table} FOR VALUES WITH (MODULUS {PARTS}, REMAINDER {number});"
        )
    };
    (0..PARTS).map(part).collect()
}

/// The version of the schema; 0 when there is none.
pub fn version(client: &Client) -> Result<i64, StoreError> {
    let error = |error: tokio_postgres::Error| sorted(&error);
    let there = wait(client.query_one("SELECT to_regclass('payung.version') IS NOT NULL", &[]))
        .map_err(error)?;
    if !there.try_get::<_, bool>(0).map_err(error)? {
        return Ok(0);
    }
    let found = wait(client.query_opt("SELECT version FROM payung.version", &[])).map_err(error)?;
    found.map_or(Ok(0), |row| row.try_get(0).map_err(error))
}

/// The version that this program writes.
pub fn known_version() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}
