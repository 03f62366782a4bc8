-- Any later revision is taken since then, so nobody asks any more which ones were refused.

ALTER TABLE registrations DROP COLUMN attempted;
