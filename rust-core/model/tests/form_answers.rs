//! What is said to each answer of the real form: problems that say what to do, warnings, what was
//! understood; prices.

#[path = "form/worker.rs"]
mod worker;

use payung_model::engine::Field;
use payung_model::form::{Screen, Value};
use payung_model::text::Lang;
use worker::{Worker, at, plain, question};

#[test]
fn an_age_that_is_typed_is_its_option() {
    for (typed, option) in [
        ("2 thn", "under_15"),
        ("14", "under_15"),
        ("15", "15_16"),
        ("Umur 16 th.", "15_16"),
        ("17", "17_64"),
        ("28 tahun", "17_64"),
        ("64 years old", "17_64"),
        ("65", "from_65"),
        ("130", "from_65"),
    ] {
        let answered = Worker::new().engine().check("age", typed);
        let value = answered.map(|answered| answered.value).ok();
        assert_eq!(value, Some(Value::Choice(option.into())), "{typed}");
    }
}

#[test]
fn every_refusal_says_what_to_do() {
    let mut worker = Worker::new();
    for (id, text, said) in [
        ("nik", "", "Isi dulu, lalu lanjut."),
        ("street", "\u{4}", "Isi dulu, lalu lanjut."),
        ("street", " \u{7f} \u{0}", "Isi dulu, lalu lanjut."),
        ("nik", "32010155019A0001", "NIK hanya angka."),
        (
            "nik",
            "320101550190000",
            "Baru 15 angka. NIK ada 16, kurang 1 lagi.",
        ),
        (
            "nik",
            "32010155019000011",
            "Ada 17 angka. NIK ada 16, lebih 1.",
        ),
        ("nik", "0001015501900001", "Enam angka pertama"),
        ("nik", "3201017002900001", "Angka ke-7 sampai ke-12"),
        ("nik", "3201015501900000", "Empat angka terakhir"),
        ("name", ".", "Nama ditulis dengan huruf."),
        ("name", "SITI 2", "Nama tidak memakai angka."),
        ("name", "SITI @", "Hapus tanda @ dari nama."),
        (
            "birth_date",
            "kemarin",
            "Tulis tanggal, bulan, tahun dengan angka.",
        ),
        (
            "birth_date",
            "30-02-1990",
            "Tanggal itu tidak ada di kalender.",
        ),
        ("birth_date", "15-01-90", "Tulis tahun dengan empat angka."),
        ("birth_date", "15-01-2027", "Tanggal itu belum tiba."),
        ("phone", "021 555 0000", "Nomor HP diawali 08 atau +628."),
        ("phone", "0812345", "Baru 7 angka."),
        ("phone", "081234567890123", "Ada 15 angka."),
        ("income", "80-150rb", "Tulis satu jumlah dengan angka"),
        ("income", "satu juta", "Tulis satu jumlah dengan angka"),
        ("income", "0", "Paling sedikit Rp1."),
        ("income", "9000000000", "Paling banyak Rp1.000.000.000."),
        ("occupation", "presiden", "Pilih dari daftar."),
        ("occupation", "", "Pilih satu, lalu lanjut."),
        ("programmes", "jkk,jp", "Pilih dari daftar."),
        ("employer", "mungkin", "Pilih dari daftar."),
        ("age", "131", "Pilih dari daftar."),
        ("age", "28 bulan", "Pilih dari daftar."),
        ("age", "17-20", "Pilih dari daftar."),
        ("age", "17,5", "Pilih dari daftar."),
        ("notice", "", "Baca dulu"),
        ("district", "", "Pilih satu, lalu lanjut."),
        ("district", "32.01", "Pilih dari daftar."),
        ("postal_code", "1691", "Baru 4 angka."),
        ("rt_rw", "3", "Tulis seperti 003/007"),
        ("kpj", "123", "Baru 3 angka. Ada 11, kurang 8 lagi."),
        ("ktp", "foto.jpg", "Ini dijawab dengan foto."),
        ("consent_processing", "tidak", "Tanpa persetujuan Anda"),
    ] {
        let refusal = worker.refusal(id, text);
        assert!(refusal.starts_with(said), "{id} {text:?}: {refusal}");
        worker.lang = Lang::En;
        let english = worker.refusal(id, text);
        assert!(
            !english.is_empty() && english != refusal && !english.contains(['[', '{']),
            "{english}"
        );
        worker.lang = Lang::Id;
    }
}

