//! A pool of database connections for the pages. The work runs on threads that may block.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use crate::failure::Failure;
use crate::store::{Store, StoreError};

/// Idle connections kept, at most.
const KEPT: usize = 4;

/// A pool over one data folder. Clones share it.
#[derive(Clone)]
pub(super) struct StorePool {
    dir: PathBuf,
    idle: Arc<Mutex<Vec<Store>>>,
}

impl StorePool {
    pub(super) fn new(dir: PathBuf) -> Self {
        Self { dir, idle: Arc::default() }
    }

    /// Runs the work. A connection on which it panicked is not returned to the pool.
    pub(super) async fn with<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Store) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let stores = self.clone();
        let done = tokio::task::spawn_blocking(move || {
            let taken = stores.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let mut store = taken.map_or_else(|| Store::open(&stores.dir), Ok)?;
            let result = work(&mut store);
            let mut idle = stores.idle.lock().unwrap_or_else(PoisonError::into_inner);
            if idle.len() < KEPT {
                idle.push(store);
            }
            result
        });
        done.await.map_err(|_| StoreError::Closed)?
    }
}
