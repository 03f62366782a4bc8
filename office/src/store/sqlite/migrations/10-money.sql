-- Bills and money: see store/money. Names and answers are in none of these tables; amounts are
-- whole rupiah, days 2027-01-31, months 2027-01.

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
