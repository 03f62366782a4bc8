//! Networks that are paid by the byte. Records are small and always go; photos go as far as the rules let them (`sending.json`),
//! or when the worker chose so; the rest waits for another network, and not for ever.

use payung_model::content::Photos;
use payung_model::sealed::RegistrationId;
use payung_model::units::Timestamp;

use super::send::Stop;
use super::{Run, Wait};
use crate::Network;
use crate::vault::{OutboxRow, Store, VaultError, WAIT_WIFI};

/// The day, and the bytes of photos that were let go over metered networks on it.
const USED: &str = "metered_photos";
/// The registration that was asked about last over a metered network.
const ASKED_LAST: &str = "metered_news";

impl Run<'_> {
    /// Ends the try when photos of so many bytes have to wait for another network. What was once let go goes on, however
    /// often the line breaks: the rules count whole registrations, not tries.
    pub(super) fn hold_photos(&self, id: RegistrationId, outbox: &OutboxRow, bytes: u64) -> Result<(), Stop> {
        if bytes == 0 || outbox.over_metered || self.host.network() != Network::Metered {
            return Ok(());
        }
        let (now, store) = (self.host.now(), self.store());
        // Asked again: a step before may have let it go.
        if store.outbox(id)?.is_none_or(|row| row.over_metered) {
            return Ok(());
        }
        let used = used_on_the_day_of(now, store)?;
        match self.host.sending().photos_on_metered(bytes, used, outbox.sealed_at, now) {
            // Counted first: a kill in between makes the day shorter, never longer.
            Photos::Go => store.set_meta(USED, &day_and_bytes(now, used + bytes))?,
            Photos::GoAnyway => {}
            Photos::Wait(at) => return Err(Wait::Until { message: WAIT_WIFI, at }.into()),
        }
        Ok(store.allow_metered(id, now)?)
    }

    /// How many registrations may be asked about in this run.
    pub(super) fn questions(&self) -> usize {
        match self.host.network() {
            Network::Metered => self.host.sending().metered_questions_a_sync.number as usize,
            _ => usize::MAX,
        }
    }

    /// After whom it is that the asking goes on, so that over some runs everybody is asked about.
    pub(super) fn asked_last(&self) -> Result<Option<RegistrationId>, VaultError> {
        Ok(self.store().meta(ASKED_LAST)?.and_then(|id| RegistrationId::from_bytes(&id)))
    }

    pub(super) fn set_asked_last(&self, id: RegistrationId) -> Result<(), VaultError> {
        self.store().set_meta(ASKED_LAST, id.bytes())
    }
}

fn used_on_the_day_of(now: Timestamp, store: &Store) -> Result<u64, VaultError> {
    let noted = store.meta(USED)?.unwrap_or_default();
    let Some((day, bytes)) = noted.split_last_chunk::<8>() else { return Ok(0) };
    let is_today = day == now.date().to_string().as_bytes();
    Ok(if is_today { u64::from_be_bytes(*bytes) } else { 0 })
}

fn day_and_bytes(now: Timestamp, bytes: u64) -> Vec<u8> {
    [now.date().to_string().as_bytes(), &bytes.to_be_bytes()].concat()
}
