-- What an officer left for later, and when. It is about a day's work and is not moved to another
-- database.
CREATE UNLOGGED TABLE payung_desk.skipped (
    officer text COLLATE "C" NOT NULL,
    id      bytea NOT NULL,
    at      bigint NOT NULL,
    PRIMARY KEY (officer, id)
);
