-- What an officer left for later, and when. It is about a day's work and is not moved to another
-- database.
CREATE TABLE skipped (
    officer TEXT NOT NULL,
    id      BLOB NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (officer, id)
) STRICT, WITHOUT ROWID;
