//! Sends what is ready, and asks the office for news, over any network.
//!
//! The outbox holds what was made ready: for each registration one sealed envelope, and which
//! sealed photos belong to it. A run ([`Synchronizer::run`]) sends what is due, the oldest first:
//!
//! ```text
//!            PUT record             POST + PATCH photo            GET status
//!  ready ──────────────► sending ──────────────────────► … ──────────────────► received ─► (status) accepted …
//!    ▲   first byte leaves  │ cut: HEAD says the offset        only when the office has it all
//!    └── may be taken back  └ offline, 5xx, portal: delayed · the office refuses this very record: parked, others go on
//!                             on metered networks photos beyond what the rules allow are delayed until Wi-Fi
//! ```
//!
//! Records go first, then withdrawals, photos, questions for the status of what is open, and one
//! for a newer bundle. Each of these channels has its own delay after a failure (`channels.rs`).
//! Everything that a request brings is committed before the next request, so a run may be killed or
//! cancelled at any point. The next run then repeats one request at most, and the office answers a
//! repeated request the same way (docs/protocol.md). No lock of the app is held while a run waits
//! for the network.
//!
//! Two verbs are told apart. A registration or a channel is *delayed* until a time at which the
//! next try is due. A registration is *parked* when the office itself refuses this very record:
//! then no time is set, and newer rules, a newer app or a person have to change something.

mod backoff;
mod channels;
mod dates;
mod deadline;
mod delay;
mod first_byte;
mod http;
mod inbox;
mod line_memory;
mod metered;
mod network_error;
mod next_run;
mod paging;
mod photos;
mod pieces;
mod recovery;
mod report;
mod rules;
mod send;
mod status;
mod step_error;
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

use crate::platform::Network;
use crate::problem::ProblemCode;
use crate::vault::{RegistrationQuery, Store, VaultError};
use channels::{Channel, Channels, Scope};
use http::StatusDocument;
use line_memory::LineMemory;
use network_error::OFFLINE;
use paging::RegistrationPages;

#[cfg(test)]
pub(crate) use http::Carrier;
pub use http::{Http, HttpSettings};
pub use inbox::OpenedItem;
pub use recovery::{Asked, Standing};
pub use report::RunReport;

/// What the synchronizer needs from the app: the time, work with keys that it must not hold itself,
/// and a listener.
pub trait Host: Send + Sync {
    /// The present time, never before the clock's floor.
    fn now(&self) -> Timestamp;
    /// What the platform said last about the network; none before it said anything.
    fn network(&self) -> Option<Network>;
    /// What may go over metered networks.
    fn sending(&self) -> Sending;
    /// The office key to which envelopes are sealed now.
    fn office_key(&self) -> Option<KeyId>;
    /// Seals the registration again to the newest office key, as its next revision.
    fn reseal(&self, registration: RegistrationId) -> Result<Resealed, VaultError>;
    /// Opens an item of a registration's inbox, if the office wrote it.
    fn open_item(
        &self,
        registration: RegistrationId,
        bytes: &[u8],
    ) -> Result<OpenedItem, VaultError>;
    /// Takes note of the office's clock, as its last answer over TLS showed it.
    fn office_said_the_time(&self, time: Timestamp) -> Result<(), VaultError>;
    /// Takes note of the highest engine for which the office has a bundle. When it is above this
    /// app's, an update exists.
    fn newest_engine(&self, engine: u32) -> Result<(), VaultError>;
    /// The keys that may sign the next bundle, as texts.
    fn bundle_signers(&self) -> Vec<String>;
    /// Verifies a bundle that the office offers, and adopts it if it is newer.
    fn offer_bundle(&self, bytes: &[u8]) -> Result<Offered, VaultError>;
    /// The sequence of the bundle in use; 0 for the built-in one.
    fn bundle_sequence(&self) -> u64;
    /// Tells that something about that registration changed, so that a screen can show it again.
    fn changed(&self, registration: RegistrationId);
}

/// What became of a bundle that the office offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offered {
    /// The bundle's rules are in force.
    Adopted,
    /// This app cannot read its content, but the keys that it names may sign the next bundle.
    Followed,
    /// No key that may sign has signed it. The phone has missed rotations, or the bundle is a
    /// forgery.
    UnknownSigner,
    /// The bundle is not newer, or not for this app. Nothing changed.
    Unchanged,
}

