//! The calls of the API between every two await points of a running sync, or of two, in orders that
//! chance chooses: typing and answering, making ready, taking back, withdrawing, correcting,
//! discarding, photos attached, replaced and removed, sending now, locking and unlocking, another
//! network, tidying, and beside them all other calls (`beside.rs`, which no call can be missing from).
//!
//! One schedule is one seed: what is polled and called, how the line and the office behave, all
//! follows from it, so a seed that fails fails again (`PAYUNG_SEED=number`;
//! `PAYUNG_SCHEDULES=number` tries another number of them). Nothing runs beside it: futures are
//! polled by hand. After each step what stands in the vault is compared with a plain reference of
//! the table (`reference.rs`), the folder of photos with the photos that are had (`pictures.rs`),
//! and at each departure what leaves with what waits (`office.rs`, `uploads.rs`). In the end line and office become calm, and phone and office have to agree.

mod beside;
mod office;
mod pictures;
mod reference;
mod uploads;

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll, Waker};

use payung_model::form::Entry;
use payung_model::journey::State;
use payung_model::sealed::{OfficeKey, RegistrationId};

use super::{ANSWERS, NOW, Phone, fill, secret};
use crate::api::quote::new_draft;
use crate::api::{DraftView, Network, Payung, PayungError};
use crate::sync::{Host, Http, HttpSettings, RunReport, Synchronizer};
use crate::vault::{Planted, VaultError};
use office::{Line, Played};
use pictures::{DraftPhoto, Pictures};
use reference::{Actor, Reference};

const IN_EVERY_RUN: u64 = 10_000;
const IN_THE_LONG_RUN: u64 = 1_000_000;
/// A planted fault has to be found in so many.
const ENOUGH: u64 = 3_000;
const STEPS: u32 = 24;
const HOUR: i64 = 3_600_000;

#[test]
fn no_order_of_calls_and_syncs_leaves_the_table() {
    let seed = std::env::var("PAYUNG_SEED")
        .ok()
        .map(|seed| seed.parse::<u64>().unwrap());
    if let Some(seed) = seed {
        return World::new()
            .schedule(seed)
            .unwrap_or_else(|wrong| panic!("seed {seed}: {wrong}"));
    }
    so_many(IN_EVERY_RUN);
}

#[test]
#[ignore = "long"]
fn no_order_of_calls_and_syncs_leaves_the_table_in_a_million() {
    so_many(IN_THE_LONG_RUN);
}

/// Tries so many schedules, or as many as are asked for.
fn so_many(number: u64) {
    let number = std::env::var("PAYUNG_SCHEDULES").map_or(number, |number| number.parse().unwrap());
    if let Some((seed, wrong)) = first_wrong(0..number, None) {
        panic!("PAYUNG_SEED={seed}: {wrong}");
    }
}

#[test]
fn each_fault_that_is_planted_is_found() {
    for fault in [
        Planted::DepartsAnyway,
        Planted::WithdrawsAtOnce,
        Planted::TakesBackOnlyFromTheOutbox,
        Planted::ForgetsTheWish,
        Planted::PhotosLeaveAnyway,
        Planted::LeavesPhotosBehind,
        Planted::RemovesSentPhotos,
    ] {
        let found = first_wrong(0..ENOUGH, Some(fault));
        println!("{fault:?}: {found:?}");
        assert!(
            found.is_some(),
            "{fault:?} was not found in {ENOUGH} schedules"
        );
    }
}

/// The first seed that goes wrong, on as many threads as the machine has.
fn first_wrong(seeds: std::ops::Range<u64>, fault: Option<Planted>) -> Option<(u64, String)> {
    let threads = std::thread::available_parallelism().map_or(1, |number| number.get() as u64);
    let stop = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        let striped = |first: u64| {
            let (seeds, stop) = (seeds.clone(), &stop);
            move || {
                let mut world = World::new();
                world.payung.app.store.plant(fault);
                for seed in seeds.skip(first as usize).step_by(threads as usize) {
                    if stop.load(Ordering::Acquire) {
                        return None;
                    }
                    if let Err(wrong) = world.schedule(seed) {
                        stop.store(true, Ordering::Release);
                        return Some((seed, wrong));
                    }
                }
                None
            }
        };
        let running: Vec<_> = (0..threads)
            .map(|first| scope.spawn(striped(first)))
            .collect();
        running
            .into_iter()
            .filter_map(|thread| thread.join().unwrap())
            .min()
    })
}

