//! The phone's disk is full, or fails, at each call that a registration makes of it.
//!
//! For every call of the API, and for every number n: the home is put back as it was before the
//! call, its n-th request to the disk fails (and, when the disk is full, all that need room after
//! it), and then there is room again. The call says so in a way a shell can act on, what had been
//! acknowledged is there, the same call works now, and leaves what it leaves when nothing fails.

use std::collections::BTreeMap;
use std::path::Path;

use payung_core::{Payung, PayungError, PhotoSource};
use payung_model::engine::ScreenKind;
use payung_model::sealed::Digest;
use payung_tests::disk::{BROKEN, Control, Disk, FULL, GROW, SHRINK, SYNC, in_memory};
use payung_tests::phone::Phone;
use payung_tests::shell::{sync, text};
use payung_tests::town::Town;
use payung_tests::{Outcome, samples};
use rusqlite::{Connection, OpenFlags};

type Call = Box<dyn Fn(&Payung) -> Result<(), PayungError>>;

/// A kind of failure: its name, which requests, how many, what they say.
const KINDS: [(&str, u64, u64, u64); 2] = [
    ("full", GROW, u64::MAX, FULL),
    ("broken", GROW | SYNC | SHRINK, 1, BROKEN),
];

/// Of one call, no more requests than these: a loop that never ends is a failure too.
const MOST: u64 = 400;

#[test]
fn every_request_of_a_registration_to_a_full_or_failing_disk_is_answered_and_loses_nothing()
-> Outcome<()> {
    let name =
        "every_request_of_a_registration_to_a_full_or_failing_disk_is_answered_and_loses_nothing";
    if Disk::watches(name) {
        return Trial::new()?.run();
    }
    let folder = in_memory()?;
    let Some(disk) = Disk::new(folder.path())? else {
        return Ok(());
    };
    disk.again(name, false, &[("PAYUNG_ROOT", &disk.root)])
}

#[test]
fn a_full_or_failing_disk_leaves_the_terminal_no_half_key() -> Outcome<()> {
    let folder = in_memory()?;
    let Some(disk) = Disk::new(folder.path())? else {
        return Ok(());
    };
    let control = disk.control()?;
    let mut refused = 0;
    let stride = if long() { 1 } else { 3 };
    for (kind, acts, count, error) in KINDS {
        for number in (0..MOST).step_by(stride) {
            let phone = Phone::new(&disk.root.join(format!("{kind}{number}")));
            let mut command = phone.command(&["--json", "home"])?;
            control.fail(acts, number, count, error)?;
            let output = disk.watch(&mut command, false).output()?;
            let failed = control.heal()?;
            let words = String::from_utf8_lossy(&output.stderr);
            let when = format!(
                "{kind} from request {number}: {:?}: {words}",
                output.status.code()
            );
            refused += u64::from(!output.status.success());
            // 2: the home that was named cannot be made, and why.
            assert!(
                !words.contains("panicked") && matches!(output.status.code(), Some(0..=2)),
                "{when}"
            );
            assert!(
                output.status.success() || failed > 0 && words.len() > 10,
                "{when}"
            );
            let (view, code) = phone.json(&["home"])?;
            assert_eq!(
                (code, view["key"].as_str()),
                (0, Some("open")),
                "{when}, then {view}"
            );
            if failed == 0 {
                break;
            }
        }
    }
    println!("{refused} starts were refused in words");
    assert!(refused > 10);
    Ok(())
}

/// Every third request where the same is asked a hundred times over; every one in the long run.
fn long() -> bool {
    std::env::var_os("PAYUNG_LONG").is_some()
}

struct Trial {
    town: Town,
    control: Control,
    /// The home as it was before the call.
    before: tempfile::TempDir,
    failed: u64,
    refused: BTreeMap<String, u64>,
    absorbed: u64,
}

impl Trial {
    fn new() -> Outcome<Self> {
        let mut town = Town::new()?;
        town.shell.home = Path::new(&std::env::var("PAYUNG_ROOT")?).join("apps/payung");
        let (control, before) = (Control::here()?, in_memory()?);
        Ok(Self {
            town,
            control,
            before,
            failed: 0,
            refused: BTreeMap::new(),
            absorbed: 0,
        })
    }

