//! Getting it there, over any network.
//!
//! The outbox holds what was made ready: one sealed envelope a registration, and which sealed photos belong to it. A run
//! ([`Synchronizer::run`]) takes what is due, oldest first, and for each:
//!
//! ```text
//!            PUT record             POST + PATCH photo            GET status
//!  ready ──────────────► sending ──────────────────────► … ──────────────────► received ─► (news) accepted …
//!    ▲   first byte leaves  │ cut: HEAD says the offset        only when the office has it all
//!    └── may be taken back  └ offline, 5xx, portal: waits · 409, 413, 400: parked, the others go on
//!                             photos wait for Wi-Fi on metered networks, beyond what the rules let go
//! ```
//!
//! Then it tells the office of withdrawals, asks for news of what is still open, and for a newer bundle. Everything that
//! was learnt is committed before the next request; a kill between any two lines is a repeated request, which the office
//! answers the same (docs/protocol.md). No lock is held across a network wait.

mod backoff;
mod dates;
mod deadline;
mod first_byte;
mod http;
mod inbox;
mod metered;
mod network_error;
mod paging;
mod send;
mod status;
mod tls;

#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use payung_model::content::Sending;
use payung_model::sealed::{KeyId, RegistrationId};
use payung_model::units::Timestamp;

use crate::vault::{RegistrationQuery, Store, VaultError, WAIT_WIFI};
use crate::{Network, SyncReport};
use paging::RegistrationPages;

pub use http::{Http, HttpSettings};
pub use inbox::OpenedItem;

/// What the synchronizer needs from the app: the moment, the keys it must not hold itself, and somebody to tell.
pub trait Host: Send + Sync {
    /// Now, not before the clock's floor.
    fn now(&self) -> Timestamp;
    /// What the platform said last about the network.
    fn network(&self) -> Network;
    /// What may go over metered networks.
    fn sending(&self) -> Sending;
    /// The key that is sealed to now.
    fn office_key(&self) -> Option<KeyId>;
    /// Seals the registration again to the newest office key, as its next revision.
    fn reseal(&self, registration: RegistrationId) -> Result<Resealed, VaultError>;
    /// Opens an item of a registration's inbox, if the office wrote it.
    fn open_item(&self, registration: RegistrationId, bytes: &[u8]) -> Result<OpenedItem, VaultError>;
    /// The office's clock, as its last answer over TLS had it.
    fn office_said_the_time(&self, time: Timestamp) -> Result<(), VaultError>;
    /// The highest engine the office has a bundle for: above ours, an update exists.
    fn newest_engine(&self, engine: u32) -> Result<(), VaultError>;
    /// A bundle the office offers: true when it was adopted.
    fn offer_bundle(&self, bytes: &[u8]) -> Result<bool, VaultError>;
    /// Sequence of the bundle in use, 0 for the built-in one.
    fn bundle_sequence(&self) -> u64;
    /// Data changed: whoever shows it should ask again.
    fn changed(&self);
}

/// What became of sealing again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resealed {
    /// It goes with the next try.
    Done,
    /// The data key is not open.
    Locked,
    /// Its answers are gone, or today's rules do not have its form.
    NotNow,
}

