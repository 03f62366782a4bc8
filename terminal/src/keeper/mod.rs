//! The terminal's key keeper: wraps the core's data key with a key file in the home folder, or with
//! a passphrase.
//!
//! - A **key file** (`HOME/key`, 32 random bytes, mode 0600) protects as far as the file's
//!   permissions do: who can read the home folder can read everything in it. It keeps copies of the
//!   database alone, without the key file, closed.
//! - A **passphrase** goes through Argon2id (64 MiB, 3 passes, RFC 9106) and protects as far as it
//!   cannot be guessed.
//!
//! Which of the two a home uses is written in what was wrapped, so it is chosen once, when the home
//! is made.

mod file;
mod passphrase;
mod seal;

use std::io::IsTerminal;
use std::path::PathBuf;

use payung_core::{KeeperAnswer, KeyKeeper, PlatformError};
use zeroize::Zeroizing;

use crate::options::Language;
use crate::out::print_notice;

pub use file::remove as remove_key_file;
pub use passphrase::read_file as read_passphrase_file;

/// Where a passphrase comes from.
pub enum Passphrase {
    /// None was named: a new home gets a key file. A home that needs one asks for it, if there is a
    /// terminal.
    NotNamed,
    /// It is asked for at the terminal.
    Asked,
    Given(Zeroizing<String>),
    /// What is done needs no key: none is asked for, and a home that is new gets none yet.
    NotNeeded,
}

impl Passphrase {
    /// True when a person types it at a terminal, and so can type it again. A file says the same
    /// each time.
    pub fn is_asked(&self) -> bool {
        matches!(self, Self::Asked | Self::NotNamed) && can_ask()
    }
}

/// Answers the core, on stderr where it has something to tell a person.
pub struct Keeper {
    key_file: PathBuf,
    passphrase: Passphrase,
    lang: Language,
}

/// Layout of a wrapped key: one byte of version, one of kind, 16 of salt or of the key file's
/// fingerprint, then the sealed key.
const VERSION: u8 = 1;
const BY_FILE: u8 = b'F';
const BY_PASSPHRASE: u8 = b'P';
const HEADER: usize = 18;

impl Keeper {
    pub fn new(home: &std::path::Path, passphrase: Passphrase, lang: Language) -> Self {
        Self {
            key_file: file::path(home),
            passphrase,
            lang,
        }
    }

    fn wrap_by_file(&self, key: &[u8]) -> Result<Vec<u8>, KeeperAnswer> {
        let wrapping = file::read_or_make(&self.key_file, self.lang)?;
        seal::seal(
            &wrapping,
            &header(BY_FILE, seal::fingerprint(&wrapping)),
            key,
        )
    }

    fn unwrap_by_file(&self, header: &[u8], sealed: &[u8]) -> Result<Vec<u8>, KeeperAnswer> {
        if !matches!(self.passphrase, Passphrase::NotNamed) {
            // Whoever named a passphrase would believe that it protects this home.
            print_notice(self.lang.of(
                "Data di sini dilindungi berkas kunci; kata sandinya tidak dipakai.",
                "The data here is protected by its key file; the passphrase is not used.",
            ));
        }
        let wrapping = file::read(&self.key_file, self.lang)?;
        if seal::fingerprint(&wrapping) != header[2..] {
            // Another key lies in its place: the one that wrapped this no longer exists.
            return Err(KeeperAnswer::Gone);
        }
        seal::open(&wrapping, header, sealed).ok_or(KeeperAnswer::Broken)
    }

    fn wrap_by_passphrase(&self, key: &[u8]) -> Result<Vec<u8>, KeeperAnswer> {
        let passphrase = self.new_passphrase()?;
        let salt = seal::random()?;
        let wrapping = passphrase::stretch(&passphrase, &salt)?;
        seal::seal(&wrapping, &header(BY_PASSPHRASE, salt), key)
    }

