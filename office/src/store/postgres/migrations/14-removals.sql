-- Registrations whose rows are gone and whose photos may still be there: see store/removals.rs.
CREATE TABLE payung.removals (id bytea NOT NULL PRIMARY KEY);
