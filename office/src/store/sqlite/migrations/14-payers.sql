-- Who pays for whom: see store/money/arrangements.rs. No person's name is in these tables.

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
