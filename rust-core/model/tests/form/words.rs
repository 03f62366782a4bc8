//! What the screens and the review say.

use payung_model::text::Lang;

use super::*;

#[test]
fn what_one_gets_stands_beside_each_programme_with_the_figures_of_the_data() {
    let worker = Worker::filled();
    let view = worker.engine().view(&question("programmes"), None);
    let help: Vec<&str> = view
        .field
        .options()
        .iter()
        .map(|option| option.help.as_str())
        .collect();
    assert!(
        help[0].contains("Rp70.000.000")
            && help[1].contains("Rp42.000.000")
            // The wait is told before anybody joins.
            && help[1].contains("3 bulan pertama hanya biaya pemakaman Rp10.000.000")
            && help[2].contains("56 tahun")
    );
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
    assert_eq!(
        view.understood[0].reveal(),
        "Perempuan, lahir 15 Januari 1990."
    );
    assert_eq!(
        (view.field, view.secure),
        (
            Field::Digits {
                max: 24,
                suggested: Vec::new()
            },
            true
        )
    );
    assert_eq!(
        view.spoken,
        "Berapa N I K Anda? 16 angka di baris NIK, bagian atas KTP."
    );
    assert_eq!(view.primary, "Lanjut");
}

#[test]
fn a_refused_answer_comes_back_with_what_to_do() {
    let mut worker = Worker::new();
    worker.answer("nik", "320101550190000");
    let refused = worker.engine().check("nik", "320101550190000").unwrap_err();
    let view = worker.engine().view(&question("nik"), Some(&refused));
    assert_eq!(
        view.problems[0].reveal(),
        "Baru 15 angka. NIK ada 16, kurang 1 lagi."
    );
    assert!(view.spoken.ends_with("kurang 1 lagi."));
    assert_eq!(view.typed.reveal(), "320101550190000");
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
        for right in [
            "melihat",
            "membetulkan",
            "menghapus",
            "membatalkan persetujuan",
            "kantor@contoh.example",
        ] {
            assert!(help.contains(right), "{consent}: {help}");
        }
    }
}

#[test]
fn the_review_says_every_answer_as_people_do() {
    let mut worker = Worker::filled();
    worker.draft.entries.remove("months");
    let view = worker.engine().view(&Screen::Review, None);
    let lines: Vec<(&str, &str)> = view
        .review
        .iter()
        .map(|l| (l.label.as_str(), l.value.reveal()))
        .collect();
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
    assert_eq!(
        view.problems[0].reveal(),
        "Masih ada 1 yang perlu diisi. Ketuk untuk mengisi."
    );
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
    assert!(
        view.primary_enabled,
        "a difference is a warning, not a problem"
    );
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
