//! The core, opened as the global options say; and stdout, which carries results only.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use payung_core::{
    Clock, DraftLine, HomeView, KeyKeeper, KeyState, LogLine, LogSink, Network, Payung,
    PayungError, PlatformError, RegistrationState, RegistrationView, Settings, SyncReport,
};
use payung_model::units::Timestamp;
use serde_json::Value;

use crate::clock::GivenClock;
use crate::keeper::{self, Keeper, Passphrase};
use crate::options::{Global, Language};
use crate::out::{folded, print_notice};
use crate::outcome::Stop;
use crate::{json, print, words};

pub struct Session {
    pub payung: Arc<Payung>,
    pub clock: Arc<GivenClock>,
    pub home: PathBuf,
    pub lang: Language,
    pub json: bool,
    /// A person types the passphrase at a terminal, so a wrong one can be typed again.
    may_type_again: bool,
}

/// Tries to open a home that is in use, and the time between them: another command may be about to
/// end.
const OPENINGS: usize = 20;
const BETWEEN_OPENINGS: Duration = Duration::from_millis(100);
/// A receipt code without its hyphen: `7K2M94QX`.
const RECEIPT_SIGNS: usize = 8;
/// Tries to type a passphrase before the command ends.
const TRIES: usize = 3;
/// Between two tries of `sync --wait`, when the core names no time.
const PAUSE: Duration = Duration::from_secs(1);

impl Session {
    /// Without `needs_key` nothing asks for a passphrase, and a new home gets no key file yet.
    pub fn open(global: &Global, needs_key: bool) -> Result<Self, Stop> {
        let home = home_folder(global)?;
        // The folder belongs to its owner alone before a key or an answer is written into it.
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
        let may_type_again = passphrase.is_asked();
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
        payung.connection().network(if global.metered {
            Network::Metered
        } else {
            Network::Unmetered
        });
        Ok(Self {
            payung,
            clock,
            home,
            lang: global.lang,
            json: global.json,
            may_type_again,
        })
    }

