//! Reporting an incident, through the real sync to the real office: papers are photographed without a
//! line, the report arrives over one that breaks, an officer looks at it and answers.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use payung_core::{IncidentView, Payung, PayungError, PhotoSource, RegistrationState};
use payung_tests::rude::Reply;
use payung_tests::shell::{go_on, sync_now as sync};
use payung_tests::town::Town;
use payung_tests::{Outcome, samples};
use serde_json::json;

const DEATH: &str = "death";

/// Ready, sent and received.
fn registered(town: &Town, payung: &Arc<Payung>) -> Outcome<String> {
    let id = town.ready(payung)?.registration;
    sync(payung)?;
    Ok(id)
}

/// A drawn page; no two are alike.
fn page(folder: &Path, number: u16) -> Outcome<PathBuf> {
    let file = folder.join(format!("page-{number}.jpg"));
    std::fs::write(&file, samples::ktp(900 + 40 * number, 1200, None)?)?;
    Ok(file)
}

fn photograph(
    payung: &Payung,
    first: &str,
    paper: &str,
    file: &Path,
) -> Result<IncidentView, PayungError> {
    let path = file.to_string_lossy().into_owned();
    payung.incidents().photograph(
        first.to_owned(),
        DEATH.into(),
        paper.into(),
        PhotoSource::Picked { path },
    )
}

/// How many pages of it are kept, and whether it is ticked.
fn paper<'v>(view: &'v IncidentView, id: &str) -> Outcome<&'v payung_core::IncidentPaper> {
    Ok(view
        .papers
        .iter()
        .find(|paper| paper.id == id)
        .ok_or("no such paper")?)
}

/// What an officer sees of the report, and the answer.
fn answered_by_an_officer(town: &Town, report: &str) -> Outcome<()> {
    town.office.open()?;
    let listed = town.office.json(&["list", "--purpose", "incident"])?;
    assert_eq!(listed[0]["id"].as_str(), Some(report));
    assert_eq!(listed[0]["flags"], json!([]));
    let photos = town
        .folder
        .path()
        .join("photos")
        .to_string_lossy()
        .into_owned();
    let seen = town
        .office
        .json(&["show", report, "--keys", &town.keys(), "--photos", &photos])?;
    let of = |kind: &str, field: &str| -> Vec<String> {
        let rows = seen[kind].as_array().into_iter().flatten();
        rows.filter_map(|row| row[field].as_str().map(str::to_owned))
            .collect()
    };
    assert_eq!(
        of("photos", "question"),
        [
            "paper_certificate_1",
            "paper_certificate_2",
            "paper_family_card_1"
        ]
    );
    for file in of("photos", "file") {
        assert!(std::fs::read(&file)?.starts_with(&[0xff, 0xd8]), "{file}");
    }
    let answer = |question: &str| {
        let rows = seen["answers"].as_array().into_iter().flatten();
        let mut found = rows.filter(|row| row["question"] == question);
        found
            .next()
            .and_then(|row| row["value"].as_str())
            .map(str::to_owned)
    };
    assert_eq!(answer("happened").as_deref(), Some("2026-11-20"));
    assert_eq!(
        answer("papers_death").as_deref(),
        Some("ktp_both,certificate,family_card")
    );
    let log = town.office.json(&["audit"])?.to_string();
    assert!(
        log.contains("\"show\"") && log.contains("\"photos\""),
        "{log}"
    );
    town.office.run(&[
        "accept",
        report,
        "--words",
        "CONTOH: surat ahli waris masih kurang.",
    ])?;
    Ok(())
}