    fn unwrap_by_passphrase(&self, header: &[u8], sealed: &[u8]) -> Result<Vec<u8>, KeeperAnswer> {
        let passphrase = self.known_passphrase()?;
        let wrapping = passphrase::stretch(&passphrase, &header[2..])?;
        seal::open(&wrapping, header, sealed).ok_or(KeeperAnswer::WrongPassphrase)
    }

    fn known_passphrase(&self) -> Result<Zeroizing<String>, KeeperAnswer> {
        match &self.passphrase {
            Passphrase::Given(given) => Ok(given.clone()),
            asked if asked.is_asked() => {
                passphrase::ask(self.lang.of("Kata sandi: ", "Passphrase: "))
            }
            _ => Err(KeeperAnswer::LockedNow),
        }
    }

    fn new_passphrase(&self) -> Result<Zeroizing<String>, KeeperAnswer> {
        if matches!(self.passphrase, Passphrase::Given(_)) || !can_ask() {
            return self.known_passphrase();
        }
        // Typed twice, because nothing opens the data again after a slip that nobody saw.
        let first = passphrase::ask(self.lang.of("Kata sandi baru: ", "New passphrase: "))?;
        let again = passphrase::ask(self.lang.of("Sekali lagi: ", "Once more: "))?;
        if first.is_empty() || first != again {
            return Err(KeeperAnswer::WrongPassphrase);
        }
        Ok(first)
    }
}

impl KeyKeeper for Keeper {
    fn wrap(&self, key: Vec<u8>) -> Result<KeeperAnswer, PlatformError> {
        let key = Zeroizing::new(key);
        let wrapped = match self.passphrase {
            Passphrase::NotNamed => self.wrap_by_file(&key),
            Passphrase::Asked | Passphrase::Given(_) => self.wrap_by_passphrase(&key),
            Passphrase::NotNeeded => Err(KeeperAnswer::LockedNow),
        };
        Ok(wrapped.map_or_else(|answer| answer, |bytes| KeeperAnswer::Key { bytes }))
    }

    fn unwrap(&self, wrapped: Vec<u8>) -> Result<KeeperAnswer, PlatformError> {
        let Some((header, sealed)) = wrapped.split_at_checked(HEADER) else {
            return Ok(KeeperAnswer::Broken);
        };
        let key = match header[..2] {
            _ if matches!(self.passphrase, Passphrase::NotNeeded) => Err(KeeperAnswer::LockedNow),
            [VERSION, BY_FILE] => self.unwrap_by_file(header, sealed),
            [VERSION, BY_PASSPHRASE] => self.unwrap_by_passphrase(header, sealed),
            _ => Err(KeeperAnswer::Broken),
        };
        Ok(key.map_or_else(|answer| answer, |bytes| KeeperAnswer::Key { bytes }))
    }
}

fn header(kind: u8, rest: [u8; 16]) -> Vec<u8> {
    [&[VERSION, kind][..], &rest].concat()
}

