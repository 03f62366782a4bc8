//! The terminal's own few words, in both languages. Everything about the form comes from the core.

use std::io::ErrorKind;
use std::sync::OnceLock;

use payung_core::{KeyState, PayungError};
use payung_model::text::Lang;

use crate::options::Language;

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
        PayungError::KeyGone { .. } => key_now(lang, KeyState::Gone),
        PayungError::Configuration { words, place } => format!("{words} ({place})"),
        other => other.words().to_owned(),
    }
}

/// How this program was called, so that a command that is told can be typed as it is told.
/// `./payung term` says its own name in `PAYUNG_CALLED`.
pub fn called() -> &'static str {
    static CALLED: OnceLock<String> = OnceLock::new();
    CALLED.get_or_init(|| {
        let said = std::env::var("PAYUNG_CALLED")
            .ok()
            .filter(|name| !name.is_empty());
        said.or_else(|| std::env::args().next())
            .unwrap_or_else(|| "payung-term".to_owned())
    })
}

/// A command to type, on a line of its own.
pub fn command(arguments: impl std::fmt::Display) -> String {
    format!("  {} {arguments}", called())
}

/// What the system says about a file, in the language. The system itself speaks English.
pub fn file(lang: Language, error: &std::io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::NotFound => lang.of("Berkas ini tidak ada.", "There is no such file."),
        ErrorKind::PermissionDenied => lang.of(
            "Berkas ini tidak boleh dibuka. Periksa izinnya.",
            "It may not be opened. Look at its permissions.",
        ),
        ErrorKind::IsADirectory => {
            lang.of("Ini folder, bukan berkas.", "This is a folder, not a file.")
        }
        ErrorKind::NotADirectory => lang.of(
            "Sebagian jalurnya bukan folder.",
            "Part of the path is no folder.",
        ),
        ErrorKind::ReadOnlyFilesystem => lang.of(
            "Penyimpanannya hanya bisa dibaca, tidak bisa ditulisi.",
            "The disk can only be read, not written to.",
        ),
        ErrorKind::StorageFull => lang.of("Penyimpanannya penuh.", "The disk is full."),
        ErrorKind::InvalidData => lang.of("Isinya bukan teks UTF-8.", "It is no UTF-8 text."),
        _ => lang.of(
            "Berkas ini tidak bisa dibaca atau ditulisi.",
            "It cannot be read or written.",
        ),
    }
}

/// Why the data cannot be opened, and the command that helps.
pub fn key_now(lang: Language, state: KeyState) -> String {
    match state {
        KeyState::Gone => format!("{}\n{}", key(lang, state), command("start-clean --yes")),
        other => key(lang, other).to_owned(),
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
            "Kunci yang membuka data ini sudah tidak ada. Kembalikan berkas kuncinya, atau mulai lagi: data lama disisihkan, tidak dihapus.",
            "The key that opened this data is gone. Put the key file back, or begin again: the old data is set aside, not deleted.",
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

/// How to go on with a draft. `number`: as the list of drafts numbers it.
pub fn kept(lang: Language, number: usize) -> String {
    let kept = lang.of(
        "Isian tersimpan. Teruskan dengan:",
        "The draft is kept. Go on with:",
    );
    format!("{kept}\n{}", command(format_args!("resume {number}")))
}

/// A draft that ended without a registration stays until somebody deletes it.
pub fn ended(lang: Language, number: usize) -> String {
    let ended = lang.of(
        "Tidak ada yang dikirim. Hapus isiannya dengan:",
        "Nothing is sent. Delete the draft with:",
    );
    format!("{ended}\n{}", command(format_args!("discard {number}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_says_about_a_file_is_said_in_the_language() {
        let missing = std::fs::read("/no such file").unwrap_err();
        assert_eq!(file(Language::Id, &missing), "Berkas ini tidak ada.");
        let read_only = std::io::Error::from(ErrorKind::ReadOnlyFilesystem);
        assert!(file(Language::Id, &read_only).contains("hanya bisa dibaca"));
    }
}