#[test]
fn answers_are_kept_in_one_form_however_they_are_typed() {
    let worker = Worker::new();
    let value = |id: &str, text: &str| worker.engine().check(id, text).unwrap().value;
    assert_eq!(
        value("nik", " 3201.0155.0190.0001 "),
        Value::Text("3201015501900001".into())
    );
    assert_eq!(
        value("phone", "+62 812-3456-7890"),
        value("phone", "81234567890")
    );
    assert_eq!(value("employer", "NO"), Value::Choice("no".into()));
    assert_eq!(value("ever_member", "NEVER"), Value::Choice("never".into()));
    assert_eq!(
        value("programmes", "jht, jkm"),
        Value::Choices(vec!["jkk".into(), "jkm".into(), "jht".into()])
    );
    assert_eq!(
        value("programmes", ""),
        Value::Choices(vec!["jkk".into(), "jkm".into()]),
        "fixed ones are always in"
    );
    assert_eq!(value("rt_rw", "RT 3 RW 07"), Value::Text("003/007".into()));
    assert_eq!(value("rt_rw", " "), Value::skipped());
    assert_eq!(
        value("district", "32.01.01"),
        Value::Choice("32.01.01".into())
    );
    assert_eq!(
        value("consent_processing", "ya"),
        Value::Consent { version: 4 }
    );
    assert_eq!(value("declaration", "Y"), Value::Consent { version: 1 });
}

#[test]
fn a_nik_says_where_it_was_made_and_an_unknown_region_lets_one_go_on() {
    let mut worker = Worker::new();
    let said = |worker: &Worker, nik: &str| {
        let hints = worker.hints("nik", nik);
        let answered = worker.engine().check("nik", nik).unwrap();
        assert_eq!(answered.warnings.len(), hints.warnings.len(), "{nik}");
        (
            (*plain(&hints.understood).last().unwrap()).to_owned(),
            plain(&hints.warnings).join(" "),
        )
    };
    let (made_in, warning) = said(&worker, "3201015501900001");
    assert_eq!(
        (made_in.as_str(), warning.as_str()),
        ("NIK dibuat di Cibinong, Kabupaten Bogor, Jawa Barat.", "")
    );
    for (nik, begins) in [
        (
            "3201995501900001",
            "NIK diawali 320199. Di Kabupaten Bogor, Jawa Barat kami tidak kenal kecamatan",
        ),
        (
            "3299015501900001",
            "NIK diawali 3299. Di Jawa Barat kami tidak kenal kabupaten atau kota",
        ),
        (
            "5401015501900001",
            "NIK diawali 54, kode provinsi yang tidak kami kenal.",
        ),
    ] {
        let (understood, warning) = said(&worker, nik);
        assert_eq!(
            understood, "Perempuan, lahir 15 Januari 1990.",
            "no place that is not known wholly"
        );
        assert!(
            warning.starts_with(begins) && warning.ends_with("Kalau memang begitu, lanjut saja."),
            "{warning}"
        );
    }
    worker.lang = Lang::En;
    assert_eq!(
        said(&worker, "3201015501900001").0,
        "The NIK was made in Cibinong, Kabupaten Bogor, Jawa Barat."
    );
    assert!(
        said(&worker, "3299015501900001")
            .1
            .starts_with("The NIK begins with 3299. In Jawa Barat we know no regency")
    );
}

#[test]
fn a_birth_date_that_differs_from_the_nik_is_a_warning_with_both() {
    let mut worker = Worker::at_work();
    worker.answer("nik", "3201015501900001");
    worker.answer("nik_right", "differs");
    let answered = worker.engine().check("birth_date", "16-01-1990").unwrap();
    let said: Vec<String> = answered
        .warnings
        .iter()
        .map(|w| worker.content.texts.format(Lang::Id, w))
        .collect();
    assert!(
        said[0].starts_with("Menurut NIK Anda lahir 15 Januari 1990, di sini 16 Januari 1990."),
        "{said:?}"
    );
    assert!(
        worker
            .engine()
            .check("birth_date", "15-01-1990")
            .unwrap()
            .warnings
            .is_empty()
    );
}

#[test]
fn an_income_that_looks_like_a_day_s_is_asked_about_and_taken() {
    let hints = Worker::new().hints("income", "75000");
    assert!(hints.complete);
    assert_eq!(
        plain(&hints.understood),
        ["Rp75.000: tujuh puluh lima ribu rupiah."]
    );
    assert!(
        hints.warnings[0]
            .reveal()
            .starts_with("Rp75.000 itu sebulan atau sehari?")
    );
    assert!(Worker::new().hints("income", "500000").warnings.is_empty());
}