    /// The home view of data that can be opened; else why not.
    pub fn unlocked(&self) -> Result<HomeView, Stop> {
        let mut view = self.payung.home()?;
        for _ in 1..TRIES {
            if view.key != KeyState::WrongPassphrase || !self.may_type_again {
                break;
            }
            print_notice(&words::key_now(self.lang, view.key));
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

    /// Notes that these drafts were shown with their warnings. No draft is deleted without a
    /// warning that was seen.
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
            // A receipt code may be of digits alone, so eight of them are a code, and fewer are a
            // number in the list.
            Ok(number) if named.len() < RECEIPT_SIGNS => {
                // The oldest is number 1, so that what is sent later moves no number.
                let all = self.registrations()?.into_iter().rev();
                self.numbered(number, all.map(|view| view.registration), "status")
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

    /// A registration as [`Session::registration`] finds it; a request or an addition is refused with
    /// the registration that it is about, since bills, cover and further requests are that one's.
    pub fn membership(&self, named: &str) -> Result<String, Stop> {
        let id = self.registration(named)?;
        let all = self.registrations()?;
        let Some(request) = all
            .iter()
            .find(|it| it.registration == id && (it.is_request || it.completes.is_some()))
        else {
            return Ok(id);
        };
        let about = all
            .iter()
            .rev()
            .zip(1..)
            .find(|(it, _)| Some(&it.registration) == request.completes.as_ref());
        let what = self.lang.of(
            "itu permintaan atau tambahan, bukan pendaftaran",
            "that is a request or an addition and no registration",
        );
        let words = match about {
            Some((it, number)) => {
                let use_this = self
                    .lang
                    .of("Pendaftarannya nomor", "Its registration is number");
                format!("{what}. {use_this} {number}: {}", it.receipt)
            }
            None => what.to_owned(),
        };
        Err(Stop::input(named, words))
    }

    /// All registrations, the newest first, with the numbers by which they are named.
    pub fn numbered_registrations(&self) -> Result<Vec<(usize, RegistrationView)>, Stop> {
        let all = self.registrations()?;
        Ok((1..=all.len()).rev().zip(all).collect())
    }

    /// The registration that was named behind the command, or the only one there is.
    pub fn registration_or_only(&self, named: Option<&str>) -> Result<String, Stop> {
        let how = self.lang.of(
            "Sebut salah satu nomornya di belakang perintah:",
            "Write the number of one after the command:",
        );
        self.named_or_only(named, how)
    }

    /// The same of a command that takes it as an option, since another thing stands behind it.
    pub fn registration_of_option(&self, named: Option<&str>) -> Result<String, Stop> {
        let how = self.lang.of(
            "Sebut salah satu nomornya dengan --registration NOMOR:",
            "Name one by its number with --registration NUMBER:",
        );
        self.named_or_only(named, how)
    }

    /// `how`: how one of several is named.
    fn named_or_only(&self, named: Option<&str>, how: &str) -> Result<String, Stop> {
        self.unlocked()?;
        if let Some(named) = named {
            return self.membership(named);
        }
        let all = self.registrations()?;
        match meant(&all)[..] {
            [one] => Ok(one.registration.clone()),
            [] => Err(Stop::wrong(self.lang.of(
                "Belum ada pendaftaran di HP ini.",
                "There is no registration here yet.",
            ))),
            ref several => {
                let ask = self.lang.of(
                    "Di sini ada beberapa pendaftaran.",
                    "There are several registrations here.",
                );
                let number = |view: &RegistrationView| {
                    let all = (1..=all.len()).rev().zip(&all);
                    let mut same = all.filter(|(_, it)| it.registration == view.registration);
                    same.next().map_or(0, |(number, _)| number)
                };
                let line = |view: &&RegistrationView| {
                    let about = [view.purpose_words.as_str(), &view.words];
                    let about = about.into_iter().filter(|words| !words.is_empty());
                    let about = about.collect::<Vec<_>>().join(", ");
                    format!("{:>3}  {}  {about}", number(view), view.receipt)
                };
                let lines: Vec<String> = several.iter().map(line).collect();
                Err(Stop::wrong(format!("{ask} {how}\n{}", lines.join("\n"))))
            }
        }
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
            // At least a second lies between two tries, and no pause is longer than what is left of
            // the wait.
            let pause = whole
                .retry_in_millis
                .map_or(PAUSE, Duration::from_millis)
                .clamp(PAUSE, left.max(PAUSE))
                .min(left);
            self.clock.wait(pause);
            left -= pause;
        }
    }

    /// The first screen as the result.
    pub fn home_result(&self, home: &HomeView) -> Result<(), Stop> {
        let count = if home.more_registrations {
            self.registrations()?.len()
        } else {
            home.registrations.len()
        };
        let numbers: Vec<usize> = (1..=count).rev().collect();
        self.result(&json::home(home), &print::home(home, &numbers, self.lang))
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

/// The core's log on stderr, for developers, when `PAYUNG_LOG` is set.
struct StderrLog;

impl LogSink for StderrLog {
    fn log(&self, line: LogLine) -> Result<(), PlatformError> {
        print_notice(&format!("payung-term: {line}"));
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

/// The registrations that a command may mean that names none. A membership goes before what somebody
/// pays for others; a request, and what was added later, belong to another one.
fn meant(all: &[RegistrationView]) -> Vec<&RegistrationView> {
    let of = |is: fn(&&RegistrationView) -> bool| all.iter().filter(is).collect::<Vec<_>>();
    let memberships = of(|view| view.is_membership);
    let living: Vec<_> = memberships
        .iter()
        .copied()
        .filter(|view| !is_gone(view))
        .collect();
    if !living.is_empty() {
        return living;
    }
    let payers = of(|view| !view.is_request && view.completes.is_none() && !view.is_membership);
    if payers.is_empty() {
        memberships
    } else {
        payers
    }
}

/// Withdrawn, refused or erased: it has no bill, card or cover any more.
fn is_gone(view: &RegistrationView) -> bool {
    view.is_over && view.state != RegistrationState::Accepted
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
    use payung_core::{ProblemCode, ProblemView};

    use super::*;

    #[test]
    fn counts_of_several_tries_add_up_and_what_waits_is_the_last_ones() {
        let mut whole = SyncReport::default();
        add(
            &mut whole,
            SyncReport {
                waiting: 2,
                bytes_sent: 10,
                problem: Some(ProblemView {
                    code: ProblemCode::Offline,
                    words: "CONTOH".into(),
                }),
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