#[test]
fn two_papers_photographed_without_a_line_reach_the_office_over_a_cut_and_are_answered()
-> Outcome<()> {
    let town = Town::new()?;
    let mut payung = town.open()?;
    let first = registered(&town, &payung)?;
    let folder = town.folder.path();
    let files = [page(folder, 1)?, page(folder, 2)?, page(folder, 3)?];

    // No line: ticks and photos are kept at once, and a restart finds them.
    town.rude.behind(None);
    payung
        .incidents()
        .tick(first.clone(), DEATH.into(), "ktp_both".into(), true)?;
    photograph(&payung, &first, "family_card", &files[0])?;
    photograph(&payung, &first, "certificate", &files[1])?;
    drop(payung);
    payung = town.open()?;
    let view = photograph(&payung, &first, "certificate", &files[2])?;
    let numbers: Vec<u32> = paper(&view, "certificate")?
        .pages
        .iter()
        .map(|page| page.number)
        .collect();
    assert_eq!(
        (numbers, paper(&view, "family_card")?.pages.len()),
        (vec![1, 2], 1)
    );
    assert!(paper(&view, "ktp_both")?.ticked && paper(&view, "certificate")?.ticked);
    let report = view.report.ok_or("a report")?;
    assert_eq!(
        (report.possible, report.photos, report.sent.len()),
        (true, 3, 0)
    );

    // A page can be taken out and taken again.
    let removed =
        payung
            .incidents()
            .remove_page(first.clone(), DEATH.into(), "certificate".into(), 1)?;
    assert_eq!(paper(&removed, "certificate")?.pages.len(), 1);
    photograph(&payung, &first, "certificate", &files[1])?;
    let kept = payung
        .incidents()
        .page(first.clone(), DEATH.into(), "certificate".into(), 1)?;
    assert!(
        kept.starts_with(&[0xff, 0xd8]) && kept.len() <= 100_000,
        "{}",
        kept.len()
    );

    let begun = payung.incidents().report(first.clone(), DEATH.into())?;
    let answers = json!({
        "incident_note": true, "heir_reports": "family", "at_work": "no", "happened": "20-11-2026",
        "happened_words": "CONTOH: sakit.", "reporter_name": "BUDI CONTOH", "phone": "", "consent_incident": true
    });
    let draft = go_on(&payung, begun, &answers, &town.card)?;
    let sent = payung.registrations().ready(draft)?;
    sync(&payung)?;
    assert_ne!(
        payung
            .registrations()
            .status(sent.registration.clone())?
            .state,
        RegistrationState::Received
    );

    // A line that breaks in the middle of a photo.
    town.rude.behind(Some(town.serving.address()));
    let left = Arc::new(Mutex::new(2_u8));
    town.rude.obey(move |request| {
        let mut left = left
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if request.is_photo() && request.method == "PATCH" && *left > 0 {
            *left -= 1;
            // The office kept the piece and its answer is lost; then not even that.
            return if *left == 1 {
                Reply::Lost
            } else {
                Reply::Raw(Vec::new())
            };
        }
        Reply::Office
    });
    sync(&payung)?;
    town.rude.behave();
    town.sync_in_the_end(&payung)?;
    let shown = payung
        .incidents()
        .incident(Some(first.clone()), DEATH.into())?;
    let report = shown.report.clone().ok_or("a report")?;
    assert_eq!(
        (report.draft, report.photos, report.sent.len()),
        (None, 0, 1)
    );
    assert_eq!(report.sent[0].state, RegistrationState::Received);
    assert_eq!(
        report.sent[0].words,
        "sudah sampai di KANTOR CONTOH PAYUNG, belum dijawab"
    );
    assert_eq!(paper(&shown, "certificate")?.sent, "2 lembar sudah dikirim");

    answered_by_an_officer(&town, &sent.registration)?;
    sync(&payung)?;
    let report = payung
        .incidents()
        .incident(Some(first.clone()), DEATH.into())?
        .report
        .ok_or("a report")?;
    let answered = report.sent[0].answer.as_ref().ok_or("an answer")?;
    assert_eq!(answered.reveal(), "CONTOH: surat ahli waris masih kurang.");

    // What was missing follows with a report of its own.
    let view = photograph(&payung, &first, "heirs_letter", &files[0])?;
    let report = view.report.ok_or("a report")?;
    assert_eq!((report.photos, report.sent.len()), (1, 1));
    assert_ne!(report.draft, None);
    Ok(())
}

#[test]
fn at_the_terminal_papers_are_kept_the_report_is_sent_and_wrong_input_is_named() -> Outcome<()> {
    let town = Town::new()?;
    let phone = town.office.phone();
    let folder = town.folder.path().join("answers");
    let (first, code) = phone.register(&folder)?;
    assert_eq!(code, 0, "{first}");
    let file = page(&folder, 4)?;
    let photo = |paper: &str| format!("{paper}={}", file.display());

    let (view, code) = phone.json(&[
        "report",
        "accident",
        "--photo",
        &photo("police"),
        "--photo",
        &photo("receipts"),
    ])?;
    assert_eq!((code, &view["report"]["photos"]), (3, &json!(2)), "{view}");
    // A page that is only looked at, or taken out, is nothing that was kept for later.
    let shown = folder.join("page.jpg");
    let nowhere = folder.join("nowhere/page.jpg");
    for (file, ends) in [(&shown, 0), (&nowhere, 2)] {
        let file = file.to_string_lossy();
        let show = ["report", "accident", "--show", "police=1", "--file", &file];
        let output = phone.run(&show)?;
        assert_eq!(output.status.code(), Some(ends), "{output:?}");
    }
    assert!(shown.exists());
    // A file that is not there is told before anything is changed.
    let both = ["--remove", "police=1", "--photo", "police=nowhere.jpg"];
    let output = phone.run(&[&["report", "accident"][..], &both].concat())?;
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let (view, code) = phone.json(&["report", "accident", "--remove", "police=1"])?;
    assert_eq!((code, &view["report"]["photos"]), (0, &json!(1)), "{view}");
    for (args, place) in [
        (
            vec!["report", "accident", "--photo", "passport=x.jpg"],
            "--photo",
        ),
        (
            vec!["report", "accident", "--remove", "police=1"],
            "--remove",
        ),
        (vec!["report", "accident"], "--answers"),
    ] {
        let output = phone.run(&args)?;
        let said = String::from_utf8(output.stderr)?;
        assert_eq!(output.status.code(), Some(2), "{args:?}: {said}");
        assert!(said.starts_with(place), "{args:?}: {said}");
    }
    let answers = json!({
        "who_reports": "worker", "happened": "22-11-2026", "happened_time": "07.30", "happened_words": "",
        "outcome": "", "reporter_name": "", "phone": "", "consent_incident": true
    });
    let named = folder.join("report.json");
    std::fs::write(&named, answers.to_string())?;
    let (sent, code) =
        phone.json(&["report", "accident", "--answers", &named.to_string_lossy()])?;
    assert_eq!(
        (code, sent["purpose"].as_str(), sent["state"].as_str()),
        (0, Some("incident"), Some("received")),
        "{sent}"
    );
    let code = first["receipt"].as_str().ok_or("a receipt")?;
    let run = phone.run(&["incident", "accident", "--registration", code])?;
    let said = String::from_utf8(run.stdout)?;
    assert!(said.contains("Laporan kejadian"), "{said}");
    Ok(())
}
