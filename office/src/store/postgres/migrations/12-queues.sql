-- What a registration that waits asks for, unless it is cover: see store/casework.rs.
ALTER TABLE payung.registrations ADD COLUMN waits_for text COLLATE "C";
UPDATE payung.registrations SET waits_for = (SELECT purpose FROM payung.opened
        WHERE opened.id = registrations.id AND opened.revision = registrations.revision)
    WHERE state = 'received' AND EXISTS (SELECT 1 FROM payung.opened
        WHERE opened.id = registrations.id AND opened.revision = registrations.revision AND purpose IN ('bill', 'update', 'employee', 'consent', 'copy', 'who_looked', 'erasure', 'refund', 'pay_code', 'pay_for', 'pay_end',
        'complaint', 'incident', 'payer'));
CREATE INDEX registrations_that_ask ON payung.registrations (waits_for, changed_at, id) WHERE waits_for IS NOT NULL;
CREATE INDEX registrations_with_requests ON payung.registrations (changed_at, id) WHERE waits_for IS NOT NULL;
CREATE INDEX opened_that_are_shut ON payung.opened (id, revision) WHERE flags = 'key_missing';
