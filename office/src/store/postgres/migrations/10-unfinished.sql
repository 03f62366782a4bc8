-- Bytes of unfinished uploads: see store/unfinished.rs. Logged, because a phone is told that they are
-- kept. Sealed photos do not become smaller, so nothing tries to compress them.

CREATE TABLE payung.unfinished_uploads (
    id         bytea NOT NULL,
    digest     bytea NOT NULL,
    -- The bytes of all of its pieces, and how many those are.
    bytes      bigint NOT NULL,
    pieces     bigint NOT NULL,
    changed_at bigint NOT NULL,
    PRIMARY KEY (id, digest)
);
CREATE TABLE payung.upload_pieces (
    id     bytea NOT NULL,
    digest bytea NOT NULL,
    start  bigint NOT NULL,
    bytes  bytea NOT NULL,
    PRIMARY KEY (id, digest, start)
);
ALTER TABLE payung.upload_pieces ALTER COLUMN bytes SET STORAGE EXTERNAL;
