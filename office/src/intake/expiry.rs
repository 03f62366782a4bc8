//! When an unfinished upload expires.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use payung_model::sealed::{Digest, RegistrationId};

use super::{Intake, Problem};
use crate::clock::moment;
use crate::store::ExpectedPhoto;

/// About the year 9999, the last year that HTTP's date format can write.
const FAR: Duration = Duration::from_secs(8000 * 365 * 24 * 60 * 60);

impl Intake {
    /// True when nothing was added to this upload for as long as uploads are kept.
    pub(super) async fn is_too_old(
        &self,
        id: RegistrationId,
        digest: Digest,
    ) -> Result<bool, Problem> {
        let ends = self
            .uploads
            .changed_at(id, digest)
            .await?
            .map(|at| self.expires_at(at));
        Ok(ends.is_some_and(|ends| ends <= moment(self.clock.now())))
    }

    /// When an upload expires to which bytes were last added at `changed`.
    fn expires_at(&self, changed: SystemTime) -> SystemTime {
        changed
            .checked_add(self.limits.keep_uploads)
            .unwrap_or(changed)
    }

    /// The value of tus' `Upload-Expires` for an unfinished upload; none when the photo is complete
    /// or was never created.
    pub(super) async fn expiry(
        &self,
        id: RegistrationId,
        wanted: &ExpectedPhoto,
    ) -> Result<Option<String>, Problem> {
        let here = self.uploads.offset(id, wanted.digest).await?;
        if here.is_none_or(|here| here >= u64::from(wanted.length)) {
            return Ok(None);
        }
        let ends = self
            .uploads
            .changed_at(id, wanted.digest)
            .await?
            .map(|changed| self.expires_at(changed));
        // A file system may report a year that the format cannot write.
        Ok(ends
            .filter(|ends| {
                ends.duration_since(UNIX_EPOCH)
                    .is_ok_and(|since| since < FAR)
            })
            .map(httpdate::fmt_http_date))
    }
}
