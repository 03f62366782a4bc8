//! The real form, walked as a worker walks it: which screen comes, what is said, what is sent.

#[path = "form/worker.rs"]
mod worker;

use payung_model::engine::{Field, ScreenKind};
use payung_model::form::{Form, Screen, Value};
use payung_model::secret::Secret;
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
    assert_eq!((screen, passed), (question("start"), 26));
    assert!(!worker.engine().view(&question("start"), None).can_go_back);
}

#[test]
fn whoever_was_a_member_is_not_registered_anew_but_named_by_nik() {
    let told: [(&str, &str, &[&str]); 2] =
        [("still", "active", &["member_note_active"]), ("stopped", "resume", &["member_note", "member_note_again"])];
    for (said, purpose, notes) in told {
        let mut worker = Worker::new();
        worker.answer("start", "ya");
        assert_eq!(worker.answer("ever_member", said), question(notes[0]));
        let mut asked: Vec<(&str, &str)> = notes.iter().map(|note| (*note, "ya")).collect();
        asked.extend([
            ("age", "17_64"),
            ("notice", "ya"),
            ("nik", "3201015501900001"),
            ("nik_right", "yes"),
            ("kpj", ""),
            ("name", "SITI CONTOH"),
            ("phone", "081234567890"),
            ("declaration", "ya"),
            ("consent_processing", "ya"),
        ]);
        for (id, text) in asked {
            assert_eq!(worker.engine().first_open(), question(id));
            worker.answer(id, text);
        }
        assert_eq!(worker.engine().first_open(), Screen::Review);
        assert_eq!(worker.engine().purpose(), purpose);
        assert_eq!(worker.engine().quote(), None);
    }
}

#[test]
fn an_employer_is_handed_to_the_branch_without_a_figure_and_without_a_nik() {
    let mut worker = Worker::new();
    worker.answer("start", "ya");
    worker.answer("ever_member", "never");
    worker.answer("age", "17_64");
    assert_eq!(worker.answer("employer", "more"), question("employer_note"));
    let asked = [
        ("employer_note", "ya"),
        ("workers", "3"),
        ("notice", "ya"),
        ("name", "SITI CONTOH"),
        ("district", "32.01.01"),
        ("phone", "081234567890"),
        ("consent_handover", "ya"),
    ];
    for (id, text) in asked {
        assert_eq!(worker.engine().first_open(), question(id));
        worker.answer(id, text);
    }
    assert_eq!(worker.engine().first_open(), Screen::Review);
    assert_eq!(worker.engine().purpose(), "employer");
    assert_eq!(worker.engine().quote(), None);
}

#[test]
fn who_pays_one_helper_is_told_so_and_registers_herself() {
    let mut worker = Worker::filled();
    assert_eq!(worker.answer("employer", "one"), question("helper_note"));
    worker.answer("helper_note", "ya");
    assert_eq!(worker.engine().first_open(), Screen::Review);
    assert_eq!(worker.engine().purpose(), "register");
}

