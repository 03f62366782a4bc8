//! What a registration is about (whose it is, its purpose, what it lacks), sealed. The screens need
//! it after the draft with the answers is deleted.

use payung_model::sealed::RegistrationId;

use super::packed::{pack, unpack};
use super::{Keys, RecordKind, VaultError};

/// What a registration is about. It is kept when the answers are deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    pub person: RegistrationId,
    /// The form's id and version.
    pub form: String,
    pub version: u32,
    /// The purpose, as the form names it.
    pub purpose: String,
    /// Questions that were left out and may be answered later.
    pub missing: Vec<String>,
    /// For a registration that completes another: the questions that it adds.
    pub brings: Vec<String>,
}

/// The length that all records are filled up to, in bytes. A completion that adds much may be
/// longer.
const ROOM: usize = 160;

impl About {
    pub fn seal(&self, keys: &Keys, registration: RegistrationId) -> Result<Vec<u8>, VaultError> {
        // Ids of questions contain no comma, so a comma can separate them.
        let (missing, brings) = (self.missing.join(","), self.brings.join(","));
        let version = self.version.to_be_bytes();
        let mut parts: Vec<&[u8]> = vec![
            self.person.bytes(),
            self.form.as_bytes(),
            &version,
            self.purpose.as_bytes(),
            missing.as_bytes(),
            brings.as_bytes(),
        ];
        // The purpose and the missing questions say something about a person. Without the filler
        // their length would show in the sealed row.
        let length: usize = parts.iter().map(|part| part.len()).sum();
        let filler = [0; ROOM];
        parts.push(filler.get(length..).unwrap_or_default());
        let plain = pack(&parts);
        keys.seal(RecordKind::About, registration.bytes(), &plain)
    }

    pub fn open(
        keys: &Keys,
        registration: RegistrationId,
        sealed: &[u8],
    ) -> Result<Self, VaultError> {
        let plain = keys.open(RecordKind::About, registration.bytes(), sealed)?;
        Self::read(&plain).ok_or(VaultError::Unreadable(
            "what a registration is about does not parse",
        ))
    }

    fn read(plain: &[u8]) -> Option<Self> {
        let [person, form, version, purpose, missing, brings] = unpack(plain)?;
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).ok();
        let list = |bytes: &[u8]| {
            Some(
                text(bytes)?
                    .split(',')
                    .filter(|id| !id.is_empty())
                    .map(str::to_owned)
                    .collect::<Vec<_>>(),
            )
        };
        Some(Self {
            person: RegistrationId::from_bytes(person)?,
            form: text(form)?,
            version: u32::from_be_bytes(version.try_into().ok()?),
            purpose: text(purpose)?,
            missing: list(missing)?,
            brings: list(brings)?,
        })
    }
}

#[cfg(test)]
impl super::Store {
    /// Makes the row as the first app wrote it.
    pub fn forget_about(&self, registration: RegistrationId) {
        self.change(
            "UPDATE registration SET about = NULL WHERE id = ?1",
            [registration.bytes()],
        )
        .unwrap();
    }
}
