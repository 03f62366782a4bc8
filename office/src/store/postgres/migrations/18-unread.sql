-- Reports of payments that cannot be read: see store/money/unread.rs. Their age was one cursor.
CREATE TABLE payung_desk.unread_reports (
    sequence   bigint PRIMARY KEY NOT NULL,
    noted_at   bigint NOT NULL,
    reason     text COLLATE "C" NOT NULL,
    work_after bigint NOT NULL DEFAULT 0,
    work_tries bigint NOT NULL DEFAULT 0
);
DELETE FROM payung_desk.cursors WHERE name = 'unbooked_since';
-- Which process answers which request now: see store/money/answering.rs. It holds for minutes only,
-- so it is not logged.
CREATE UNLOGGED TABLE payung_desk.answering (
    id      bytea PRIMARY KEY NOT NULL,
    process bytea NOT NULL,
    until   bigint NOT NULL
);