/// Is there somebody at a terminal?
pub fn can_ask() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: [u8; 32] = [7; 32];

    fn by_passphrase(home: &std::path::Path, passphrase: &str) -> Keeper {
        Keeper::new(
            home,
            Passphrase::Given(Zeroizing::new(passphrase.to_owned())),
            Language::Id,
        )
    }

    fn wrapped(keeper: &Keeper) -> Vec<u8> {
        let Ok(KeeperAnswer::Key { bytes }) = keeper.wrap(KEY.to_vec()) else {
            panic!("not wrapped")
        };
        assert!(
            !bytes.windows(8).any(|part| part == &KEY[..8]),
            "the key itself is in what was wrapped"
        );
        bytes
    }

    fn name(answer: &Result<KeeperAnswer, PlatformError>) -> &'static str {
        match answer {
            Ok(KeeperAnswer::Key { bytes }) if bytes[..] == KEY => "the key",
            Ok(KeeperAnswer::Key { .. }) => "another key",
            Ok(KeeperAnswer::Gone) => "gone",
            Ok(KeeperAnswer::LockedNow) => "locked now",
            Ok(KeeperAnswer::WrongPassphrase) => "wrong passphrase",
            Ok(KeeperAnswer::Broken) => "broken",
            Err(_) => "failed",
        }
    }

    #[test]
    fn the_key_file_unwraps_what_it_wrapped_also_in_the_next_run() {
        let home = tempfile::tempdir().unwrap();
        let wrapped = wrapped(&Keeper::new(
            home.path(),
            Passphrase::NotNamed,
            Language::Id,
        ));
        assert_eq!(
            name(&Keeper::new(home.path(), Passphrase::NotNamed, Language::Id).unwrap(wrapped)),
            "the key"
        );
    }

    #[test]
    fn a_missing_key_file_is_gone_and_is_not_made_anew_by_asking() {
        let home = tempfile::tempdir().unwrap();
        let keeper = Keeper::new(home.path(), Passphrase::NotNamed, Language::Id);
        let wrapped = wrapped(&keeper);
        std::fs::remove_file(file::path(home.path())).unwrap();
        assert_eq!(name(&keeper.unwrap(wrapped.clone())), "gone");
        assert_eq!(name(&keeper.unwrap(wrapped)), "gone");
        assert!(!file::path(home.path()).exists());
    }

    #[test]
    fn another_key_in_its_place_is_gone_and_a_damaged_one_is_broken() {
        let home = tempfile::tempdir().unwrap();
        let keeper = Keeper::new(home.path(), Passphrase::NotNamed, Language::Id);
        let wrapped = wrapped(&keeper);
        std::fs::write(file::path(home.path()), [9; 32]).unwrap();
        assert_eq!(name(&keeper.unwrap(wrapped.clone())), "gone");
        std::fs::write(file::path(home.path()), [9; 31]).unwrap();
        assert_eq!(name(&keeper.unwrap(wrapped)), "broken");
    }

    #[test]
    fn what_was_wrapped_and_then_changed_is_broken() {
        let home = tempfile::tempdir().unwrap();
        let keeper = Keeper::new(home.path(), Passphrase::NotNamed, Language::Id);
        let whole = wrapped(&keeper);
        for at in [0, 1, HEADER, whole.len() - 1] {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            assert_eq!(name(&keeper.unwrap(changed)), "broken", "byte {at}");
        }
        assert_eq!(name(&keeper.unwrap(Vec::new())), "broken");
        assert_eq!(name(&keeper.unwrap(whole[..HEADER].to_vec())), "broken");
    }

    #[test]
    fn what_needs_no_key_makes_none() {
        let home = tempfile::tempdir().unwrap();
        let wrapped = wrapped(&Keeper::new(
            home.path(),
            Passphrase::NotNamed,
            Language::Id,
        ));
        let keeper = Keeper::new(home.path(), Passphrase::NotNeeded, Language::Id);
        assert_eq!(name(&keeper.unwrap(wrapped)), "locked now");
        std::fs::remove_file(file::path(home.path())).unwrap();
        assert_eq!(name(&keeper.wrap(KEY.to_vec())), "locked now");
        assert!(!file::path(home.path()).exists());
    }

    #[test]
    fn only_the_right_passphrase_opens_and_no_key_file_is_left() {
        let home = tempfile::tempdir().unwrap();
        let wrapped = wrapped(&by_passphrase(home.path(), "payung teduh"));
        assert_eq!(
            name(&by_passphrase(home.path(), "payung teduh").unwrap(wrapped.clone())),
            "the key"
        );
        assert_eq!(
            name(&by_passphrase(home.path(), "payung bocor").unwrap(wrapped)),
            "wrong passphrase"
        );
        assert!(!file::path(home.path()).exists());
    }

    #[cfg(unix)]
    #[test]
    fn the_key_file_is_for_its_owner_only() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().unwrap();
        wrapped(&Keeper::new(
            home.path(),
            Passphrase::NotNamed,
            Language::Id,
        ));
        assert_eq!(
            std::fs::metadata(file::path(home.path()))
                .unwrap()
                .permissions()
                .mode()
                & 0o777,
            0o600
        );
        assert_eq!(
            std::fs::read_dir(home.path()).unwrap().count(),
            1,
            "a half-made key file was left lying"
        );
    }
}