/// Numbers that follow from a seed (`splitmix64`).
pub struct Chance(u64);

impl Chance {
    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % bound
    }
}

type RunFuture = Pin<Box<dyn Future<Output = Result<RunReport, VaultError>>>>;

/// A phone that lives through many schedules, one after another, each from nothing.
struct World {
    phone: Phone,
    payung: Arc<Payung>,
    line: Arc<Line>,
    /// The phone's office key, for the office that is played.
    key: Arc<OfficeKey>,
    synchronizer: Arc<Synchronizer>,
    /// The answers of a filled draft.
    answers: Vec<(String, Entry)>,
    form_version: u32,
    /// Deadlines need a clock to be there; it is never driven.
    runtime: tokio::runtime::Runtime,
    _home: tempfile::TempDir,
}

/// What is going on in one schedule.
struct Schedule {
    chance: Chance,
    drafts: Vec<RegistrationId>,
    runs: Vec<RunFuture>,
    reference: Reference,
    /// Names typed so far: each is another one.
    names: u64,
    /// The name in each sealed envelope, by its bytes.
    sealed: Vec<(Vec<u8>, String)>,
    /// The name in each draft.
    name: Vec<String>,
    /// The photo of each draft.
    photo: Vec<DraftPhoto>,
    pictures: Pictures,
    /// Whether that name was answered, and not only typed.
    answered: Vec<bool>,
    /// The app lies in the background, and its key is forgotten.
    locked: bool,
}

impl World {
    fn new() -> Self {
        // A disk in memory where there is one: this asks for order, not for durability.
        let memory = std::path::Path::new("/dev/shm");
        let home = if memory.is_dir() {
            tempfile::tempdir_in(memory)
        } else {
            tempfile::tempdir()
        }
        .unwrap();
        let phone = Phone::new();
        let payung = phone.open_in(home.path());
        let view = fill(
            &payung,
            payung.drafts().start("bpu".into()).unwrap(),
            ANSWERS,
        );
        let (keys, draft) = (payung.app.keys().unwrap(), view.draft.parse().unwrap());
        let answers = payung.app.store.entries(&keys, draft).unwrap();
        let form_version = payung.app.store.draft(draft).unwrap().form_version;
        let store = Arc::clone(&payung.app.store);
        let key = Arc::new(OfficeKey::from_bytes(phone.office.to_bytes().as_ref()).unwrap());
        let played = std::sync::Mutex::new(Played::new(Chance(0), Arc::clone(&key)));
        let line = Arc::new(Line {
            played,
            store: Arc::clone(&store),
        });
        let app = Arc::clone(&payung.app);
        let mut http = Http::new(
            "http://127.0.0.1:9",
            Arc::new(move || Host::now(app.as_ref())),
            HttpSettings::default(),
        )
        .unwrap();
        http.carrier = Some(Arc::clone(&line) as _);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let synchronizer = Arc::new(Synchronizer::new(store, http));
        Self {
            phone,
            payung,
            line,
            key,
            synchronizer,
            answers,
            form_version,
            runtime,
            _home: home,
        }
    }

