-- Purposes, completions, erasure, retired keys.

-- What the office is asked for: the form's word. Bodies of the first app, which knew no purposes, could only register.
ALTER TABLE opened ADD COLUMN purpose TEXT;
UPDATE opened SET purpose = 'register' WHERE form IS NOT NULL;
-- The earlier registration this one adds to, once it was proved to be the sender's own.
ALTER TABLE opened ADD COLUMN completes BLOB;
CREATE INDEX opened_by_completes ON opened (completes) WHERE completes IS NOT NULL;

-- Tombstones: nothing else is left of a registration that was erased.
CREATE TABLE erased (
    id          BLOB PRIMARY KEY NOT NULL,
    token_hash  BLOB NOT NULL,
    erased_at   INTEGER NOT NULL,
    -- For the office's own records; nothing personal.
    why         TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The private key is gone: what is sealed to it must be sealed again.
ALTER TABLE office_keys ADD COLUMN retired_at INTEGER;
