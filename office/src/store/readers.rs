//! A pool of connections for reading. In WAL mode readers with connections of their own never wait
//! for the writer.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;

use super::{Store, StoreError};

/// Idle connections kept, at most.
const KEPT: usize = 8;

/// A pool of connections. Clones share it.
#[derive(Clone)]
pub struct Readers {
    dir: PathBuf,
    idle: Arc<Mutex<Vec<Store>>>,
}

impl Readers {
    /// A pool over the database in that data folder.
    pub fn new(dir: PathBuf) -> Self {
        Self { dir, idle: Arc::default() }
    }

    /// Runs a query on a thread that may block.
    pub async fn read<T: Send + 'static>(
        &self,
        query: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let readers = self.clone();
        tokio::task::spawn_blocking(move || {
            let taken = readers.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let store = taken.map_or_else(|| Store::open(&readers.dir), Ok)?;
            let result = query(store.connection());
            let mut idle = readers.idle.lock().unwrap_or_else(PoisonError::into_inner);
            if idle.len() < KEPT {
                idle.push(store);
            }
            result
        })
        .await
        .map_err(|_| StoreError::Closed)?
    }
}
