-- Which card each registration was sent last, and when the next one is looked at: see
-- store/money/cards.rs. Whoever is covered already is looked at at once.

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
