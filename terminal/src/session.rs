//! The core, opened as the global options say; and stdout, which carries results only.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use payung_core::{
    Clock, DraftLine, HomeView, KeyKeeper, KeyState, LogLine, LogSink, Network, Payung,
    PayungError, PlatformError, RegistrationView, Settings, SyncReport,
};
use payung_model::units::Timestamp;
use serde_json::Value;

use crate::clock::GivenClock;
use crate::keeper::{self, Keeper, Passphrase};
use crate::options::{Global, Language};
use crate::out::{folded, say};
use crate::outcome::Stop;
use crate::words;

pub struct Session {
    pub payung: Arc<Payung>,
    pub clock: Arc<GivenClock>,
    pub home: PathBuf,
    pub lang: Language,
    pub json: bool,
}

/// How often, and how long apart, a home that is in use is tried: another command may be about to
/// end.
const OPENINGS: usize = 20;
const BETWEEN_OPENINGS: Duration = Duration::from_millis(100);
/// A receipt code without its hyphen: `7K2M94QX`.
const RECEIPT_SIGNS: usize = 8;
/// How often a passphrase may be mistyped before the command ends.
const TRIES: usize = 3;
/// Between two tries of `sync --wait`, when the core names no time.
const PAUSE: Duration = Duration::from_secs(1);

impl Session {
    /// Without `needs_key` nothing asks for a passphrase, and a new home gets no key file yet.
    pub fn open(global: &Global, needs_key: bool) -> Result<Self, Stop> {
        let home = home_folder(global)?;
        make_private(&home).map_err(|error| Stop::file(home.display(), &error, global.lang))?;
        let trust = match &global.trust {
            Some(file) => {
                let text = std::fs::read_to_string(file);
                Some(text.map_err(|error| Stop::file(file.display(), &error, global.lang))?)
            }
            None => None,
        };
        let passphrase = match &global.passphrase_file {
            _ if !needs_key => Passphrase::NotNeeded,
            Some(file) => Passphrase::Given(keeper::read_passphrase_file(file, global.lang)?),
            None if global.passphrase => Passphrase::Asked,
            None => Passphrase::NotNamed,
        };
        let settings = Settings {
            home: home
                .to_str()
                .ok_or_else(|| {
                    Stop::input(
                        home.display(),
                        global
                            .lang
                            .of("namanya bukan UTF-8", "its name is not UTF-8"),
                    )
                })?
                .to_owned(),
            trust,
            language: global.lang.model(),
        };
        let clock = Arc::new(GivenClock::new(global.now));
        let keeper = Arc::new(Keeper::new(&home, passphrase, global.lang));
        let payung = open_patiently(&settings, &keeper, &clock)?;
        if global.metered {
            payung.connection().network(Network::Metered);
        }
        Ok(Self {
            payung,
            clock,
            home,
            lang: global.lang,
            json: global.json,
        })
    }

    /// The home view of data that can be opened; else why not.
    pub fn unlocked(&self) -> Result<HomeView, Stop> {
        let mut view = self.payung.home()?;
        for _ in 1..TRIES {
            if view.key != KeyState::WrongPassphrase || !keeper::can_ask() {
                break;
            }
            say(&words::key_now(self.lang, view.key));
            view = self.payung.unlock()?;
        }
        match view.key {
            KeyState::Open => Ok(view),
            KeyState::WrongPassphrase => Err(Stop::input(
                self.lang.of("kata sandi", "passphrase"),
                words::key(self.lang, view.key),
            )),
            closed => Err(Stop::failed(words::key_now(self.lang, closed))),
        }
    }

    /// All drafts, page by page.
    pub fn drafts(&self) -> Result<Vec<DraftLine>, Stop> {
        let mut all = Vec::new();
        loop {
            let page = self
                .payung
                .drafts()
                .page(u32::try_from(all.len()).unwrap_or(u32::MAX))?;
            all.extend(page.drafts);
            if !page.more {
                return Ok(all);
            }
        }
    }

    /// What was printed was on a screen: a draft that will be deleted has been warned of.
    pub fn warned(&self, drafts: &[DraftLine]) -> Result<(), Stop> {
        for draft in drafts.iter().filter(|draft| draft.expires.is_some()) {
            self.payung.drafts().seen(draft.draft.clone())?;
        }
        Ok(())
    }

