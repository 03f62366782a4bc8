//! Words that the office keeps for itself: what was decided in which words, and notes. They are
//! sealed under a key that is derived from the office's, so that the database and its backups alone
//! tell nothing of them.

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Key, Nonce};
use payung_model::sealed::{NoRandomness, Random, RegistrationId};
use zeroize::Zeroizing;

use crate::keys::NikIndex;
use crate::random::SystemRandom;

const NONCE: usize = 12;

/// The key for papers.
pub struct PaperKey(Aes256Gcm);

impl PaperKey {
    /// Derived from the key of the index, which no rotation changes and no retirement destroys.
    pub fn derive(index: &NikIndex) -> Self {
        let key = Zeroizing::new(index.of_labelled("payung/office/papers/1", &[]));
        Self(Aes256Gcm::new(&Key::<Aes256Gcm>::from(*key)))
    }

    /// Seals a text about one revision of one registration.
    pub fn seal(
        &self,
        id: RegistrationId,
        revision: u32,
        text: &str,
    ) -> Result<Vec<u8>, NoRandomness> {
        let mut sealed = vec![0; NONCE];
        SystemRandom.fill(&mut sealed)?;
        let nonce = Nonce::try_from(sealed.as_slice()).map_err(|_| NoRandomness)?;
        let about = about(id, revision);
        let payload = Payload {
            msg: text.as_bytes(),
            aad: &about,
        };
        sealed.extend(self.0.encrypt(&nonce, payload).map_err(|_| NoRandomness)?);
        Ok(sealed)
    }

    /// The text; none when it is damaged, or of another registration.
    pub fn open(
        &self,
        id: RegistrationId,
        revision: u32,
        sealed: &[u8],
    ) -> Option<Zeroizing<String>> {
        let (nonce, body) = sealed.split_first_chunk::<NONCE>()?;
        let about = about(id, revision);
        let text = self
            .0
            .decrypt(
                &Nonce::from(*nonce),
                Payload {
                    msg: body,
                    aad: &about,
                },
            )
            .ok()?;
        String::from_utf8(text).ok().map(Zeroizing::new)
    }
}

fn about(id: RegistrationId, revision: u32) -> Vec<u8> {
    [id.bytes().as_slice(), &revision.to_be_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use payung_model::sealed::OfficeKey;

    use super::*;

    #[test]
    fn a_paper_opens_only_for_its_own_registration() {
        let key = PaperKey::derive(&NikIndex::derive(
            &OfficeKey::new(&mut SystemRandom).unwrap(),
        ));
        let id: RegistrationId = "0190a6f0-0000-7000-8000-000000000000".parse().unwrap();
        let sealed = key.seal(id, 1, "Seperti di KTP.").unwrap();
        assert_eq!(
            key.open(id, 1, &sealed).unwrap().as_str(),
            "Seperti di KTP."
        );
        assert!(key.open(id, 2, &sealed).is_none() && key.open(id, 1, &sealed[..20]).is_none());
        assert!(!sealed.windows(3).any(|piece| piece == b"KTP"));
    }
}