    fn run(mut self) -> Outcome<()> {
        self.opening("the first start")?;
        let (answers, card) = (
            samples::answers(),
            self.town.card.to_string_lossy().into_owned(),
        );
        let start: Call = Box::new(|payung| payung.drafts().start("bpu".into()).map(drop));
        self.step("start", &start)?;
        let draft = self.town.open()?.home()?.drafts[0].draft.clone();
        let mut answered = 0;
        loop {
            let view = self.town.open()?.drafts().resume(draft.clone())?;
            if view.step.kind != ScreenKind::Question {
                break;
            }
            let (draft, question, card) = (draft.clone(), view.step.id.clone(), card.clone());
            let answer = text(&answers[&question]);
            let (name, question_is_photo) = (format!("answer {question}"), question == "ktp");
            let call: Call = if question_is_photo {
                let source = move || PhotoSource::Picked { path: card.clone() };
                Box::new(move |payung| {
                    payung
                        .drafts()
                        .photo(draft.clone(), question.clone(), source())
                        .map(drop)
                })
            } else {
                Box::new(move |payung| {
                    payung
                        .drafts()
                        .answer(draft.clone(), question.clone(), answer.clone())
                        .map(drop)
                })
            };
            answered += 1;
            // The app that has just been opened makes files; one that is open only writes to them.
            if answered <= 2 || question_is_photo {
                self.step(&name, &call)?;
            } else {
                self.again_and_again(&name, &call)?;
            }
        }
        // The same once more, and with a photo that goes: only in the long run, as pictures take
        // their time.
        if long() {
            let draft = draft.clone();
            let source = move || PhotoSource::Picked { path: card.clone() };
            let again: Call = Box::new(move |payung| {
                payung
                    .drafts()
                    .photo(draft.clone(), "ktp".into(), source())
                    .map(drop)
            });
            self.step("another photo", &again)?;
        }
        let ready: Call =
            Box::new(move |payung| payung.registrations().ready(draft.clone()).map(drop));
        self.step("ready", &ready)?;
        self.opening("a start with something ready")?;
        let id = self.town.open()?.home()?.registrations[0]
            .registration
            .clone();
        self.syncing(&id)?;
        let (absorbed, refused) = (&self.absorbed, &self.refused);
        println!(
            "note: {} requests failed; {refused:?}; {absorbed} calls did not need what failed",
            self.failed
        );
        assert!(
            self.failed > 300 && refused.len() == 2,
            "every kind of answer"
        );
        Ok(())
    }

    /// Fails each request of one call in turn; in the end the home is as the call leaves it.
    fn step(&mut self, name: &str, call: &Call) -> Outcome<()> {
        self.keep()?;
        let old = rows(&self.town.shell.home)?;
        let payung = self.town.open()?;
        call(&payung).map_err(|error| format!("{name}: {error}"))?;
        drop(payung);
        let expected = rows(&self.town.shell.home)?;
        for (kind, acts, count, error) in KINDS {
            for number in 0..MOST {
                self.put_back()?;
                let payung = self.town.open()?;
                self.control.fail(acts, number, count, error)?;
                let result = call(&payung);
                let failed = self.control.heal()?;
                self.count(name, kind, number, failed, result.as_ref().map(drop))?;
                let when = format!("{name}, {kind} from request {number}: {result:?}");
                if result.is_err() {
                    let now = rows(&self.town.shell.home)?;
                    assert!(
                        now == old || now == expected,
                        "{when}: {old:?} became {now:?}"
                    );
                    call(&payung).map_err(|error| {
                        format!("{when}: and again when there is room: {error}")
                    })?;
                }
                assert_eq!(rows(&self.town.shell.home)?, expected, "{when}");
                // The app is closed on a disk that fails as well, and opened when there is room.
                self.control.fail(acts, number, count, error)?;
                drop(payung);
                self.control.heal()?;
                self.town.open()?.home()?;
                assert_eq!(
                    rows(&self.town.shell.home)?,
                    expected,
                    "{when}, after the next start"
                );
                photos_are_whole(&self.town.shell.home, &when)?;
                if failed == 0 {
                    break;
                }
            }
        }
        Ok(())
    }

    /// The same for an answer, in an app that stays open: given again it takes its own place.
    fn again_and_again(&mut self, name: &str, call: &Call) -> Outcome<()> {
        let payung = self.town.open()?;
        call(&payung).map_err(|error| format!("{name}: {error}"))?;
        let expected = rows(&self.town.shell.home)?;
        for (kind, acts, count, error) in KINDS {
            for number in 0..MOST {
                self.control.fail(acts, number, count, error)?;
                let result = call(&payung);
                let failed = self.control.heal()?;
                self.count(name, kind, number, failed, result.as_ref().map(drop))?;
                call(&payung)
                    .map_err(|error| format!("{name}, {kind} from {number}: again: {error}"))?;
                assert_eq!(
                    rows(&self.town.shell.home)?,
                    expected,
                    "{name}, {kind} from request {number}: {result:?}"
                );
                if failed == 0 {
                    break;
                }
            }
        }
        Ok(())
    }

    /// The same for a start of the app.
    fn opening(&mut self, name: &str) -> Outcome<()> {
        self.keep()?;
        let expected = rows(&self.town.shell.home)?;
        for (kind, acts, count, error) in KINDS {
            for number in 0..MOST {
                self.put_back()?;
                self.control.fail(acts, number, count, error)?;
                let result = self.town.shell.open();
                let failed = self.control.heal()?;
                self.count(name, kind, number, failed, result.as_ref().map(drop))?;
                drop(result);
                let payung = self
                    .town
                    .open()
                    .map_err(|error| format!("{name}, {kind} from {number}: again: {error}"))?;
                assert_eq!(
                    payung.home()?.key,
                    payung_core::KeyState::Open,
                    "{name}, {kind} from request {number}"
                );
                drop(payung);
                let rows = rows(&self.town.shell.home)?;
                assert!(
                    expected.is_empty() || rows == expected,
                    "{name}, {kind} from {number}: {expected:?}, {rows:?}"
                );
                if failed == 0 {
                    break;
                }
            }
        }
        Ok(())
    }

