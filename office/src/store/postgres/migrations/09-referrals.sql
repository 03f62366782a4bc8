-- How many registrations came by which code: see store/referrals.rs.

CREATE TABLE payung_desk.referral_counts (
    code text COLLATE "C" NOT NULL,
    -- On which the registration first came, YYYY-MM-DD.
    day  text COLLATE "C" NOT NULL,
    n    bigint NOT NULL,
    PRIMARY KEY (code, day)
);
