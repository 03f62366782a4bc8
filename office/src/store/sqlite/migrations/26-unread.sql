-- Reports of payments that cannot be read: see store/money/unread.rs. Their age was one cursor.
CREATE TABLE unread_reports (
    sequence   INTEGER PRIMARY KEY NOT NULL,
    noted_at   INTEGER NOT NULL,
    reason     TEXT NOT NULL,
    work_after INTEGER NOT NULL DEFAULT 0,
    work_tries INTEGER NOT NULL DEFAULT 0
) STRICT;
DELETE FROM cursors WHERE name = 'unbooked_since';
-- Which process answers which request now: see store/money/answering.rs.
CREATE TABLE answering (
    id      BLOB PRIMARY KEY NOT NULL,
    process BLOB NOT NULL,
    until   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
