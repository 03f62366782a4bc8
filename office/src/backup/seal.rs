//! `SHA256SUMS.mac`: one line, `payung-backup-1 HEX`, the proof that this office made the backup.
//!
//! It is a MAC of `SHA256SUMS`, and so of every file, under the desk key. That key is derived from
//! the key folder, no rotation changes it, and the copy of the keys brings it to another machine.
//! Without it whoever can write a backup could add an officer to it, and restoring would make that
//! officer one of the office.

use super::{BackupProblem, proof};
use crate::keys::DeskKey;

pub(super) const NAME: &str = "SHA256SUMS.mac";

const LABEL: &str = "payung/office/backup/1";

/// The text of the file, for that list of digests.
pub(super) fn text(key: &DeskKey, sums: &[u8]) -> String {
    proof::text(&key.mac(LABEL, sums))
}

/// Checks that the file is of that list of digests, and of this office.
pub(super) fn check(key: &DeskKey, sums: &[u8], text: &str) -> Result<(), BackupProblem> {
    let mac = proof::read(text).ok_or(BackupProblem::Forged)?;
    if key.holds(LABEL, sums, &mac) {
        Ok(())
    } else {
        Err(BackupProblem::Forged)
    }
}

#[cfg(test)]
mod tests {
    use payung_model::units::Timestamp;
    use proptest::prelude::*;

    use super::*;
    use crate::keys::Keys;
    use crate::random::SystemRandom;

    fn key() -> DeskKey {
        let now = Timestamp::from_millis(1_795_399_200_000).unwrap();
        Keys::new(&mut SystemRandom, now).unwrap().desk().unwrap()
    }

    #[test]
    fn a_proof_holds_for_its_list_and_its_office_only() {
        let (ours, other) = (key(), key());
        let proof = text(&ours, b"list");
        assert!(check(&ours, b"list", &proof).is_ok());
        assert!(check(&ours, b"lisp", &proof).is_err());
        assert!(check(&other, b"list", &proof).is_err());
        assert!(check(&ours, b"list", &proof.to_uppercase()).is_err());
        assert!(check(&ours, b"list", "").is_err());
    }

    proptest! {
        #[test]
        fn no_text_makes_the_check_panic_or_pass(text in ".{0,99}|payung-backup-1 [0-9a-f]{62,66}\n?") {
            prop_assert!(check(&key(), b"list", &text).is_err());
        }
    }
}
