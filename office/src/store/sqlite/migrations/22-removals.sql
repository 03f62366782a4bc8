-- Registrations whose rows are gone and whose photos may still be there: see store/removals.rs.
CREATE TABLE removals (id BLOB NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID;
