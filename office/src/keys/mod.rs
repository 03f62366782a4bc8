//! The office's private keys: one file, `keys.json`, in a folder of its own.
//!
//! The folder lies outside the data folder, so that whoever has the database or its backup cannot
//! open anything. The folder has mode 0700 and the file 0600. A passphrase (Argon2id, then
//! AES-256-GCM) can protect the secrets. Two kinds of key:
//! - *office* keys (HPKE, X25519): phones seal registrations to the newest. Older ones open earlier
//!   registrations.
//! - *signing* keys (Ed25519): *current* signs bundles. *next* is announced in each bundle and
//!   takes over by `--rotate`.

mod file;
mod index;
mod lock;

pub use file::{Listed, folder_lock, list};
pub use index::NikIndex;
pub use lock::Passphrase;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use payung_model::sealed::{
    KeyId, NoRandomness, OfficeKey, OfficePublicKey, Random, SigningKey, TrustFile, VerifyingKey,
};
use payung_model::units::Timestamp;

/// Why the keys cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeysProblem {
    /// The folder has no `keys.json`.
    #[error("no keys in {0}: make them with `office keys new`")]
    Missing(PathBuf),
    /// Other users of this machine could read the keys.
    #[error("{0} can be read by others: chmod go= it first")]
    OpenToOthers(PathBuf),
    /// Keys are never overwritten.
    #[error("{0} is there already: nothing was written")]
    Taken(PathBuf),
    /// The key folder lies inside the data folder, so a backup of the data would hold the keys.
    #[error("the key folder {0} lies inside the data folder: choose one outside it (--keys)")]
    InsideData(PathBuf),
    /// The keys have a passphrase, and none was given.
    #[error("the keys are locked: give --passphrase-file")]
    Locked,
    /// The passphrase is wrong, or the file was changed.
    #[error("the passphrase does not open the keys")]
    WrongPassphrase,
    /// The passphrase file is empty.
    #[error("the passphrase file is empty")]
    NoPassphrase,
    /// `keys.json` is not what this program writes.
    #[error("keys.json: {0}")]
    Damaged(&'static str),
    /// A file could not be used.
    #[error("keys: {0}")]
    File(#[from] std::io::Error),
    /// No randomness.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
}

/// All private keys of the office.
pub struct Keys {
    office: Vec<DatedKey<OfficeKey>>,
    /// Office keys that leaked.
    compromised: BTreeSet<KeyId>,
    current: DatedKey<SigningKey>,
    next: DatedKey<SigningKey>,
    /// The NIK index key, once the office key that it was derived from is retired.
    index: Option<DatedKey<NikIndex>>,
}

struct DatedKey<K> {
    key: K,
    at: Timestamp,
}

impl Keys {
    /// The name of the file in the key folder.
    pub const FILE: &str = "keys.json";

    /// A first set: one office key, a current and a next signing key.
    pub fn new(random: &mut dyn Random, now: Timestamp) -> Result<Self, NoRandomness> {
        Ok(Self {
            office: vec![DatedKey { key: OfficeKey::new(random)?, at: now }],
            compromised: BTreeSet::new(),
            current: DatedKey { key: SigningKey::new(random)?, at: now },
            next: DatedKey { key: SigningKey::new(random)?, at: now },
            index: None,
        })
    }

    /// Reads the keys from their folder.
    pub fn load(folder: &Path, passphrase: Option<&Passphrase>) -> Result<Self, KeysProblem> {
        file::load(folder, passphrase)
    }

    /// Writes the keys into their folder; the file is replaced as a whole. With a passphrase the
    /// secrets are sealed under it.
    pub fn save(
        &self,
        folder: &Path,
        passphrase: Option<&Passphrase>,
        random: &mut dyn Random,
    ) -> Result<(), KeysProblem> {
        file::save(self, folder, passphrase, random)
    }

    /// Reads a copy that [`Keys::save_copy`] wrote.
    pub fn load_copy(file: &Path, passphrase: &Passphrase) -> Result<Self, KeysProblem> {
        file::load_copy(file, passphrase)
    }

    /// Writes a copy to keep elsewhere. It always has a passphrase and never replaces a file.
    pub fn save_copy(&self, file: &Path, passphrase: &Passphrase, random: &mut dyn Random) -> Result<(), KeysProblem> {
        if file.exists() {
            return Err(KeysProblem::Taken(file.to_path_buf()));
        }
        file::write(self, file, Some(passphrase), random)
    }

    /// Adds an office key. Phones seal to it once it is published.
    pub fn add_office_key(&mut self, random: &mut dyn Random, now: Timestamp) -> Result<(), NoRandomness> {
        self.office.insert(0, DatedKey { key: OfficeKey::new(random)?, at: now });
        Ok(())
    }

    /// Makes the next signing key the current one, and a fresh key the next one. The old one signs
    /// no more.
    pub fn rotate_signing(&mut self, random: &mut dyn Random, now: Timestamp) -> Result<(), NoRandomness> {
        let fresh = DatedKey { key: SigningKey::new(random)?, at: now };
        self.current = std::mem::replace(&mut self.next, fresh);
        Ok(())
    }

    /// All office keys, the newest first.
    pub fn office(&self) -> Vec<OfficeKey> {
        self.office.iter().map(|made| made.key.clone()).collect()
    }

    /// The public office keys that bundles name, the newest first, without those that leaked. Bundles have room for a
    /// few only.
    pub fn published(&self) -> Vec<OfficePublicKey> {
        let keys = self.office.iter().map(|made| made.key.public());
        keys.filter(|key| !self.compromised.contains(&key.id())).take(TrustFile::MOST_OFFICE_KEYS).collect()
    }

    /// Takes every office key but the newest for one that leaked. They still open what came before; phones are told of
    /// them no more, so that nobody seals to them and no letter of theirs is believed. Returns their ids.
    pub fn compromise_old(&mut self) -> Vec<KeyId> {
        let old: Vec<KeyId> = self.office.iter().skip(1).map(|made| made.key.public().id()).collect();
        self.compromised.extend(&old);
        old
    }

    /// The key that signs bundles.
    pub fn current(&self) -> &SigningKey {
        &self.current.key
    }

    /// The public key that will sign bundles after the next rotation.
    pub fn next(&self) -> VerifyingKey {
        self.next.key.public()
    }

    /// Deletes an office key for good: registrations that are sealed to it can never be opened
    /// again. The newest key stays. The NIK index keeps its key, so that old index values stay
    /// comparable. True when there was such a key.
    pub fn retire(&mut self, id: KeyId, now: Timestamp) -> Result<bool, KeysProblem> {
        let place = self.office.iter().skip(1).position(|made| made.key.public().id() == id);
        let Some(place) = place else { return Ok(false) };
        if self.index.is_none() {
            self.index = Some(DatedKey { key: self.nik_index()?, at: now });
        }
        self.office.remove(place + 1);
        self.compromised.remove(&id);
        Ok(true)
    }

    /// The key of the NIK index. It is derived from the oldest office key, so that a new office key
    /// does not change it.
    pub fn nik_index(&self) -> Result<NikIndex, KeysProblem> {
        if let Some(made) = &self.index {
            return Ok(made.key.clone());
        }
        let oldest = self.office.last().ok_or(KeysProblem::Damaged("no office key"))?;
        Ok(NikIndex::derive(&oldest.key))
    }
}

#[cfg(test)]
mod tests {
    use base64ct::{Base64UrlUnpadded, Encoding};

    use super::*;
    use crate::random::SystemRandom;

    const NOW: i64 = 1_795_399_200_000;

    fn made() -> Keys {
        Keys::new(&mut SystemRandom, Timestamp::from_millis(NOW).unwrap()).unwrap()
    }

    fn passphrase(text: &str) -> Passphrase {
        Passphrase::new(text).unwrap()
    }

    #[test]
    fn keys_are_read_back_with_and_without_a_passphrase() {
        for passphrase in [None, Some(passphrase("kata sandi contoh"))] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("keys");
            let keys = made();
            keys.save(&path, passphrase.as_ref(), &mut SystemRandom).unwrap();
            let read = Keys::load(&path, passphrase.as_ref()).unwrap();
            assert_eq!(read.published(), keys.published());
            assert_eq!(read.current().public(), keys.current().public());
            assert_eq!(read.next(), keys.next());
            assert!(!crate::files::open_to_others(&path.join("keys.json")).unwrap());
            assert!(!crate::files::open_to_others(&path).unwrap());
        }
    }

    #[test]
    fn a_wrong_or_missing_passphrase_opens_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys");
        made().save(&path, Some(&passphrase("benar")), &mut SystemRandom).unwrap();
        assert!(matches!(Keys::load(&path, None), Err(KeysProblem::Locked)));
        assert!(matches!(Keys::load(&path, Some(&passphrase("salah"))), Err(KeysProblem::WrongPassphrase)));
    }

    #[test]
    fn a_locked_file_holds_no_secret_in_clear_and_an_open_one_does() {
        let folder = tempfile::tempdir().unwrap();
        let keys = made();
        let secret = Base64UrlUnpadded::encode_string(keys.office()[0].to_bytes().as_ref());
        for (passphrase, holds) in [(Some(passphrase("benar")), false), (None, true)] {
            let path = folder.path().join(format!("keys-{holds}"));
            keys.save(&path, passphrase.as_ref(), &mut SystemRandom).unwrap();
            let text = std::fs::read_to_string(path.join("keys.json")).unwrap();
            assert_eq!(text.contains(&secret), holds);
        }
    }

    #[test]
    fn keys_that_others_could_read_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys");
        made().save(&path, None, &mut SystemRandom).unwrap();
        let file = path.join("keys.json");
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o644);
        std::fs::set_permissions(&file, mode).unwrap();
        assert!(matches!(Keys::load(&path, None), Err(KeysProblem::OpenToOthers(found)) if found == file));
    }

    #[test]
    fn rotating_makes_the_next_key_the_current_one() {
        let mut keys = made();
        let next = keys.next();
        keys.rotate_signing(&mut SystemRandom, Timestamp::from_millis(NOW).unwrap()).unwrap();
        assert_eq!(keys.current().public(), next);
        assert_ne!(keys.next(), next);
    }

    #[test]
    fn a_key_that_was_given_up_is_gone_and_the_nik_index_goes_on_also_after_reading() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys");
        let now = Timestamp::from_millis(NOW).unwrap();
        for passphrase in [None, Some(passphrase("kata sandi contoh"))] {
            let mut keys = made();
            let (first, before) = (keys.published()[0].id(), keys.nik_index().unwrap());
            assert!(!keys.retire(first, now).unwrap(), "the newest stays");
            keys.add_office_key(&mut SystemRandom, now).unwrap();
            assert!(keys.retire(first, now).unwrap());
            keys.save(&path, passphrase.as_ref(), &mut SystemRandom).unwrap();
            let mut read = Keys::load(&path, passphrase.as_ref()).unwrap();
            assert!(read.published().len() == 1 && read.published()[0].id() != first);
            read.add_office_key(&mut SystemRandom, now).unwrap();
            let second = read.published()[1].id();
            assert!(read.retire(second, now).unwrap());
            let after = read.nik_index().unwrap();
            assert_eq!(before.of("3201015501900001"), after.of("3201015501900001"));
            assert_eq!(after.made_from(), first);
        }
    }

    #[test]
    fn a_new_office_key_comes_first_and_leaves_the_nik_index_as_it_was() {
        let mut keys = made();
        let (first, before) = (keys.published()[0].clone(), keys.nik_index().unwrap());
        keys.add_office_key(&mut SystemRandom, Timestamp::from_millis(NOW).unwrap()).unwrap();
        assert_eq!(keys.published()[1], first);
        let after = keys.nik_index().unwrap();
        assert_eq!(before.of("3201015501900001"), after.of("3201015501900001"));
        assert_ne!(after.of("3201015501900001"), after.of("3201015501900002"));
    }
}
