-- What a sponsor's bill would come to if the discount were decided the other way; NULL where that is certain.
ALTER TABLE bills ADD COLUMN otherwise INTEGER;
