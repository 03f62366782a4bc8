-- The opener's queue: see store/work.rs. And a chain of completions is followed once, when the
-- registration is opened, and not again for every line of every list.

-- Since when it waits for the opener; NULL when it does not.
ALTER TABLE registrations ADD COLUMN work_at INTEGER;
-- Not before: the end of a lease, or the next try. 0 when at once.
ALTER TABLE registrations ADD COLUMN work_after INTEGER NOT NULL DEFAULT 0;
-- How often it was set aside, and why the last time.
ALTER TABLE registrations ADD COLUMN work_tries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE registrations ADD COLUMN work_note TEXT;
UPDATE registrations SET work_at = changed_at WHERE state NOT IN ('receiving', 'withdrawn') AND NOT EXISTS (
    SELECT 1 FROM opened WHERE opened.id = registrations.id AND opened.revision = registrations.revision);
CREATE INDEX registrations_that_wait ON registrations (work_after, work_at) WHERE work_at IS NOT NULL;
-- The first registration of the chain of completions; NULL for one that completes none.
ALTER TABLE opened ADD COLUMN family BLOB;
WITH RECURSIVE chain (id, revision, before, steps) AS (
    SELECT id, revision, completes, 1 FROM opened WHERE completes IS NOT NULL
    UNION ALL
    SELECT chain.id, chain.revision, earlier.completes, steps + 1
        FROM chain JOIN registrations AS known ON known.id = chain.before
        JOIN opened AS earlier ON earlier.id = known.id AND earlier.revision = known.revision
        WHERE earlier.completes IS NOT NULL AND steps < 16
) UPDATE opened SET family = (SELECT before FROM chain WHERE chain.id = opened.id AND chain.revision = opened.revision
    ORDER BY steps DESC LIMIT 1) WHERE completes IS NOT NULL;
CREATE INDEX opened_by_family ON opened (family) WHERE family IS NOT NULL;
CREATE INDEX audit_by_registration ON audit (id) WHERE id IS NOT NULL;
CREATE INDEX erased_by_time ON erased (erased_at, id);
