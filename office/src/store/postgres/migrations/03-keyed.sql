-- What carries a MAC under the desk key: see store/roster.rs and store/chain.rs.

ALTER TABLE payung_desk.officers ADD COLUMN totp bytea;
ALTER TABLE payung_desk.officers ADD COLUMN totp_step bigint NOT NULL DEFAULT 0;
ALTER TABLE payung_desk.officers ADD COLUMN recovery bytea NOT NULL DEFAULT ''::bytea;
ALTER TABLE payung_desk.officers ADD COLUMN version bigint NOT NULL DEFAULT 0;
ALTER TABLE payung_desk.officers ADD COLUMN mac bytea;
ALTER TABLE payung_desk.sessions ADD COLUMN device text COLLATE "C";
ALTER TABLE payung_desk.sessions ADD COLUMN mac bytea;
CREATE TABLE payung_desk.roster (
    id         bigint NOT NULL PRIMARY KEY CHECK (id = 1),
    generation bigint NOT NULL,
    body       text COLLATE "C" NOT NULL,
    mac        bytea NOT NULL
);
CREATE TABLE payung_desk.audit_chain (
    seq bigint NOT NULL PRIMARY KEY,
    mac bytea NOT NULL,
    how bigint NOT NULL
);
CREATE TRIGGER chain_only_grows BEFORE UPDATE OR DELETE ON payung_desk.audit_chain
    FOR EACH ROW EXECUTE FUNCTION payung.refuse();
CREATE TRIGGER chain_is_not_emptied BEFORE TRUNCATE ON payung_desk.audit_chain
    FOR EACH STATEMENT EXECUTE FUNCTION payung.refuse();
