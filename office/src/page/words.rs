//! Indonesian for officers: states, flags, roles and deeds. State words are those that workers read, and exact.

use payung_model::journey::OfficeState;
use payung_model::text::{Lang, format};
use payung_model::units::Timestamp;

use crate::store::officers::Role;

/// Where a registration stands.
pub(super) fn state(state: OfficeState) -> &'static str {
    match state {
        OfficeState::Receiving => "sedang dikirim",
        OfficeState::Received => "sudah sampai",
        OfficeState::Accepted => "disetujui",
        OfficeState::NeedsCorrection => "perlu dibetulkan",
        OfficeState::Refused => "tidak bisa disetujui",
        OfficeState::Withdrawn => "ditarik kembali",
    }
}

/// Why an officer should look.
pub(super) fn flag(word: &str) -> &str {
    match word {
        "key_missing" => "Dikunci dengan kunci yang tidak ada di sini",
        "seal_broken" => "Tidak bisa dibuka: rusak, atau bukan buatan Payung",
        "form_unknown" => "Formulirnya tidak dikenal kantor ini",
        "question_unknown" => "Ada jawaban di luar formulir",
        "nik_wrong" => "NIK tidak mungkin benar",
        "answer_wrong" => "Ada jawaban yang tidak diterima formulirnya",
        "completes_unknown" => "Menambah pendaftaran yang tidak ada di sini",
        "photo_keys" => "Foto dan kuncinya tidak lengkap",
        "photo_damaged" => "Berkas foto rusak atau hilang",
        "photo_sealed" => "Foto tidak bisa dibuka",
        "duplicate" => "NIK sudah ada di pendaftaran lain",
        other => other,
    }
}

/// What was done, as the audit log has it.
pub(super) fn deed(action: &str) -> &str {
    match action {
        "show" => "melihat jawaban",
        "photos" => "melihat foto",
        "accept" => "menyetujui",
        "correct" => "minta dibetulkan",
        "refuse" => "menolak",
        "open" => "dibuka dan diperiksa mesin",
        "sign in" => "masuk",
        "sign in failed" => "gagal masuk",
        "sign out" => "keluar",
        "officer add" => "menambah petugas",
        "officer role" => "mengubah peran petugas",
        "officer password" => "mengganti kata sandi petugas",
        "officer remove" => "mengeluarkan petugas",
        "keys new" => "membuat kunci",
        "keys publish" => "mengumumkan kunci",
        "bundle sign" => "menandatangani aturan",
        other => other,
    }
}

/// What an officer may do.
pub(super) fn role(role: Role) -> &'static str {
    match role {
        Role::Reader => "pembaca",
        Role::Decider => "pemutus",
        Role::Admin => "pengurus",
    }
}

/// `23 November 2026, 09.00 WIB`
pub(super) fn moment(at: Timestamp) -> String {
    format!("{}, {} WIB", format::date(Lang::Id, at.date()), format::time(at))
}

/// How long something has waited, in one number: nobody counts minutes of yesterday.
pub(super) fn waited(now: Timestamp, since: Timestamp) -> String {
    let minutes = now.since(since).as_secs() / 60;
    match minutes {
        0 => "baru saja".to_owned(),
        1..60 => format!("{minutes} menit"),
        60..1440 => format!("{} jam", minutes / 60),
        _ => format!("{} hari", minutes / 1440),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::opener::Flag;

    #[test]
    fn every_flag_the_opener_sets_has_words() {
        for known in Flag::ALL {
            assert_ne!(flag(known.word()), known.word());
        }
    }

    #[test]
    fn waiting_is_said_in_the_largest_whole_unit() {
        let at = |minutes: i64| Timestamp::from_millis(1_795_399_200_000 + minutes * 60_000).unwrap();
        let said = [0, 1, 59, 60, 1439, 1440, 4000].map(|minutes| waited(at(minutes), at(0)));
        assert_eq!(said, ["baru saja", "1 menit", "59 menit", "1 jam", "23 jam", "1 hari", "2 hari"]);
        assert_eq!(waited(at(0), at(5)), "baru saja", "clocks differ");
        assert_eq!(moment(at(0)), "23 November 2026, 09.00 WIB");
    }
}
