//! The steps, each checked: a demo that goes on after a wrong state would be advertising.

use std::path::{Path, PathBuf};

use payung_model::content::Content;
use payung_model::text::{Lang, Message};
use payung_tests::clock::Time;
use payung_tests::office::{Office, Serving};
use payung_tests::phone::{KEPT_FOR_LATER, Phone};
use payung_tests::pty::Pty;
use payung_tests::rude::{Reply, Rude};
use payung_tests::stopwatch::Stopwatch;
use payung_tests::wire::Wire;
use payung_tests::{Outcome, samples};
use serde_json::{Value, json};

use super::money;

/// Tells the whole story; `keep` leaves the office running.
pub fn tell(keep: bool) -> Outcome<()> {
    let folder = Folder::new(keep)?;
    let say = Teller(Stopwatch::start());
    println!("Payung demo: SITI CONTOH registers. Everybody and everything in it is invented.\n");

    let wire = Wire::new()?;
    let office = Office::found_by(&folder.path, &wire.url, Time::Machine)?;
    samples::write(
        &folder.path.join("answers"),
        &samples::answers(),
        Some("CONTOH: where the picture was taken"),
    )?;
    let phone = office.phone();
    let trust = std::fs::metadata(folder.path.join("trust.json"))?.len();
    say.line(
        "office",
        &format!(
            "made its keys, a trust file ({trust} bytes) and signed bundle 1; it is not running"
        ),
    );

    let draft = begin_and_die(&phone, &say)?;
    let registration = finish_offline(&phone, &folder.path.join("answers"), &draft, &say)?;

    behind_a_portal(&phone, &wire, &registration, &say)?;
    let serving = office.serve_with_rates("127.0.0.1:0")?;
    wire.connect(Some(serving.address()));
    say.line("office", &format!("serves on {}", serving.url));
    send_over_a_bad_line(&phone, &wire, &registration, &say)?;

    ask_for_a_correction(&office, &registration, &say)?;
    correct(&phone, &folder.path, &registration, &say)?;
    office.open()?;
    office.run(&["accept", &registration])?;
    say.line("officer", "opened revision 2, accepted it");
    sync(&phone, 0)?;
    let status = expect(&phone, &registration, "accepted")?;
    say.line(
        "phone",
        &format!(
            "«{}», after {} bytes sent in all",
            text(&status, "words"),
            status["bytes_sent"]
        ),
    );
    timeline(&status);
    money::pay(&phone, &office, &folder, &registration, &say)?;
    end(serving, wire, &office, &folder, keep)
}

/// Answers the first questions in a terminal; the phone dies at the next one.
fn begin_and_die(phone: &Phone, say: &Teller) -> Outcome<String> {
    let questions = [
        ("start", ""),
        ("ever_member", "1"),
        ("age", "3"),
        ("employer", "1"),
        ("payer", "1"),
    ];
    let mut terminal = Pty::start(phone.command(&["register"])?)?;
    for (question, typed) in questions {
        terminal.wait_for(&title(question)?)?;
        terminal.type_line(typed)?;
    }
    terminal.wait_for(&title("occupation")?)?;
    terminal.kill()?;
    let (drafts, _) = phone.json(&["drafts"])?;
    let draft = drafts
        .get(0)
        .map(|draft| text(draft, "draft"))
        .ok_or("the draft is gone after the kill")?;
    say.line(
        "phone",
        &format!(
            "{} questions answered, kill -9 at the next; the draft is there: «{}»",
            questions.len(),
            text(&drafts[0], "line")
        ),
    );
    Ok(draft)
}

