-- After a restore bundles go on from a higher number.

CREATE TABLE bundle_sequence (least INTEGER NOT NULL CHECK (least > 0)) STRICT;
