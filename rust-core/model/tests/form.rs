//! The real form, walked as a worker walks it: which screen comes, what is said, what is sent.

#[path = "form/worker.rs"]
mod worker;

use payung_model::form::{Field, Screen, ScreenKind, Value};
use payung_model::text::Lang;
use worker::{ANSWERS, Worker, at, photo, question};

#[test]
fn a_worker_walks_from_the_first_question_to_the_review() {
    let mut worker = Worker::new();
    for (index, (id, text)) in ANSWERS.iter().enumerate() {
        assert_eq!(worker.engine().first_open(), question(id));
        let next = worker.answer(id, text);
        if *id == "phone" {
            assert_eq!(next, question("ktp"));
            worker.put("ktp", "", photo());
        } else if let Some((following, _)) = ANSWERS.get(index + 1) {
            assert_eq!(next, question(following));
        } else {
            assert_eq!(next, Screen::Review);
        }
    }
    assert_eq!(worker.engine().first_open(), Screen::Review);
    assert_eq!(worker.engine().missing(), Vec::<String>::new());
}

#[test]
fn back_from_the_review_leads_through_every_question_to_the_first() {
    let worker = Worker::filled();
    let mut screen = Screen::Review;
    let mut passed = 0;
    while let Some(before) = worker.engine().before(&screen) {
        assert_eq!(worker.engine().view(&before, None).kind, ScreenKind::Question);
        assert!(worker.engine().view(&screen, None).can_go_back);
        screen = before;
        passed += 1;
    }
    assert_eq!((screen, passed), (question("ever_member"), 13));
    assert!(!worker.engine().view(&question("ever_member"), None).can_go_back);
}

#[test]
fn whoever_is_a_member_or_an_employer_reaches_an_ending_that_says_what_to_do() {
    for (id, text, ending) in [
        ("ever_member", "still", "still_member"),
        ("ever_member", "stopped", "stopped_member"),
        ("employer", "ya", "employer"),
    ] {
        let mut worker = Worker::new();
        if id == "employer" {
            worker.answer("ever_member", "unknown");
        }
        assert_eq!(worker.answer(id, text), Screen::Ending(ending.into()));
        assert_eq!(worker.engine().first_open(), Screen::Ending(ending.into()));
        assert_eq!(worker.engine().before(&Screen::Ending(ending.into())), Some(question(id)));
        assert!(worker.engine().missing().contains(&id.to_owned()));
        let view = worker.engine().view(&Screen::Ending(ending.into()), None);
        assert_eq!((view.kind, view.primary_enabled, view.can_go_back), (ScreenKind::Ending, false, true));
        assert!(view.help.ends_with("Isian ini tidak dikirim."), "{}", view.help);
    }
}

#[test]
fn an_earlier_answer_can_be_looked_at_again_without_being_thrown_into_the_ending() {
    let mut worker = Worker::filled();
    worker.answer("employer", "ya");
    assert_eq!(worker.answer("ever_member", "unknown"), question("employer"));
    assert_eq!(worker.answer("employer", "tidak"), question("occupation"));
    assert_eq!(worker.engine().first_open(), Screen::Review);
}

#[test]
fn with_an_ending_that_holds_there_is_no_review_to_send_from() {
    let mut worker = Worker::filled();
    worker.answer("employer", "ya");
    assert_eq!(worker.engine().view(&Screen::Review, None).kind, ScreenKind::Ending);
    assert_eq!(worker.engine().missing(), ["employer"]);
}

