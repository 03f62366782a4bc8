-- Access that an officer made anew: see store/money/reissue.rs.

ALTER TABLE payung.registrations
    -- The reply key in place of the one in the envelope's header; NULL for the header's own.
    ADD COLUMN reply_key bytea,
    -- Items after this one are sealed to that key; those up to it are the phone's before.
    ADD COLUMN inbox_from bigint NOT NULL DEFAULT 0,
    -- SHA-256 of the status token before.
    ADD COLUMN ended_token bytea;
