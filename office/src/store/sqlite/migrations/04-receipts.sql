-- Receipt codes are random, so each entry of an index over them changes another page. The intake
-- therefore keeps no such index; the opener does.

ALTER TABLE opened ADD COLUMN receipt TEXT;
UPDATE opened SET receipt = (SELECT receipt FROM registrations WHERE registrations.id = opened.id);
CREATE INDEX opened_by_receipt ON opened (receipt);
DROP INDEX registrations_by_receipt;