#[test]
fn a_switch_in_the_bundle_leads_household_workers_to_their_employer() {
    let mut worker = Worker::filled();
    worker.answer("occupation", "domestic_worker");
    assert_eq!(worker.engine().first_open(), Screen::Review);
    let json = include_str!("../content/forms/bpu.json").replace(r#""enabled": false"#, r#""enabled": true"#);
    worker.content.forms.insert("bpu".into(), Form::parse(json.as_bytes()).unwrap());
    assert_eq!(worker.engine().first_open(), Screen::Ending("household_employer".into()));
    worker.answer("occupation", "ojek");
    assert_eq!(worker.engine().first_open(), question("driver_note"));
}

#[test]
fn the_declaration_is_kept_with_its_wording_and_time_and_says_what_to_do_when_it_is_not_true() {
    let worker = Worker::filled();
    let view = worker.engine().view(&question("declaration"), None);
    assert_eq!(view.primary, "Ya, itu benar");
    let (_, consents) = worker.sent();
    let declared = consents.iter().find(|consent| consent.question == "declaration").unwrap();
    assert_eq!((declared.version, declared.at), (1, worker.now));
    let refused = worker.refusal("declaration", "tidak");
    assert!(refused.contains("jangan kirim dulu") && refused.contains("kantor@contoh.example"), "{refused}");
}

#[test]
fn who_is_nearly_65_is_told_until_when_to_pay_beside_the_birth_date() {
    let mut worker = Worker::filled();
    for (nik, told) in [("3201016302620001", true), ("3201016402620001", false)] {
        worker.answer("nik", nik);
        let next = worker.answer("nik_right", "yes");
        assert_eq!(next == question("pay_soon"), told, "{nik}");
        let view = worker.engine().view(&Screen::Review, None);
        let line = view.review.iter().find(|line| line.label == "Tanggal lahir").unwrap();
        let said = line.warnings.first().map(|at| view.warnings[usize::from(*at)].reveal().to_owned());
        assert_eq!(said.is_some_and(|said| said.contains("sebelum 23 Februari 2027")), told, "{nik}");
    }
}

#[test]
fn an_amount_of_another_period_is_asked_about_and_never_guessed() {
    let mut worker = Worker::filled();
    worker.answer("income_per", "day");
    let said = worker.refusal("income_day", "6 juta sekali panen");
    assert!(said.contains("Rp6.000.000 sekali panen") && said.contains("jumlah sehari"), "{said}");
    assert_eq!(worker.refusal("income_day", "5jt sehari"), "");
    assert_eq!(worker.refusal("income_day", "90 ribu rupiah"), "");
    worker.answer("income_per", "harvest");
    worker.answer("income_harvest", "6 juta sekali panen");
    worker.answer("harvests", "2");
    assert!(worker.sent().0.iter().any(|answer| answer.question == "income" && answer.value.reveal() == "1000000"));
}

#[test]
fn what_one_gets_stands_beside_each_programme_with_the_figures_of_the_data() {
    let worker = Worker::filled();
    let view = worker.engine().view(&question("programmes"), None);
    let help: Vec<&str> = view.field.options().iter().map(|option| option.help.as_str()).collect();
    assert!(help[0].contains("Rp70.000.000") && help[1].contains("Rp42.000.000") && help[2].contains("56 tahun"));
}

#[test]
fn hidden_answers_are_kept_and_not_sent() {
    let mut worker = Worker::filled();
    assert_eq!(worker.engine().purpose(), "register");
    worker.answer("employer", "more");
    let (answers, _) = worker.sent();
    assert!(!answers.iter().any(|answer| ["nik", "income", "village"].contains(&answer.question.as_str())));
    worker.answer("employer", "no");
    assert_eq!(worker.engine().first_open(), Screen::Review);
    assert!(worker.sent().0.iter().any(|answer| answer.question == "nik"));
}

#[test]
fn whoever_is_too_old_or_too_young_is_told_as_soon_as_the_nik_says_so() {
    for (nik, ending) in
        [("3201015511610001", "too_old"), ("3201015511100001", "maybe_young"), ("3201015511120001", "too_young")]
    {
        let mut worker = Worker::filled();
        worker.answer("nik", nik);
        let ending = Screen::Ending(ending.into());
        assert_eq!(worker.answer("nik_right", "yes"), ending);
        assert_eq!(worker.engine().first_open(), ending);
        assert_eq!(worker.engine().before(&ending), Some(question("nik_right")));
        let view = worker.engine().view(&ending, None);
        assert_eq!((view.kind, view.primary_enabled, view.can_go_back), (ScreenKind::Ending, false, true));
        assert_eq!(worker.engine().view(&Screen::Review, None).kind, ScreenKind::Ending);
        // The card says something else: it is asked, and that answer counts.
        worker.answer("nik_right", "differs");
        assert_eq!(worker.engine().first_open(), question("birth_date"));
        worker.answer("birth_date", "15-11-1990");
        assert_eq!(worker.engine().first_open(), question("sex"));
    }
}

#[test]
fn the_last_day_before_65_and_the_first_of_17_can_join() {
    for (born, joins) in [("23-11-1961", false), ("24-11-1961", true), ("23-11-2009", true), ("24-11-2009", false)] {
        let mut worker = Worker::filled();
        worker.answer("nik_right", "differs");
        worker.answer("birth_date", born);
        worker.answer("pay_soon", "ya");
        worker.answer("sex", "female");
        assert_eq!(worker.engine().first_open() == Screen::Review, joins, "{born}");
    }
}

#[test]
fn what_the_nik_says_is_confirmed_with_one_tap_and_not_typed() {
    let mut worker = Worker::filled();
    let view = worker.engine().view(&question("nik_right"), None);
    let shown: Vec<&str> = view.shown.iter().map(Secret::reveal).collect();
    assert_eq!(shown[..2], ["3201 0155 0190 0001", "Perempuan, lahir 15 Januari 1990."]);
    assert!(view.secure && matches!(view.field, Field::Confirm { .. }));
    // Another NIK is asked about again.
    worker.answer("nik", "3201011601900001");
    assert_eq!(worker.engine().first_open(), question("nik_right"));
    assert!(worker.engine().view(&question("nik_right"), None).problems.is_empty());
    worker.answer("nik_right", "yes");
    worker.answer("home_here", "yes");
    let sent = worker.sent().0;
    let of = |id: &str| sent.iter().find(|answer| answer.question == id).unwrap().value.reveal().to_owned();
    assert_eq!((of("birth_date"), of("sex"), of("district")), ("1990-01-16".into(), "male".into(), "32.01.01".into()));
}

#[test]
fn that_it_is_typed_wrong_leads_back_to_the_question() {
    let worker = Worker::filled();
    let check = |text: &str| worker.engine().check("nik_right", text).unwrap().value;
    assert_eq!(worker.engine().question_to_retype("nik_right", &check("retype")), Some("nik"));
    assert_eq!(worker.engine().question_to_retype("nik_right", &check("yes")), None);
}

#[test]
fn a_day_s_income_becomes_a_month_s_and_is_changed_where_it_was_typed() {
    let mut worker = Worker::filled();
    worker.answer("income_per", "day");
    assert_eq!(worker.engine().first_open(), question("income_day"));
    worker.answer("income_day", "100.000");
    worker.answer("work_days", "6");
    assert_eq!(worker.engine().first_open(), Screen::Review);
    let income = worker.sent().0.into_iter().find(|answer| answer.question == "income").unwrap();
    assert_eq!(income.value.reveal(), "2600000");
    let review = worker.engine().view(&Screen::Review, None).review;
    let line = review.iter().find(|line| line.label == "Penghasilan sebulan").unwrap();
    assert_eq!((line.value.reveal(), line.question.as_str()), ("Rp2.600.000 (kami hitung)", "income_day"));
}

#[test]
fn the_photo_may_wait_and_is_waited_for() {
    let mut worker = Worker::filled();
    let view = worker.engine().view(&question("ktp"), None);
    assert!(!view.skip.is_empty());
    worker.answer("ktp", "");
    assert_eq!(worker.engine().first_open(), Screen::Review);
    assert_eq!(worker.engine().waited_for(), ["ktp"]);
    worker.put("ktp", "", photo());
    assert_eq!(worker.engine().waited_for(), Vec::<String>::new());
}

#[test]
fn a_worker_is_asked_at_most_30_screens_and_types_at_most_12_answers() {
    let mut worker = Worker::new();
    let (mut asked, mut typed) = (0, 0);
    let daily = [("income_per", "day"), ("income_day", "100000"), ("work_days", "6")];
    while let Screen::Question(id) = worker.engine().first_open() {
        asked += 1;
        let view = worker.view(&id);
        let types = matches!(view.field, Field::Text { .. } | Field::Digits { .. } | Field::Money | Field::Date);
        typed += u32::from(types || matches!(view.field, Field::Search { .. }));
        if id == "ktp" {
            worker.put("ktp", "", photo());
            continue;
        }
        let (_, text) = daily.iter().chain(&ANSWERS).find(|(question, _)| *question == id).unwrap();
        worker.answer(&id, text);
    }
    assert_eq!(worker.engine().first_open(), Screen::Review);
    assert!((asked, typed) <= (30, 12) && typed <= 12, "{asked} asked, {typed} typed");
}

#[test]
fn an_answer_that_no_longer_stands_is_asked_again() {
    let mut worker = Worker::filled();
    worker.put("occupation", "fishmonger", Some(Value::Choice("fishmonger".into())));
    assert_eq!(worker.engine().first_open(), question("occupation"));

    let mut worker = Worker::filled();
    worker.put("consent_processing", "ya", Some(Value::Consent { version: 0 }));
    assert_eq!(worker.engine().missing(), ["consent_processing"]);

    // Years pass over a draft: on the 65th birthday the form ends, and says why.
    let mut worker = Worker::filled();
    worker.now = at("2055-01-14T09:00:00+07:00");
    // From three months before on, a note says until when to pay.
    assert_eq!(worker.engine().first_open(), question("pay_soon"));
    worker.answer("pay_soon", "ya");
    assert_eq!(worker.engine().first_open(), Screen::Review);
    worker.now = at("2055-01-15T09:00:00+07:00");
    assert_eq!(worker.engine().first_open(), Screen::Ending("too_old".into()));
}

#[test]
fn what_is_sent_is_canonical_and_without_notes_and_photos() {
    let (answers, consents) = Worker::filled().sent();
    let sent: Vec<(&str, &str)> = answers.iter().map(|a| (a.question.as_str(), a.value.reveal())).collect();
    assert_eq!(
        sent,
        [
            ("ever_member", "never"),
            ("age", "17_64"),
            ("employer", "no"),
            ("payer", "self"),
            ("occupation", "street_vendor"),
            ("income_per", "month"),
            ("income", "1500000"),
            ("programmes", "jkk,jkm"),
            ("months", "3"),
            ("nik", "3201015501900001"),
            ("nik_right", "yes"),
            ("birth_date", "1990-01-15"),
            ("sex", "female"),
            ("name", "SITI CONTOH"),
            ("birth_place", "KOTA CONTOH"),
            ("mother_name", "AMINAH CONTOH"),
            ("home_here", "yes"),
            ("district", "32.01.01"),
            ("village_code", "other"),
            ("village", "Kelurahan Contoh"),
            ("street", "Jalan Contoh nomor 0"),
            ("rt_rw", "003/007"),
            ("postal_code", "16911"),
            ("phone", "+6281234567890"),
        ]
    );
    let given: Vec<_> = consents.iter().map(|it| (it.question.as_str(), it.version, it.at)).collect();
    let now = at(worker::NOW);
    assert_eq!(given, [("declaration", 1, now), ("consent_processing", 4, now)]);
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
    // Another NIK has to be confirmed as well, and where its owner lives.
    assert_eq!(worker.answer("nik", "3201015501900002"), question("nik_right"));
    assert_eq!(worker.answer("nik_right", "yes"), question("home_here"));
    assert_eq!(worker.answer("home_here", "yes"), question("ktp"));
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
    worker.answer("nik", "3201015501900002");
    worker.answer("nik_right", "yes");
    assert_eq!(worker.answer("home_here", "yes"), question("consent_processing"));
    assert_eq!(worker.answer("consent_processing", "ya"), Screen::Review);
}

#[test]
fn a_question_screen_says_where_what_and_how() {
    let mut worker = Worker::filled();
    worker.draft.entries.remove("phone");
    let view = worker.engine().view(&question("nik"), None);
    assert_eq!(view.progress.line, "Langkah 3 dari 6 · tersimpan di HP ini");
    assert_eq!(view.progress.title, "Identitas");
    // Everything but the step with the phone is done, and the last panel is never the form's.
    assert_eq!((view.progress.panels_filled, view.progress.panels), (5, 7));
    assert_eq!(view.title, "Berapa NIK Anda?");
    assert_eq!(view.understood[0].reveal(), "Perempuan, lahir 15 Januari 1990.");
    assert_eq!((view.field, view.secure), (Field::Digits { max: 24, suggested: Vec::new() }, true));
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
        assert_eq!(worker.engine().view(&screen, None).id, "start");
    }
    assert_eq!(worker.engine().after("tidak_ada"), question("start"));
    assert!(worker.engine().check("tidak_ada", "ya").is_err());
}