    fn schedule(&mut self, seed: u64) -> Result<(), String> {
        let store = &self.payung.app.store;
        store.forget_everybody();
        self.payung.app.close_all();
        self.phone.clock.millis.store(NOW, Ordering::Release);
        *self.line.lock() = Played::new(Chance(!seed), Arc::clone(&self.key));
        let mut schedule = Schedule {
            chance: Chance(seed),
            drafts: Vec::new(),
            runs: Vec::new(),
            reference: Reference::default(),
            names: 0,
            sealed: Vec::new(),
            name: Vec::new(),
            photo: Vec::new(),
            pictures: Pictures::default(),
            answered: Vec::new(),
            locked: false,
        };
        self.payung.connection().network(Network::Unmetered);
        if schedule.chance.below(2) == 0 {
            // The line was bad before: photos go in the smallest pieces.
            let sizes = 4096_u64 << 32 | 4096;
            store
                .set_meta("photo_pieces", &sizes.to_be_bytes())
                .unwrap();
        }
        for _ in 0..=schedule.chance.below(4) / 3 {
            let row = new_draft("bpu", self.form_version, self.payung.app.now()).unwrap();
            store
                .add_draft(&self.payung.app.keys().unwrap(), &row, &self.answers)
                .unwrap();
            schedule.drafts.push(row.id);
            schedule.name.push("SITI CONTOH".into());
            schedule.answered.push(true);
            schedule.photo.push(DraftPhoto::None);
            self.pass(1);
            if schedule.chance.below(3) > 0 {
                let last = schedule.drafts.len() - 1;
                self.attach(&mut schedule, last, true)?;
            }
        }
        if schedule.chance.below(3) == 0 {
            self.begin_in_a_run(&mut schedule)?;
        }
        for _ in 0..STEPS {
            let actor = self.step(&mut schedule)?;
            self.look(&mut schedule, actor)?;
        }
        self.come_to_rest(&mut schedule)
    }

    /// Photos come late in a run: some schedules begin in the middle of one.
    fn begin_in_a_run(&self, schedule: &mut Schedule) -> Result<(), String> {
        let actor = self.make_ready(schedule, 0, true)?;
        self.look(schedule, actor)?;
        schedule.runs.push(self.run());
        for _ in 0..10 + schedule.chance.below(30) {
            if !schedule.runs.is_empty() {
                self.poll(schedule, 0)?;
                self.look(schedule, Actor::Run)?;
            }
        }
        Ok(())
    }

    fn pass(&self, millis: i64) {
        self.phone.clock.millis.fetch_add(millis, Ordering::AcqRel);
    }

    fn look(&self, schedule: &mut Schedule, actor: Actor) -> Result<(), String> {
        let played = self.line.lock();
        if let Some(wrong) = &played.wrong {
            return Err(wrong.clone());
        }
        schedule
            .reference
            .observe(actor, &self.payung.app.store, &played)?;
        drop(played);
        self.look_at_photos(schedule)
    }

    /// One call, or one poll of a run.
    fn step(&self, schedule: &mut Schedule) -> Result<Actor, String> {
        self.pass(1);
        match schedule.chance.below(20) {
            0..=9 if !schedule.runs.is_empty() => {
                let which = schedule.chance.below(schedule.runs.len() as u64) as usize;
                self.poll(schedule, which)
            }
            10 | 11 if schedule.runs.len() < 2 => {
                // Longer than any delay of so few failures.
                self.pass(2 * HOUR);
                schedule.runs.push(self.run());
                Ok(Actor::Other)
            }
            12 if !schedule.runs.is_empty() && schedule.chance.below(4) == 0 => {
                // The app is closed, or nobody waits any more.
                let which = schedule.chance.below(schedule.runs.len() as u64) as usize;
                drop(schedule.runs.swap_remove(which));
                Ok(Actor::Other)
            }
            13 if !schedule.locked && schedule.chance.below(3) == 0 => {
                self.payung.lock();
                schedule.locked = true;
                Ok(Actor::Other)
            }
            14 if schedule.chance.below(2) == 0 => self.other_call(schedule),
            15 if !schedule.locked => {
                let which = schedule.chance.below(schedule.drafts.len() as u64) as usize;
                self.call_beside(schedule, which)
            }
            _ => self.call(schedule),
        }
    }

    fn run(&self) -> RunFuture {
        let (synchronizer, host) = (
            Arc::clone(&self.synchronizer),
            Arc::clone(&self.payung.app) as Arc<dyn Host>,
        );
        Box::pin(async move { synchronizer.run(host).await })
    }