/// Resumes; the office is down: sealed and kept.
fn finish_offline(phone: &Phone, answers: &Path, draft: &str, say: &Teller) -> Outcome<String> {
    let file = answers.join("answers.json");
    let card = std::fs::metadata(answers.join("ktp.jpg"))?.len();
    let (view, code) = phone.json(&[
        "resume",
        draft,
        "--answers",
        &file.to_string_lossy(),
        "--photos",
        &answers.to_string_lossy(),
    ])?;
    check(code == KEPT_FOR_LATER, || {
        format!("resume ended with {code}, not with {KEPT_FOR_LATER} (kept for later)")
    })?;
    let sealed: u64 = files(&phone.home.join("photos"))?
        .iter()
        .map(|(_, size)| size)
        .sum();
    say.line(
        "phone",
        &format!(
            "the rest answered; card {card} bytes, shrunk and sealed {sealed} bytes; «{}»",
            text(&view, "words")
        ),
    );
    say.line(
        "phone",
        &format!(
            "no office to be reached: «{}»; kept, exit code {code}",
            text(&view["problem"], "words")
        ),
    );
    Ok(text(&view, "registration"))
}

/// A Wi-Fi answers in the office's place: status 200, and a page of its own. Nothing counts as
/// sent.
fn behind_a_portal(phone: &Phone, wire: &Wire, registration: &str, say: &Teller) -> Outcome<()> {
    let portal = Rude::new()?;
    portal.obey(|_| Reply::page(200));
    wire.connect(Some(portal.url.trim_start_matches("http://")));
    let kept = files(&phone.home.join("photos"))?;
    let report = sync(phone, KEPT_FOR_LATER)?;
    check(!portal.take_seen().is_empty(), || {
        "the Wi-Fi was not asked for anything".into()
    })?;
    say.line(
        "network",
        "a Wi-Fi that wants a log-in answers in the office's place: 200 OK, a page in HTML",
    );
    let problem = text(&report["problem"], "words");
    let meant = Content::built_in()?
        .texts
        .format(Lang::Id, &Message::new("wait-portal"));
    check(problem == meant, || {
        format!("the phone says {problem:?}, not {meant:?}")
    })?;
    let status = expect(phone, registration, "sending")?;
    check(files(&phone.home.join("photos"))? == kept, || {
        "a photo went with the Wi-Fi's answer".into()
    })?;
    say.line(
        "phone",
        &format!(
            "«{problem}»; it takes no page for an answer: still «{}»",
            text(&status, "words")
        ),
    );
    wire.connect(None);
    Ok(())
}

fn send_over_a_bad_line(
    phone: &Phone,
    wire: &Wire,
    registration: &str,
    say: &Teller,
) -> Outcome<()> {
    let photo = files(&phone.home.join("photos"))?
        .first()
        .map_or(0, |(_, size)| *size);
    let before = wire.passed();
    wire.cut_after(u32::try_from(photo / 2 + 4_000)?);
    sync(phone, 0)?;
    check(wire.cuts() == 1, || "the line was not cut".into())?;
    say.line(
        "network",
        &format!("cut once, in the middle of the photo ({photo} bytes)"),
    );
    let status = expect(phone, registration, "received")?;
    let sent = wire.passed() - before;
    say.line(
        "phone",
        &format!(
            "went on in the same try from the byte that the office had, {sent} bytes in all: «{}», receipt {}",
            text(&status, "words"),
            text(&status, "receipt")
        ),
    );
    check(sent < 2 * photo, || {
        format!("it sent {sent} bytes, as if the photo had gone twice")
    })
}

fn ask_for_a_correction(office: &Office, registration: &str, say: &Teller) -> Outcome<()> {
    office.open()?;
    let keys = office.keys.to_string_lossy().into_owned();
    let shown = office.json(&["show", registration, "--keys", &keys])?;
    say.line(
        "officer",
        &format!(
            "opened it (audited first): {} answers readable",
            shown["answers"].as_array().map_or(0, Vec::len)
        ),
    );
    office.run(&[
        "correct",
        registration,
        "--keys",
        &keys,
        "--question",
        "phone=Nomor ini tidak tersambung. Tulis nomor lain.",
    ])?;
    say.line(
        "officer",
        "asked for another mobile number, in words sealed to this phone",
    );
    Ok(())
}

