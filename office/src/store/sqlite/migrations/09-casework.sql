-- Officers' words and what they search by: see store/casework.rs. Both are sealed or hashed before
-- they come here.

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