    fn poll(&self, schedule: &mut Schedule, which: usize) -> Result<Actor, String> {
        let _clock = self.runtime.enter();
        match schedule.runs[which]
            .as_mut()
            .poll(&mut Context::from_waker(Waker::noop()))
        {
            Poll::Pending => {}
            Poll::Ready(Ok(_)) => drop(schedule.runs.swap_remove(which)),
            Poll::Ready(Err(error)) => return Err(format!("a run ended: {error}")),
        }
        Ok(Actor::Run)
    }

    /// A call that changes no state, or lets go what waits.
    fn other_call(&self, schedule: &mut Schedule) -> Result<Actor, String> {
        let connection = self.payung.connection();
        match schedule.chance.below(6) {
            0 => connection.network(Network::None),
            1 => connection.network(Network::Metered),
            2 => connection.network(Network::Unmetered),
            3 => as_it_may(connection.send_all_now(), true, "send_all_now")?,
            4 => as_it_may(connection.retry_now(), true, "retry_now")?,
            _ => self
                .payung
                .app
                .tidy()
                .map_err(|error| format!("tidy: {error}"))?,
        }
        Ok(Actor::Other)
    }

    /// Somebody comes back to an app that forgot its key.
    fn unlock(&self, schedule: &mut Schedule) -> Result<Actor, String> {
        schedule.locked = false;
        as_it_may(self.payung.unlock(), true, "unlock").map(|()| Actor::Other)
    }

    /// A call of the API about one of the drafts, which must do what the reference says.
    fn call(&self, schedule: &mut Schedule) -> Result<Actor, String> {
        if schedule.locked {
            return self.unlock(schedule);
        }
        let which = schedule.chance.below(schedule.drafts.len() as u64) as usize;
        let draft = schedule.drafts[which];
        let store = &self.payung.app.store;
        let registration = store.draft(draft).unwrap().registration;
        let known = registration
            .and_then(|id| schedule.reference.known.get(&id))
            .cloned();
        let is_open = known
            .as_ref()
            .is_none_or(|known| known.state == State::NeedsCorrection);
        let (drafts, registrations) = (self.payung.drafts(), self.payung.registrations());
        let call = schedule.chance.below(20);
        if call < 3 {
            let may = is_open && known.as_ref().is_none_or(|known| !known.wish);
            return self.make_ready(schedule, which, may);
        }
        if call == 3 {
            return self.type_name(schedule, which, is_open);
        }
        if call == 4 && schedule.chance.below(4) == 0 {
            return as_it_may(self.payung.home(), true, "home").map(|()| Actor::Other);
        }
        if matches!(call, 15 | 16) {
            return self.attach(schedule, which, is_open);
        }
        if call == 17 {
            return self.remove(schedule, which, is_open);
        }
        let Some((id, known)) = registration.zip(known) else {
            return self.type_name(schedule, which, is_open);
        };
        let id = id.to_string();
        match call {
            5..=7 => as_it_may(
                registrations.take_back(id),
                known.may_be_taken_back(),
                "take_back",
            )
            .map(|()| Actor::TakeBack),
            8 | 9 => {
                // Most of the wishes come late, so that more happens before.
                if known.left && schedule.chance.below(2) == 0 {
                    return Ok(Actor::Other);
                }
                as_it_may(
                    registrations.withdraw(id),
                    !known.state.is_final(),
                    "withdraw",
                )
                .map(|()| Actor::Withdraw)
            }
            10 | 11 => as_it_may(self.payung.connection().send_now(id), true, "send_now")
                .map(|()| Actor::SendNow),
            12 | 13 => {
                let may = known.state == State::NeedsCorrection;
                as_it_may::<DraftView>(registrations.correct(id), may, "correct")
                    .map(|()| Actor::Other)
            }
            14 => as_it_may(drafts.discard(draft.to_string()), false, "discard")
                .map(|()| Actor::Other),
            _ => as_it_may(registrations.status(id), true, "status").map(|()| Actor::Other),
        }
    }

