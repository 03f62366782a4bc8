//! `bucket.json` in the data folder: which bucket holds the whole photos. Without the file they
//! stay on the disk.
//!
//! `{"endpoint": "https://s3.example.id", "region": "id-jkt-1", "bucket": "payung", "prefix":
//! "photos", "credentials": "/etc/payung/bucket-credentials.json"}`; the credentials' file, which
//! only its owner may read, is `{"access_key": "…", "secret_key": "…"}`.
//! `PAYUNG_BUCKET_CREDENTIALS` names another one, as systemd hands them over.

use std::io;
use std::path::{Path, PathBuf};

use payung_model::typed::without_bom;
use serde::Deserialize;
use zeroize::Zeroizing;

use crate::files;

/// The contents of `bucket.json` and of the credentials' file. It holds a secret, so it has no
/// `Debug`.
pub struct BucketSettings {
    /// `https://…`; `http://` to this machine only.
    pub endpoint: String,
    /// The region as the storage names it. Many storages take any word.
    pub region: String,
    /// The bucket's name. The bucket must exist; the office does not make it.
    pub bucket: String,
    /// The prefix of all keys; may be empty.
    pub prefix: String,
    /// The office's account at the storage.
    pub access_key: String,
    /// The secret of that account.
    pub secret_key: Zeroizing<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BucketDocument {
    endpoint: String,
    #[serde(default = "any_region")]
    region: String,
    bucket: String,
    #[serde(default)]
    prefix: String,
    credentials: PathBuf,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Credentials {
    access_key: String,
    secret_key: Zeroizing<String>,
}

impl BucketSettings {
    /// Reads the file and its credentials; none when there is no file.
    pub fn read(file: &Path) -> io::Result<Option<Self>> {
        let text = match std::fs::read(file) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let invalid = |what: String| {
            io::Error::new(
                io::ErrorKind::InvalidInput,
                format!("{}: {what}", file.display()),
            )
        };
        let document: BucketDocument = serde_json::from_slice(without_bom(&text))
            .map_err(|error| invalid(error.to_string()))?;
        check(&document).map_err(invalid)?;
        let path = std::env::var_os("PAYUNG_BUCKET_CREDENTIALS").filter(|path| !path.is_empty());
        let path = path.map_or(document.credentials, PathBuf::from);
        let secret = |what: &str| invalid(format!("credentials in {}: {what}", path.display()));
        if files::open_to_others(&path).map_err(|error| secret(&error.to_string()))? {
            return Err(secret("can be read by others: chmod go= it"));
        }
        let text = Zeroizing::new(std::fs::read(&path)?);
        // An error message of serde could quote a secret, so it is replaced.
        let keys: Credentials = serde_json::from_slice(without_bom(&text))
            .map_err(|_| secret("access_key and secret_key, as JSON"))?;
        Ok(Some(Self {
            endpoint: document.endpoint.trim_end_matches('/').to_owned(),
            region: document.region,
            bucket: document.bucket,
            prefix: document.prefix.trim_matches('/').to_owned(),
            access_key: keys.access_key,
            secret_key: keys.secret_key,
        }))
    }
}

fn any_region() -> String {
    "us-east-1".to_owned()
}

fn check(document: &BucketDocument) -> Result<(), String> {
    let plain = document.endpoint.strip_prefix("http://");
    let here = plain.is_some_and(|rest| {
        let host = rest.split('/').next().unwrap_or_default();
        ["127.0.0.1", "localhost", "[::1]"]
            .iter()
            .any(|name| host == *name || host.starts_with(&format!("{name}:")))
    });
    if !here && !document.endpoint.starts_with("https://") {
        return Err("endpoint: https, or http to this machine".into());
    }
    if document.bucket.is_empty() {
        return Err("bucket: it needs a name".into());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn read(document: &str, mode: u32) -> Result<Option<BucketSettings>, String> {
        let folder = tempfile::tempdir().unwrap();
        let keys = folder.path().join("keys.json");
        std::fs::write(&keys, r#"{"access_key":"contoh","secret_key":"rahasia"}"#).unwrap();
        std::fs::set_permissions(&keys, PermissionsExt::from_mode(mode)).unwrap();
        let file = folder.path().join("bucket.json");
        std::fs::write(&file, document.replace("KEYS", keys.to_str().unwrap())).unwrap();
        BucketSettings::read(&file).map_err(|error| error.to_string())
    }

    #[test]
    fn settings_name_a_bucket_over_https_and_a_private_file_of_credentials() {
        let good = r#"{"endpoint":"https://s3.contoh.id/","bucket":"payung","prefix":"/foto/","credentials":"KEYS"}"#;
        let settings = read(good, 0o600).unwrap().unwrap();
        assert_eq!(
            (settings.endpoint.as_str(), settings.prefix.as_str()),
            ("https://s3.contoh.id", "foto")
        );
        assert!(read(good, 0o644).is_err_and(|invalid| invalid.contains("chmod")));
        assert!(
            read(&good.replace("https", "http"), 0o600).is_err(),
            "no plain HTTP over a network"
        );
        assert!(
            read(
                &good.replace("https://s3.contoh.id", "http://127.0.0.1.contoh.id"),
                0o600
            )
            .is_err()
        );
        assert!(
            read(
                &good.replace("https://s3.contoh.id", "http://127.0.0.1:7070"),
                0o600
            )
            .is_ok()
        );
        assert!(read(&good.replace("payung", ""), 0o600).is_err());
        assert!(
            read(&good.replace("bucket", "buckets"), 0o600).is_err(),
            "a word that nobody reads"
        );
        assert!(
            BucketSettings::read(Path::new("nowhere/bucket.json"))
                .unwrap()
                .is_none()
        );
    }
}
