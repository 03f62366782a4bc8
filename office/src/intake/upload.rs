//! Sealed photos while they arrive, as files: `photos/XX/ID/DIGEST`, where XX is the last byte of
//! the id in hex.
//!
//! A file grows as bytes arrive, and its length *is* the upload's offset. So bytes that came before
//! a connection was cut count. One request at a time writes a file ([`Claim`]). When another
//! request asks for the offset, the first one is ended: on a mobile network the older connection is
//! the broken one.
//!
//! Where machines share a database and a bucket, but no disk, the bytes that have come are in the
//! database ([`SharedBytes`]), and so is the offset. The file is then for one request only: what came
//! before is put into it, what comes is added, and what is not the end goes back.
//!
//! Processes that share the data folder also lock the file. Processes over one `PostgreSQL` keep
//! their claims in the database too ([`SharedClaims`]), so that one can ask another to stop.

use std::collections::HashMap;
use std::fs::TryLockError;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use payung_model::sealed::{Digest, RegistrationId};
use tokio::fs::{self, File, OpenOptions};
use tokio::sync::watch;

use super::Problem;
use super::shared_bytes::SharedBytes;
use super::shared_claims::SharedClaims;
use crate::clock::moment;
use crate::photo_store::path;
use crate::store::StoreError;

/// How long a request waits until another one has stopped writing a file.
const PATIENCE: Duration = Duration::from_secs(2);

type Key = (RegistrationId, Digest);
type Claims = Mutex<HashMap<Key, Held>>;

/// A claim of this process.
struct Held {
    number: u32,
    /// True once the claim is in the database.
    shared: bool,
    stop: Arc<watch::Sender<bool>>,
}

/// The folder of photos, and the claims on its files.
#[derive(Clone)]
pub struct Uploads {
    folder: PathBuf,
    claims: Arc<Claims>,
    numbers: Arc<AtomicU32>,
    shared: Option<Arc<SharedClaims>>,
    bytes: Option<Arc<SharedBytes>>,
}

/// The right to write one file, until it is dropped.
pub struct Claim {
    key: Key,
    claims: Arc<Claims>,
    stop: watch::Receiver<bool>,
    number: u32,
    /// None when nothing of it is in the database (any more).
    shared: Option<Arc<SharedClaims>>,
    /// Locked for other processes, until it is closed.
    _file: Option<std::fs::File>,
}

impl Uploads {
    /// Uploads into that folder, which is made when it is first needed.
    pub fn new(
        folder: PathBuf,
        shared: Option<Arc<SharedClaims>>,
        bytes: Option<Arc<SharedBytes>>,
    ) -> Self {
        Self {
            folder,
            claims: Arc::default(),
            numbers: Arc::default(),
            shared,
            bytes,
        }
    }

    /// True when what has come of photos is in the database.
    pub fn are_shared(&self) -> bool {
        self.bytes.is_some()
    }

