//! The bucket of an office that was built without `--features s3`: there is none, and an office
//! that has a `bucket.json` all the same refuses to start.

use std::collections::BTreeMap;
use std::io;

use super::BucketSettings;

/// No bucket can be made.
pub(super) enum NoBucket {}

impl NoBucket {
    pub(super) fn open(_: &BucketSettings) -> io::Result<Self> {
        let why = "bucket.json names a bucket, and this office was built without: cargo build --release --features s3";
        Err(io::Error::new(io::ErrorKind::Unsupported, why))
    }

    pub(super) fn get(&self, _: &str) -> io::Result<Vec<u8>> {
        match *self {}
    }

    pub(super) fn put(&self, _: &str, _: Vec<u8>) -> io::Result<()> {
        match *self {}
    }

    pub(super) fn remove_all(&self, _: &str) -> io::Result<()> {
        match *self {}
    }

    pub(super) fn lengths(&self) -> io::Result<BTreeMap<String, u64>> {
        match *self {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_without_says_what_is_missing() {
        let word = || "contoh".to_owned();
        let settings = BucketSettings {
            endpoint: "https://s3.contoh.id".to_owned(),
            region: word(),
            bucket: word(),
            prefix: word(),
            access_key: word(),
            secret_key: word().into(),
        };
        assert!(
            NoBucket::open(&settings)
                .is_err_and(|error| error.to_string().contains("--features s3"))
        );
    }
}
