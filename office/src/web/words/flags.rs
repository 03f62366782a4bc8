//! Why an officer should look.

use payung_model::text::Lang;

use super::Words;

words! {
    // What the opener found, and the form.
    KEY_MISSING: "Dikunci dengan kunci yang tidak ada di sini" / "Locked with a key that is not here";
    SEAL_BROKEN: "Tidak bisa dibuka: rusak, atau bukan buatan Payung" / "Cannot be opened: damaged, or not made by Payung";
    FORM_UNKNOWN: "Formulirnya tidak dikenal kantor ini" / "This office does not know its form";
    QUESTION_UNKNOWN: "Ada jawaban di luar formulir" / "It has an answer that is not in the form";
    NIK_WRONG: "NIK tidak mungkin benar" / "The NIK cannot be right";
    ANSWER_WRONG: "Ada jawaban yang tidak diterima formulirnya" / "It has an answer that its form does not take";
    ANSWER_MISSING: "Ada isian wajib yang belum dijawab" / "Something that must be answered is not";
    CONSENT_MISSING: "Persetujuan tidak ada, atau untuk kata-kata lain" / "A consent is missing, or is to other words";
    PHOTO_NOT_SHOWN: "Yang dikirim sebagai foto bukan JPEG biasa; tidak ditampilkan" / "What was sent as a photo is no ordinary JPEG; it is not shown";
    COMPLETES_UNKNOWN: "Menambah pendaftaran yang tidak ada di sini" / "Adds to a registration that is not here";
    PHOTO_KEYS: "Foto dan kuncinya tidak lengkap" / "Photos and their keys are not complete";
    PHOTO_DAMAGED: "Berkas foto rusak atau hilang" / "A photo's file is damaged or missing";
    PHOTO_SEALED: "Foto tidak bisa dibuka" / "A photo cannot be opened";
    DUPLICATE: "NIK sudah ada di pendaftaran lain" / "Another registration has this NIK";
    UNUSUAL: "Ada jawaban yang tidak biasa; buka untuk melihat yang mana" / "It has an unusual answer; open it to see which";

    // Reports of a death at work, and reports that came late.
    AT_WORK: "di tempat atau karena kerja, atau belum tahu: langkah kecelakaan kerja, lapor 2 x 24 jam" / "at work or because of it, or not known yet: the steps of a work accident, 2 x 24 hours";
    REPORT_LATE: "dilaporkan sesudah lewat batas waktu" / "reported after the time for it";
    REPORT_ARRIVED_LATE: "dikirim pada waktunya menurut jam HP, sampai sesudah lewat batas" / "sent in time by the phone's clock, arrived later";
    REPORT_UNSURE: "jam kejadian tidak disebut: belum tentu pada waktunya" / "the time it happened is not given: perhaps not in time";
}

/// Is it a warning of the form, and no flag of the opener's own?
pub(crate) fn is_unusual(word: &str) -> bool {
    of_opener(word).is_none()
}

/// Why an officer should look. A warning of the form, which the worker has read, is said with both
/// values where it is opened.
pub(crate) fn flag(lang: Lang, word: &str) -> &'static str {
    of_opener(word).unwrap_or(UNUSUAL).text(lang)
}

/// What the opener itself found.
fn of_opener(word: &str) -> Option<Words> {
    Some(match word {
        "key_missing" => KEY_MISSING,
        "seal_broken" => SEAL_BROKEN,
        "form_unknown" => FORM_UNKNOWN,
        "question_unknown" => QUESTION_UNKNOWN,
        "nik_wrong" => NIK_WRONG,
        "answer_wrong" => ANSWER_WRONG,
        "answer_missing" => ANSWER_MISSING,
        "consent_missing" => CONSENT_MISSING,
        "photo_not_shown" => PHOTO_NOT_SHOWN,
        "completes_unknown" => COMPLETES_UNKNOWN,
        "photo_keys" => PHOTO_KEYS,
        "photo_damaged" => PHOTO_DAMAGED,
        "photo_sealed" => PHOTO_SEALED,
        "duplicate" => DUPLICATE,
        "at_work" => AT_WORK,
        "report_late" => REPORT_LATE,
        "report_arrived_late" => REPORT_ARRIVED_LATE,
        "report_time_unsure" => REPORT_UNSURE,
        _ => return None,
    })
}
