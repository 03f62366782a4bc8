-- A report that cannot be read may be struck off, and one without a place has a mark: see
-- store/money/unread.rs.
ALTER TABLE payung_desk.unread_reports
    ADD COLUMN mark text COLLATE "C" NOT NULL DEFAULT '',
    ADD COLUMN struck_at bigint,
    ADD COLUMN struck_by text COLLATE "C",
    ADD COLUMN struck_why text COLLATE "C",
    DROP CONSTRAINT unread_reports_pkey,
    ADD PRIMARY KEY (sequence, mark);