fn correct(phone: &Phone, folder: &Path, registration: &str, say: &Teller) -> Outcome<()> {
    sync(phone, 0)?;
    let status = expect(phone, registration, "needs_correction")?;
    say.line(
        "phone",
        &format!(
            "«{}»: {}",
            text(&status, "words"),
            text(&status["corrections"][0], "words")
        ),
    );
    let answers = folder.join("correction");
    std::fs::create_dir_all(&answers)?;
    std::fs::write(
        answers.join("answers.json"),
        serde_json::to_vec(&json!({"phone": "0813 0000 0002"}))?,
    )?;
    let (view, code) = phone.json(&[
        "correct",
        registration,
        "--answers",
        &answers.join("answers.json").to_string_lossy(),
    ])?;
    check(code == 0, || format!("correct ended with {code}"))?;
    check(view["revision"] == 2, || {
        format!("revision {} instead of 2", view["revision"])
    })?;
    let status = expect(phone, registration, "received")?;
    say.line(
        "phone",
        &format!(
            "only that question was asked; revision 2: «{}», the photo did not travel again",
            text(&status, "words")
        ),
    );
    Ok(())
}

fn end(serving: Serving, wire: Wire, office: &Office, folder: &Folder, keep: bool) -> Outcome<()> {
    let address = wire.url.trim_start_matches("http://").to_owned();
    check(serving.stop()?, || "the office did not end well".into())?;
    drop(wire);
    if !keep {
        println!(
            "\nNothing is left running, and the demo's folder is removed. `./payung demo --keep` leaves the office."
        );
        return Ok(());
    }
    let serving = office.serve_with_rates(&address)?;
    println!("\nThe office serves on {}. Look around:", serving.url);
    println!("  ./payung office --dir {} list", office.dir.display());
    println!(
        "  ./payung term --home {0}/phone --trust {0}/trust.json status",
        folder.path.display()
    );
    println!("Stop it with: kill {}", serving.keep());
    Ok(())
}

/// The state the phone reports, or what it reports instead.
fn expect(phone: &Phone, registration: &str, state: &str) -> Outcome<Value> {
    let (status, _) = phone.json(&["status", registration])?;
    check(status["state"] == state, || {
        format!("state is {} instead of {state}: {status}", status["state"])
    })?;
    Ok(status)
}

pub fn sync(phone: &Phone, expected: i32) -> Outcome<Value> {
    let (report, code) = phone.json(&["sync"])?;
    check(code == expected, || {
        format!("sync ended with {code} instead of {expected}: {report}")
    })?;
    Ok(report)
}

fn timeline(status: &Value) {
    for event in status["timeline"].as_array().into_iter().flatten() {
        println!(
            "             revision {} · {}",
            event["revision"],
            text(event, "words")
        );
    }
}

fn title(question: &str) -> Outcome<String> {
    let content = Content::built_in()?;
    Ok(content
        .texts
        .format(Lang::Id, &Message::new(format!("q-{question}"))))
}

pub fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

fn files(folder: &Path) -> Outcome<Vec<(PathBuf, u64)>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        files.push((entry.path(), entry.metadata()?.len()));
    }
    Ok(files)
}

pub fn check(holds: bool, otherwise: impl FnOnce() -> String) -> Outcome<()> {
    if holds {
        Ok(())
    } else {
        Err(otherwise().into())
    }
}

/// Prints a line with the seconds since the start.
pub struct Teller(Stopwatch);

impl Teller {
    /// Prints it.
    pub fn line(&self, who: &str, what: &str) {
        println!("{:5.1} s  {who:<8} {what}", self.0.elapsed().as_secs_f64());
    }
}

/// The demo's own folder: removed at the end, unless it is kept.
pub struct Folder {
    pub path: PathBuf,
    _removed_when_dropped: Option<tempfile::TempDir>,
}

impl Folder {
    fn new(keep: bool) -> Outcome<Self> {
        let folder = tempfile::Builder::new().prefix("payung-demo-").tempdir()?;
        if keep {
            return Ok(Self {
                path: folder.keep(),
                _removed_when_dropped: None,
            });
        }
        Ok(Self {
            path: folder.path().to_owned(),
            _removed_when_dropped: Some(folder),
        })
    }
}
