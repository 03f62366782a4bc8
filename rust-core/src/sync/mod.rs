//! Sends what is ready and hears from the office, over any network.
//!
//! The outbox holds what was made ready: one sealed envelope a registration, and which sealed photos belong to it. A run
//! ([`Synchronizer::run`]) takes what is due, the oldest first:
//!
//! ```text
//!            PUT record             POST + PATCH photo            GET status
//!  ready ──────────────► sending ──────────────────────► … ──────────────────► received ─► (status) accepted …
//!    ▲   first byte leaves  │ cut: HEAD says the offset        only when the office has it all
//!    └── may be taken back  └ offline, 5xx, portal: waits · the office refuses this very record: parked, the others go on
//!                             photos wait for Wi-Fi on metered networks, beyond what the rules let go
//! ```
//!
//! Records go first, then withdrawals, photos, questions for the status of what is open, and one for a newer bundle. Each of
//! these channels has its own delay after a failure (`channels.rs`). Everything that was learnt is committed before the next
//! request, so a run may be killed or cancelled at any point: the next one repeats a request at most, and the office answers
//! a repeated request the same (docs/protocol.md). No lock of the app is held while a run waits for the network.

mod backoff;
mod channels;
mod dates;
mod deadline;
mod first_byte;
mod http;
mod inbox;
mod line_memory;
mod metered;
mod network_error;
mod paging;
mod photos;
mod pieces;
mod rules;
mod send;
mod status;
mod tls;

#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::time::Duration;

use payung_model::content::Sending;
use payung_model::sealed::{KeyId, RegistrationId};
use payung_model::units::Timestamp;

use crate::vault::{RegistrationQuery, Store, VaultError, WAIT_WIFI};
use crate::{Network, SyncReport};
use channels::{Channel, Channels, Scope};
use http::StatusDocument;
use line_memory::LineMemory;
use network_error::OFFLINE;
use paging::RegistrationPages;

#[cfg(test)]
pub(crate) use http::Carrier;
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
    /// The keys that may sign the next bundle, as texts.
    fn bundle_signers(&self) -> Vec<String>;
    /// A bundle the office offers.
    fn offer_bundle(&self, bytes: &[u8]) -> Result<Offered, VaultError>;
    /// Sequence of the bundle in use, 0 for the built-in one.
    fn bundle_sequence(&self) -> u64;
    /// Something about that registration changed: whoever shows it should ask again.
    fn changed(&self, registration: RegistrationId);
}

