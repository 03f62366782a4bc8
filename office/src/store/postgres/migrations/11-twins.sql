-- By which family a row counts for duplicates: see store/index.rs. NULL when it does not count, because
-- its registration is refused or withdrawn, or because a later revision was opened.
ALTER TABLE payung.opened ADD COLUMN live_family bytea;
UPDATE payung.opened SET live_family = coalesce(family, id) WHERE nik_index IS NOT NULL AND EXISTS (
    SELECT 1 FROM payung.registrations WHERE registrations.id = opened.id AND registrations.revision = opened.revision
        AND state NOT IN ('refused', 'withdrawn'));
CREATE INDEX opened_by_live_nik ON payung.opened (nik_index, live_family) WHERE live_family IS NOT NULL;
-- Looked for every two seconds.
CREATE INDEX papers_that_are_held ON payung.papers (at) WHERE kind = 'held';