#[test]
fn an_answer_that_no_longer_stands_is_asked_again() {
    let mut worker = Worker::filled();
    worker.put("occupation", "fishmonger", Some(Value::Choice("fishmonger".into())));
    assert_eq!(worker.engine().first_open(), question("occupation"));

    let mut worker = Worker::filled();
    worker.put("consent_processing", "ya", Some(Value::Consent { version: 0 }));
    assert_eq!(worker.engine().missing(), ["consent_processing"]);

    // Years pass over a draft: on the 65th birthday the answer no longer stands, and the screen says why.
    let mut worker = Worker::filled();
    worker.now = at("2055-01-14T09:00:00+07:00");
    assert_eq!(worker.engine().first_open(), Screen::Review);
    worker.now = at("2055-01-15T09:00:00+07:00");
    assert_eq!(worker.engine().first_open(), question("birth_date"));
    let view = worker.engine().view(&question("birth_date"), None);
    assert!(view.problems[0].reveal().starts_with("Pendaftaran baru hanya sampai umur 64 tahun."));
    assert_eq!(view.typed.reveal(), "15/1/1990");
}

#[test]
fn what_is_sent_is_canonical_and_without_notes_and_photos() {
    let (answers, consents) = Worker::filled().sent();
    let sent: Vec<(&str, &str)> = answers.iter().map(|a| (a.question.as_str(), a.value.reveal())).collect();
    assert_eq!(
        sent,
        [
            ("ever_member", "never"),
            ("employer", "no"),
            ("occupation", "street_vendor"),
            ("income", "1500000"),
            ("programmes", "jkk,jkm"),
            ("months", "3"),
            ("nik", "3201015501900001"),
            ("name", "siti contoh"),
            ("birth_date", "1990-01-15"),
            ("phone", "+6281234567890"),
        ]
    );
    assert_eq!(consents.len(), 1);
    assert_eq!((consents[0].version, consents[0].at), (1, at(worker::NOW)));
}

#[test]
fn a_correction_asks_only_what_was_asked_for_and_then_shows_the_review() {
    let mut worker = Worker::filled();
    worker.only = vec!["nik".into(), "ktp".into()];
    for id in ["nik", "ktp"] {
        worker.draft.entries.get_mut(id).unwrap().value = None;
    }
    assert_eq!(worker.engine().first_open(), question("nik"));
    assert_eq!(worker.engine().view(&question("nik"), None).typed.reveal(), "3201 0155 0190 0001");
    assert_eq!(worker.answer("nik", "3201015501900002"), question("ktp"));
    assert_eq!(worker.engine().before(&question("ktp")), Some(question("nik")));
    assert_eq!(worker.engine().before(&question("nik")), None);
    worker.put("ktp", "", photo());
    assert_eq!(worker.engine().after("ktp"), Screen::Review);
    let review = worker.engine().view(&Screen::Review, None).review;
    let editable: Vec<&str> = review.iter().filter(|line| line.editable).map(|line| line.question.as_str()).collect();
    assert_eq!(editable, ["nik", "ktp"]);
}

#[test]
fn a_correction_also_asks_what_sending_cannot_do_without() {
    let mut worker = Worker::filled();
    worker.only = vec!["nik".into()];
    worker.put("consent_processing", "ya", Some(Value::Consent { version: 0 }));
    assert_eq!(worker.answer("nik", "3201015501900002"), question("consent_processing"));
    assert_eq!(worker.answer("consent_processing", "ya"), Screen::Review);
}

#[test]
fn a_question_screen_says_where_what_and_how() {
    let mut worker = Worker::filled();
    worker.draft.entries.remove("phone");
    let view = worker.engine().view(&question("nik"), None);
    assert_eq!(view.place.line, "Langkah 3 dari 5 · tersimpan di HP ini");
    assert_eq!(view.place.title, "Identitas");
    // Everything but the step with the phone is done, and the last panel is never the form's.
    assert_eq!((view.place.panels_filled, view.place.panels), (4, 6));
    assert_eq!(view.title, "Berapa NIK Anda?");
    assert_eq!(view.understood[0].reveal(), "Perempuan, lahir 15 Januari 1990.");
    assert_eq!((view.field, view.secure), (Field::Digits { max: 24 }, true));
    assert_eq!(view.spoken, "Berapa N I K Anda? 16 angka di baris NIK, bagian atas KTP.");
    assert_eq!(view.primary, "Lanjut");
}