    /// A draft by the number that the list of drafts shows, or by its id.
    pub fn draft(&self, named: &str) -> Result<String, Stop> {
        match named.parse::<usize>() {
            Ok(number) => self.numbered(
                number,
                self.drafts()?.into_iter().map(|line| line.draft),
                "drafts",
            ),
            Err(_) => Ok(named.to_owned()),
        }
    }

    /// The number of a draft in the list of drafts.
    pub fn number_of(&self, draft: &str) -> usize {
        let drafts = self.drafts().unwrap_or_default();
        drafts
            .iter()
            .position(|line| line.draft == draft)
            .map_or(1, |before| before + 1)
    }

    /// A registration by the number that the list shows, by its receipt code, or by its id.
    pub fn registration(&self, named: &str) -> Result<String, Stop> {
        let code = |text: &str| text.replace('-', "").to_uppercase();
        match named.parse::<usize>() {
            Ok(number) if named.len() < RECEIPT_SIGNS => {
                let all = self
                    .registrations()?
                    .into_iter()
                    .map(|view| view.registration);
                self.numbered(number, all, "status")
            }
            _ if code(named).len() != RECEIPT_SIGNS => Ok(named.to_owned()),
            _ => {
                let all = self.registrations()?;
                let mut same = all.iter().filter(|view| code(&view.receipt) == code(named));
                match (same.next(), same.next()) {
                    (Some(one), None) => Ok(one.registration.clone()),
                    // Two that share a code are told apart by their numbers.
                    (Some(_), Some(_)) => Err(self.not_in_list(named, "status")),
                    (None, _) => Ok(named.to_owned()),
                }
            }
        }
    }

    /// The registration that was named, or the only one there is.
    pub fn registration_or_only(&self, named: Option<&str>) -> Result<String, Stop> {
        self.unlocked()?;
        if let Some(named) = named {
            return self.registration(named);
        }
        let mut all = self.registrations()?;
        // What was asked for about a registration is not another one.
        all.retain(|view| !view.is_request);
        let words = match (all.pop(), all.is_empty()) {
            (Some(one), true) => return Ok(one.registration),
            (None, _) => self
                .lang
                .of("belum ada pendaftaran di sini", "there is none here yet"),
            (Some(_), false) => self.lang.of(
                "ada beberapa; sebutkan nomornya dari `status`",
                "there are several; name one by its number in `status`",
            ),
        };
        Err(Stop::input("registration", words))
    }

    /// Is there anything but requests?
    pub fn has_registration(&self) -> Result<bool, Stop> {
        self.unlocked()?;
        Ok(self.registrations()?.iter().any(|view| !view.is_request))
    }

    fn numbered(
        &self,
        number: usize,
        mut ids: impl Iterator<Item = String>,
        list: &str,
    ) -> Result<String, Stop> {
        let found = number.checked_sub(1).and_then(|before| ids.nth(before));
        found.ok_or_else(|| self.not_in_list(&number.to_string(), list))
    }

    fn not_in_list(&self, named: &str, list: &str) -> Stop {
        let see = self.lang.of(
            "tidak ada dalam daftar. Lihat nomornya dengan:",
            "is not in the list. See the numbers with:",
        );
        Stop::input(named, format_args!("{see}\n{}", words::command(list)))
    }

    /// All registrations, page by page.
    pub fn registrations(&self) -> Result<Vec<RegistrationView>, Stop> {
        let mut all: Vec<RegistrationView> = Vec::new();
        loop {
            let page = self
                .payung
                .registrations()
                .page(all.last().map(|last| last.registration.clone()))?;
            all.extend(page.registrations);
            if !page.more {
                return Ok(all);
            }
        }
    }

    /// Today, by the clock that the core goes by.
    pub fn today(&self) -> Result<String, Stop> {
        let now = self.clock.now_millis().ok();
        now.and_then(|millis| Timestamp::from_millis(millis).ok())
            .map(|now| now.date().to_string())
            .ok_or_else(|| Stop::failed("--now"))
    }

