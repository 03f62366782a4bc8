//! Saying that this process is there, and stopping what other processes want. While photos are
//! written here, it looks often whether another process wants one of them.

use std::sync::Arc;
use std::time::Duration;

use super::Intake;
use super::shared_claims::{LOOK, SharedClaims};
use crate::clock::Stopwatch;
use crate::store::StoreError;

/// The time between two beats of a process. Several beats fit into the time for which one holds.
const BEAT: Duration = Duration::from_secs(5);

impl Intake {
    /// Ends what the last process over this data folder had claimed. Before the first request.
    pub async fn end_the_last(&self) {
        if let Some(shared) = &self.shared_claims
            && let Err(error) = shared.end_the_last().await
        {
            tracing::warn!(%error, "the last process's claims end by themselves");
        }
    }

    /// Attends, and stops writing what other processes want, until the task is dropped.
    pub async fn attend(self: Arc<Self>) {
        let Some(shared) = &self.shared_claims else {
            return;
        };
        loop {
            if let Err(error) = shared.attend().await {
                tracing::warn!(%error, "other processes could not be told that this one is there");
            }
            if let Err(error) = self.compare_claims(shared).await {
                tracing::warn!(%error, "claims on uploads could not be read");
            }
            let since = Stopwatch::start();
            while since.elapsed() < BEAT {
                tokio::time::sleep(LOOK).await;
                if !self.uploads.held().is_empty()
                    && let Err(error) = self.compare_claims(shared).await
                {
                    tracing::warn!(%error, "claims on uploads could not be read");
                    // The database is away, so nobody else learns anything either.
                    tokio::time::sleep(BEAT).await;
                }
            }
        }
    }

    /// Ends this process's claims at once, when it stops.
    pub async fn leave(&self) {
        if let Some(shared) = &self.shared_claims
            && let Err(error) = shared.leave().await
        {
            tracing::warn!(%error, "this process's claims end by themselves");
        }
    }

    /// Stops requests whose upload another process wants or has, and gives back what no request
    /// holds any more.
    async fn compare_claims(&self, shared: &SharedClaims) -> Result<(), StoreError> {
        // Claims of this process are read before and after the database is: one that began in
        // between is not in `kept`, and one that ended in between is in it, and neither is a fault.
        let before = self.uploads.held();
        let kept = shared.held().await?;
        let after = self.uploads.held();
        for held in &kept {
            // A request holds its claim before it is in the database, so this one was given up.
            if after.get(&held.photo).map(|(number, _)| *number) != Some(held.number) {
                shared.give_back(held.photo, held.number).await;
            } else if held.asked {
                self.uploads.stop(held.photo, held.number);
            }
        }
        // The database forgot the claim, or another process took it as one of the dead.
        for (photo, (number, shared)) in before {
            let is_kept = kept
                .iter()
                .any(|held| held.photo == photo && held.number == number);
            if shared && !is_kept {
                self.uploads.stop(photo, number);
            }
        }
        Ok(())
    }
}
