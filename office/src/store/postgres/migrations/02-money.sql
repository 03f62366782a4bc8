-- Bills and money: see store/money. The intake needs no right to them.

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