/// The outcome of sealing again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resealed {
    /// The new revision is in the outbox.
    Done,
    /// The data key is not open.
    Locked,
    /// The answers are deleted, or today's rules do not have the form.
    NotNow,
}

/// The kind of network during the last run, as one byte.
const LAST_NETWORK: &str = "last_network";

/// The report never asks the app to sync again sooner than this.
const SHORTEST_PAUSE: Duration = Duration::from_secs(1);

/// Sends for one home folder.
pub struct Synchronizer {
    store: Arc<Store>,
    http: Http,
    running: tokio::sync::Mutex<RunReport>,
    finished_runs: AtomicU64,
    /// Which delays the next run ends; see [`Wish`].
    wish: AtomicU8,
}

/// Something that happened since the last run and ends delays.
#[derive(Clone, Copy)]
enum Wish {
    Nothing = 0,
    /// The phone has another network.
    OtherNetwork = 1,
    /// A person wants everything sent now.
    ByHand = 2,
}

impl Synchronizer {
    /// A synchronizer that sends by this client.
    pub fn new(store: Arc<Store>, http: Http) -> Self {
        let running = tokio::sync::Mutex::new(RunReport::default());
        Self {
            store,
            http,
            running,
            finished_runs: AtomicU64::new(0),
            wish: AtomicU8::new(Wish::Nothing as u8),
        }
    }

    /// Tells that there is another network. The next run tries what the last network did not let
    /// pass.
    pub fn network_changed(&self) {
        self.wish
            .fetch_max(Wish::OtherNetwork as u8, Ordering::AcqRel);
    }

    /// Tells that a person wants everything sent now. The next run ends all delays of channels.
    pub fn retry_now(&self) {
        self.wish.fetch_max(Wish::ByHand as u8, Ordering::AcqRel);
    }