    /// Sends and asks for news; while something waits, again, for at most `wait` altogether.
    pub fn sync(&self, wait: Duration) -> Result<SyncReport, Stop> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| Stop::failed(words::file(self.lang, &error)))?;
        let mut left = wait;
        let mut whole = SyncReport::default();
        loop {
            let report = runtime.block_on(self.payung.connection().sync())?;
            add(&mut whole, report);
            if whole.waiting == 0 || left.is_zero() {
                return Ok(whole);
            }
            let pause = whole
                .retry_in_millis
                .map_or(PAUSE, Duration::from_millis)
                .clamp(PAUSE, left.max(PAUSE))
                .min(left);
            self.clock.wait(pause);
            left -= pause;
        }
    }

    /// The one result: a JSON document, or words.
    pub fn result(&self, json: &Value, words: &str) -> Result<(), Stop> {
        let mut out = std::io::stdout().lock();
        let written = if self.json {
            writeln!(out, "{json:#}")
        } else {
            write!(out, "{}", folded(words, &out))
        };
        // Whoever closed stdout has read enough.
        written
            .and_then(|()| out.flush())
            .map_err(|_| Stop::silent())
    }
}

/// What went wrong inside, for whoever mends this program: on stderr, when `PAYUNG_LOG` is set.
struct StderrLog;

impl LogSink for StderrLog {
    fn log(&self, line: LogLine) -> Result<(), PlatformError> {
        say(&format!("payung-term: {line}"));
        Ok(())
    }
}

fn log_sink() -> Option<Arc<dyn LogSink>> {
    std::env::var_os("PAYUNG_LOG")
        .filter(|value| !value.is_empty())
        .map(|_| Arc::new(StderrLog) as Arc<dyn LogSink>)
}

fn open_patiently(
    settings: &Settings,
    keeper: &Arc<Keeper>,
    clock: &Arc<GivenClock>,
) -> Result<Arc<Payung>, Stop> {
    let mut openings = 1..OPENINGS;
    let log = log_sink();
    loop {
        let clock = Arc::clone(clock) as Arc<dyn Clock>;
        match Payung::open(
            settings.clone(),
            Arc::clone(keeper) as Arc<dyn KeyKeeper>,
            clock,
            None,
            log.clone(),
        ) {
            Err(PayungError::TryLater { .. }) if openings.next().is_some() => {
                std::thread::sleep(BETWEEN_OPENINGS);
            }
            opened => return Ok(opened?),
        }
    }
}

/// Counts add up over tries; what waits is the last one's.
fn add(whole: &mut SyncReport, last: SyncReport) {
    *whole = SyncReport {
        received: whole.received + last.received,
        changed: whole.changed + last.changed,
        bytes_sent: whole.bytes_sent + last.bytes_sent,
        bytes_received: whole.bytes_received + last.bytes_received,
        new_bundle: whole.new_bundle || last.new_bundle,
        ..last
    };
}

fn home_folder(global: &Global) -> Result<PathBuf, Stop> {
    let set = |name: &str| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    global
        .home
        .clone()
        .or_else(|| set("XDG_DATA_HOME").map(|data| data.join("payung")))
        .or_else(|| set("HOME").map(|home| home.join(".local/share/payung")))
        .ok_or_else(|| {
            let words = global.lang.of(
                "foldernya tidak disebut, dan XDG_DATA_HOME serta HOME tidak ada",
                "no folder is given, and neither XDG_DATA_HOME nor HOME is set",
            );
            Stop::input("--home", words)
        })
}

fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_of_several_tries_add_up_and_what_waits_is_the_last_ones() {
        let mut whole = SyncReport::default();
        add(
            &mut whole,
            SyncReport {
                waiting: 2,
                bytes_sent: 10,
                problem: Some("offline".into()),
                ..SyncReport::default()
            },
        );
        add(
            &mut whole,
            SyncReport {
                received: 2,
                bytes_sent: 30,
                new_bundle: true,
                ..SyncReport::default()
            },
        );
        let expected = SyncReport {
            received: 2,
            bytes_sent: 40,
            new_bundle: true,
            ..SyncReport::default()
        };
        assert_eq!(whole, expected);
    }
}
