//! What is sent over networks that are paid by the byte. Records are small and are always sent.
//! Photos are sent as far as the rules allow (`sending.json`), or when the worker chooses so. Other
//! photos are delayed until there is another network, but not for ever.

use std::time::Duration;

use payung_model::content::MeteredPhotos;
use payung_model::sealed::RegistrationId;
use payung_model::units::Timestamp;

use super::Run;
use super::delay::Delay;
use super::step_error::StepError;
use crate::platform::Network;
use crate::problem::ProblemCode;
use crate::vault::{LONGEST_DELAY, OutboxRow, Store, VaultError};

/// The last day on which photos were sent over metered networks, and how many bytes of them.
const USED: &str = "metered_photos";
/// The registration that was asked about last over a metered network.
const ASKED_LAST: &str = "metered_news";

/// When newer rules were asked for last, in milliseconds.
const RULES_ASKED: &str = "rules_asked";
/// The time of asking is noted no more often than this, because each note is a write.
const NOTED_EVERY: Duration = Duration::from_secs(3600);

impl Run<'_> {
    /// Whether it is time to ask for newer rules. Over a metered network not every run asks,
    /// because a bundle is as large as half a photo. A phone that never asked counts as one that
    /// has just asked, because it came with rules of its own.
    pub(super) fn time_for_rules(&self) -> Result<bool, VaultError> {
        if self.network() != Network::Metered {
            return Ok(true);
        }
        let hours = u64::from(self.host.sending().metered_rules_hours.number);
        match self.rules_asked()? {
            Some(asked) => Ok(self.host.now().since(asked) >= Duration::from_secs(hours * 3600)),
            None => self.note_rules_asked().map(|()| false),
        }
    }

    /// Notes that newer rules were asked for and an answer came.
    pub(super) fn note_rules_asked(&self) -> Result<(), VaultError> {
        let now = self.host.now();
        if self
            .rules_asked()?
            .is_some_and(|asked| now.since(asked) < NOTED_EVERY)
        {
            return Ok(());
        }
        self.store()
            .set_meta(RULES_ASKED, &now.millis().to_be_bytes())
    }

    fn rules_asked(&self) -> Result<Option<Timestamp>, VaultError> {
        let noted = self
            .store()
            .meta(RULES_ASKED)?
            .and_then(|bytes| bytes.try_into().ok())
            .map(i64::from_be_bytes);
        // If the clock was years ahead at that time, the next question must not be delayed for
        // years.
        Ok(noted
            .and_then(|millis| Timestamp::from_millis(millis).ok())
            .filter(|asked| *asked <= self.host.now()))
    }

    /// Ends the try when photos of so many bytes have to be delayed until there is another network.
    /// A registration whose photos were once allowed stays allowed, however often the line breaks:
    /// the rules count registrations, not tries.
    pub(super) fn delay_photos(
        &self,
        id: RegistrationId,
        outbox: &OutboxRow,
        bytes: u64,
    ) -> Result<(), StepError> {
        if bytes == 0 || outbox.over_metered || self.network() != Network::Metered {
            return Ok(());
        }
        let (now, store) = (self.host.now(), self.store());
        // The row is read again, because an earlier step of this try may have allowed the photos.
        if store.outbox(id)?.is_none_or(|row| row.over_metered) {
            return Ok(());
        }
        let used = used_on_the_day_of(now, store)?;
        // A time of sealing that lies ahead was noted by a wrong clock. Nobody knows since when these
        // photos wait, so they count as having waited long enough.
        let sealed_at = if outbox.sealed_at > now.plus(LONGEST_DELAY) {
            Timestamp::EARLIEST
        } else {
            outbox.sealed_at
        };
        match self
            .host
            .sending()
            .photos_on_metered(bytes, used, sealed_at, now)
        {
            // The bytes are counted before they are sent. After a kill in between, the day has
            // fewer bytes left, never more.
            MeteredPhotos::Go => store.set_meta(USED, &day_and_bytes(now, used + bytes))?,
            MeteredPhotos::GoAnyway => {}
            MeteredPhotos::Delay(at) => {
                return Err(Delay::Until {
                    problem: ProblemCode::WaitsForWifi,
                    at,
                }
                .into());
            }
        }
        Ok(store.allow_metered(id, now)?)
    }

    /// About how many registrations this run may ask.
    pub(super) fn questions(&self) -> usize {
        match self.network() {
            Network::Metered => self.host.sending().metered_questions_a_sync.number as usize,
            _ => usize::MAX,
        }
    }

    /// The registration that was asked about last. The next run goes on after it, so that every
    /// registration gets its turn.
    pub(super) fn asked_last(&self) -> Result<Option<RegistrationId>, VaultError> {
        Ok(self
            .store()
            .meta(ASKED_LAST)?
            .and_then(|id| RegistrationId::from_bytes(&id)))
    }

    pub(super) fn set_asked_last(&self, id: RegistrationId) -> Result<(), VaultError> {
        self.store().set_meta(ASKED_LAST, id.bytes())
    }
}

fn used_on_the_day_of(now: Timestamp, store: &Store) -> Result<u64, VaultError> {
    let noted = store.meta(USED)?.unwrap_or_default();
    let Some((day, bytes)) = noted.split_last_chunk::<8>() else {
        return Ok(0);
    };
    let is_today = day == now.date().to_string().as_bytes();
    Ok(if is_today {
        u64::from_be_bytes(*bytes)
    } else {
        0
    })
}

fn day_and_bytes(now: Timestamp, bytes: u64) -> Vec<u8> {
    [now.date().to_string().as_bytes(), &bytes.to_be_bytes()].concat()
}
