//! The bytes of unfinished uploads, where every machine of the office reaches them: in the database
//! (docs/adr/0024). Only offices whose machines share a database and a bucket have them there. All
//! others have them in files that every process of the office opens.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::Problem;
use crate::clock::Clock;
use crate::photo_store::PhotoName;
use crate::store::{ProcessId, Store, StoreError, UnfinishedUpload, UploadPiece};

/// The unfinished uploads of all machines, as this process sees them.
pub struct SharedBytes {
    store: Store,
    clock: Clock,
    process: ProcessId,
    /// No piece is added while all uploads together have more bytes.
    most: u64,
    full: AtomicBool,
}

impl SharedBytes {
    pub(super) fn new(store: Store, clock: Clock, process: ProcessId, most: u64) -> Arc<Self> {
        Arc::new(Self {
            store,
            clock,
            process,
            most,
            full: AtomicBool::new(false),
        })
    }

    /// Begins an upload, or finds it.
    pub(super) async fn begin(&self, photo: PhotoName) -> Result<(), Problem> {
        if self.store.begin_upload(photo, self.clock.now()).await? {
            Ok(())
        } else {
            // Since the request was judged, the photo came by another process, or was erased: the
            // phone asks again and is told.
            Err(Problem::Offset)
        }
    }

    pub(super) async fn upload(
        &self,
        photo: PhotoName,
    ) -> Result<Option<UnfinishedUpload>, StoreError> {
        self.store.unfinished_upload(photo).await
    }

    /// All that has come.
    pub(super) async fn bytes(&self, photo: PhotoName) -> Result<Vec<u8>, Problem> {
        let found = self.store.unfinished_bytes(photo).await?;
        found.ok_or(Problem::Unknown)
    }

    /// Adds bytes under a claim of this process. They are durable when this returns.
    pub(super) async fn add(
        &self,
        photo: PhotoName,
        number: u32,
        start: u64,
        bytes: Vec<u8>,
    ) -> Result<(), Problem> {
        // The number is counted every few seconds and is not exact: an exact one would cost a query
        // for each piece.
        if self.full.load(Ordering::Relaxed) {
            return Err(Problem::Full);
        }
        let piece = UploadPiece {
            photo,
            process: self.process,
            number,
            start,
            bytes,
            at: self.clock.now(),
        };
        if self.store.add_to_upload(piece).await? {
            Ok(())
        } else {
            Err(Problem::Offset)
        }
    }

    /// Empties an upload whose digest was wrong. The upload begins again.
    pub(super) async fn empty(&self, photo: PhotoName) -> Result<(), StoreError> {
        self.store.empty_upload(photo, self.clock.now()).await
    }

    pub(super) async fn forget(&self, photo: PhotoName) -> Result<(), StoreError> {
        self.store.forget_upload(photo).await
    }

    /// Looks whether there is room for more pieces. A photo that comes in one request needs none.
    pub(super) async fn look(&self) -> Result<(), StoreError> {
        let full = self.store.all_unfinished_bytes().await? > self.most;
        if self.full.swap(full, Ordering::Relaxed) != full {
            tracing::warn!(
                full,
                "parts of photos are refused while too many wait for the rest"
            );
        }
        Ok(())
    }
}
