//! What is kept of one member beside answers and inbox: receipts, settings of reminders, ticks and saving marks. One sealed
//! record for each registration, written as a whole.

use payung_model::sealed::RegistrationId;
use zeroize::Zeroizing;

use super::{Keys, RecordKind, Store, VaultError};

/// Records are filled up to a multiple of this, in bytes: their length would say how much somebody has paid.
const STEP: usize = 1024;

impl Store {
    /// The record of that registration; none when nothing was kept yet.
    pub fn member(&self, keys: &Keys, id: RegistrationId) -> Result<Option<Zeroizing<Vec<u8>>>, VaultError> {
        let Some(sealed) = self.meta(&name(id))? else { return Ok(None) };
        let mut plain = keys.open(RecordKind::Member, id.bytes(), &sealed)?;
        let length = plain.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
        plain.truncate(length);
        Ok(Some(plain))
    }

    /// Keeps a record in place of the one before. It must not end with a zero byte, which no JSON does.
    pub fn set_member(&self, keys: &Keys, id: RegistrationId, record: &[u8]) -> Result<(), VaultError> {
        let mut plain = Zeroizing::new(record.to_vec());
        plain.resize(record.len().next_multiple_of(STEP), 0);
        self.set_meta(&name(id), &keys.seal(RecordKind::Member, id.bytes(), &plain)?)
    }
}

fn name(id: RegistrationId) -> String {
    format!("member/{id}")
}

#[cfg(test)]
mod tests {
    use super::super::keys::tests::fixed;
    use super::super::tests::id as registration;
    use super::*;

    #[test]
    fn a_record_is_read_back_and_its_length_says_little() {
        let home = tempfile::tempdir().unwrap();
        let store = Store::open(home.path()).unwrap();
        let (keys, id) = (fixed(7), registration(1));
        assert!(store.member(&keys, id).unwrap().is_none());
        for record in ["{}", &"x".repeat(1024), &"y".repeat(1025)] {
            store.set_member(&keys, id, record.as_bytes()).unwrap();
            assert_eq!(*store.member(&keys, id).unwrap().unwrap(), record.as_bytes());
            let kept = store.meta(&name(id)).unwrap().unwrap();
            assert!(
                !kept.windows(2).any(|pair| pair == record.as_bytes().get(..2).unwrap()) || cfg!(feature = "unsealed")
            );
            assert_eq!((kept.len() - 29) % STEP, 0);
        }
        assert!(matches!(store.member(&fixed(8), id), Err(VaultError::Unreadable(_))));
    }
}
