-- Ids have 16 bytes, digests and token hashes 32, key ids 8. Times are milliseconds since 1970.
-- Texts are compared byte by byte, as in SQLite.

CREATE SCHEMA IF NOT EXISTS payung;
CREATE SCHEMA IF NOT EXISTS payung_desk;
CREATE TABLE payung.version (version bigint NOT NULL);

-- One row per registration: where it stands.
CREATE TABLE payung.registrations (
    id          bytea NOT NULL PRIMARY KEY,
    receipt     text COLLATE "C" NOT NULL,
    token_hash  bytea NOT NULL,
    state       text COLLATE "C" NOT NULL,
    revision    bigint NOT NULL,
    reply       bytea,
    created_at  bigint NOT NULL,
    changed_at  bigint NOT NULL,
    inbox       bigint NOT NULL DEFAULT 0,
    work_at     bigint,
    work_after  bigint NOT NULL DEFAULT 0,
    work_tries  bigint NOT NULL DEFAULT 0,
    work_note   text COLLATE "C"
) PARTITION BY HASH (id);
CREATE INDEX registrations_by_state ON payung.registrations (state, changed_at, id);
CREATE INDEX registrations_that_wait ON payung.registrations (work_after, work_at) WHERE work_at IS NOT NULL;

-- Append-only: what came, as it came.
CREATE TABLE payung.records (
    id              bytea NOT NULL,
    revision        bigint NOT NULL,
    digest          bytea NOT NULL,
    envelope        bytea NOT NULL,
    key_id          bytea NOT NULL,
    bundle_sequence bigint NOT NULL,
    received_at     bigint NOT NULL,
    PRIMARY KEY (id, revision)
) PARTITION BY HASH (id);

CREATE TABLE payung.photos (
    id           bytea NOT NULL,
    digest       bytea NOT NULL,
    length       bigint NOT NULL,
    completed_at bigint,
    PRIMARY KEY (id, digest)
) PARTITION BY HASH (id);

CREATE TABLE payung.wanted (
    id          bytea NOT NULL,
    revision    bigint NOT NULL,
    position    bigint NOT NULL,
    digest      bytea NOT NULL,
    PRIMARY KEY (id, revision, position)
) PARTITION BY HASH (id);

-- What the opener found: see store/index.rs.
CREATE TABLE payung.opened (
    id           bytea NOT NULL,
    revision     bigint NOT NULL,
    flags        text COLLATE "C" NOT NULL,
    form         text COLLATE "C",
    form_version bigint,
    lang         text COLLATE "C",
    name_masked  text COLLATE "C",
    nik_index    bytea,
    index_key    bytea NOT NULL,
    sealed_at    bigint,
    opened_at    bigint NOT NULL,
    purpose      text COLLATE "C",
    completes    bytea,
    receipt      text COLLATE "C",
    family       bytea,
    PRIMARY KEY (id, revision)
) PARTITION BY HASH (id);
CREATE INDEX opened_by_nik ON payung.opened (nik_index) WHERE nik_index IS NOT NULL;
CREATE INDEX opened_that_are_broken ON payung.opened (id, revision) WHERE flags = 'seal_broken';
CREATE INDEX opened_by_receipt ON payung.opened (receipt);
CREATE INDEX opened_by_completes ON payung.opened (completes) WHERE completes IS NOT NULL;
CREATE INDEX opened_by_family ON payung.opened (family) WHERE family IS NOT NULL;

-- What the office writes to phones: see store/inbox.rs.
CREATE TABLE payung.inbox (
    id          bytea NOT NULL,
    sequence    bigint NOT NULL,
    at          bigint NOT NULL,
    item        bytea NOT NULL,
    PRIMARY KEY (id, sequence)
) PARTITION BY HASH (id);