    /// The offset: bytes that are here. None when no upload was created.
    pub async fn offset(&self, id: RegistrationId, digest: Digest) -> Result<Option<u64>, Problem> {
        if let Some(shared) = &self.bytes {
            return Ok(shared
                .upload((id, digest))
                .await?
                .map(|upload| upload.bytes));
        }
        match fs::metadata(path(&self.folder, id, digest)).await {
            Ok(found) => Ok(Some(found.len())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// When bytes were last added; none when no upload was created.
    pub async fn changed_at(
        &self,
        id: RegistrationId,
        digest: Digest,
    ) -> Result<Option<SystemTime>, Problem> {
        if let Some(shared) = &self.bytes {
            let found = shared.upload((id, digest)).await?;
            return Ok(found.map(|upload| moment(upload.changed_at)));
        }
        match fs::metadata(path(&self.folder, id, digest)).await {
            Ok(found) => Ok(Some(found.modified()?)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Begins an upload unless it was begun; that it was is durable when this returns.
    pub async fn create(&self, id: RegistrationId, digest: Digest) -> Result<(), Problem> {
        if let Some(shared) = &self.bytes {
            return shared.begin((id, digest)).await;
        }
        let (root, path) = (self.folder.clone(), path(&self.folder, id, digest));
        blocking(move || {
            let folder = path.parent().unwrap_or(&root);
            crate::files::private_folder(folder)?;
            let mut how = std::fs::OpenOptions::new();
            std::os::unix::fs::OpenOptionsExt::mode(how.create(true).append(true), 0o600);
            // A name is durable only when its folder is synced, and each of these folders may be
            // new.
            how.open(&path)?.sync_all()?;
            crate::files::sync_folder(folder)?;
            folder.parent().map_or(Ok(()), crate::files::sync_folder)?;
            crate::files::sync_folder(&root)
        })
        .await?;
        Ok(())
    }

    /// Opens the file for writing at its end.
    pub async fn open(&self, id: RegistrationId, digest: Digest) -> Result<File, Problem> {
        self.bring(id, digest).await?;
        Ok(OpenOptions::new()
            .append(true)
            .open(path(&self.folder, id, digest))
            .await?)
    }

    /// Writes the bytes of an upload that are in the database into this machine's file. Nothing is
    /// to be done where the files themselves are the uploads.
    pub async fn bring(&self, id: RegistrationId, digest: Digest) -> Result<(), Problem> {
        let Some(shared) = &self.bytes else {
            return Ok(());
        };
        let bytes = shared.bytes((id, digest)).await?;
        let path = path(&self.folder, id, digest);
        blocking(move || {
            crate::files::private_folder(path.parent().unwrap_or(&path))?;
            // A new file: who was taken for dead and wakes up still writes into the old one.
            match std::fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
            let mut how = std::fs::OpenOptions::new();
            std::os::unix::fs::OpenOptionsExt::mode(how.create_new(true).write(true), 0o600);
            how.open(&path)?.write_all(&bytes)
        })
        .await?;
        Ok(())
    }

    /// Keeps what the file has from `from` on for every machine: durable when this returns. Where
    /// machines share no database and bucket, it is enough that the file is synced.
    pub async fn keep(&self, claim: &Claim, from: u64) -> Result<(), Problem> {
        let Some(shared) = &self.bytes else {
            return Ok(());
        };
        let path = path(&self.folder, claim.key.0, claim.key.1);
        let bytes = blocking(move || {
            let (mut file, mut bytes) = (std::fs::File::open(&path)?, Vec::new());
            file.seek(SeekFrom::Start(from))?;
            file.read_to_end(&mut bytes)?;
            Ok(bytes)
        })
        .await?;
        if bytes.is_empty() {
            return Ok(());
        }
        shared.add(claim.key, claim.number, from, bytes).await
    }

    /// Removes this machine's file of an upload whose bytes are in the database.
    pub async fn let_go(&self, id: RegistrationId, digest: Digest) {
        if self.bytes.is_some()
            && let Err(error) = self.remove_file(id, digest).await
        {
            // The next sweep removes it.
            tracing::warn!(kind = ?error.kind(), "an upload's file could not be removed");
        }
    }

    /// Compares the digest of a complete file and makes the file and its name durable. Of an upload
    /// with a wrong digest nothing is kept.
    pub async fn check(&self, id: RegistrationId, digest: Digest) -> Result<bool, Problem> {
        let right = self.check_file(id, digest).await?;
        if let Some(shared) = self.bytes.as_ref().filter(|_| !right) {
            shared.empty((id, digest)).await?;
        }
        Ok(right)
    }

    async fn check_file(&self, id: RegistrationId, digest: Digest) -> io::Result<bool> {
        let path = path(&self.folder, id, digest);
        blocking(move || {
            if Digest::of(&std::fs::read(&path)?) != digest {
                let file = std::fs::OpenOptions::new().write(true).open(&path)?;
                // Which of its bytes are wrong cannot be known, so the phone sends all of them
                // again, from offset 0.
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

    /// Forgets what has come of an upload.
    pub async fn remove(&self, id: RegistrationId, digest: Digest) -> Result<(), Problem> {
        if let Some(shared) = &self.bytes {
            shared.forget((id, digest)).await?;
        }
        Ok(self.remove_file(id, digest).await?)
    }

    /// Removes the file, if there is one.
    async fn remove_file(&self, id: RegistrationId, digest: Digest) -> io::Result<()> {
        match fs::remove_file(path(&self.folder, id, digest)).await {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Claims a file; none when another request has the claim.
    pub async fn claim(
        &self,
        id: RegistrationId,
        digest: Digest,
    ) -> Result<Option<Claim>, StoreError> {
        let Some(mut claim) = self.claim_here((id, digest)) else {
            return Ok(None);
        };
        if let Some(shared) = &self.shared {
            // The claim of this process comes first: of its own requests only one asks the
            // database.
            if !shared.claim(claim.key, claim.number).await? {
                return Ok(None);
            }
            claim.shared = Some(shared.clone());
            if let Some(held) = lock(&self.claims).get_mut(&claim.key) {
                // From now on a beat that does not find this claim in the database stops the
                // request.
                held.shared = true;
            }
        }
        Ok(Some(claim))
    }

    /// The claim as far as this process and this machine's files know.
    fn claim_here(&self, key: Key) -> Option<Claim> {
        let mut claims = lock(&self.claims);
        if claims.contains_key(&key) {
            return None;
        }
        // Another process may serve the same office, and write the same file.
        let file = std::fs::File::open(path(&self.folder, key.0, key.1)).ok();
        if let Some(Err(TryLockError::WouldBlock)) = file.as_ref().map(std::fs::File::try_lock) {
            return None;
        }
        let (sender, stop) = watch::channel(false);
        let (number, stopping) = (
            self.numbers.fetch_add(1, Ordering::Relaxed),
            Arc::new(sender),
        );
        claims.insert(
            key,
            Held {
                number,
                shared: false,
                stop: stopping,
            },
        );
        Some(Claim {
            key,
            claims: self.claims.clone(),
            stop,
            number,
            shared: None,
            _file: file,
        })
    }

    /// Asks the request that writes the file to stop, and waits a short time until it has.
    pub async fn interrupt(&self, id: RegistrationId, digest: Digest) -> Result<(), StoreError> {
        let writing = lock(&self.claims)
            .get(&(id, digest))
            .map(|held| held.stop.clone());
        if let Some(sender) = writing {
            let _ = sender.send(true);
            let _ = tokio::time::timeout(PATIENCE, sender.closed()).await;
        } else if let Some(shared) = &self.shared {
            let asked = shared.interrupt((id, digest));
            return tokio::time::timeout(PATIENCE, asked)
                .await
                .unwrap_or(Ok(()));
        }
        Ok(())
    }

    /// What this process has claimed: the number of each claim, and whether it is in the database
    /// already.
    pub fn held(&self) -> HashMap<Key, (u32, bool)> {
        lock(&self.claims)
            .iter()
            .map(|(key, held)| (*key, (held.number, held.shared)))
            .collect()
    }

    /// Asks a request of this process to stop, if it still has that claim.
    pub fn stop(&self, key: Key, number: u32) {
        if let Some(held) = lock(&self.claims).get(&key)
            && held.number == number
        {
            let _ = held.stop.send(true);
        }
    }
}

impl Claim {
    /// Returns when another request asks this one to stop.
    pub async fn stopped(&mut self) {
        // An error means that no other request is left that could ask.
        if self.stop.wait_for(|stop| *stop).await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    /// Gives the claim back, so that the next request finds it free at every process. A claim that
    /// is only dropped is given back a moment later.
    pub async fn give_back(mut self) {
        if let Some(shared) = self.shared.take() {
            shared.give_back(self.key, self.number).await;
        }
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        lock(&self.claims).remove(&self.key);
        if let Some(shared) = self.shared.take()
            && let Ok(runtime) = tokio::runtime::Handle::try_current()
        {
            let (key, number) = (self.key, self.number);
            runtime.spawn(async move { shared.give_back(key, number).await });
        }
    }
}

fn lock(claims: &Claims) -> MutexGuard<'_, HashMap<Key, Held>> {
    claims.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs work that waits for a disk or a bucket on a thread that may block.
pub async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(io::Error::other)?
}

#[cfg(test)]
mod tests {
    use payung_model::units::Timestamp;

    use super::*;
    use crate::random::SystemRandom;

    #[tokio::test]
    async fn a_file_is_written_by_one_request_of_one_process() {
        let folder = tempfile::tempdir().unwrap();
        // Two of them stand for two processes: each knows its own claims only.
        let (one, two) = (
            Uploads::new(folder.path().into(), None, None),
            Uploads::new(folder.path().into(), None, None),
        );
        let id = RegistrationId::new(Timestamp::default(), &mut SystemRandom).unwrap();
        let digest = Digest([7; 32]);
        one.create(id, digest).await.unwrap();
        let held = one.claim(id, digest).await.unwrap().unwrap();
        assert!(one.claim(id, digest).await.unwrap().is_none());
        assert!(two.claim(id, digest).await.unwrap().is_none());
        drop(held);
        let held = two.claim(id, digest).await.unwrap().unwrap();
        assert!(one.claim(id, digest).await.unwrap().is_none());
        held.give_back().await;
        assert!(one.claim(id, digest).await.unwrap().is_some());
    }
}