#[test]
fn the_notice_names_who_receives_the_data_before_the_nik_is_asked_for() {
    let worker = Worker::new();
    let view = worker.engine().view(&question("notice"), None);
    assert!(view.help.contains("KANTOR CONTOH PAYUNG"));
    assert_eq!(worker.engine().after("notice"), question("nik"));
}

#[test]
fn the_consent_names_the_rights_and_where_to_ask_before_anything_is_sent() {
    for consent in ["consent_processing", "consent_handover"] {
        let mut worker = Worker::filled();
        if consent == "consent_handover" {
            worker.answer("employer", "more");
        }
        let help = worker.engine().view(&question(consent), None).help;
        for right in ["melihat", "membetulkan", "menghapus", "membatalkan persetujuan", "kantor@contoh.example"] {
            assert!(help.contains(right), "{consent}: {help}");
        }
    }
}

/// So many screens a street vendor who is paid by the day has to pass to send, the review among them.
const MOST_SCREENS: usize = 26;

#[test]
fn the_usual_way_is_no_longer_than_people_have_patience_for() {
    let mut worker = Worker::filled();
    worker.answer("income_per", "day");
    worker.answer("income_day", "90rb");
    worker.answer("work_days", "6");
    worker.answer("village_code", "32.01.01.1005");
    assert_eq!(worker.engine().first_open(), Screen::Review);
    let mut screens = Vec::new();
    let mut screen = Some(Screen::Review);
    while let Some(at) = screen {
        screen = worker.engine().before(&at);
        screens.push(at);
    }
    assert!(screens.len() <= MOST_SCREENS, "{} screens: {screens:?}", screens.len());
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
            ("Pernah jadi peserta", "Belum pernah"),
            ("Umur", "17 sampai 64 tahun"),
            ("Cara bekerja", "Kerja sendiri"),
            ("Yang membayar", "Saya sendiri atau keluarga"),
            ("Pekerjaan", "Pedagang kaki lima, jual keliling"),
            ("Dihitung per", "Per bulan"),
            ("Penghasilan sebulan", "Rp1.500.000"),
            ("Program", "JKK: kecelakaan kerja dan JKM: kematian"),
            ("Bayar untuk", "Belum diisi"),
            ("NIK", "3201 0155 0190 0001"),
            ("Tanggal lahir", "15 Januari 1990"),
            ("Jenis kelamin", "Perempuan"),
            ("Nama", "SITI CONTOH"),
            ("Tempat lahir", "KOTA CONTOH"),
            ("Nama ibu kandung", "AMINAH CONTOH"),
            ("Kecamatan", "Cibinong, Kabupaten Bogor, Jawa Barat"),
            ("Kelurahan atau desa", "Belum ada di daftar"),
            ("Nama kelurahan atau desa", "Kelurahan Contoh"),
            ("Alamat rumah", "Jalan Contoh nomor 0"),
            ("RT/RW", "003/007"),
            ("Kode pos", "16911"),
            ("Nomor HP", "0812-3456-7890"),
            ("Foto KTP", "Sudah difoto"),
            ("Pernyataan", "Dinyatakan, 23 November 2026"),
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
    worker.answer("nik_right", "differs");
    worker.answer("birth_date", "15-01-1990");
    worker.answer("sex", "male");
    worker.answer("nik", "3201011602900001");
    worker.answer("nik_right", "differs");
    worker.answer("home_here", "yes");
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
    assert_eq!(view.progress.line, "Step 3 of 6 · saved on this phone");
    assert_eq!(view.understood[0].reveal(), "Female, born 15 January 1990.");
}
