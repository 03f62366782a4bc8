//! When an upload that is not finished ends.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use payung_model::sealed::{Digest, RegistrationId};
use payung_model::units::Timestamp;

use super::{Intake, Problem};
use crate::store::ExpectedPhoto;

/// About the year 9999, the last one that HTTP's date has.
const FAR: Duration = Duration::from_secs(8000 * 365 * 24 * 60 * 60);

impl Intake {
    /// Has nothing been added to this upload for as long as uploads are kept?
    pub(super) async fn is_too_old(&self, id: RegistrationId, digest: Digest) -> Result<bool, Problem> {
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
