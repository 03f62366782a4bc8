-- What a sponsor's bill would come to if the discount were decided the other way; NULL where that is certain.
ALTER TABLE payung_desk.bills ADD COLUMN otherwise bigint;
