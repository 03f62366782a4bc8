//! Reports of incidents: what is photographed is in a draft at once, and travels as a request.

use payung_model::engine::FrameShape;
use payung_model::form::{Entry, Value};
use payung_model::units::Zone;

use super::corrections::{ask, received};
use super::*;

const ACCIDENT: &str = "accident";
const CARD: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../tests/photos/set/held_out-dark-00.jpg"
);
const REST: &[(&str, &str)] = &[
    ("incident_note", "yes"),
    ("who_reports", "family"),
    ("happened_words", ""),
    ("outcome", ""),
    ("reporter_name", "BUDI CONTOH"),
    ("phone", ""),
    ("consent_incident", "yes"),
];

fn photograph(payung: &Payung, first: &str, paper: &str) -> Result<IncidentView, PayungError> {
    let source = PhotoSource::Picked { path: CARD.into() };
    let incidents = payung.incidents();
    incidents.photograph(first.into(), ACCIDENT.into(), paper.into(), source)
}

fn look(payung: &Payung, first: &str) -> IncidentView {
    let incidents = payung.incidents();
    incidents
        .incident(Some(first.into()), ACCIDENT.into())
        .unwrap()
}

fn report(view: &IncidentView) -> &IncidentReport {
    view.report.as_ref().unwrap()
}

fn words(error: PayungError) -> String {
    match error {
        PayungError::NotPossible { words } => words,
        other => panic!("{other:?}"),
    }
}

fn pages(view: &IncidentView, paper: &str) -> Vec<u32> {
    let paper = view.papers.iter().find(|it| it.id == paper).unwrap();
    paper.pages.iter().map(|page| page.number).collect()
}

#[test]
fn nothing_is_reported_of_what_has_not_left_this_phone_and_the_words_say_what_to_do() {
    let phone = Phone::new();
    let payung = phone.open();
    let without = payung.incidents().incident(None, ACCIDENT.into()).unwrap();
    assert!(report(&without).words.contains("kantor cabang"));
    let first = ready(&payung);
    let view = look(&payung, &first);
    assert!(!report(&view).possible && report(&view).words.contains("kantor cabang"));
    let cannot = |paper: &IncidentPaper| !paper.can_photograph && paper.frame.is_none();
    assert!(view.papers.iter().all(cannot));
    let refused = words(photograph(&payung, &first, "ktp").unwrap_err());
    assert_eq!(refused, report(&view).words);
    assert!(payung.home().unwrap().drafts.is_empty());
    // What is ticked stays noted all the same.
    let incidents = payung.incidents();
    let ticked = incidents
        .tick(first, ACCIDENT.into(), "ktp".into(), true)
        .unwrap();
    assert!(ticked.papers.iter().any(|paper| paper.ticked));
}

#[test]
fn what_was_noted_ticked_and_photographed_is_in_the_report_and_nothing_is_asked_twice() {
    let phone = Phone::new();
    let payung = phone.open();
    let first = received(&payung);
    let incidents = payung.incidents();
    let happened = Some(NOW - 3_600_000);
    incidents
        .note(first.clone(), ACCIDENT.into(), happened, None)
        .unwrap();
    incidents
        .tick(first.clone(), ACCIDENT.into(), "doctor".into(), true)
        .unwrap();
    assert_eq!(
        report(&look(&payung, &first)).button,
        "Laporkan kejadian ini"
    );
    photograph(&payung, &first, "receipts").unwrap();
    let view = photograph(&payung, &first, "receipts").unwrap();
    assert_eq!(pages(&view, "receipts"), [1, 2]);
    let hard = view.papers.iter().flat_map(|paper| &paper.pages);
    assert!(hard.into_iter().all(|page| page.warning.contains("gelap")));
    assert_eq!(report(&view).photos_words.split(' ').next(), Some("2"));
    assert_eq!(report(&view).button, "Lanjutkan laporan");
    // Another run of the app goes on with it.
    drop((incidents, payung));
    let payung = phone.open();
    assert_eq!(pages(&look(&payung, &first), "receipts"), [1, 2]);

    let begun = payung
        .incidents()
        .report(first.clone(), ACCIDENT.into())
        .unwrap();
    assert_eq!(begun.step.id, "incident_note");
    // An answer of the list would be missing for every question that is asked besides.
    let end = fill(&payung, begun, REST);
    assert_eq!(end.step.kind, ScreenKind::Review, "{}", end.step.id);
    let line = payung.home().unwrap().drafts.remove(0);
    assert!(line.line.starts_with("Laporan kejadian"), "{}", line.line);
    let sent = payung.registrations().ready(end.draft).unwrap();
    let body = phone.read(&payung, &sent.registration);
    assert_eq!(
        (body.form.as_str(), body.purpose.as_str()),
        ("incident_accident", "incident")
    );
    let answer = |question: &str| {
        let mut answers = body.answers.iter();
        let found = answers.find(|answer| answer.question == question);
        found.map(|answer| answer.value.reveal().to_owned())
    };
    assert_eq!(answer("happened").as_deref(), Some("2026-11-23"));
    assert_eq!(answer("happened_time").as_deref(), Some("08.00 WIB"));
    assert_eq!(
        answer("papers_accident").as_deref(),
        Some("doctor,receipts")
    );
    let photos: Vec<&str> = body.photos.iter().map(|it| it.question.as_str()).collect();
    assert_eq!(photos, ["paper_receipts_1", "paper_receipts_2"]);
    // The two pictures are the same, and their keys are not.
    assert_ne!(body.photos[0].key, body.photos[1].key);
    assert_ne!(body.photos[0].digest, body.photos[1].digest);
    assert!(body.completes.is_some());

    let view = look(&payung, &first);
    assert_eq!(
        (report(&view).draft.as_ref(), report(&view).sent.len()),
        (None, 1)
    );
    assert_eq!(report(&view).button, "Kirim surat susulan");
    assert_eq!(report(&view).sent[0].purpose, Some(Purpose::Incident));
    let receipts = view
        .papers
        .iter()
        .find(|paper| paper.id == "receipts")
        .unwrap();
    assert_eq!(
        (receipts.pages.len(), receipts.sent.as_str()),
        (0, "2 lembar sudah dikirim")
    );
    // Any other request goes its own way.
    let other = payung.registrations().request(first).unwrap();
    assert_eq!(other.step.id, "request");
}

