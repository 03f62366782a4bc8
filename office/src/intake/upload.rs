//! Sealed photos on their way, as files: `photos/XX/ID/DIGEST`, XX being the id's last byte in hex.
//!
//! A file grows as bytes arrive; its length *is* the upload's offset, so what came before a connection was cut counts.
//! One request at a time writes a file ([`Claim`]). Another request that asks how far it is ends the first one: on a
//! mobile network the connection that hangs is the dead one.

use std::collections::HashMap;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use payung_model::sealed::{Digest, RegistrationId};
use tokio::fs::{self, File, OpenOptions};
use tokio::sync::watch;

use crate::photo_store::path;

/// How long a request waits for another one to let go of a file.
const PATIENCE: Duration = Duration::from_secs(2);

type Key = (RegistrationId, Digest);
type Claims = Mutex<HashMap<Key, Arc<watch::Sender<bool>>>>;

/// The folder of photos, and who is writing which.
#[derive(Clone)]
pub struct Uploads {
    folder: PathBuf,
    claims: Arc<Claims>,
}

/// The right to write one file, until dropped.
pub struct Claim {
    key: Key,
    claims: Arc<Claims>,
    stop: watch::Receiver<bool>,
}

impl Uploads {
    /// Photos in that folder (made when first needed).
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, claims: Arc::default() }
    }

    /// Bytes on disk; none when no upload was created.
    pub async fn offset(&self, id: RegistrationId, digest: Digest) -> io::Result<Option<u64>> {
        match fs::metadata(path(&self.folder, id, digest)).await {
            Ok(found) => Ok(Some(found.len())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// When it was last added to; none when no upload was created.
    pub async fn changed_at(&self, id: RegistrationId, digest: Digest) -> io::Result<Option<SystemTime>> {
        match fs::metadata(path(&self.folder, id, digest)).await {
            Ok(found) => found.modified().map(Some),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Makes an empty file unless there is one; its name is durable when this returns.
    pub async fn create(&self, id: RegistrationId, digest: Digest) -> io::Result<()> {
        let (root, path) = (self.folder.clone(), path(&self.folder, id, digest));
        blocking(move || {
            let folder = path.parent().unwrap_or(&root);
            crate::files::private_folder(folder)?;
            let mut how = std::fs::OpenOptions::new();
            std::os::unix::fs::OpenOptionsExt::mode(how.create(true).append(true), 0o600);
            how.open(&path)?.sync_all()?;
            crate::files::sync_folder(folder)?;
            folder.parent().map_or(Ok(()), crate::files::sync_folder)?;
            crate::files::sync_folder(&root)
        })
        .await
    }

    /// Opens the file for writing at its end.
    pub async fn open(&self, id: RegistrationId, digest: Digest) -> io::Result<File> {
        OpenOptions::new().append(true).open(path(&self.folder, id, digest)).await
    }

    /// The whole file is on disk, its name too, and it is what it should be; otherwise it is emptied.
    pub async fn check(&self, id: RegistrationId, digest: Digest) -> io::Result<bool> {
        let path = path(&self.folder, id, digest);
        blocking(move || {
            if Digest::of(&std::fs::read(&path)?) != digest {
                let file = std::fs::OpenOptions::new().write(true).open(&path)?;
                file.set_len(0)?;
                file.sync_all()?;
                return Ok(false);
            }
            std::fs::File::open(&path)?.sync_all()?;
            path.parent().map_or(Ok(()), crate::files::sync_folder)?;
            Ok(true)
        })
        .await
    }

    /// Removes the file, if any.
    pub async fn remove(&self, id: RegistrationId, digest: Digest) -> io::Result<()> {
        match fs::remove_file(path(&self.folder, id, digest)).await {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// The right to write, unless somebody has it.
    pub fn claim(&self, id: RegistrationId, digest: Digest) -> Option<Claim> {
        let key = (id, digest);
        let mut claims = self.claims.lock().unwrap_or_else(PoisonError::into_inner);
        if claims.contains_key(&key) {
            return None;
        }
        let (sender, stop) = watch::channel(false);
        claims.insert(key, Arc::new(sender));
        Some(Claim { key, claims: self.claims.clone(), stop })
    }

    /// Asks whoever writes the file to stop, and waits (briefly) until it has.
    pub async fn interrupt(&self, id: RegistrationId, digest: Digest) {
        let writing = self.claims.lock().unwrap_or_else(PoisonError::into_inner).get(&(id, digest)).cloned();
        if let Some(sender) = writing {
            let _ = sender.send(true);
            let _ = tokio::time::timeout(PATIENCE, sender.closed()).await;
        }
    }
}

impl Claim {
    /// Returns when another request asks this one to stop.
    pub async fn stopped(&mut self) {
        // An error means that nobody is left who could ask.
        if self.stop.wait_for(|stop| *stop).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        self.claims.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.key);
    }
}

/// Runs what waits for a disk or a bucket on a thread that may.
pub async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(io::Error::other)?
}
