//! What every page has, and what is said where one is not shown.

use payung_model::text::{Lang, format};
use payung_model::units::Timestamp;

use super::Words;

words! {
    // Every page.
    SKIP: "Langsung ke isi" / "Skip to content";
    MENU: "Menu" / "Main menu";
    QUEUE: "Antrean" / "Queue";
    LOG: "Catatan" / "Audit log";
    MONEY: "Iuran" / "Dues";
    SIGN_OUT: "Keluar" / "Sign out";
    TO_QUEUE: "Ke antrean" / "To the queue";
    PAGES: "Halaman" / "Page";

    // Why a page is not shown: a title and a sentence.
    ROLE_TITLE: "Bukan untuk peran Anda" / "Not for your role";
    ROLE: "Peran Anda belum boleh membuka atau melakukan ini. Bila perlu, minta pengurus kantor mengubah peran Anda."
        / "Your role may not open or do this. If you need to, ask the office's admin to change your role.";
    UNDONE_TITLE: "Tidak dilakukan" / "Not done";
    FORGED: "Kiriman ini tidak datang dari halaman yang Anda buka di sini. Buka lagi halamannya, lalu ulangi."
        / "This was not sent from a page you opened here. Open the page again, then repeat it.";
    UNREADABLE: "Isian ini tidak bisa dibaca. Buka lagi halamannya, lalu ulangi."
        / "This form cannot be read. Open the page again, then repeat it.";
    NOT_HERE_TITLE: "Tidak ada di sini" / "Not here";
    NOT_HERE: "Halaman atau pendaftaran ini tidak ada di kantor ini." / "This office has no such page or registration.";
    CHANGED_TITLE: "Sudah berubah" / "It has changed";
    CHANGED: "Pendaftaran ini berubah sejak Anda membukanya: dikirim ulang, dibatalkan, atau sudah diputuskan orang lain. Tidak ada yang dilakukan. Lihat lagi dari antrean."
        / "This registration has changed since you opened it: sent again, withdrawn, or decided by somebody else. Nothing was done. Look again from the queue.";
    PHOTO_TITLE: "Foto tidak bisa dibuka" / "The photo cannot be opened";
    PHOTO_BROKEN: "Foto ini rusak atau dikunci dengan kunci lain." / "This photo is damaged, or locked with another key.";
    BUSY_TITLE: "Sedang ramai" / "Busy";
    BUSY: "Tunggu sebentar, lalu coba lagi." / "Wait a moment, then try again.";
    AWAY_TITLE: "Kantor belum menjawab" / "The office does not answer yet";
    AWAY: "Belum tentu yang tadi sudah tercatat. Tunggu sebentar, periksa, lalu coba lagi." / "It is not known whether that was written down. Wait a moment, look, then try again.";
    SEND_AGAIN: "Kirim lagi" / "Send it again";
    TROUBLE_TITLE: "Kantor sedang bermasalah" / "The office is in trouble";
    TROUBLE: "Tidak ada yang dilakukan dan tidak ada yang hilang. Coba lagi; bila tetap begini, beri tahu pengurus kantor."
        / "Nothing was done and nothing is lost. Try again; if it stays like this, tell the office's admin.";

    // How long something has waited.
    JUST_NOW: "baru saja" / "a moment";
    SECONDS: " detik" / " s";
    MINUTES: " menit" / " min";
    HOURS: " jam" / " h";
    DAYS: " hari" / " d";
}

/// So many hours; days from two on.
pub(crate) fn hours(lang: Lang, hours: u32) -> String {
    if hours < 48 {
        format!("{hours}{}", HOURS.text(lang))
    } else {
        format!("{}{}", hours / 24, DAYS.text(lang))
    }
}

/// `23 November 2026, 09.00 WIB`
pub(crate) fn moment(lang: Lang, at: Timestamp) -> String {
    format!("{}, {}", format::date(lang, at.date()), format::time(at))
}

/// How long something took: seconds at first, because many decisions take less than a minute.
pub(crate) fn lasted(lang: Lang, millis: i64) -> String {
    let seconds = millis / 1000;
    let (number, unit) = match seconds {
        ..60 => (seconds, SECONDS),
        60..3600 => (seconds / 60, MINUTES),
        3600..172_800 => (seconds / 3600, HOURS),
        _ => (seconds / 86_400, DAYS),
    };
    format!("{number}{}", unit.text(lang))
}

/// How long something has waited, in one number: nobody counts minutes of yesterday.
pub(crate) fn waited(lang: Lang, now: Timestamp, since: Timestamp) -> String {
    let minutes = now.since(since).as_secs() / 60;
    let (number, unit) = match minutes {
        0 => return JUST_NOW.text(lang).to_owned(),
        1..60 => (minutes, MINUTES),
        60..1440 => (minutes / 60, HOURS),
        _ => (minutes / 1440, DAYS),
    };
    format!("{number}{}", unit.text(lang))
}
