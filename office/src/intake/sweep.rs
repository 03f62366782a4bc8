//! Work that no request starts: counting photos whose last byte came just before the office
//! stopped, moving photos into the bucket, and removing uploads that their phones gave up.

use std::sync::Arc;
use std::time::Duration;

use payung_model::sealed::{Digest, RegistrationId};

use super::room::PACKED;
use super::upload::blocking;
use super::{Intake, Problem, photos};
use crate::clock::Stopwatch;
use crate::store::ExpectedPhoto;

/// The time between two sweeps. One sweep runs at the start.
const PAUSE: Duration = Duration::from_secs(10 * 60);
/// The time between two looks at the opener's queue.
const LOOK: Duration = Duration::from_secs(3);
/// Photos that are read from the database at once.
const PAGE: u32 = 500;

impl Intake {
    /// Sweeps every ten minutes until the task is dropped.
    pub async fn look_after(self: Arc<Self>) {
        loop {
            self.fill_bucket().await;
            self.finish_removals().await;
            tokio::time::sleep(PAUSE).await;
            self.sweep().await;
        }
    }

    /// Counts what waits for the opener every few seconds, until the task is dropped.
    pub async fn watch_queue(self: Arc<Self>) {
        loop {
            let (store, most) = (self.store.clone(), self.limits.most());
            let began = Stopwatch::start();
            let counted = blocking(move || {
                // Counted further than that says nothing more.
                let end = most.rows.saturating_mul(PACKED).saturating_add(1);
                let end = u32::try_from(end).unwrap_or(u32::MAX);
                let waiting = store.waiting(end).map_err(std::io::Error::other)?;
                // What names photos and never sends one is junk as well.
                let unsent = store.unsent(end).map_err(std::io::Error::other)?;
                Ok(waiting + unsent)
            });
            match counted.await {
                Ok(waiting) => self.room.set_waiting(waiting, most),
                Err(error) => {
                    tracing::warn!(kind = ?error.kind(), "what waits could not be counted");
                }
            }
            if let Some(shared) = &self.shared_bytes
                && let Err(error) = shared.look().await
            {
                tracing::warn!(%error, "parts of photos could not be counted");
            }
            // What takes long to count, because there is so much of it, is counted less often.
            tokio::time::sleep(LOOK.max(began.elapsed() * 10)).await;
        }
    }

