//! A registration that was got back by a code goes on from the new phone: an accident is reported with
//! photos, the office is asked for something, and its answers are read there.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use payung_core::{IncidentView, Payung, PhotoSource, RegistrationState, RequestView};
use payung_model::secret::Secret;
use payung_tests::paying::{PayingPhone, PayingTown};
use payung_tests::shell::{go_on, sync_now as sync};
use payung_tests::{Outcome, samples};
use serde_json::{Value, json};

const ACCIDENT: &str = "accident";
const BORN: &str = "15-01-1990";

/// The code that the first phone shows.
fn code_of(worker: &PayingPhone) -> Outcome<Secret> {
    let view = worker.payung.recovery().code(worker.registration.clone())?;
    let groups: Vec<&str> = view.groups.iter().map(Secret::reveal).collect();
    Ok(Secret::new(groups.join("-")))
}

/// Another phone, with an empty home, that got the registration back and has heard from the office.
fn recovered(town: &PayingTown, code: Secret) -> Outcome<Arc<Payung>> {
    let phone = town.shell("new")?.open()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(phone.recovery().recover(code, Secret::new(BORN)))?;
    sync(&phone)?;
    Ok(phone)
}

/// A drawn page; no two are alike.
fn page(folder: &Path, number: u16) -> Outcome<PathBuf> {
    let file = folder.join(format!("page-{number}.jpg"));
    std::fs::write(&file, samples::ktp(900 + 40 * number, 1200, None)?)?;
    Ok(file)
}

fn photograph(phone: &Payung, first: &str, paper: &str, file: &Path) -> Outcome<IncidentView> {
    let path = file.to_string_lossy().into_owned();
    Ok(phone.incidents().photograph(
        first.to_owned(),
        ACCIDENT.into(),
        paper.into(),
        PhotoSource::Picked { path },
    )?)
}

/// Asks about the registration, and sends it; the request's id.
fn ask(town: &PayingTown, phone: &Payung, first: &str, answers: &Value) -> Outcome<String> {
    let begun = phone.registrations().request(first.to_owned())?;
    let draft = go_on(phone, begun, answers, &town.folder.path().join("no-card"))?;
    let request = phone.registrations().ready(draft)?.registration;
    sync(phone)?;
    Ok(request)
}

fn request(phone: &Payung, first: &str, id: &str) -> Outcome<RequestView> {
    let all = phone.registrations().requests(Some(first.to_owned()))?;
    let found = all.into_iter().find(|request| request.id == id);
    Ok(found.ok_or("no such request")?)
}

/// What an officer reads of it.
fn shown(town: &PayingTown, id: &str, more: &[&str]) -> Outcome<Value> {
    let keys = town.keys();
    town.office
        .json(&[&["show", id, "--keys", &keys], more].concat())
}

fn texts(shown: &Value, kind: &str, field: &str) -> Vec<String> {
    let rows = shown[kind].as_array().into_iter().flatten();
    rows.filter_map(|row| row[field].as_str().map(str::to_owned))
        .collect()
}

fn accept(town: &PayingTown, id: &str, words: &str) -> Outcome<()> {
    town.office.run(&["accept", id, "--words", words])?;
    Ok(())
}