    /// Runs one sync: sends, withdraws, and asks for news. Only one runs at a time. A caller that
    /// waited while another run ended gets that run's report.
    ///
    /// The run ends when the future is dropped. What it has committed stays, and the next run goes
    /// on from there.
    pub async fn run(&self, host: Arc<dyn Host>) -> Result<RunReport, VaultError> {
        let seen = self.finished_runs.load(Ordering::Acquire);
        let mut last = self.running.lock().await;
        let is_wished = self.wish.load(Ordering::Acquire) != Wish::Nothing as u8;
        // The report of the run that just ended does not answer a wish: that run may have kept
        // delays which the wish ends.
        if self.finished_runs.load(Ordering::Acquire) > seen && !is_wished {
            return Ok(last.clone());
        }
        // Counts that a cancelled run left behind do not belong to this run.
        self.http.take_counts();
        let channels = Channels::load(&self.store, host.now())?;
        let line = LineMemory::load(&self.store)?;
        let run = Run {
            synchronizer: self,
            host,
            report: RunReport::default(),
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
    report: RunReport,
    channels: Channels,
    /// Set when there is no network: nothing further is tried.
    offline: Option<ProblemCode>,
    /// Whether a piece of a photo arrived during the present try. Such a try made progress, so it
    /// is not counted as a further failure in a row.
    moved: bool,
    /// The status documents that came with the records of this run. The photos that follow need no
    /// question of their own.
    documents: HashMap<RegistrationId, StatusDocument>,
    /// The registrations with news in this run, so that none is asked about twice. Each takes 16
    /// bytes.
    heard: HashSet<RegistrationId>,
    /// Whether newer rules were fetched in this run because an item named an unknown key.
    fetched_rules_for_key: bool,
    /// What earlier runs found out about the line.
    line: LineMemory,
}

impl Run<'_> {
    async fn all(mut self) -> Result<RunReport, VaultError> {
        let before = self.line;
        // What was learnt about the line, how many bytes went and what the office's clock says are
        // kept even when a step failed, so the outcome is looked at last.
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

    /// The channels take turns. Small things are sent first, so that on a slow line no record waits
    /// for another's photo.
    async fn every_step(&mut self) -> Result<(), VaultError> {
        self.meet_network()?;
        self.send_due(Channel::Records).await?;
        self.send_withdrawals().await?;
        self.send_parcels().await?;
        self.send_due(Channel::Photos).await?;
        self.fetch_statuses().await?;
        self.fetch_rules_when_due().await?;
        self.unpark_what_may_be_mended()
    }

    /// Asks which network there is, and ends the delays that another network ends.
    fn meet_network(&mut self) -> Result<(), VaultError> {
        let (now, network) = (self.host.now(), self.network());
        let (kind, last) = ([network as u8], self.store().meta(LAST_NETWORK)?);
        let mut wish = self
            .synchronizer
            .wish
            .swap(Wish::Nothing as u8, Ordering::AcqRel);
        // A network that nobody told of may be the last one, so it ends no delay.
        if self.host.network().is_some() && last.as_deref() != Some(&kind) {
            self.store().set_meta(LAST_NETWORK, &kind)?;
            // The first run ever has no network before it that could have refused anything.
            wish = wish.max(if last.is_some() {
                Wish::OtherNetwork as u8
            } else {
                wish
            });
        }
        if network == Network::None {
            // The platform says that there is no network, so no battery is spent on a try. The wish
            // is kept for the next run.
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
        if network == Network::Unmetered {
            store.end_delays_for_wifi(now)
        } else {
            Ok(())
        }
    }

    /// Sends what is due in a channel. Each registration gets one try, so that one which fails
    /// cannot keep the run going.
    async fn send_due(&mut self, channel: Channel) -> Result<(), VaultError> {
        let recorded = channel == Channel::Photos;
        let mut due = RegistrationPages::of(RegistrationQuery::Due {
            now: self.host.now(),
            recorded,
        });
        while self.is_open(channel) {
            let Some(id) = due.next(self.store())? else {
                return Ok(());
            };
            self.send(id, channel).await?;
        }
        Ok(())
    }

    fn is_open(&self, channel: Channel) -> bool {
        self.offline.is_none() && self.channels.is_open(channel, self.host.now())
    }

    /// Delays a channel, or all of them, after a failure that concerns more than one registration.
    fn delay_channel(
        &mut self,
        channel: Channel,
        problem: ProblemCode,
        not_before: Option<Duration>,
        scope: Scope,
    ) -> Result<(), VaultError> {
        let (now, store) = (self.host.now(), &self.synchronizer.store);
        match scope {
            Scope::Registration => Ok(()),
            Scope::Channel => self
                .channels
                .delay_channel(channel, problem, not_before, now, store),
            Scope::Line => {
                self.offline = Some(problem);
                // A delay of every channel is kept over restarts, unlike `offline`, which ends with
                // this run.
                let mut all = Channel::ALL.into_iter();
                all.try_for_each(|channel| {
                    self.channels
                        .delay_channel(channel, problem, not_before, now, store)
                })
            }
        }
    }

    /// Tells the app the time of the office's clock, if an answer came over TLS.
    pub(crate) fn compare_clocks(&self) -> Result<(), VaultError> {
        match self.synchronizer.http.take_office_time() {
            Some(time) => self.host.office_said_the_time(time),
            None => Ok(()),
        }
    }

    fn sum_up(&mut self) -> Result<(), VaultError> {
        let now = self.host.now();
        let (delayed, _) = self.store().delayed_for_wifi()?;
        (self.report.waiting, self.report.parked, self.report.delayed) =
            (self.store().waiting()?, self.store().parked()?, delayed);
        let (next, why_not) = self.channels.next_try(self.store(), now)?;
        // What this run met explains best why something waits. A delay of an earlier run is named
        // only when this one met nothing.
        let problem = self.offline.or(self.report.problem.take()).or(why_not);
        self.report.problem = problem.or((delayed > 0).then_some(ProblemCode::WaitsForWifi));
        // Without a network a time would only wake the phone for nothing. The shell calls sync
        // again when there is one (docs/shell.md).
        if self.network() != Network::None {
            let pause = next.map(|at| {
                Duration::from_millis(at.since(now).as_millis() as u64).max(SHORTEST_PAUSE)
            });
            self.report.retry_in_millis = pause.map(|pause| pause.as_millis() as u64);
        }
        Ok(())
    }

    /// The network that this run goes by. Nobody knows what one costs that was not told yet, so no
    /// more of a worker's data is spent on it than on one that is paid by the byte.
    pub(crate) fn network(&self) -> Network {
        self.host.network().unwrap_or(Network::Metered)
    }

    pub(crate) fn store(&self) -> &Store {
        &self.synchronizer.store
    }
}
