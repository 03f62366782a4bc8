//! The terminal's own few words, in both languages. Everything about the form comes from the core.

use payung_core::{KeyState, PayungError};
use payung_model::text::Lang;

use crate::args::Language;

impl Language {
    /// As the core knows it.
    pub fn model(self) -> Lang {
        match self {
            Self::Id => Lang::Id,
            Self::En => Lang::En,
        }
    }

    /// One of two wordings.
    pub fn of<'a>(self, id: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Id => id,
            Self::En => en,
        }
    }
}

/// The API's errors: in its words, and where a command line can do more than a screen, in its own.
pub fn error(lang: Language, error: &PayungError) -> String {
    match error {
        PayungError::KeyLocked { .. } => key(lang, KeyState::LockedNow).to_owned(),
        PayungError::KeyGone { .. } => key(lang, KeyState::Gone).to_owned(),
        PayungError::Configuration { words, place } => format!("{words} ({place})"),
        other => other.words().to_owned(),
    }
}

/// Why the data cannot be opened.
pub fn key(lang: Language, key: KeyState) -> &'static str {
    match key {
        KeyState::Open => "",
        KeyState::LockedNow => lang.of(
            "Data di sini terkunci. Beri kata sandinya: --passphrase-file FILE, atau ketik di terminal.",
            "The data here is locked. Give its passphrase: --passphrase-file FILE, or type it at a terminal.",
        ),
        KeyState::WrongPassphrase => lang.of("Kata sandinya tidak cocok.", "That is not the passphrase."),
        KeyState::Gone => lang.of(
            "Kunci yang membuka data ini sudah tidak ada. Kembalikan berkas kuncinya, atau mulai lagi dengan `payung-term start-clean --yes`: data lama disisihkan, tidak dihapus.",
            "The key that opened this data is gone. Put the key file back, or begin again with `payung-term start-clean --yes`: the old data is set aside, not deleted.",
        ),
        KeyState::Broken => lang.of(
            "Kuncinya tidak bisa dibaca sekarang. Periksa berkas kuncinya, lalu coba lagi; tidak ada yang hilang.",
            "The key cannot be read now. Check the key file, then try again; nothing is lost.",
        ),
    }
}

/// Without a trust file nothing can be sealed.
pub fn no_office(lang: Language) -> &'static str {
    lang.of(
        "Payung di sini belum mengenal kantor mana pun: isian tersimpan, belum bisa dikirim. Beri berkasnya: --trust FILE",
        "This Payung knows no office: the draft is kept and cannot be sent yet. Give its file: --trust FILE",
    )
}

/// How to go on with a draft.
pub fn kept(lang: Language, draft: &str) -> String {
    let kept = lang.of("Isian tersimpan. Teruskan dengan", "The draft is kept. Go on with");
    format!("{kept}: payung-term resume {draft}")
}

/// A draft that ended without a registration stays until somebody deletes it.
pub fn ended(lang: Language, draft: &str) -> String {
    let ended = lang.of("Tidak ada yang dikirim. Hapus isiannya dengan", "Nothing is sent. Delete the draft with");
    format!("{ended}: payung-term discard {draft}")
}