    /// Sweeps once. Work that fails is tried again by the next sweep.
    pub async fn sweep(&self) {
        if self.uploads.are_shared()
            && let Err(problem) = self.adopt().await
        {
            tracing::warn!(%problem, "what came before a kill is still on this disk alone");
        }
        if let Err(problem) = self.settle().await {
            tracing::warn!(%problem, "photos that are whole were not all counted");
        }
        if self.store.is_shared()
            && let Err(problem) = self.forget_erased().await
        {
            tracing::warn!(%problem, "what was erased elsewhere is still on this disk");
        }
        match self.expire().await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "unfinished uploads were too old and are removed"),
            Err(problem) => tracing::warn!(%problem, "unfinished uploads were not looked after"),
        }
    }

    /// Removes what this machine's disk still has of registrations that were erased: with a database
    /// that machines share, another one may have erased them.
    async fn forget_erased(&self) -> Result<(), Problem> {
        let (store, photo_store) = (self.store.clone(), self.photo_store.clone());
        let forgotten = blocking(move || {
            let mut after = None;
            loop {
                let page = store
                    .tombstones(after, PAGE)
                    .map_err(std::io::Error::other)?;
                for stone in &page {
                    photo_store.forget(stone.id)?;
                }
                match page.last() {
                    Some(last) if page.len() == PAGE as usize => {
                        after = Some((last.erased_at, last.id));
                    }
                    _ => return Ok(()),
                }
            }
        });
        Ok(forgotten.await?)
    }

    /// Puts what lies on this disk of unfinished photos where every machine reaches it. It is there
    /// when this process was killed while a photo came, or when the office had no bucket before.
    async fn adopt(&self) -> Result<(), Problem> {
        let photo_store = self.photo_store.clone();
        for (id, digest) in blocking(move || photo_store.on_disk()).await? {
            let Some(claim) = self.uploads.claim(id, digest).await? else {
                continue;
            };
            if self.store.photo_complete(id, digest).await? != Some(false) {
                continue;
            }
            self.uploads.create(id, digest).await?;
            let known = self.uploads.offset(id, digest).await?.unwrap_or_default();
            match self.uploads.keep(&claim, known).await {
                // It fits no more: then the phone sends those bytes again.
                Ok(()) | Err(Problem::Offset) => self.uploads.let_go(id, digest).await,
                Err(problem) => return Err(problem),
            }
            claim.give_back().await;
        }
        Ok(())
    }

    /// Checks and counts files that became complete but were not counted, because the office was
    /// killed in between.
    async fn settle(&self) -> Result<(), Problem> {
        let mut after = None;
        loop {
            let page = self.store.receiving_photos(after, PAGE).await?;
            self.settle_some(&page).await?;
            match page.last() {
                Some((id, photo)) if page.len() == PAGE as usize => {
                    after = Some((*id, photo.digest));
                }
                _ => return Ok(()),
            }
        }
    }

    async fn settle_some(&self, photos: &[(RegistrationId, ExpectedPhoto)]) -> Result<(), Problem> {
        for (id, wanted) in photos.iter().copied() {
            if self.uploads.offset(id, wanted.digest).await? != Some(u64::from(wanted.length)) {
                continue;
            }
            if let Some(_claim) = self.uploads.claim(id, wanted.digest).await? {
                match photos::finish_what_came(self, id, &wanted).await {
                    // A file with a wrong digest was emptied; its phone will find offset 0.
                    Ok(()) | Err(Problem::Checksum) => {}
                    // The bucket or the disk failed, so all other photos would wait as long for
                    // nothing.
                    Err(problem) => return Err(problem),
                }
            }
        }
        Ok(())
    }

    /// Removes photos whose rows are gone: whoever removed the rows may have been killed, or the
    /// bucket did not answer.
    async fn finish_removals(&self) {
        let store = self.store.clone();
        let finished = blocking(move || {
            if store
                .removals(None, 1)
                .map_err(std::io::Error::other)?
                .is_empty()
            {
                return Ok(0);
            }
            // An erasure that is under way removes its own, and a backup copies photos. What is
            // left then is looked for the next time.
            let lock = store.maintenance_now().map_err(std::io::Error::other)?;
            lock.map_or(Ok(0), |_lock| {
                store.finish_removals().map_err(std::io::Error::other)
            })
        });
        match finished.await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "photos of what was erased before are removed"),
            Err(error) => tracing::warn!(%error, "photos of what was erased are still there"),
        }
    }

    /// Moves photos that count but are still on the disk into the bucket, if there is one. Such
    /// photos are there when the office got its bucket later, was restored, or was killed.
    async fn fill_bucket(&self) {
        if !self.photo_store.has_bucket() {
            return;
        }
        match self.move_to_bucket().await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "photos are in the bucket now"),
            Err(problem) => tracing::warn!(%problem, "not all photos are in the bucket yet"),
        }
    }

    async fn move_to_bucket(&self) -> Result<usize, Problem> {
        let mut count = 0;
        let photo_store = self.photo_store.clone();
        for (id, digest) in blocking(move || photo_store.on_disk()).await? {
            // A phone that has not learned yet that its photo is complete may still write it.
            let Some(_claim) = self.uploads.claim(id, digest).await? else {
                continue;
            };
            match self.store.photo_complete(id, digest).await? {
                Some(true) => {}
                Some(false) => continue,
                None => {
                    // Erased or forgotten, perhaps by another machine, which does not reach this
                    // disk.
                    let photo_store = self.photo_store.clone();
                    blocking(move || photo_store.leave_disk((id, digest))).await?;
                    continue;
                }
            }
            let photo_store = self.photo_store.clone();
            let moved = blocking(move || {
                let bytes = photo_store.get((id, digest))?;
                // The photo is damaged in both places. The file stays, so that somebody can examine
                // it.
                if Digest::of(&bytes) != digest {
                    return Ok(false);
                }
                photo_store.keep((id, digest), bytes)?;
                photo_store.leave_disk((id, digest))?;
                Ok(true)
            });
            if moved.await? {
                count += 1;
                if self.store.photo_complete(id, digest).await?.is_none() {
                    // It was erased meanwhile: then what is in the bucket now is to be removed,
                    // which this writes down.
                    let now = self.clock.now();
                    self.store.complete_photo(id, digest, now).await?;
                }
            }
        }
        Ok(count)
    }

    /// Removes uploads to which nothing was added for [`super::Limits::keep_uploads`], and returns
    /// how many. The record stays. The phone keeps a photo until the office has it, so it can
    /// create the upload anew.
    async fn expire(&self) -> Result<usize, Problem> {
        let (mut count, mut after) = (0, None);
        loop {
            let page = self.store.unfinished_photos(after, PAGE).await?;
            for (id, digest) in page.iter().copied() {
                if self.is_too_old(id, digest).await?
                    && let Some(_claim) = self.uploads.claim(id, digest).await?
                    // Asked again now that no request writes it: since the list was made it may
                    // have grown, or be complete.
                    && self.is_too_old(id, digest).await?
                    && self.store.photo_complete(id, digest).await? == Some(false)
                {
                    self.uploads.remove(id, digest).await?;
                    count += 1;
                }
            }
            match page.last() {
                Some(last) if page.len() == PAGE as usize => after = Some(*last),
                _ => return Ok(count),
            }
        }
    }
}
