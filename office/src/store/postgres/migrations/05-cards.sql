-- Which card each registration was sent last: see store/money/cards.rs.

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
