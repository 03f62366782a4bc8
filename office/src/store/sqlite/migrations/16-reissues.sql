-- Access that an officer made anew: see store/money/reissue.rs.

-- The reply key in place of the one in the envelope's header; NULL for the header's own.
ALTER TABLE registrations ADD COLUMN reply_key BLOB;
-- Items after this one are sealed to that key; those up to it are the phone's before.
ALTER TABLE registrations ADD COLUMN inbox_from INTEGER NOT NULL DEFAULT 0;
-- SHA-256 of the status token before.
ALTER TABLE registrations ADD COLUMN ended_token BLOB;
