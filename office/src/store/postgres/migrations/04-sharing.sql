-- What processes tell each other: see store/sharing.rs. What holds for seconds only is not logged:
-- after a crash of the server it is empty, and whoever had claimed something notices.

CREATE UNLOGGED TABLE payung.processes (
    process bytea NOT NULL PRIMARY KEY,
    until   bigint NOT NULL
);
CREATE UNLOGGED TABLE payung.upload_claims (
    id      bytea NOT NULL,
    digest  bytea NOT NULL,
    process bytea NOT NULL,
    number  bigint NOT NULL,
    asked   bigint NOT NULL,
    PRIMARY KEY (id, digest)
);
CREATE INDEX upload_claims_by_process ON payung.upload_claims (process);
CREATE UNLOGGED TABLE payung_desk.reading (
    id      bytea NOT NULL PRIMARY KEY,
    officer text COLLATE "C" NOT NULL,
    until   bigint NOT NULL
);
CREATE TABLE payung_desk.device_tries (
    device bytea NOT NULL PRIMARY KEY,
    failed bigint NOT NULL,
    until  bigint NOT NULL
);