    /// The same for a sync: the office gets everything once, however often the phone had to begin
    /// again.
    fn syncing(&mut self, id: &str) -> Outcome<()> {
        let stride = if long() { 1 } else { 3 };
        self.keep()?;
        for (kind, acts, count, error) in KINDS {
            for number in (0..MOST).step_by(stride) {
                self.put_back()?;
                let payung = self.town.open()?;
                self.control.fail(acts, number, count, error)?;
                let result = blocking_sync(&payung);
                let failed = self.control.heal()?;
                self.count("sync", kind, number, failed, result.as_ref().map(drop))?;
                let when = format!("sync, {kind} from request {number}: {result:?}");
                self.town
                    .sync_in_the_end(&payung)
                    .map_err(|error| format!("{when}: {error}"))?;
                assert_eq!(
                    payung.registrations().status(id.to_owned())?.state,
                    payung_core::RegistrationState::Received,
                    "{when}"
                );
                if failed == 0 {
                    break;
                }
            }
        }
        assert_eq!(self.town.listed()?.len(), 1, "once at the office");
        Ok(())
    }

    /// Only answers that a shell can act on.
    fn count(
        &mut self,
        call: &str,
        kind: &str,
        number: u64,
        failed: u64,
        result: Result<(), &PayungError>,
    ) -> Outcome<()> {
        self.failed += failed.min(1);
        match result {
            Ok(()) => self.absorbed += failed.min(1),
            Err(PayungError::DiskFull { .. }) if kind == "full" => {
                *self
                    .refused
                    .entry("no room left on this phone".into())
                    .or_default() += 1;
            }
            Err(PayungError::DiskFull { .. } | PayungError::TryLater { .. })
                if kind == "broken" =>
            {
                *self.refused.entry("try again later".into()).or_default() += 1;
            }
            Err(other) => {
                return Err(format!("{call}, {kind} from request {number}: {other:?}").into());
            }
        }
        assert!(
            failed > 0 || result.is_ok(),
            "{call}: {result:?} though nothing failed"
        );
        Ok(())
    }

    fn keep(&mut self) -> Outcome<()> {
        self.before = in_memory()?;
        copy(&self.town.shell.home, &self.before.path().join("home"))
    }

    fn put_back(&self) -> Outcome<()> {
        let home = &self.town.shell.home;
        if home.exists() {
            std::fs::remove_dir_all(home)?;
        }
        copy(&self.before.path().join("home"), home)
    }
}

fn blocking_sync(payung: &Payung) -> Result<payung_core::SyncReport, PayungError> {
    match sync(payung) {
        Ok(report) => Ok(report),
        Err(error) => {
            Err(*error
                .downcast::<PayungError>()
                .map_err(|other| PayungError::Configuration {
                    words: String::new(),
                    place: other.to_string(),
                })?)
        }
    }
}

/// How many rows each table has: ids and seals are new with each try.
fn rows(home: &Path) -> Outcome<BTreeMap<String, i64>> {
    let file = home.join("payung.db");
    if !file.exists() {
        return Ok(BTreeMap::new());
    }
    let sql = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let verdict: String = sql.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
    assert_eq!(verdict, "ok");
    let mut counts = BTreeMap::new();
    for table in [
        "person",
        "draft",
        "answer",
        "photo",
        "registration",
        "event",
        "outbox",
        "outbox_photo",
    ] {
        let count = sql.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| {
            row.get(0)
        })?;
        counts.insert(table.to_owned(), count);
    }
    Ok(counts)
}

/// As many files as rows, none half, none left over.
fn photos_are_whole(home: &Path, when: &str) -> Outcome<()> {
    let sql =
        Connection::open_with_flags(home.join("payung.db"), OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut query =
        sql.prepare("SELECT digest FROM photo UNION SELECT digest FROM outbox_photo")?;
    let named = query
        .query_map([], |row| row.get::<_, [u8; 32]>(0))?
        .collect::<Result<Vec<_>, _>>()?;
    let mut found = Vec::new();
    for file in std::fs::read_dir(home.join("photos"))? {
        found.push(Digest::of(&std::fs::read(file?.path())?).0);
    }
    found.sort_unstable();
    assert_eq!(named, found, "{when}");
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Outcome<()> {
    if !from.exists() {
        return Ok(());
    }
    std::fs::create_dir_all(to)?;
    for item in std::fs::read_dir(from)? {
        let item = item?;
        let to = to.join(item.file_name());
        if item.file_type()?.is_dir() {
            copy(&item.path(), &to)?;
        } else {
            std::fs::copy(item.path(), to)?;
        }
    }
    Ok(())
}
