-- A report that cannot be read may be struck off, and one without a place has a mark: see
-- store/money/unread.rs.
ALTER TABLE unread_reports RENAME TO unread_reports_before;
CREATE TABLE unread_reports (
    sequence   INTEGER NOT NULL,
    mark       TEXT NOT NULL DEFAULT '',
    noted_at   INTEGER NOT NULL,
    reason     TEXT NOT NULL,
    work_after INTEGER NOT NULL DEFAULT 0,
    work_tries INTEGER NOT NULL DEFAULT 0,
    struck_at  INTEGER,
    struck_by  TEXT,
    struck_why TEXT,
    PRIMARY KEY (sequence, mark)
) STRICT;
INSERT INTO unread_reports (sequence, noted_at, reason, work_after, work_tries)
    SELECT sequence, noted_at, reason, work_after, work_tries FROM unread_reports_before;
DROP TABLE unread_reports_before;
