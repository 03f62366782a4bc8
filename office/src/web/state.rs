//! What all handlers of the officers' web share.

use std::sync::Arc;
use std::time::Duration;

use payung_model::sealed::OfficeKey;
use tokio::sync::Semaphore;

use super::answers::SharedContentCache;
use super::password;
use super::store_pool::StorePool;
use crate::clock::Clock;
use crate::failure::Failure;
use crate::keys::Keys;
use crate::store::Store;

/// How the officers' web is run.
#[derive(Clone, Debug)]
pub struct WebSettings {
    /// The address that officers type: `https://kantor.example.id`. Plain HTTP is for loopback
    /// only.
    pub url: String,
    /// A session ends when it made no request for this long.
    pub idle: Duration,
    /// A session ends this long after it began.
    pub whole: Duration,
}

/// What handlers share. It holds private keys, so it has no `Debug`.
pub struct WebState {
    pub(super) settings: WebSettings,
    pub(super) clock: Clock,
    pub(super) stores: StorePool,
    pub(super) keys: Vec<OfficeKey>,
    pub(super) contents: SharedContentCache,
    /// Limits how many passwords are hashed at once: each takes 19 MiB.
    pub(super) hashing: Semaphore,
    /// The hash of a password that nobody knows. A sign-in under an unknown name is compared with
    /// it, so that it takes as long as one under a known name.
    pub(super) unknown_hash: String,
}

impl WebState {
    /// The state over an office's data.
    pub fn new(store: Store, keys: &Keys, clock: Clock, settings: WebSettings) -> Result<Arc<Self>, Failure> {
        let unknown_hash = password::unknown_hash()?;
        Ok(Arc::new(Self {
            settings,
            clock,
            stores: StorePool::new(store),
            keys: keys.office(),
            contents: SharedContentCache::default(),
            hashing: Semaphore::new(2),
            unknown_hash,
        }))
    }

    /// True when officers come by HTTPS: then cookies must never travel over plain HTTP.
    pub(super) fn is_secure(&self) -> bool {
        self.settings.url.starts_with("https://")
    }
}
