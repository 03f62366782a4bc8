//! When a phone is worth waking, so that its app runs in the background and syncs.
//!
//! Each run costs battery, and a little of a quota. The platforms decide when they really run the
//! app; what is asked of them is decided here, so that every phone asks alike.

use std::time::Duration;

use payung_model::units::Timestamp;

use super::channels::Channels;
use super::{SHORTEST_PAUSE, Synchronizer};
use crate::platform::Network;
use crate::vault::VaultError;

/// While something waits for which no time is known, and while the office owes an answer or is
/// about to book a payment.
const HOUR: Duration = Duration::from_secs(3600);
/// No run is asked for later than this: an accepted registration is asked about once a day.
const DAY: Duration = Duration::from_secs(86_400);

impl Synchronizer {
    /// The time from now after which a run is worth it; none when there is nothing to send and
    /// nothing that the office could tell.
    pub fn next_run(
        &self,
        now: Timestamp,
        network: Option<Network>,
    ) -> Result<Option<Duration>, VaultError> {
        let store = &self.store;
        let (waits, question) = (store.anything_to_send()?, store.next_question(now)?);
        // Newer rules alone are fetched when somebody opens the app.
        if !waits && question.is_none() {
            return Ok(None);
        }
        let channels = Channels::load(store, now)?;
        let from_now = |at: Timestamp| at.since(now).clamp(SHORTEST_PAUSE, DAY);
        // Without a network the time of the next try says nothing. The platform tells when there is
        // one again, and this is for phones that do not hear it.
        let (next, _) = channels.next_try(store, now)?;
        let to_try = next
            .filter(|_| network != Some(Network::None))
            .map(from_now);
        let to_send = waits.then_some(HOUR);
        // What may be asked at once was asked a moment ago, or will be by the next run.
        let to_ask = question.map(|at| from_now(at).max(HOUR));
        Ok([to_try.or(to_send), to_ask].into_iter().flatten().min())
    }
}
