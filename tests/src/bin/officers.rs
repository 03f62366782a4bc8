//! An office with something in its queue, for `tests/browser`: real phones registered, the
//! officers' page runs.
//!
//! Prints one line of JSON (where the page is, who may sign in, what was sent), then answers each
//! line of stdin: `phone N` syncs that phone and prints its registration as one line of JSON;
//! `correct N` lets it answer a correction of its name first. It ends, with all it made, when stdin
//! does. Its clock stands, so that pictures of the page are the same whenever they are taken.

use std::io::{BufRead, Write};
use std::process::{ExitCode, Stdio};

use payung_model::card::Card;
use payung_model::person::Nik;
use payung_model::programme::Programme;
use payung_model::sealed::SigningKey;
use payung_office::keys::Keys;
use payung_tests::clock::Time;
use payung_tests::office::Office;
use payung_tests::phone::Phone;
use payung_tests::wire::Wire;
use payung_tests::{Outcome, samples};
use serde_json::{Value, json};

/// Invented people: name, NIK, when they press send.
const WORKERS: [(&str, &str, &str); 5] = [
    ("SITI CONTOH", samples::NIK, "08:05"),
    ("BUDI CONTOH", "3201011203850002", "08:31"),
    ("DEWI CONTOH LESTARI", "3201014807920003", "09:02"),
    ("SITI CONTOH", samples::NIK, "09:20"),
    ("AGUS CONTOH", "3201010109780004", "09:41"),
];
const OFFICERS: [(&str, &str); 3] = [("rina", "reader"), ("dewi", "decider"), ("agus", "admin")];
/// Of every invented officer.
const PASSWORD: &str = "payung hujan pasar";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("officers: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let wire = Wire::new()?;
    let mut office = Office::found_by(folder.path(), &wire.url, at("08:00")?)?;
    let mut phones = Vec::new();
    let mut sent = Vec::new();
    for (place, (name, nik, time)) in WORKERS.iter().enumerate() {
        office.time = at(time)?;
        let serving = office.serve_with_rates("127.0.0.1:0")?;
        wire.connect(Some(serving.address()));
        let (phone, registration) = register(&office, place, name, nik)?;
        sent.push(json!({ "registration": registration, "name": name, "nik": nik }));
        phones.push(phone);
    }
    office.time = at("09:47")?;
    office.open()?;
    for (name, role) in OFFICERS {
        let mut child = office
            .command(&["officer", "add", name, "--role", role])?
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()?;
        if let Some(mut stdin) = child.stdin.take() {
            writeln!(stdin, "{PASSWORD}")?;
        }
        if !child.wait()?.success() {
            return Err(format!("{name} could not be added").into());
        }
    }
    let serving = office.serve_with_rates("127.0.0.1:0")?;
    wire.connect(Some(serving.address()));
    let page = office.page()?;
    say(&json!({ "url": page.url, "password": PASSWORD, "sent": sent, "card": card(&office)? }))?;
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let (verb, place) = line.split_once(' ').unwrap_or_default();
        let place = place
            .parse::<usize>()
            .ok()
            .filter(|_| matches!(verb, "phone" | "correct"));
        let Some((phone, sent)) =
            place.and_then(|place| Some((phones.get(place)?, sent.get(place)?)))
        else {
            return Err(format!("{line:?} is no question").into());
        };
        phone.run(&["sync"])?;
        if verb == "correct" {
            // The worker answers the correction, and the machine opens what comes.
            let file = office.folder.join("correction.json");
            std::fs::write(&file, json!({ "name": "SITI AMINAH CONTOH" }).to_string())?;
            let registration = sent["registration"].as_str().unwrap_or_default();
            let (view, code) = phone.json(&[
                "correct",
                registration,
                "--answers",
                &file.to_string_lossy(),
            ])?;
            if code != 0 {
                return Err(format!("the correction could not be sent: {view}").into());
            }
            office.open()?;
        }
        say(&phone
            .json(&["status", sent["registration"].as_str().unwrap_or_default()])?
            .0)?;
    }
    Ok(())
}

/// The page that checks cards, as the office writes it, and two cards of 23 November that are good for
/// thirty days: the office's, and one that another key signed.
fn card(office: &Office) -> Outcome<Value> {
    let page = office.folder.join("card.html");
    office.run(&["card", "page", &page.to_string_lossy()])?;
    let card = Card::of(
        "KANTOR CONTOH PAYUNG",
        &Nik::parse(samples::NIK).map_err(|problem| problem.to_string())?,
        "SITI CONTOH",
        "2027-01-31".parse()?,
        vec![Programme::Jkk, Programme::Jkm],
        "2026-11-23T09:00:00+07:00".parse()?,
        30,
    )?;
    let keys = Keys::load(&office.keys, None)?;
    let key = keys.card().ok_or("the office has no card key")?;
    let foreign = SigningKey::from_bytes(&[9; 32])?;
    Ok(json!({ "page": page, "good": card.sign(key), "foreign": card.sign(&foreign) }))
}

fn register(office: &Office, place: usize, name: &str, nik: &str) -> Outcome<(Phone, String)> {
    let phone = Phone {
        home: office.folder.join(format!("phone-{place}")),
        ..office.phone()
    };
    let mut answers = samples::answers();
    answers["name"] = json!(name);
    answers["nik"] = json!(nik);
    let papers = office.folder.join(format!("answers-{place}"));
    samples::write(&papers, &answers, None)?;
    let (view, code) = phone.register(&papers)?;
    match view["registration"].as_str() {
        Some(registration) if code == 0 => Ok((phone, registration.to_owned())),
        _ => Err(format!("{name} could not register: exit {code}: {view}").into()),
    }
}

fn at(time: &str) -> Outcome<Time> {
    Time::at(&format!("2026-11-23T{time}:00+07:00"))
}

fn say(document: &Value) -> Outcome<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{document}")?;
    Ok(out.flush()?)
}
