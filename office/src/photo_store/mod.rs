//! Where complete photos are, sealed as they came: on this machine's disk, and in a bucket (S3) if
//! `bucket.json` names one.
//!
//! A photo always arrives on the disk (`intake/upload.rs`). With a bucket, a complete photo is put
//! into the bucket *before* the database counts it, and its file is removed after that commit. So a
//! counted photo is in at least one of the two places. Readers look on the disk first and then in
//! the bucket. An office may therefore get a bucket at any time, and a restored office needs none.
//! Both places have the layout `XX/ID/DIGEST`, where XX is the last byte of the id in hex.

#[cfg(feature = "s3")]
mod bucket;
// A released office without the feature `s3` is built with this file; its tests run in both kinds
// of build.
#[cfg(any(test, not(feature = "s3")))]
#[cfg_attr(
    feature = "s3",
    allow(
        dead_code,
        reason = "with the feature, only the tests of this file use it"
    )
)]
mod no_bucket;
mod settings;

pub use settings::BucketSettings;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use payung_model::sealed::{Digest, RegistrationId};

use crate::files;
#[cfg(feature = "s3")]
use bucket::Bucket;
#[cfg(not(feature = "s3"))]
use no_bucket::NoBucket as Bucket;

/// Name of the settings file in the data folder.
pub const SETTINGS: &str = "bucket.json";

/// Names one photo: its registration and the digest of its ciphertext.
pub type PhotoName = (RegistrationId, Digest);

/// The photos of one office. Clones share the connection to the bucket.
#[derive(Clone)]
pub struct PhotoStore {
    photos: PathBuf,
    bucket: Option<Arc<Bucket>>,
}

impl PhotoStore {
    /// The photo store of a data folder. Fails when `bucket.json` or the credentials' file cannot
    /// be used. It makes no request.
    pub fn open(data: &Path) -> io::Result<Self> {
        let settings = BucketSettings::read(&data.join(SETTINGS))?;
        let bucket = settings
            .map(|settings| Bucket::open(&settings))
            .transpose()?;
        Ok(Self {
            photos: data.join("photos"),
            bucket: bucket.map(Arc::new),
        })
    }

    /// True when there is a bucket.
    pub fn has_bucket(&self) -> bool {
        self.bucket.is_some()
    }

    /// The bytes of a complete photo. `NotFound` when it is in neither place; any other error tells
    /// nothing about the photo. A damaged file is returned when the bucket has no better copy, so
    /// the caller compares the digest.
    pub fn get(&self, (id, digest): PhotoName) -> io::Result<Vec<u8>> {
        let here = std::fs::read(path(&self.photos, id, digest));
        let Some(bucket) = &self.bucket else {
            return here;
        };
        if here.as_ref().is_ok_and(|bytes| Digest::of(bytes) == digest) {
            return here;
        }
        match bucket.get(&key(id, digest)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => here,
            found => found,
        }
    }

    /// Copies a complete photo from the disk into the bucket, if there is one. It is durable there
    /// when this returns. The file stays until [`PhotoStore::leave_disk`].
    pub fn put(&self, (id, digest): PhotoName) -> io::Result<()> {
        if self.has_bucket() {
            self.keep((id, digest), std::fs::read(path(&self.photos, id, digest))?)
        } else {
            Ok(())
        }
    }

    /// Puts a photo whose bytes are in memory into the bucket, if there is one.
    pub fn keep(&self, (id, digest): PhotoName, bytes: Vec<u8>) -> io::Result<()> {
        self.bucket
            .as_ref()
            .map_or(Ok(()), |bucket| bucket.put(&key(id, digest), bytes))
    }

    /// Removes the file of a photo that is in the bucket. Does nothing without a bucket.
    pub fn leave_disk(&self, (id, digest): PhotoName) -> io::Result<()> {
        if self.has_bucket() {
            gone(std::fs::remove_file(path(&self.photos, id, digest)))
        } else {
            Ok(())
        }
    }

    /// Removes all photos of a registration from both places.
    pub fn remove_all(&self, id: RegistrationId) -> io::Result<()> {
        self.forget(id)?;
        self.bucket
            .as_ref()
            .map_or(Ok(()), |bucket| bucket.remove_all(&prefix(id)))
    }

    /// Removes what this machine's disk has of a registration that was erased.
    pub fn forget(&self, id: RegistrationId) -> io::Result<()> {
        let folder = folder_of(&self.photos, id);
        match std::fs::remove_dir_all(&folder) {
            Ok(()) => files::sync_folder(&files::folder_of(&folder)),
            removed => gone(removed),
        }
    }

    /// The length of every photo in the bucket, by key; empty without a bucket.
    pub fn in_bucket(&self) -> io::Result<BTreeMap<String, u64>> {
        self.bucket
            .as_ref()
            .map_or_else(|| Ok(BTreeMap::new()), |bucket| bucket.lengths())
    }

    /// All photos that have a file on the disk, complete or not.
    pub fn on_disk(&self) -> io::Result<Vec<PhotoName>> {
        let mut found = Vec::new();
        for folder in entries(&self.photos)? {
            for registration in entries(&folder)? {
                let Some(id) = parsed(&registration) else {
                    continue;
                };
                found.extend(
                    entries(&registration)?
                        .iter()
                        .filter_map(|file| Some((id, parsed(file)?))),
                );
            }
        }
        Ok(found)
    }

    /// The length of the file on the disk; none when there is no file.
    pub fn length_on_disk(&self, (id, digest): PhotoName) -> io::Result<Option<u64>> {
        match std::fs::metadata(path(&self.photos, id, digest)) {
            Ok(found) => Ok(Some(found.len())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// The path of a photo below the photos' folder.
pub fn path(photos: &Path, id: RegistrationId, digest: Digest) -> PathBuf {
    folder_of(photos, id).join(digest.to_string())
}

/// The key of a photo in the bucket, below the prefix.
pub fn key(id: RegistrationId, digest: Digest) -> String {
    format!("{}/{digest}", prefix(id))
}

fn prefix(id: RegistrationId) -> String {
    format!("{:02x}/{id}", id.bytes()[15])
}

/// The folder of one registration's photos.
fn folder_of(photos: &Path, id: RegistrationId) -> PathBuf {
    photos.join(prefix(id))
}

fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    match std::fs::read_dir(folder) {
        Ok(entries) => entries.map(|entry| Ok(entry?.path())).collect(),
        // Either no photo has come yet, or it is a stray file where a folder should be.
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            Ok(Vec::new())
        }
        Err(error) => Err(error),
    }
}

fn parsed<T: std::str::FromStr>(path: &Path) -> Option<T> {
    path.file_name()?.to_str()?.parse().ok()
}

fn gone(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}