#[test]
fn while_typing_only_what_no_typing_can_mend_is_a_problem() {
    let worker = Worker::new();
    let mendable = [
        ("nik", "320101"),
        ("nik", "320101550190000"),
        ("phone", "0"),
        ("phone", "+6"),
        ("phone", "+62 8"),
        ("phone", "08123"),
        ("birth_date", "15"),
        ("birth_date", "15-01-19"),
        ("birth_date", "1501199"),
        ("birth_date", "15 jan"),
        ("birth_date", "senin, 15 "),
        ("income", "Rp"),
        ("income", "1.5"),
        ("name", "'"),
        ("occupation", "oj"),
        ("nik", ""),
        ("name", ""),
    ];
    for (id, text) in mendable {
        let hints = worker.hints(id, text);
        assert!(
            hints.problems.is_empty() && !hints.complete,
            "{id} {text}: {:?}",
            plain(&hints.problems)
        );
    }
    let lost = [
        ("nik", "3201A"),
        ("nik", "32010155019000011"),
        ("nik", "3201015501900000"),
        ("phone", "021"),
        ("phone", "08x"),
        ("phone", "08123456789012"),
        ("birth_date", "15 jan?"),
        ("birth_date", "31-02-1990"),
        ("birth_date", "150119900"),
        ("birth_date", "01-01-2030"),
        ("income", "sejuta"),
        ("income", "99999999999"),
        ("name", "S1"),
    ];
    for (id, text) in lost {
        let hints = worker.hints(id, text);
        assert!(!hints.problems.is_empty() && !hints.complete, "{id} {text}");
    }
}

#[test]
fn hints_are_complete_exactly_when_the_answer_would_be_taken() {
    let worker = Worker::new();
    let hints = worker.hints("phone", "0812-3456-7890");
    assert!(hints.complete);
    assert_eq!(plain(&hints.understood), ["Nomor 0812-3456-7890."]);
    assert_eq!(
        plain(&worker.hints("birth_date", "15-1-1990").understood),
        ["15 Januari 1990."]
    );
    assert!(worker.hints("occupation", "ojek").complete);
    assert!(!worker.hints("ktp", "x").complete);
}

#[test]
fn work_is_found_by_its_everyday_names_with_small_slips() {
    let worker = Worker::new();
    let first = |search: &str| {
        worker
            .engine()
            .choices("occupation", search, 20)
            .first()
            .map(|found| found.id.clone())
    };
    for (search, id) in [
        ("gojek", "ojek"),
        ("OJOL", "ojek"),
        ("supir", "driver"),
        ("antar paket", "courier"),
        ("gorengan", "snack_vendor"),
        ("nelyan", "fisher"),
        ("bangunan tukang", "builder"),
        ("sawah", "farmer"),
        ("lain", "other"),
    ] {
        assert_eq!(first(search).as_deref(), Some(id), "{search}");
    }
    assert_eq!(first("astronaut"), None);
    assert!(
        worker.hints("occupation", "astronaut").warnings[0]
            .reveal()
            .starts_with("Tidak ketemu.")
    );
    assert_eq!(worker.engine().choices("occupation", "", 5).len(), 5);
    assert_eq!(worker.engine().choices("tidak_ada", "", 5), Vec::new());
}

#[test]
fn a_chosen_work_stands_first_in_the_list() {
    let mut worker = Worker::at_work();
    worker.answer("occupation", "other");
    let Field::Search { options, more, .. } = worker.view("occupation").field else {
        panic!("a search")
    };
    assert_eq!(
        (options[0].id.as_str(), options[0].chosen, more),
        ("other", true, true)
    );
    worker.answer("occupation", "sopir");
    let Field::Search { options, .. } = worker.view("occupation").field else {
        panic!("a search")
    };
    assert_eq!(
        options[0].id, "driver",
        "what is typed and not chosen is a search"
    );
}

#[test]
fn fixed_programmes_are_chosen_from_the_start() {
    let mut worker = Worker::at_work();
    let chosen = |worker: &Worker| -> Vec<(bool, bool)> {
        worker
            .view("programmes")
            .field
            .options()
            .iter()
            .map(|option| (option.chosen, option.fixed))
            .collect()
    };
    assert_eq!(
        chosen(&worker),
        [(true, true), (true, true), (false, false)]
    );
    worker.answer("programmes", "jht");
    assert_eq!(chosen(&worker), [(true, true), (true, true), (true, false)]);
}