#[test]
fn a_report_holds_three_pages_of_a_paper_and_eight_photos_and_says_so() {
    let phone = Phone::new();
    let payung = phone.open();
    let first = received(&payung);
    for paper in ["ktp", "ktp", "ktp"] {
        photograph(&payung, &first, paper).unwrap();
    }
    let said = words(photograph(&payung, &first, "ktp").unwrap_err());
    assert!(said.contains("paling banyak 3 lembar"), "{said}");
    // A page that is removed leaves its place free; the paper stays ticked until all are gone.
    let incidents = payung.incidents();
    let removed = incidents
        .remove_page(first.clone(), ACCIDENT.into(), "ktp".into(), 2)
        .unwrap();
    assert_eq!(pages(&removed, "ktp"), [1, 3]);
    assert!(
        incidents
            .page(first.clone(), ACCIDENT.into(), "ktp".into(), 2)
            .is_err()
    );
    let said = incidents.tick(first.clone(), ACCIDENT.into(), "ktp".into(), false);
    assert!(words(said.unwrap_err()).contains("Hapus dulu fotonya"));
    assert_eq!(
        pages(&photograph(&payung, &first, "ktp").unwrap(), "ktp"),
        [1, 2, 3]
    );
    for paper in ["card", "story", "doctor", "police", "receipts"] {
        photograph(&payung, &first, paper).unwrap();
    }
    let said = words(photograph(&payung, &first, "form_1").unwrap_err());
    assert!(said.contains("paling banyak 8 foto"), "{said}");
    // A question of the form itself takes no ninth either.
    let draft = report(&look(&payung, &first)).draft.clone().unwrap();
    let source = PhotoSource::Picked { path: CARD.into() };
    let ninth = payung
        .drafts()
        .photo(draft, "paper_police_2".into(), source);
    assert!(words(ninth.unwrap_err()).contains("paling banyak 8 foto"));
    for page in 1..=3 {
        incidents
            .remove_page(first.clone(), ACCIDENT.into(), "ktp".into(), page)
            .unwrap();
    }
    let view = incidents
        .tick(first.clone(), ACCIDENT.into(), "ktp".into(), false)
        .unwrap();
    let ktp = view.papers.iter().find(|paper| paper.id == "ktp").unwrap();
    assert!(!ktp.ticked && ktp.can_photograph);
    let frame = ktp.frame.as_ref().unwrap();
    assert_eq!(
        (frame.shape, frame.width, frame.height),
        (FrameShape::Paper, 210, 297)
    );
    assert_eq!(frame.words, super::words(&payung, "photo-frame-paper"));
    assert!(words(photograph(&payung, &first, "passport").unwrap_err()).contains("kantor cabang"));
}

#[test]
fn what_is_no_picture_leaves_no_draft_behind() {
    let phone = Phone::new();
    let payung = phone.open();
    let first = received(&payung);
    let folder = payung.drafts().capture_folder();
    std::fs::create_dir_all(&folder).unwrap();
    let path = format!("{folder}/paper.jpg");
    std::fs::write(&path, b"CONTOH: bukan foto").unwrap();
    let source = PhotoSource::Captured { path: path.clone() };
    let incidents = payung.incidents();
    let refused = incidents.photograph(first.clone(), ACCIDENT.into(), "ktp".into(), source);
    assert!(
        matches!(refused, Err(PayungError::Photo { .. })),
        "{refused:?}"
    );
    assert!(
        !std::path::Path::new(&path).exists(),
        "the capture is removed"
    );
    assert!(payung.home().unwrap().drafts.is_empty());
    assert!(
        look(&payung, &first)
            .papers
            .iter()
            .all(|paper| !paper.ticked)
    );
}

