//! Where whole photos are, sealed as they came: on this machine's disk, and in a bucket (S3) if `bucket.json` names one.
//!
//! A photo always grows on the disk (`intake/upload.rs`). With a bucket, a whole one is put there *before* it is counted, and
//! leaves the disk after that is committed. So a photo that counts is in one of the two places, and whoever reads looks at
//! the disk first, then in the bucket: an office may get a bucket at any time, and a restored one needs none.
//! Layout in both: `XX/ID/DIGEST`, XX being the id's last byte in hex.

#[cfg(feature = "s3")]
mod bucket;
// A released office without the feature `s3` is built with this file; its tests run in both kinds of build.
#[cfg(any(test, not(feature = "s3")))]
#[cfg_attr(feature = "s3", allow(dead_code, reason = "with the feature, only the tests of this file use it"))]
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

/// Name of the settings in the data folder.
pub const SETTINGS: &str = "bucket.json";

/// One registration's photo.
pub type PhotoName = (RegistrationId, Digest);

/// The places of one office. Clones share the connection.
#[derive(Clone)]
pub struct PhotoStore {
    photos: PathBuf,
    bucket: Option<Arc<Bucket>>,
}

impl PhotoStore {
    /// The photo store of a data folder. Fails when `bucket.json` or what it names cannot be used; asks no network.
    pub fn open(data: &Path) -> io::Result<Self> {
        let settings = BucketSettings::read(&data.join(SETTINGS))?;
        let bucket = settings.map(|settings| Bucket::open(&settings)).transpose()?;
        Ok(Self { photos: data.join("photos"), bucket: bucket.map(Arc::new) })
    }

    /// Is there a bucket?
    pub fn has_bucket(&self) -> bool {
        self.bucket.is_some()
    }

    /// A whole photo. `NotFound` when it is in neither place; any other error says nothing about the photo. What the disk has
    /// and is damaged is given only when nothing better is there: compare its digest.
    pub fn get(&self, (id, digest): PhotoName) -> io::Result<Vec<u8>> {
        let here = std::fs::read(path(&self.photos, id, digest));
        let Some(bucket) = &self.bucket else { return here };
        if here.as_ref().is_ok_and(|bytes| Digest::of(bytes) == digest) {
            return here;
        }
        match bucket.get(&key(id, digest)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => here,
            found => found,
        }
    }

    /// Puts a photo that is whole on the disk into the bucket, if there is one: durable there when this returns. The disk's
    /// file stays until [`PhotoStore::leave_disk`].
    pub fn put(&self, (id, digest): PhotoName) -> io::Result<()> {
        if self.has_bucket() { self.keep((id, digest), std::fs::read(path(&self.photos, id, digest))?) } else { Ok(()) }
    }

    /// The same of bytes that are at hand.
    pub fn keep(&self, (id, digest): PhotoName, bytes: Vec<u8>) -> io::Result<()> {
        self.bucket.as_ref().map_or(Ok(()), |bucket| bucket.put(&key(id, digest), bytes))
    }

    /// Removes the disk's file of a photo that the bucket has, if there is a bucket.
    pub fn leave_disk(&self, (id, digest): PhotoName) -> io::Result<()> {
        if self.has_bucket() { gone(std::fs::remove_file(path(&self.photos, id, digest))) } else { Ok(()) }
    }

    /// Removes all photos of a registration from both places.
    pub fn remove_all(&self, id: RegistrationId) -> io::Result<()> {
        let folder = folder_of(&self.photos, id);
        match std::fs::remove_dir_all(&folder) {
            Ok(()) => files::sync_folder(&files::folder_of(&folder))?,
            removed => gone(removed)?,
        }
        self.bucket.as_ref().map_or(Ok(()), |bucket| bucket.remove_all(&prefix(id)))
    }

    /// Bytes of every photo in the bucket, by key; empty without one.
    pub fn in_bucket(&self) -> io::Result<BTreeMap<String, u64>> {
        self.bucket.as_ref().map_or_else(|| Ok(BTreeMap::new()), |bucket| bucket.lengths())
    }

    /// Every photo that has a file on the disk, whole or not.
    pub fn on_disk(&self) -> io::Result<Vec<PhotoName>> {
        let mut found = Vec::new();
        for folder in entries(&self.photos)? {
            for registration in entries(&folder)? {
                let Some(id) = parsed(&registration) else { continue };
                found.extend(entries(&registration)?.iter().filter_map(|file| Some((id, parsed(file)?))));
            }
        }
        Ok(found)
    }

    /// Bytes of the disk's file; none when there is none.
    pub fn length_on_disk(&self, (id, digest): PhotoName) -> io::Result<Option<u64>> {
        match std::fs::metadata(path(&self.photos, id, digest)) {
            Ok(found) => Ok(Some(found.len())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// Where a photo lies under the photos' folder.
pub fn path(photos: &Path, id: RegistrationId, digest: Digest) -> PathBuf {
    folder_of(photos, id).join(digest.to_string())
}

/// Its key in the bucket, below the prefix.
pub fn key(id: RegistrationId, digest: Digest) -> String {
    format!("{}/{digest}", prefix(id))
}

fn prefix(id: RegistrationId) -> String {
    format!("{:02x}/{id}", id.bytes()[15])
}

/// Where all photos of one registration lie.
fn folder_of(photos: &Path, id: RegistrationId) -> PathBuf {
    photos.join(prefix(id))
}

fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    match std::fs::read_dir(folder) {
        Ok(entries) => entries.map(|entry| Ok(entry?.path())).collect(),
        // Nothing came yet, or somebody else's stray file.
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(Vec::new()),
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
