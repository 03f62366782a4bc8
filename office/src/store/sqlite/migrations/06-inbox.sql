-- What the office writes to phones: see store/inbox.rs.

CREATE TABLE inbox (
    -- A registration, or one that was erased: then its only item says so.
    id          BLOB NOT NULL,
    -- From 1, growing within one id.
    sequence    INTEGER NOT NULL,
    at          INTEGER NOT NULL,
    -- Sealed to the reply key, from the office's key.
    item        BLOB NOT NULL,
    PRIMARY KEY (id, sequence)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER items_are_not_changed BEFORE UPDATE ON inbox BEGIN SELECT RAISE(ABORT, 'items only grow'); END;
-- The last sequence that was given out.
ALTER TABLE registrations ADD COLUMN inbox INTEGER NOT NULL DEFAULT 0;
-- What is needed to tell the phone, until an item tells it: the last revision, its reply key, the last sequence.
ALTER TABLE erased ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
ALTER TABLE erased ADD COLUMN reply_key BLOB;
ALTER TABLE erased ADD COLUMN inbox INTEGER NOT NULL DEFAULT 0;
