-- How many registrations came by which code: see store/referrals.rs.

CREATE TABLE referral_counts (
    code TEXT NOT NULL,
    -- On which the registration first came, YYYY-MM-DD.
    day  TEXT NOT NULL,
    n    INTEGER NOT NULL,
    PRIMARY KEY (code, day)
) STRICT, WITHOUT ROWID;