#[test]
fn an_accident_is_reported_with_photos_from_the_phone_that_got_the_registration_back() -> Outcome<()>
{
    let town = PayingTown::new(None)?;
    let worker = town.register(1)?;
    let code = code_of(&worker)?;
    worker.sync()?;
    let first = worker.registration.clone();
    let phone = recovered(&town, code)?;
    let folder = town.folder.path();

    let before = phone
        .incidents()
        .incident(Some(first.clone()), ACCIDENT.into())?;
    assert!(before.report.ok_or("a report")?.possible);
    photograph(&phone, &first, "police", &page(folder, 1)?)?;
    photograph(&phone, &first, "receipts", &page(folder, 2)?)?;
    let begun = phone.incidents().report(first.clone(), ACCIDENT.into())?;
    let answers = json!({
        "incident_note": true, "who_reports": "worker", "happened": "22-11-2026", "happened_time": "07.30",
        "happened_words": "CONTOH: jatuh dari motor.", "outcome": "", "reporter_name": "", "phone": "",
        "consent_incident": true
    });
    let draft = go_on(&phone, begun, &answers, &folder.join("no-card"))?;
    let sent = phone.registrations().ready(draft)?.registration;
    let report = sync(&phone)?;
    assert_eq!((report.waiting, report.parked), (0, 0), "{report:?}");
    assert_eq!(
        phone.registrations().status(sent.clone())?.state,
        RegistrationState::Received
    );

    // The officer finds it under the registration that the first phone sent, with its photos.
    town.pass()?;
    let listed = town.office.json(&["list", "--purpose", "incident"])?;
    assert_eq!(
        (listed[0]["id"].as_str(), &listed[0]["flags"]),
        (Some(sent.as_str()), &json!([]))
    );
    let receipt = phone.registrations().status(first.clone())?.receipt;
    assert_eq!(listed[0]["completes"].as_str(), Some(receipt.as_str()));
    let photos = folder.join("photos").to_string_lossy().into_owned();
    let seen = shown(&town, &sent, &["--photos", &photos])?;
    assert_eq!(
        texts(&seen, "photos", "question"),
        ["paper_police_1", "paper_receipts_1"]
    );
    for file in texts(&seen, "photos", "file") {
        assert!(std::fs::read(&file)?.starts_with(&[0xff, 0xd8]), "{file}");
    }
    let answers = texts(&seen, "answers", "value");
    assert!(answers.contains(&"2026-11-22".to_owned()), "{answers:?}");

    // The answer is read on the phone that reported, and both phones go on.
    accept(&town, &sent, "CONTOH: lapor ke rumah sakit mitra.")?;
    sync(&phone)?;
    let view = phone
        .incidents()
        .incident(Some(first.clone()), ACCIDENT.into())?;
    let report = view.report.ok_or("a report")?;
    let [answered] = report.sent.as_slice() else {
        return Err(format!("not exactly one report: {:?}", report.sent).into());
    };
    assert_eq!(answered.state, RegistrationState::Accepted);
    assert_eq!(
        answered.answer.as_ref().map(Secret::reveal),
        Some("CONTOH: lapor ke rumah sakit mitra.")
    );
    assert_eq!((report.draft, report.photos), (None, 0));
    worker.sync()?;
    let on_first = worker.payung.registrations();
    assert_eq!(
        on_first.status(first.clone())?.state,
        RegistrationState::Received
    );
    assert_eq!(on_first.requests(Some(first))?, []);
    Ok(())
}

#[test]
fn the_office_is_asked_from_the_new_phone_and_asks_back_before_it_answers() -> Outcome<()> {
    let town = PayingTown::new(None)?;
    let worker = town.register(1)?;
    let code = code_of(&worker)?;
    worker.sync()?;
    let first = worker.registration.clone();
    let phone = recovered(&town, code)?;
    assert!(phone.registrations().status(first.clone())?.can_request);
    // The office decided before anything was asked: the new phone hears of that too.
    town.pass()?;
    shown(&town, &first, &[])?;
    accept(&town, &first, "CONTOH: selamat bergabung.")?;
    sync(&phone)?;
    assert_eq!(
        phone.registrations().status(first.clone())?.state,
        RegistrationState::Accepted
    );

    let answers = json!({
        "request": "complaint", "complaint_about": "agent",
        "complaint_words": "CONTOH: agen minta uang."
    });
    let complaint = ask(&town, &phone, &first, &answers)?;
    town.pass()?;
    shown(&town, &complaint, &[])?;
    town.office.run(&[
        "correct",
        &complaint,
        "--question",
        "complaint_words=CONTOH: agen yang mana?",
    ])?;
    sync(&phone)?;
    let asked = request(&phone, &first, &complaint)?;
    assert_eq!(
        (asked.state, asked.corrections.len()),
        (RegistrationState::NeedsCorrection, 1)
    );
    // Its answers are here, unlike those of the registration that came back.
    let begun = phone.registrations().correct(complaint.clone())?;
    let view = phone.drafts().answer(
        begun.draft,
        "complaint_words".into(),
        Secret::new("CONTOH: agen di pasar."),
    )?;
    phone.registrations().ready(view.draft)?;
    sync(&phone)?;
    town.pass()?;
    let seen = shown(&town, &complaint, &[])?;
    let answers = texts(&seen, "answers", "value");
    assert!(
        answers.contains(&"CONTOH: agen di pasar.".to_owned()),
        "{answers:?}"
    );
    accept(&town, &complaint, "CONTOH: agen itu sudah kami tegur.")?;
    sync(&phone)?;
    let told = request(&phone, &first, &complaint)?;
    assert_eq!(
        (told.state, told.answer.as_ref().map(Secret::reveal)),
        (
            RegistrationState::Accepted,
            Some("CONTOH: agen itu sudah kami tegur.")
        )
    );

    // What only the first phone has cannot be sent again from the new one, and it says so.
    let refused = phone.registrations().correct(first.clone());
    assert!(refused.is_err(), "{refused:?}");
    // The copy of the data is about the registration, whoever asks for it.
    let copy = ask(
        &town,
        &phone,
        &first,
        &json!({ "request": "copy", "copy_note": true }),
    )?;
    town.pass()?;
    let listed = town.office.json(&["list", "--purpose", "copy"])?;
    assert_eq!(
        (listed[0]["id"].as_str(), &listed[0]["flags"]),
        (Some(copy.as_str()), &json!([]))
    );
    Ok(())
}