-- Tombstones: nothing else is left of a registration that was erased.
CREATE TABLE payung.erased (
    id          bytea NOT NULL PRIMARY KEY,
    token_hash  bytea NOT NULL,
    erased_at   bigint NOT NULL,
    why         text COLLATE "C" NOT NULL,
    revision    bigint NOT NULL DEFAULT 0,
    reply_key   bytea,
    inbox       bigint NOT NULL DEFAULT 0
) PARTITION BY HASH (id);
CREATE INDEX erased_by_time ON payung.erased (erased_at, id);

-- What this office published.
CREATE TABLE payung.bundles (
    sequence    bigint NOT NULL PRIMARY KEY,
    engine      bigint NOT NULL,
    issued_at   bigint NOT NULL,
    signed_by   text COLLATE "C" NOT NULL,
    bytes       bytea NOT NULL
);
CREATE TABLE payung.bundle_sequence (least bigint NOT NULL CHECK (least > 0));
CREATE TABLE payung.office_keys (
    key_id      bytea NOT NULL PRIMARY KEY,
    public      text COLLATE "C" NOT NULL,
    known_since bigint NOT NULL,
    retired_at  bigint
);

-- Officers' words and what they search by: see store/casework.rs. Both are sealed or hashed before they come here.
CREATE TABLE payung.papers (
    id       bytea NOT NULL,
    number   bigint NOT NULL,
    kind     text COLLATE "C" NOT NULL,
    revision bigint NOT NULL,
    at       bigint NOT NULL,
    officer  text COLLATE "C" NOT NULL,
    body     bytea NOT NULL,
    PRIMARY KEY (id, number)
) PARTITION BY HASH (id);
CREATE TABLE payung.finder (
    word bytea NOT NULL,
    id   bytea NOT NULL,
    PRIMARY KEY (word, id)
) PARTITION BY HASH (id);
CREATE INDEX finder_by_id ON payung.finder (id);

-- Who did what. Rows are only ever added.
CREATE TABLE payung_desk.audit (
    seq         bigint NOT NULL PRIMARY KEY,
    at          bigint NOT NULL,
    officer     text COLLATE "C" NOT NULL,
    action      text COLLATE "C" NOT NULL,
    id          bytea,
    detail      text COLLATE "C" NOT NULL
);
CREATE INDEX audit_by_action ON payung_desk.audit (action, at);
CREATE INDEX audit_by_registration ON payung_desk.audit (id) WHERE id IS NOT NULL;

CREATE TABLE payung_desk.officers (
    name        text COLLATE "C" NOT NULL PRIMARY KEY,
    role        text COLLATE "C" NOT NULL,
    password    text COLLATE "C" NOT NULL,
    failed      bigint NOT NULL DEFAULT 0,
    wait_until  bigint NOT NULL DEFAULT 0,
    added_at    bigint NOT NULL,
    removed_at  bigint
);
CREATE TABLE payung_desk.sessions (
    token_hash  bytea NOT NULL PRIMARY KEY,
    officer     text COLLATE "C" NOT NULL REFERENCES payung_desk.officers (name),
    began_at    bigint NOT NULL,
    used_at     bigint NOT NULL,
    word        text COLLATE "C"
);
CREATE INDEX sessions_by_officer ON payung_desk.sessions (officer);

CREATE FUNCTION payung.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '% only grows', TG_TABLE_NAME; END $$;
CREATE TRIGGER audit_only_grows BEFORE UPDATE OR DELETE ON payung_desk.audit
    FOR EACH ROW EXECUTE FUNCTION payung.refuse();
CREATE TRIGGER audit_is_not_emptied BEFORE TRUNCATE ON payung_desk.audit
    FOR EACH STATEMENT EXECUTE FUNCTION payung.refuse();
CREATE TRIGGER records_only_grow BEFORE UPDATE ON payung.records FOR EACH ROW EXECUTE FUNCTION payung.refuse();
CREATE TRIGGER items_only_grow BEFORE UPDATE ON payung.inbox FOR EACH ROW EXECUTE FUNCTION payung.refuse();
