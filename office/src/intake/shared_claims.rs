//! Claims on uploads between processes over one database.
//!
//! A process attends: it says every few seconds that it is there (`attendance`). Its claims hold as
//! long as it attends, so what a process that died had claimed is free half a minute later. The next
//! process over the same data folder need not wait for that: it finds the dead one's name there, and
//! ends its claims when it starts.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use payung_model::sealed::Random;
use payung_model::units::Timestamp;

use crate::clock::Clock;
use crate::photo_store::PhotoName;
use crate::random::SystemRandom;
use crate::store::{HeldUpload, ProcessId, Store, StoreError, UploadClaim};

/// How long a process attends after it said so. Clocks of machines must agree far better.
const LEASE: Duration = Duration::from_secs(30);
/// The time between two looks at what others want, and at whether another one has stopped. Whoever
/// waits for an upload waits for two seconds.
pub(super) const LOOK: Duration = Duration::from_millis(200);

/// The file in the data folder with the name of the process that serves it.
const NAME: &str = "intake.process";

/// This process among those that serve the office.
pub struct SharedClaims {
    store: Store,
    clock: Clock,
    process: ProcessId,
    /// The process before this one over the same data folder, which is dead.
    before: Option<ProcessId>,
    /// Locked as long as this process lives, whatever ends it.
    _name: Option<File>,
    /// How many processes serve the office, with this one.
    processes: Arc<AtomicU32>,
}

impl SharedClaims {
    /// None when the database cannot be shared between machines.
    pub fn new(
        store: Store,
        clock: Clock,
        processes: Arc<AtomicU32>,
    ) -> std::io::Result<Option<Arc<Self>>> {
        if !store.is_shared() {
            return Ok(None);
        }
        let mut process = [0; 16];
        SystemRandom
            .fill(&mut process)
            .map_err(std::io::Error::other)?;
        let (name, before) = leave_name(&store.dir().join(NAME), process)?;
        Ok(Some(Arc::new(Self {
            store,
            clock,
            process,
            before,
            _name: name,
            processes,
        })))
    }

    /// Ends the claims of the process before this one, which had no time for it.
    pub(super) async fn end_the_last(&self) -> Result<(), StoreError> {
        match self.before {
            Some(before) => self.store.leave(before).await,
            None => Ok(()),
        }
    }

    /// The name of this process.
    pub(super) fn process(&self) -> ProcessId {
        self.process
    }

    pub(super) async fn claim(&self, photo: PhotoName, number: u32) -> Result<bool, StoreError> {
        let (process, now, until) = (self.process, self.clock.now(), self.until());
        self.store
            .claim_upload(UploadClaim {
                photo,
                process,
                number,
                now,
                until,
            })
            .await
    }

    /// Gives a claim back. A claim that cannot be given back now is given back by a later beat.
    pub(super) async fn give_back(&self, photo: PhotoName, number: u32) {
        let given = self.store.give_upload_back(photo, self.process, number);
        if let Err(error) = given.await {
            tracing::warn!(%error, "an upload's claim was not given back yet");
        }
    }

    /// Asks the process that writes the upload to stop, and returns when it has.
    pub(super) async fn interrupt(&self, photo: PhotoName) -> Result<(), StoreError> {
        while self.store.ask_for_upload(photo, self.clock.now()).await? {
            tokio::time::sleep(LOOK).await;
        }
        Ok(())
    }

    /// Says that this process is there, and learns how many are.
    pub(super) async fn attend(&self) -> Result<(), StoreError> {
        let (now, until) = (self.clock.now(), self.until());
        let count = self.store.attend(self.process, now, until).await?;
        if self.processes.swap(count.max(1), Ordering::Relaxed) != count {
            tracing::info!(count, "processes serve this office");
        }
        Ok(())
    }

    /// This process ends, and its claims with it.
    pub(super) async fn leave(&self) -> Result<(), StoreError> {
        self.store.leave(self.process).await
    }

    /// What the database says that this process has claimed.
    pub(super) async fn held(&self) -> Result<Vec<HeldUpload>, StoreError> {
        self.store.held_uploads(self.process).await
    }

    fn until(&self) -> Timestamp {
        self.clock.now().plus(LEASE)
    }
}

/// Writes the name of this process into the file, and reads the last one's. Neither while another
/// process over the same data folder lives: it holds the lock, which the system lets go of at any
/// kind of end.
fn leave_name(
    path: &Path,
    process: ProcessId,
) -> std::io::Result<(Option<File>, Option<ProcessId>)> {
    let mut file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(path)?;
    // Whether the last process is dead is told by the lock, which the system frees, and not by
    // time.
    match file.try_lock() {
        Ok(()) => {}
        Err(std::fs::TryLockError::WouldBlock) => return Ok((None, None)),
        Err(std::fs::TryLockError::Error(error)) => return Err(error),
    }
    let mut last = Vec::new();
    (&mut file).take(64).read_to_end(&mut last)?;
    file.set_len(0)?;
    file.seek(SeekFrom::Start(0))?;
    file.write_all(&process)?;
    // A file that a crash left half written names nobody, and then half a minute is waited.
    Ok((Some(file), last.try_into().ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_process_over_a_folder_learns_the_last_ones_name_once_that_has_ended() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(NAME);
        let (first, before) = leave_name(&path, [1; 16]).unwrap();
        assert!(first.is_some() && before.is_none());
        let (beside, before) = leave_name(&path, [2; 16]).unwrap();
        assert!(beside.is_none() && before.is_none(), "the first one lives");
        drop(first);
        let (third, before) = leave_name(&path, [3; 16]).unwrap();
        assert!(third.is_some());
        assert_eq!(before, Some([1; 16]));
        drop(third);
        std::fs::write(&path, b"half").unwrap();
        let (_, before) = leave_name(&path, [4; 16]).unwrap();
        assert_eq!(before, None, "what is half written names nobody");
    }
}
