//! What answers requests beside the opener.

use std::time::Duration;

use payung_model::sealed::OfficeKey;

use crate::clock::Clock;
use crate::desk::{Decider, PaperKey};
use crate::failure::Failure;
use crate::keys::Keys;
use crate::requests::{Answerer, MACHINE};
use crate::store::Store;

/// The time between two looks at requests that wait.
const PAUSE: Duration = Duration::from_secs(2);

/// Answers requests. It holds private keys, so it has no `Debug`.
pub(super) struct Answering {
    store: Store,
    keys: Vec<OfficeKey>,
    papers: PaperKey,
    clock: Clock,
    answerer: Answerer,
}

impl Answering {
    pub(super) fn new(
        store: Store,
        keys: &Keys,
        clock: Clock,
        bills: bool,
    ) -> Result<Self, Failure> {
        // What it decides is written as by a process that has the keys.
        store.take_key(keys.desk()?, keys.head(), clock.now())?;
        Ok(Self {
            store,
            keys: keys.office(),
            papers: PaperKey::derive(&keys.nik_index()?),
            clock,
            answerer: Answerer::new(bills),
        })
    }

    /// Answers what waits; how many.
    pub(super) fn pass(&self) -> Result<usize, Failure> {
        let by = Decider {
            officer: MACHINE,
            keys: &self.keys,
            papers: &self.papers,
            now: self.clock.now(),
        };
        self.answerer.answer_waiting(&self.store, &by)
    }

    /// Looks every few seconds, until the task is dropped.
    pub(super) async fn follow(self) {
        let mut answering = self;
        loop {
            let passed = tokio::task::spawn_blocking(move || {
                let done = answering.pass();
                (answering, done)
            });
            let Ok((this, done)) = passed.await else {
                return;
            };
            answering = this;
            match done {
                Ok(0) => {}
                Ok(count) => tracing::info!(count, "answered requests"),
                Err(error) => {
                    tracing::error!(%error, "requests could not be answered; tried again");
                }
            }
            tokio::time::sleep(PAUSE).await;
        }
    }
}
