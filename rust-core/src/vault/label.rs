//! A line of a draft as lists show it, sealed. A list keeps it after it has read the whole draft, so
//! that the next one opens one record a draft. The tables forget it with any change of an answer.

use payung_model::sealed::RegistrationId;
use payung_model::secret::Secret;
use rusqlite::params;

use super::packed::{pack, unpack};
use super::{Keys, RecordKind, Store, VaultError};

/// The parts of a draft that lists show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DraftLabel {
    pub name: Secret,
    /// Where it stands, in words.
    pub line: String,
}

impl DraftLabel {
    /// Seals it. `of` names all that it follows from beside the answers, so that under other rules
    /// or on another day it no longer opens.
    pub fn seal(
        &self,
        keys: &Keys,
        draft: RegistrationId,
        of: &str,
    ) -> Result<Vec<u8>, VaultError> {
        let plain = pack(&[self.name.reveal().as_bytes(), self.line.as_bytes()]);
        keys.seal(RecordKind::Label, &place(draft, of), &plain)
    }

    /// None when it follows from something else than `of`, or is damaged.
    pub fn open(keys: &Keys, draft: RegistrationId, of: &str, sealed: &[u8]) -> Option<Self> {
        let plain = keys
            .open(RecordKind::Label, &place(draft, of), sealed)
            .ok()?;
        let [name, line] = unpack(&plain)?;
        Some(Self {
            name: Secret::new(std::str::from_utf8(name).ok()?),
            line: String::from_utf8(line.to_vec()).ok()?,
        })
    }
}

impl Store {
    /// Counts the changes that this connection has made so far.
    pub fn changes(&self) -> Result<u64, VaultError> {
        self.read(|connection| Ok(connection.total_changes()))
    }

    /// Keeps sealed labels, unless something changed since [`Store::changes`] was `unchanged`: then
    /// they may be of answers that are no longer there.
    pub fn put_labels(
        &self,
        labels: &[(RegistrationId, Vec<u8>)],
        unchanged: u64,
    ) -> Result<(), VaultError> {
        self.write(|transaction| {
            if transaction.total_changes() != unchanged {
                return Ok(());
            }
            let mut put = transaction.prepare_cached(
                "INSERT OR REPLACE INTO label (draft, sealed) SELECT id, ?2 FROM draft WHERE id = ?1",
            )?;
            for (draft, sealed) in labels {
                put.execute(params![draft.bytes(), sealed])?;
            }
            Ok(())
        })
    }
}

fn place(draft: RegistrationId, of: &str) -> Vec<u8> {
    [draft.bytes().as_slice(), of.as_bytes()].concat()
}
