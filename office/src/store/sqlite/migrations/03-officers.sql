-- Officers and their sessions: see store/officers.rs.

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
