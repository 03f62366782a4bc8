//! The office's data for the pages. The work runs on threads that may block.

use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::failure::Failure;
use crate::store::{Store, StoreError};

/// Pages that use the database at the same time. Others wait without holding a thread.
const MOST: usize = 8;

/// The data of one office. Clones share it.
#[derive(Clone)]
pub(super) struct StorePool {
    store: Store,
    turns: Arc<Semaphore>,
}

impl StorePool {
    pub(super) fn new(store: Store) -> Self {
        Self {
            store,
            turns: Arc::new(Semaphore::new(MOST)),
        }
    }

    /// Runs the work.
    pub(super) async fn with<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Store) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let turn = self
            .turns
            .clone()
            .acquire_owned()
            .await
            .map_err(|_| StoreError::Closed)?;
        let store = self.store.clone();
        let done = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            work(&store)
        });
        done.await.map_err(|_| StoreError::Closed)?
    }
}
