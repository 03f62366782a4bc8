-- Bytes of unfinished uploads: see store/unfinished.rs. Processes over this file share a folder, in
-- which these bytes lie; the tables are here because both databases understand the same statements.

CREATE TABLE unfinished_uploads (
    id         BLOB NOT NULL,
    digest     BLOB NOT NULL,
    -- The bytes of all of its pieces, and how many those are.
    bytes      INTEGER NOT NULL,
    pieces     INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (id, digest)
) STRICT, WITHOUT ROWID;
CREATE TABLE upload_pieces (
    id     BLOB NOT NULL,
    digest BLOB NOT NULL,
    start  INTEGER NOT NULL,
    bytes  BLOB NOT NULL,
    PRIMARY KEY (id, digest, start)
) STRICT;
