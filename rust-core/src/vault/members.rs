//! The record of one member beside answers and inbox: receipts, settings of reminders, ticks and
//! saving marks. There is one sealed record for each registration, and it is written as a whole.

use payung_model::sealed::RegistrationId;
use payung_model::units::Timestamp;
use rusqlite::params;
use zeroize::Zeroizing;

use super::store::put_meta;
use super::{Keys, RecordKind, Store, VaultError};

/// Records are filled up to a multiple of this, in bytes: their length would say how much somebody
/// has paid.
const STEP: usize = 1024;
/// The step for summaries, in bytes.
const SUMMARY_STEP: usize = 512;

impl Store {
    /// The record of that registration; none when nothing was kept yet.
    pub fn member(
        &self,
        keys: &Keys,
        id: RegistrationId,
    ) -> Result<Option<Zeroizing<Vec<u8>>>, VaultError> {
        let Some(sealed) = self.meta(&name(id))? else {
            return Ok(None);
        };
        unpadded(keys, RecordKind::Member, id, &sealed).map(Some)
    }

    /// Keeps a record in place of the one before, and what lists show of it, in one transaction. It
    /// must not end with a zero byte, which no JSON does.
    pub fn set_member(
        &self,
        keys: &Keys,
        id: RegistrationId,
        record: &[u8],
        folded: &Folded<'_>,
    ) -> Result<(), VaultError> {
        let sealed = padded(keys, RecordKind::Member, id, record, STEP)?;
        let summary = padded(keys, RecordKind::Summary, id, folded.summary, SUMMARY_STEP)?;
        self.write(|transaction| {
            put_meta(transaction, &name(id), &sealed)?;
            transaction.execute(
                "UPDATE registration SET folded = max(folded, ?2), summary = ?3, watched_until = ?4
                 WHERE id = ?1",
                params![
                    id.bytes(),
                    folded.up_to.cast_signed(),
                    summary,
                    folded.watched_until.millis()
                ],
            )?;
            Ok(())
        })
    }

    /// What lists show of a member, opened.
    pub fn open_summary(
        keys: &Keys,
        id: RegistrationId,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        unpadded(keys, RecordKind::Summary, id, sealed)
    }
}

/// What is written together with a member's record.
pub struct Folded<'a> {
    /// The sequence of the last item of the inbox that was folded into the record.
    pub up_to: u64,
    /// The summary for lists.
    pub summary: &'a [u8],
    /// Until when every sync asks for news of it.
    pub watched_until: Timestamp,
}

fn padded(
    keys: &Keys,
    kind: RecordKind,
    id: RegistrationId,
    record: &[u8],
    step: usize,
) -> Result<Vec<u8>, VaultError> {
    let mut plain = Zeroizing::new(record.to_vec());
    plain.resize(record.len().next_multiple_of(step), 0);
    keys.seal(kind, id.bytes(), &plain)
}

fn unpadded(
    keys: &Keys,
    kind: RecordKind,
    id: RegistrationId,
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    let mut plain = keys.open(kind, id.bytes(), sealed)?;
    let length = plain
        .iter()
        .rposition(|byte| *byte != 0)
        .map_or(0, |last| last + 1);
    plain.truncate(length);
    Ok(plain)
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
        let folded = Folded {
            up_to: 3,
            summary: b"{}",
            watched_until: Timestamp::default(),
        };
        for record in ["{\"folded\":0}", &"x".repeat(1024), &"y".repeat(1025)] {
            store
                .set_member(&keys, id, record.as_bytes(), &folded)
                .unwrap();
            assert_eq!(
                *store.member(&keys, id).unwrap().unwrap(),
                record.as_bytes()
            );
            let kept = store.meta(&name(id)).unwrap().unwrap();
            assert!(
                !kept
                    .windows(8)
                    .any(|part| part == record.as_bytes().get(..8).unwrap())
                    || cfg!(feature = "unsealed")
            );
            assert_eq!((kept.len() - 29) % STEP, 0);
        }
        assert!(matches!(
            store.member(&fixed(8), id),
            Err(VaultError::Unreadable(_))
        ));
    }
}