/// Why something did not go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Delay {
    /// The same request may work later; the message says what is in the way.
    Later { message: &'static str, not_before: Option<Duration>, stops_run: bool },
    /// It goes at that time, or when something else changes; nothing failed.
    Until { message: &'static str, at: Timestamp },
    /// Trying again will not help.
    Park { message: &'static str },
}

/// One sender for one home folder.
pub struct Synchronizer {
    store: Arc<Store>,
    http: Http,
    running: tokio::sync::Mutex<SyncReport>,
    finished_runs: AtomicU64,
}

impl Synchronizer {
    /// A synchronizer by that client.
    pub fn new(store: Arc<Store>, http: Http) -> Self {
        let running = tokio::sync::Mutex::new(SyncReport::default());
        Self { store, http, running, finished_runs: AtomicU64::new(0) }
    }

    /// Sends, withdraws, asks. One run at a time: a caller that waited for another run gets that run's report.
    pub async fn run(&self, host: Arc<dyn Host>) -> Result<SyncReport, VaultError> {
        let seen = self.finished_runs.load(Ordering::Acquire);
        let mut last = self.running.lock().await;
        if self.finished_runs.load(Ordering::Acquire) > seen {
            return Ok(last.clone());
        }
        let run = Run {
            synchronizer: self,
            host,
            report: SyncReport::default(),
            blocked: None,
            asked: Duration::ZERO,
            heard: HashSet::new(),
            fetched_rules_for_key: false,
        };
        let report = run.all().await?;
        *last = report.clone();
        self.finished_runs.fetch_add(1, Ordering::Release);
        Ok(report)
    }
}

/// The state of one run.
pub(crate) struct Run<'a> {
    synchronizer: &'a Synchronizer,
    host: Arc<dyn Host>,
    report: SyncReport,
    /// Set when the network itself is in the way: nothing further is tried.
    blocked: Option<&'static str>,
    /// The longest pause the office asked for in this run.
    asked: Duration,
    /// Whom the office has spoken about in this run: nobody is asked about twice. 16 bytes each.
    heard: HashSet<RegistrationId>,
    /// Newer rules were fetched in this run because an item named an unknown key.
    fetched_rules_for_key: bool,
}

impl Run<'_> {
    async fn all(mut self) -> Result<SyncReport, VaultError> {
        let outcome = self.every_step().await;
        let (sent, received) = self.synchronizer.http.take_counts();
        self.report.bytes_sent += sent;
        self.report.bytes_received += received;
        self.compare_clocks()?;
        outcome?;
        self.sum_up()?;
        Ok(self.report)
    }

    async fn every_step(&mut self) -> Result<(), VaultError> {
        match self.host.network() {
            // The platform knows: nothing is tried, and no battery spent on it.
            Network::None => self.blocked = Some("wait-offline"),
            Network::Metered => {}
            Network::Unmetered => self.store().release_held(self.host.now())?,
        }
        self.send_what_is_due().await?;
        self.send_withdrawals().await?;
        self.fetch_statuses().await?;
        self.fetch_rules_when_due().await?;
        self.unpark_what_may_be_mended()
    }

    async fn send_what_is_due(&mut self) -> Result<(), VaultError> {
        // Each registration gets one try a run, so that one that fails cannot keep the run going for ever.
        let mut due = RegistrationPages::of(RegistrationQuery::Due(self.host.now()));
        while self.blocked.is_none() {
            let Some(id) = due.next(self.store())? else { return Ok(()) };
            self.send(id).await?;
        }
        Ok(())
    }

    /// Tells the app what the office's clock said, if an answer came over TLS.
    pub(crate) fn compare_clocks(&self) -> Result<(), VaultError> {
        match self.synchronizer.http.take_office_time() {
            Some(time) => self.host.office_said_the_time(time),
            None => Ok(()),
        }
    }

    fn sum_up(&mut self) -> Result<(), VaultError> {
        let (waiting, next_try) = self.store().waiting()?;
        let (held, _) = self.store().held()?;
        (self.report.waiting, self.report.parked, self.report.held) = (waiting, self.store().parked()?, held);
        let problem = self.blocked.map(str::to_owned).or(self.report.problem.take());
        self.report.problem = problem.or((held > 0).then(|| WAIT_WIFI.to_owned()));
        let there_is_a_network = self.host.network() != Network::None;
        if (waiting > 0 || self.blocked.is_some()) && there_is_a_network {
            let now = self.host.now();
            let until = next_try.map_or(0, |at| at.since(now).as_millis() as u64);
            let least = self.asked.max(backoff::FIRST).as_millis() as u64;
            self.report.retry_in_millis = Some(until.max(least));
        }
        Ok(())
    }

    pub(crate) fn store(&self) -> &Store {
        &self.synchronizer.store
    }
}