#[test]
fn a_page_that_the_office_cannot_read_is_taken_anew_in_the_same_report() {
    let phone = Phone::new();
    let payung = phone.open();
    let first = received(&payung);
    photograph(&payung, &first, "police").unwrap();
    let begun = payung
        .incidents()
        .report(first.clone(), ACCIDENT.into())
        .unwrap();
    let answers = [REST, &[("happened", "22-11-2026"), ("happened_time", "")]].concat();
    let end = fill(&payung, begun, &answers);
    let sent = payung
        .registrations()
        .ready(end.draft)
        .unwrap()
        .registration;
    reach(&payung, &sent, State::Received);
    ask(&phone, &payung, &sent, &["paper_police_1"]);
    let view = look(&payung, &first);
    assert_eq!(
        report(&view).sent[0].corrections[0].question,
        "paper_police_1"
    );
    let asked = payung.registrations().correct(sent).unwrap();
    assert_eq!(asked.step.id, "paper_police_1");
    let source = PhotoSource::Picked { path: CARD.into() };
    let next = payung
        .drafts()
        .photo(asked.draft, "paper_police_1".into(), source)
        .unwrap();
    let again = payung
        .drafts()
        .answer(next.draft, next.step.id, secret(""))
        .unwrap();
    assert_eq!(again.step.kind, ScreenKind::Review);
}

#[test]
fn a_time_is_typed_in_the_members_zone_also_around_midnight_and_older_drafts_keep_theirs() {
    let phone = Phone::new();
    let payung = phone.open();
    let first = received(&payung);
    let (reminders, incidents) = (payung.reminders(), payung.incidents());
    // Half past midnight on 24 November in Papua: in Jakarta it is still the 23rd.
    let midnight: Timestamp = "2026-11-23T22:30:00+07:00".parse().unwrap();
    phone.set_day(0, 23);
    let choose = |zone| {
        let chosen = reminders.settings(first.clone()).unwrap();
        let chosen = ReminderChoices { zone, ..chosen };
        reminders.set_settings(first.clone(), chosen).unwrap()
    };
    choose(Zone::Wit);
    incidents
        .note(
            first.clone(),
            ACCIDENT.into(),
            Some(midnight.millis()),
            None,
        )
        .unwrap();
    let begun = incidents.report(first.clone(), ACCIDENT.into()).unwrap();
    let drafts = payung.drafts();
    let time = drafts
        .show(begun.draft.clone(), "happened_time".into())
        .unwrap();
    assert_eq!(time.step.title, "Jam berapa kejadiannya? (WIT)");
    assert_eq!(time.step.typed.reveal(), "00.30 WIT");
    let day = drafts.show(begun.draft.clone(), "happened".into()).unwrap();
    assert_eq!(day.step.typed.reveal(), "2026-11-24");
    // Typed again on that day, which has not begun in the west.
    let next = drafts
        .answer(begun.draft.clone(), "happened".into(), secret("24-11-2026"))
        .unwrap();
    assert_eq!(plain(&next.step.problems), [""; 0]);
    let next = drafts
        .answer(begun.draft.clone(), "happened_time".into(), secret("0.45"))
        .unwrap();
    assert_eq!(plain(&next.step.problems), [""; 0]);
    // Another zone is asked for from now on, and what was typed stays what it was.
    choose(Zone::Wita);
    let time = drafts
        .show(begun.draft.clone(), "happened_time".into())
        .unwrap();
    assert_eq!(time.step.title, "Jam berapa kejadiannya? (WITA)");
    assert_eq!(time.step.typed.reveal(), "00.45 WIT");

    // As an older app kept it: in Western Indonesia Time, whatever the zone.
    let (app, moment) = (&payung.app, payung.app.moment());
    let id = begun.draft.parse().unwrap();
    app.with_draft(id, |open, _, keys| {
        let entry = Entry {
            raw: secret("07.00"),
            value: Some(Value::Text(secret("07.00"))),
            at: moment.now,
        };
        app.keep(open, keys, "happened_time", entry, moment)
    })
    .unwrap();
    let old = drafts
        .show(begun.draft.clone(), "happened_time".into())
        .unwrap();
    assert_eq!(old.step.typed.reveal(), "07.00 WIB");
    let kept = drafts
        .answer(begun.draft.clone(), "happened_time".into(), old.step.typed)
        .unwrap();
    let rest = [REST, &[("papers_accident", "")]].concat();
    let end = fill(&payung, kept, &rest);
    assert_eq!(end.step.kind, ScreenKind::Review, "{}", end.step.id);
    let sent = payung.registrations().ready(end.draft).unwrap();
    let body = phone.read(&payung, &sent.registration);
    let said = |question: &str| {
        let found = body.answers.iter().find(|it| it.question == question);
        found.map(|it| it.value.reveal().to_owned())
    };
    assert_eq!(said("happened").as_deref(), Some("2026-11-24"));
    assert_eq!(said("happened_time").as_deref(), Some("07.00 WIB"));
}
