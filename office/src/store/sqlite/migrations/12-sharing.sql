-- What holds for a short time only.

-- What processes tell each other: see store/sharing.rs.
CREATE TABLE processes (
    process BLOB PRIMARY KEY NOT NULL,
    until   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE upload_claims (
    id      BLOB NOT NULL,
    digest  BLOB NOT NULL,
    process BLOB NOT NULL,
    -- Which claim of that process.
    number  INTEGER NOT NULL,
    -- 1 when another process wants it.
    asked   INTEGER NOT NULL,
    PRIMARY KEY (id, digest)
) STRICT, WITHOUT ROWID;
-- Who is reading which registration.
CREATE TABLE reading (
    id      BLOB PRIMARY KEY NOT NULL,
    officer TEXT NOT NULL,
    until   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- Wrong passwords in a row from devices that were let in before.
CREATE TABLE device_tries (
    device BLOB PRIMARY KEY NOT NULL,
    failed INTEGER NOT NULL,
    until  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
