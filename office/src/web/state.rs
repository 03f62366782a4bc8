//! What all handlers of the officers' web share.

use std::sync::Arc;
use std::time::Duration;

use payung_model::sealed::OfficeKey;

use super::answers::SharedContentCache;
use super::hashing::Hashers;
use super::password;
use super::store_pool::StorePool;
use super::watch::Watch;
use crate::clock::Clock;
use crate::desk::{self, Decider, PaperKey};
use crate::failure::Failure;
use crate::keys::{DeskKey, Keys, NikIndex};
use crate::requests::{self, Answerer};
use crate::second_factor::SecondFactorRule;
use crate::store::Store;

/// The time between two looks at held decisions.
const PAUSE: Duration = Duration::from_secs(2);

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
    /// Who must show a code beside the password.
    pub second_factor: SecondFactorRule,
    /// A decision can be taken back for this long before it is told; zero tells it at once.
    pub take_back: Duration,
}

/// What handlers share. It holds private keys, so it has no `Debug`.
pub struct WebState {
    pub(super) settings: WebSettings,
    pub(super) clock: Clock,
    pub(super) stores: StorePool,
    pub(super) keys: Vec<OfficeKey>,
    pub(super) contents: SharedContentCache,
    pub(super) hashers: Hashers,
    /// Seals words and notes that the office keeps.
    pub(super) papers: PaperKey,
    /// What the last look at officers and audit log found.
    pub(super) watch: Watch,
    /// Seals what pages carry between two steps of signing in.
    pub(super) desk: DeskKey,
    /// Proves devices, and finds registrations by what officers search for.
    pub(super) index: NikIndex,
    /// The hash of a password that nobody knows. A sign-in under an unknown name is compared with
    /// it, so that it takes as long as one under a known name.
    pub(super) unknown_hash: String,
}

impl WebState {
    /// The state over an office's data.
    pub fn new(
        store: Store,
        keys: &Keys,
        clock: Clock,
        settings: WebSettings,
    ) -> Result<Arc<Self>, Failure> {
        let unknown_hash = password::unknown_hash()?;
        store.take_key(keys.desk()?, keys.head(), clock.now())?;
        Ok(Arc::new(Self {
            settings,
            clock,
            stores: StorePool::new(store),
            keys: keys.office(),
            contents: SharedContentCache::default(),
            hashers: Hashers::start()?,
            papers: PaperKey::derive(&keys.nik_index()?),
            watch: Watch::default(),
            desk: keys.desk()?,
            index: keys.nik_index()?,
            unknown_hash,
        }))
    }

    /// Tells decisions that were held long enough, and answers requests that can be answered by
    /// themselves, every few seconds, until the task is dropped.
    ///
    /// `answerer`: it says whether bills are made in this process.
    pub async fn send_held(self: Arc<Self>, answerer: Answerer) {
        let answerer = Arc::new(answerer);
        loop {
            let answering = Arc::clone(&answerer);
            let state = Arc::clone(&self);
            let now = self.clock.now();
            let told = self.stores.with(move |store| {
                desk::decide_held(store, &state.keys, &state.papers, now)?;
                let by = Decider {
                    officer: requests::MACHINE,
                    keys: &state.keys,
                    papers: &state.papers,
                    now,
                };
                answering.answer_waiting(store, &by)
            });
            if let Err(error) = told.await {
                tracing::error!(%error, "decisions and answers could not be told; tried again");
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// True when officers come by HTTPS: then cookies must never travel over plain HTTP.
    pub(super) fn is_secure(&self) -> bool {
        self.settings.url.starts_with("https://")
    }
}
