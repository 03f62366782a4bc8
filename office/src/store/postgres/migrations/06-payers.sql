-- Who pays for whom: see store/money/arrangements.rs. No person's name is in these tables.

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