#[test]
fn the_price_is_there_as_soon_as_the_income_is() {
    let mut worker = Worker::at_work();
    assert_eq!(worker.view("income").quote, None);
    worker.answer("income", "1100000");
    let quote = worker.view("programmes").quote.unwrap();
    assert_eq!(
        (quote.total.as_str(), quote.months.as_str()),
        ("Rp9.400", "November 2026")
    );
    assert!(quote.reasons[0].starts_with("Contoh untuk 1 bulan"));
    assert_eq!(
        worker.view("occupation").quote,
        None,
        "only where it helps to decide"
    );
}

#[test]
fn the_price_is_explained_with_what_it_costs_afterwards() {
    let mut worker = Worker::at_work();
    for (id, text) in [
        ("occupation", "street_vendor"),
        ("income", "1.500.000"),
        ("programmes", ""),
        ("months", "3"),
    ] {
        worker.answer(id, text);
    }
    let quote = worker.view("months").quote.unwrap();
    assert_eq!(
        (quote.total.as_str(), quote.months.as_str()),
        ("Rp45.600", "Nov, Des, Jan")
    );
    let parts: Vec<(&str, &str, &str)> = quote
        .parts
        .iter()
        .map(|part| {
            (
                part.months.as_str(),
                part.sum.as_str(),
                part.per_day.as_str(),
            )
        })
        .collect();
    assert_eq!(
        parts,
        [
            ("Nov, Des", "2 × Rp11.400 = Rp22.800", ""),
            ("Jan", "Rp22.800", "")
        ]
    );
    let lines = |part: usize| -> Vec<(&str, &str)> {
        quote.parts[part]
            .lines
            .iter()
            .map(|line| (line.label.as_str(), line.amount.as_str()))
            .collect()
    };
    assert_eq!(
        lines(0),
        [
            ("JKK (kecelakaan kerja)", "Rp8.000/bln"),
            ("JKM (kematian)", "Rp3.400/bln")
        ]
    );
    assert_eq!(
        lines(1),
        [
            ("JKK (kecelakaan kerja)", "Rp16.000/bln"),
            ("JKM (kematian)", "Rp6.800/bln")
        ]
    );
    assert_eq!(
        quote.reasons,
        [
            "Diskon 50% dari pemerintah untuk JKK dan JKM, sampai iuran Desember 2026.",
            "Iuran Januari 2027 dan sesudahnya tanpa diskon, walau dibayar sekarang: Rp22.800 sebulan.",
        ]
    );
    let review = worker.engine().view(&Screen::Review, None).quote.unwrap();
    assert_eq!((review.total.as_str(), review.parts.len()), ("Rp45.600", 2));
    assert!(
        review
            .parts
            .iter()
            .all(|part| part.lines.is_empty() && !part.sum.is_empty()),
        "{review:?}"
    );
}

#[test]
fn transport_keeps_its_discount_longer_and_old_age_has_none() {
    let mut worker = Worker::at_work();
    worker.now = at("2027-01-05T09:00:00+07:00");
    for (id, text) in [
        ("occupation", "ojek"),
        ("income", "1.100.000"),
        ("programmes", "jht"),
        ("months", "1"),
    ] {
        worker.answer(id, text);
    }
    let quote = worker.view("months").quote.unwrap();
    assert_eq!(quote.total, "Rp33.400");
    assert_eq!(
        quote.reasons,
        [
            "Diskon 50% dari pemerintah untuk JKK dan JKM, sampai iuran Maret 2027.",
            "Iuran April 2027 dan sesudahnya tanpa diskon, walau dibayar sekarang: Rp42.800 sebulan.",
            "Tidak ada diskon untuk JHT.",
        ]
    );
    worker.answer("occupation", "farmer");
    let quote = worker.view("months").quote.unwrap();
    assert_eq!((quote.total.as_str(), quote.reasons.len()), ("Rp42.800", 0));
}

#[test]
fn before_the_tariff_begins_there_is_no_price_and_the_form_goes_on() {
    let mut worker = Worker::at_work();
    worker.now = at("2021-06-01T09:00:00+07:00");
    assert_eq!(worker.answer("income", "1100000"), question("programmes"));
    assert_eq!(
        (worker.engine().quote(), worker.view("programmes").quote),
        (None, None)
    );
}
