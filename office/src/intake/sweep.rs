//! What nobody asks for: photos whose last byte came just before the office stopped, and uploads that nobody goes on with.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use payung_model::sealed::{Digest, RegistrationId};
use payung_model::units::Timestamp;

use super::upload::blocking;
use super::{Intake, Problem, photos};
use crate::store::{self, ExpectedPhoto};

/// How often it is looked after, beside the start.
const PAUSE: Duration = Duration::from_secs(10 * 60);
/// The year 9999, about.
const FAR: Duration = Duration::from_secs(8000 * 365 * 24 * 60 * 60);

impl Intake {
    /// Looks after photos until the task is dropped: now, and every ten minutes.
    pub async fn look_after(self: Arc<Self>) {
        loop {
            self.shelve().await;
            tokio::time::sleep(PAUSE).await;
            self.sweep().await;
        }
    }

    /// Once; what cannot be done is tried again the next time.
    pub async fn sweep(&self) {
        if let Err(problem) = self.settle().await {
            tracing::warn!(%problem, "photos that are whole were not all counted");
        }
        match self.expire().await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "unfinished uploads were too old and are removed"),
            Err(problem) => tracing::warn!(%problem, "unfinished uploads were not looked after"),
        }
    }

    /// Files that became whole and were not counted (the office was killed between the two) are checked and counted.
    async fn settle(&self) -> Result<(), Problem> {
        for (id, wanted) in self.readers.read(store::receiving_photos).await? {
            if self.uploads.offset(id, wanted.digest).await? != Some(u64::from(wanted.length)) {
                continue;
            }
            if let Some(_claim) = self.uploads.claim(id, wanted.digest) {
                match photos::finish(self, id, &wanted).await {
                    // A wrong digest is thrown away; the phone finds offset 0.
                    Ok(()) | Err(Problem::Checksum) => {}
                    // The bucket or the disk: the others would wait as long for nothing.
                    Err(problem) => return Err(problem),
                }
            }
        }
        Ok(())
    }

    /// Photos that count and are on the disk still (the office got its bucket later, was restored, or was killed) go to the
    /// bucket, if there is one.
    async fn shelve(&self) {
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
            // Nobody writes a photo that counts, but for one who has not heard of it yet.
            let Some(_claim) = self.uploads.claim(id, digest) else { continue };
            if self.readers.read(move |sql| store::photo_complete(sql, id, digest)).await? != Some(true) {
                continue;
            }
            let photo_store = self.photo_store.clone();
            let moved = blocking(move || {
                let bytes = photo_store.get((id, digest))?;
                // Damaged in both places: it stays where somebody may find it.
                if Digest::of(&bytes) != digest {
                    return Ok(false);
                }
                photo_store.keep((id, digest), bytes)?;
                photo_store.leave_disk((id, digest))?;
                Ok(true)
            });
            count += usize::from(moved.await?);
        }
        Ok(count)
    }

    /// Removes what nothing was added to for [`super::Limits::keep_uploads`]. The record stays, and its phone, which keeps a
    /// photo until the office has it, begins anew. How many.
    async fn expire(&self) -> Result<usize, Problem> {
        let mut count = 0;
        for (id, digest) in self.readers.read(store::unfinished_photos).await? {
            if self.is_too_old(id, digest).await?
                && let Some(_claim) = self.uploads.claim(id, digest)
                // Asked again, now that nobody writes: it may have gone on, or be whole, since the list was made.
                && self.is_too_old(id, digest).await?
                && self.readers.read(move |sql| store::photo_complete(sql, id, digest)).await? == Some(false)
            {
                self.uploads.remove(id, digest).await?;
                count += 1;
            }
        }
        Ok(count)
    }

    async fn is_too_old(&self, id: RegistrationId, digest: Digest) -> Result<bool, Problem> {
        let ends = self.uploads.changed_at(id, digest).await?.map(|at| self.expires_at(at));
        Ok(ends.is_some_and(|ends| ends <= moment(self.clock.now())))
    }

    /// When an upload ends that was last added to at `changed`.
    fn expires_at(&self, changed: SystemTime) -> SystemTime {
        changed.checked_add(self.limits.keep_uploads).unwrap_or(changed)
    }

    /// `Upload-Expires` of an unfinished upload, as tus has it; none when it is whole or not there.
    pub(super) async fn expiry(&self, id: RegistrationId, wanted: &ExpectedPhoto) -> Result<Option<String>, Problem> {
        let here = self.uploads.offset(id, wanted.digest).await?;
        if here.is_none_or(|here| here >= u64::from(wanted.length)) {
            return Ok(None);
        }
        let ends = self.uploads.changed_at(id, wanted.digest).await?.map(|changed| self.expires_at(changed));
        // Years that the format has; a file system may say others.
        Ok(ends
            .filter(|ends| ends.duration_since(UNIX_EPOCH).is_ok_and(|since| since < FAR))
            .map(httpdate::fmt_http_date))
    }
}

fn moment(at: Timestamp) -> SystemTime {
    UNIX_EPOCH + Duration::from_millis(at.millis().unsigned_abs())
}
