//! The office's private keys: one file, `keys.json`, in a folder of its own.
//!
//! The folder lies outside the data folder, so that whoever has the database or its backup cannot
//! open anything. The folder has mode 0700 and the file 0600. A passphrase (Argon2id, then
//! AES-256-GCM) can protect the secrets. Three kinds of key:
//! - *office* keys (HPKE, X25519): phones seal registrations to the newest. Older ones open earlier
//!   registrations.
//! - *signing* keys (Ed25519): *current* signs bundles. *next* is announced in each bundle and
//!   takes over by `--rotate`.
//! - *card* keys (Ed25519): one signs members' cards. The next is announced in the rules, as is who
//!   signed before, because cards are checked where no newer rules come.
//!
//! From the office keys are derived the *NIK index* key and the *desk key*, by which the office knows
//! its own rows. `desk/head.json` beside the keys says how far those rows had come.

mod desk;
mod file;
mod head;
mod index;
mod lock;
mod problem;
mod set;

pub use desk::DeskKey;
pub use file::{Listed, folder_lock, list};
pub use head::{Head, HeadFile};
pub use index::NikIndex;
pub use lock::Passphrase;
pub use problem::KeysProblem;
pub use set::Keys;

use std::path::Path;

use payung_model::sealed::Random;

impl Keys {
    /// Reads the keys from their folder.
    pub fn load(folder: &Path, passphrase: Option<&Passphrase>) -> Result<Self, KeysProblem> {
        let keys = file::load(folder, passphrase)?;
        let _ = keys.folder.set(folder.to_path_buf());
        Ok(keys)
    }

    /// Writes the keys into their folder; the file is replaced as a whole. With a passphrase the
    /// secrets are sealed under it.
    pub fn save(
        &self,
        folder: &Path,
        passphrase: Option<&Passphrase>,
        random: &mut dyn Random,
    ) -> Result<(), KeysProblem> {
        file::save(self, folder, passphrase, random)?;
        let _ = self.folder.set(folder.to_path_buf());
        Ok(())
    }

    /// Reads a copy that [`Keys::save_copy`] wrote.
    pub fn load_copy(file: &Path, passphrase: &Passphrase) -> Result<Self, KeysProblem> {
        file::load_copy(file, passphrase)
    }

    /// Writes a copy to keep elsewhere. It always has a passphrase and never replaces a file.
    pub fn save_copy(
        &self,
        file: &Path,
        passphrase: &Passphrase,
        random: &mut dyn Random,
    ) -> Result<(), KeysProblem> {
        if file.exists() {
            return Err(KeysProblem::Taken(file.to_path_buf()));
        }
        file::write(self, file, Some(passphrase), random)
    }
}

#[cfg(test)]
mod tests {
    use base64ct::{Base64UrlUnpadded, Encoding};

    use payung_model::units::Timestamp;

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
            keys.save(&path, passphrase.as_ref(), &mut SystemRandom)
                .unwrap();
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
        made()
            .save(&path, Some(&passphrase("benar")), &mut SystemRandom)
            .unwrap();
        assert!(matches!(Keys::load(&path, None), Err(KeysProblem::Locked)));
        assert!(matches!(
            Keys::load(&path, Some(&passphrase("salah"))),
            Err(KeysProblem::WrongPassphrase)
        ));
    }

    #[test]
    fn a_locked_file_holds_no_secret_in_clear_and_an_open_one_does() {
        let folder = tempfile::tempdir().unwrap();
        let keys = made();
        let secret = Base64UrlUnpadded::encode_string(keys.office()[0].to_bytes().as_ref());
        for (passphrase, holds) in [(Some(passphrase("benar")), false), (None, true)] {
            let path = folder.path().join(format!("keys-{holds}"));
            keys.save(&path, passphrase.as_ref(), &mut SystemRandom)
                .unwrap();
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
        assert!(
            matches!(Keys::load(&path, None), Err(KeysProblem::OpenToOthers(found)) if found == file)
        );
    }

    #[test]
    fn rotating_makes_the_next_key_the_current_one() {
        let mut keys = made();
        let next = keys.next();
        keys.rotate_signing(&mut SystemRandom, Timestamp::from_millis(NOW).unwrap())
            .unwrap();
        assert_eq!(keys.current().public(), next);
        assert_ne!(keys.next(), next);
    }

    #[test]
    fn the_announced_card_key_signs_after_the_next_rotation_and_a_leaked_one_is_told_to_nobody() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys");
        let now = Timestamp::from_millis(NOW).unwrap();
        for passphrase in [None, Some(passphrase("kata sandi contoh"))] {
            let mut keys = made();
            assert_eq!(keys.card_keys().len(), 2, "made with the others");
            let (first, announced) = (keys.card().unwrap().public(), keys.card_keys()[0].clone());
            assert_ne!(first, announced);
            keys.add_card_key(&mut SystemRandom, now).unwrap();
            keys.save(&path, passphrase.as_ref(), &mut SystemRandom)
                .unwrap();
            let mut read = Keys::load(&path, passphrase.as_ref()).unwrap();
            assert_eq!(read.card().unwrap().public(), announced);
            assert!(
                read.card_keys().contains(&first),
                "its cards are still believed"
            );
            read.compromise_cards();
            assert!(read.card().is_none() && read.card_keys().is_empty());
            assert!(read.complete_card_keys(&mut SystemRandom, now).unwrap());
            assert!(!read.complete_card_keys(&mut SystemRandom, now).unwrap());
            read.save(&path, passphrase.as_ref(), &mut SystemRandom)
                .unwrap();
            let after = Keys::load(&path, passphrase.as_ref()).unwrap();
            assert_eq!(after.card_keys(), read.card_keys());
            assert!(!after.card_keys().contains(&announced));
            assert!(after.is_own_card_key(&announced.to_string()));
        }
    }

    #[test]
    fn a_folder_that_is_older_than_cards_is_read_and_gets_its_keys() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys");
        made().save(&path, None, &mut SystemRandom).unwrap();
        let file = path.join("keys.json");
        let text = std::fs::read(&file).unwrap();
        let mut json: serde_json::Value = serde_json::from_slice(&text).unwrap();
        let rows = json["keys"].as_array_mut().unwrap();
        rows.retain(|row| row["role"] != "card");
        std::fs::write(&file, json.to_string()).unwrap();
        let mut old = Keys::load(&path, None).unwrap();
        assert!(old.card().is_none());
        let now = Timestamp::from_millis(NOW).unwrap();
        assert!(old.complete_card_keys(&mut SystemRandom, now).unwrap());
        assert!(old.card().is_some());
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
            keys.save(&path, passphrase.as_ref(), &mut SystemRandom)
                .unwrap();
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
        keys.add_office_key(&mut SystemRandom, Timestamp::from_millis(NOW).unwrap())
            .unwrap();
        assert_eq!(keys.published()[1], first);
        let after = keys.nik_index().unwrap();
        assert_eq!(before.of("3201015501900001"), after.of("3201015501900001"));
        assert_ne!(after.of("3201015501900001"), after.of("3201015501900002"));
    }
}