/// What became of a bundle that the office offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offered {
    /// Its rules are in force.
    Adopted,
    /// Its content cannot be read here, but the keys that it names may sign the next one.
    Followed,
    /// None of the keys that may sign has signed it: a phone that missed rotations, or a forgery.
    UnknownSigner,
    /// It is not newer, or not for this app; nothing changed.
    Unchanged,
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
    /// The same request may work later; the message says what is in the way, the scope how much of the run that ends.
    Retry { message: &'static str, not_before: Option<Duration>, scope: Scope },
    /// It goes at that time, or when something else changes; nothing failed.
    Until { message: &'static str, at: Timestamp },
    /// Trying again will not help.
    Park { message: &'static str },
}

/// The kind of network that the last run met, as one byte.
const LAST_NETWORK: &str = "last_network";

/// No sync is asked for sooner than this.
const SHORTEST_PAUSE: Duration = Duration::from_secs(1);

/// One sender for one home folder.
pub struct Synchronizer {
    store: Arc<Store>,
    http: Http,
    running: tokio::sync::Mutex<SyncReport>,
    finished_runs: AtomicU64,
    /// Delays that the next run ends: see [`Wish`].
    wish: AtomicU8,
}

/// What happened since the last run that ends delays.
#[derive(Clone, Copy)]
enum Wish {
    Nothing = 0,
    /// Another network is there.
    OtherNetwork = 1,
    /// A person wants it now.
    ByHand = 2,
}

impl Synchronizer {
    /// A synchronizer by that client.
    pub fn new(store: Arc<Store>, http: Http) -> Self {
        let running = tokio::sync::Mutex::new(SyncReport::default());
        Self { store, http, running, finished_runs: AtomicU64::new(0), wish: AtomicU8::new(Wish::Nothing as u8) }
    }

    /// There is another network: what the last one was in the way of is tried with the next run.
    pub fn network_changed(&self) {
        self.wish.fetch_max(Wish::OtherNetwork as u8, Ordering::AcqRel);
    }

    /// A person wants it now: with the next run everything is tried, whatever was to be waited for.
    pub fn retry_now(&self) {
        self.wish.fetch_max(Wish::ByHand as u8, Ordering::AcqRel);
    }

    /// Sends, withdraws, asks. One run at a time: a caller that waited for another run gets that run's report.
    ///
    /// The run ends when the future is dropped. What was committed until then stays, and the next run goes on there.
    pub async fn run(&self, host: Arc<dyn Host>) -> Result<SyncReport, VaultError> {
        let seen = self.finished_runs.load(Ordering::Acquire);
        let mut last = self.running.lock().await;
        let is_wished = self.wish.load(Ordering::Acquire) != Wish::Nothing as u8;
        if self.finished_runs.load(Ordering::Acquire) > seen && !is_wished {
            return Ok(last.clone());
        }
        // Counts of a run that was cancelled are not this one's.
        self.http.take_counts();
        let channels = Channels::load(&self.store, host.now())?;
        let line = LineMemory::load(&self.store)?;
        let run = Run {
            synchronizer: self,
            host,
            report: SyncReport::default(),
            channels,
            offline: None,
            moved: false,
            documents: HashMap::new(),
            heard: HashSet::new(),
            fetched_rules_for_key: false,
            line,
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
    channels: Channels,
    /// Set when there is no network: nothing further is tried.
    offline: Option<&'static str>,
    /// Pieces of the photos that are being sent arrived.
    moved: bool,
    /// What the office said as it took the records of this run, for the photos that follow.
    documents: HashMap<RegistrationId, StatusDocument>,
    /// Whom the office has spoken about in this run: nobody is asked about twice. 16 bytes each.
    heard: HashSet<RegistrationId>,
    /// Newer rules were fetched in this run because an item named an unknown key.
    fetched_rules_for_key: bool,
    /// What is known of the line.
    line: LineMemory,
}

impl Run<'_> {
    async fn all(mut self) -> Result<SyncReport, VaultError> {
        let before = self.line;
        let outcome = self.every_step().await;
        self.line.save(&before, self.store())?;
        let (sent, received) = self.synchronizer.http.take_counts();
        self.report.bytes_sent += sent;
        self.report.bytes_received += received;
        self.compare_clocks()?;
        outcome?;
        self.sum_up()?;
        Ok(self.report)
    }

    /// The channels take turns: what is small goes first, so that on a slow line no record waits for another's photo.
    async fn every_step(&mut self) -> Result<(), VaultError> {
        self.meet_network()?;
        self.send_due(Channel::Records).await?;
        self.send_withdrawals().await?;
        self.send_due(Channel::Photos).await?;
        self.fetch_statuses().await?;
        self.fetch_rules_when_due().await?;
        self.unpark_what_may_be_mended()
    }

    /// Looks at the network as the platform has it, and ends the delays that are over with another one.
    fn meet_network(&mut self) -> Result<(), VaultError> {
        let (now, network) = (self.host.now(), self.host.network());
        let (kind, last) = ([network as u8], self.store().meta(LAST_NETWORK)?);
        let mut wish = self.synchronizer.wish.swap(Wish::Nothing as u8, Ordering::AcqRel);
        if last.as_deref() != Some(&kind) {
            self.store().set_meta(LAST_NETWORK, &kind)?;
            wish = wish.max(if last.is_some() { Wish::OtherNetwork as u8 } else { wish });
        }
        if network == Network::None {
            // The platform knows: nothing is tried, and no battery spent on it.
            self.offline = Some(OFFLINE);
            self.synchronizer.wish.fetch_max(wish, Ordering::AcqRel);
            return Ok(());
        }
        let store = &self.synchronizer.store;
        if wish == Wish::ByHand as u8 {
            self.channels.end_all_delays(store)?;
        } else if wish == Wish::OtherNetwork as u8 {
            self.channels.end_delays_of_the_line(store)?;
            store.end_delays_of_the_line(now)?;
            self.line.forget_refusals();
        }
        if network == Network::Unmetered { store.release_held(now) } else { Ok(()) }
    }

    /// Each registration gets one try a run, so that one that fails cannot keep the run going for ever.
    async fn send_due(&mut self, channel: Channel) -> Result<(), VaultError> {
        let recorded = channel == Channel::Photos;
        let mut due = RegistrationPages::of(RegistrationQuery::Due { now: self.host.now(), recorded });
        while self.is_open(channel) {
            let Some(id) = due.next(self.store())? else { return Ok(()) };
            self.send(id, channel).await?;
        }
        Ok(())
    }

    fn is_open(&self, channel: Channel) -> bool {
        self.offline.is_none() && self.channels.is_open(channel, self.host.now())
    }

    /// Notes a failure that reaches further than one registration.
    fn delay_channel(
        &mut self,
        channel: Channel,
        message: &'static str,
        not_before: Option<Duration>,
        scope: Scope,
    ) -> Result<(), VaultError> {
        let (now, store) = (self.host.now(), &self.synchronizer.store);
        match scope {
            Scope::Registration => Ok(()),
            Scope::Channel => self.channels.delay_channel(channel, message, not_before, now, store),
            Scope::Line => {
                self.offline = Some(message);
                let all = Channel::ALL.into_iter();
                all.map(|channel| self.channels.delay_channel(channel, message, not_before, now, store)).collect()
            }
        }
    }

    /// Tells the app what the office's clock said, if an answer came over TLS.
    pub(crate) fn compare_clocks(&self) -> Result<(), VaultError> {
        match self.synchronizer.http.take_office_time() {
            Some(time) => self.host.office_said_the_time(time),
            None => Ok(()),
        }
    }

    fn sum_up(&mut self) -> Result<(), VaultError> {
        let now = self.host.now();
        let (held, _) = self.store().held()?;
        (self.report.waiting, self.report.parked, self.report.held) =
            (self.store().waiting()?, self.store().parked()?, held);
        let (mut next, mut why_not) = (None, None);
        for (channel, recorded) in [(Channel::Records, false), (Channel::Photos, true)] {
            let Some(due) = self.store().next_try(recorded)? else { continue };
            let delay = self.channels.delay(channel, now);
            let at = delay.map_or(due, |(until, _)| due.max(until));
            next = Some(next.map_or(at, |next: Timestamp| next.min(at)));
            why_not = why_not.or(delay.map(|(_, problem)| problem.to_owned()));
        }
        if next.is_none() {
            let delays = Channel::ALL.into_iter().filter_map(|channel| self.channels.delay(channel, now));
            next = delays.map(|(until, _)| until).min();
        }
        let problem = self.offline.map(str::to_owned).or(self.report.problem.take()).or(why_not);
        self.report.problem = problem.or((held > 0).then(|| WAIT_WIFI.to_owned()));
        if self.host.network() != Network::None {
            let pause = next.map(|at| Duration::from_millis(at.since(now).as_millis() as u64).max(SHORTEST_PAUSE));
            self.report.retry_in_millis = pause.map(|pause| pause.as_millis() as u64);
        }
        Ok(())
    }

    pub(crate) fn store(&self) -> &Store {
        &self.synchronizer.store
    }
}