    fn make_ready(
        &self,
        schedule: &mut Schedule,
        which: usize,
        may: bool,
    ) -> Result<Actor, String> {
        let draft = schedule.drafts[which].to_string();
        let done = self.payung.registrations().ready(draft);
        let may = may && schedule.answered[which] && schedule.photo[which] != DraftPhoto::Removed;
        if let Ok(view) = &done {
            let id = view.registration.parse().unwrap();
            let outbox = self.payung.app.store.outbox(id).unwrap().unwrap();
            self.judge_sealed(schedule, which, id, &outbox.envelope)?;
            let name = schedule.name[which].clone();
            schedule.sealed.push((outbox.envelope, name));
        }
        as_it_may(done, may, "ready").map(|()| Actor::Ready)
    }

    fn type_name(
        &self,
        schedule: &mut Schedule,
        which: usize,
        is_open: bool,
    ) -> Result<Actor, String> {
        schedule.names += 1;
        let name = format!(
            "SITI CONTOH {}",
            char::from(b'A' + (schedule.names % 26) as u8)
        );
        let (drafts, draft) = (self.payung.drafts(), schedule.drafts[which].to_string());
        // What is typed is kept before anybody says *next*. A sealed draft shows nothing, and takes nothing.
        let only_typed = schedule.chance.below(3) == 0;
        let done = if only_typed {
            let shown = drafts.show(draft.clone(), "name".into());
            let seq = shown.map_or(0, |view| view.seq);
            let kept = drafts.edit(draft, "name".into(), secret(&name), seq);
            kept.map(drop)
        } else {
            drafts.answer(draft, "name".into(), secret(&name)).map(drop)
        };
        if done.is_ok() {
            schedule.name[which] = name;
            schedule.answered[which] = !only_typed;
        }
        as_it_may(done, is_open, "answer").map(|()| Actor::Other)
    }

    /// The line is good, officers rest, and the worker lets everything go.
    fn come_to_rest(&self, schedule: &mut Schedule) -> Result<(), String> {
        self.line.lock().calm = true;
        self.payung.connection().network(Network::Unmetered);
        self.unlock(schedule)?;
        for _ in 0..5 {
            let parked = schedule
                .reference
                .known
                .iter()
                .filter(|(_, known)| known.state == State::Parked);
            for id in parked.map(|(id, _)| *id).collect::<Vec<_>>() {
                as_it_may(
                    self.payung.connection().send_now(id.to_string()),
                    true,
                    "send_now",
                )?;
                self.look(schedule, Actor::SendNow)?;
            }
            self.pass(3 * HOUR);
            self.synchronizer.retry_now();
            schedule.runs.push(self.run());
            for polls in 0.. {
                if schedule.runs.is_empty() {
                    break;
                }
                if polls == 10_000 {
                    return Err("a run does not end".into());
                }
                self.poll(schedule, polls % schedule.runs.len())?;
                self.look(schedule, Actor::Run)?;
            }
            if schedule.reference.at_rest(&self.line.lock()).is_ok() {
                break;
            }
        }
        let played = self.line.lock();
        schedule.reference.at_rest(&played)?;
        drop(played);
        self.photos_at_rest(schedule)?;
        let played = self.line.lock();
        for at in played.registrations.values() {
            let Some(bytes) = at.records.get(&at.revision) else {
                continue;
            };
            let Some((_, name)) = schedule
                .sealed
                .iter()
                .find(|(envelope, _)| envelope == bytes)
            else {
                continue;
            };
            let envelope = payung_model::sealed::Envelope::parse(bytes).unwrap();
            let body = envelope
                .open(std::slice::from_ref(&self.phone.office))
                .unwrap();
            let sent = body
                .answers
                .iter()
                .find(|answer| answer.question == "name")
                .map(|answer| answer.value.reveal());
            if sent != Some(name.as_str()) {
                return Err("the office has another name than was sealed".into());
            }
        }
        Ok(())
    }
}

/// A call must do what the reference says that it may.
fn as_it_may<T>(done: Result<T, PayungError>, may: bool, call: &str) -> Result<(), String> {
    match (done, may) {
        (Ok(_), true)
        | (Err(PayungError::NotPossible { .. } | PayungError::MissingAnswers { .. }), false) => {
            Ok(())
        }
        (Ok(_), false) => Err(format!(
            "{call} was done, and should not have been possible"
        )),
        (Err(error), _) => Err(format!("{call}: {error}")),
    }
}