#[test]
fn a_refused_answer_comes_back_with_what_to_do() {
    let mut worker = Worker::new();
    worker.answer("nik", "320101550190000");
    let refused = worker.engine().check("nik", "320101550190000").unwrap_err();
    let view = worker.engine().view(&question("nik"), Some(&refused));
    assert_eq!(view.problems[0].reveal(), "Baru 15 angka. NIK ada 16, kurang 1 lagi.");
    assert!(view.spoken.ends_with("kurang 1 lagi."));
    assert_eq!(view.typed.reveal(), "320101550190000");
}

#[test]
fn an_unknown_screen_shows_the_first_open_one() {
    let worker = Worker::new();
    for screen in [question("tidak_ada"), Screen::Ending("tidak_ada".into())] {
        assert_eq!(worker.engine().view(&screen, None).id, "ever_member");
    }
    assert_eq!(worker.engine().after("tidak_ada"), question("ever_member"));
    assert!(worker.engine().check("tidak_ada", "ya").is_err());
}

#[test]
fn the_notice_names_who_receives_the_data_before_the_nik_is_asked_for() {
    let worker = Worker::new();
    let view = worker.engine().view(&question("notice"), None);
    assert!(view.help.contains("KANTOR CONTOH PAYUNG") && view.help.contains("kantor@contoh.example"));
    assert_eq!(worker.engine().after("notice"), question("nik"));
}

#[test]
fn the_review_says_every_answer_as_people_do() {
    let mut worker = Worker::filled();
    worker.draft.entries.remove("months");
    let view = worker.engine().view(&Screen::Review, None);
    let lines: Vec<(&str, &str)> = view.review.iter().map(|l| (l.label.as_str(), l.value.reveal())).collect();
    assert_eq!(
        lines,
        [
            ("Pernah jadi anggota", "Belum pernah"),
            ("Punya karyawan", "Tidak"),
            ("Pekerjaan", "Pedagang kaki lima, jual keliling"),
            ("Penghasilan sebulan", "Rp1.500.000"),
            ("Program", "JKK: kecelakaan kerja dan JKM: kematian"),
            ("Bayar untuk", "Belum diisi"),
            ("NIK", "3201 0155 0190 0001"),
            ("Nama", "siti contoh"),
            ("Tanggal lahir", "15 Januari 1990"),
            ("Nomor HP", "0812-3456-7890"),
            ("Foto KTP", "Sudah difoto"),
            ("Persetujuan", "Setuju, 23 November 2026"),
        ]
    );
    assert_eq!(view.review.iter().filter(|line| line.missing).count(), 1);
    assert_eq!(view.problems[0].reveal(), "Masih ada 1 yang perlu diisi. Ketuk untuk mengisi.");
    assert!(!view.primary_enabled && view.secure);
    worker.answer("months", "3");
    assert!(worker.engine().view(&Screen::Review, None).primary_enabled);
}

#[test]
fn a_later_nik_is_held_against_the_birth_date_once_more_on_the_review() {
    let mut worker = Worker::filled();
    worker.answer("nik", "3201011602900001");
    let view = worker.engine().view(&Screen::Review, None);
    assert!(view.primary_enabled, "a difference is a warning, not a problem");
    assert_eq!(
        view.warnings[0].reveal(),
        "Menurut NIK Anda lahir 16 Februari 1990, di sini 15 Januari 1990. Periksa keduanya. Kalau di KTP memang \
         beda, lanjut saja."
    );
}

#[test]
fn a_question_has_a_short_label_for_lists() {
    let worker = Worker::new();
    assert_eq!(worker.engine().label("income"), "Penghasilan sebulan");
    assert_eq!(worker.engine().label("tidak_ada"), "[q-tidak_ada]");
}

#[test]
fn english_is_complete_as_well() {
    let mut worker = Worker::filled();
    worker.lang = Lang::En;
    let view = worker.engine().view(&question("nik"), None);
    assert_eq!(view.place.line, "Step 3 of 5 · saved on this phone");
    assert_eq!(view.understood[0].reveal(), "Female, born 15 January 1990.");
}
