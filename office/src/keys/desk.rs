//! The desk key: what was written by a process that holds the office's private keys can be told from
//! what somebody else wrote into the same database.
//!
//! The intake writes the database too, and may be broken into. So the rows that say who may sign in
//! and who did what carry a MAC under this key, which the intake never has.

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use hmac::{Hmac, KeyInit, Mac};
use payung_model::sealed::{NoRandomness, Random};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::index::NikIndex;
use crate::random::SystemRandom;

const NONCE: usize = 12;

/// Makes and checks the MACs of rows, and seals what the desk alone may read.
#[derive(Clone)]
pub struct DeskKey {
    mac: Zeroizing<[u8; 32]>,
    seal: Zeroizing<[u8; 32]>,
}

impl DeskKey {
    /// Derived from the key of the index, which no rotation changes and no retirement destroys.
    pub fn derive(index: &NikIndex) -> Self {
        Self {
            mac: Zeroizing::new(index.of_labelled("payung/office/desk/mac/1", &[])),
            seal: Zeroizing::new(index.of_labelled("payung/office/desk/seal/1", &[])),
        }
    }

    /// HMAC-SHA-256 of some bytes for the purpose that the label names. No label contains the zero
    /// byte that ends it.
    pub fn mac(&self, label: &str, bytes: &[u8]) -> [u8; 32] {
        let mut mac = self.begun(label);
        mac.update(bytes);
        mac.finalize().into_bytes().into()
    }

    /// True when it is the MAC of these bytes; compared in constant time.
    pub fn holds(&self, label: &str, bytes: &[u8], given: &[u8]) -> bool {
        let mut mac = self.begun(label);
        mac.update(bytes);
        mac.verify_slice(given).is_ok()
    }

    /// Seals a secret for whom the label and `whose` name.
    pub fn seal(&self, label: &str, whose: &str, secret: &[u8]) -> Result<Vec<u8>, NoRandomness> {
        let mut sealed = vec![0; NONCE];
        SystemRandom.fill(&mut sealed)?;
        let nonce = Nonce::try_from(sealed.as_slice()).map_err(|_| NoRandomness)?;
        let aad = format!("{label}\0{whose}");
        let payload = Payload {
            msg: secret,
            aad: aad.as_bytes(),
        };
        let body = self.cipher().encrypt(&nonce, payload);
        sealed.extend(body.map_err(|_| NoRandomness)?);
        Ok(sealed)
    }

    /// The secret; none when it is damaged, or is somebody else's.
    pub fn open(&self, label: &str, whose: &str, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (nonce, body) = sealed.split_first_chunk::<NONCE>()?;
        let aad = format!("{label}\0{whose}");
        let payload = Payload {
            msg: body,
            aad: aad.as_bytes(),
        };
        let opened = self.cipher().decrypt(&Nonce::from(*nonce), payload);
        opened.ok().map(Zeroizing::new)
    }

    fn begun(&self, label: &str) -> Hmac<Sha256> {
        // As long as a block of SHA-256, so that HMAC uses it as it is.
        let mut block = Zeroizing::new([0; 64]);
        let (key, _) = block.split_at_mut(32);
        key.copy_from_slice(self.mac.as_slice());
        let mut mac = <Hmac<Sha256> as KeyInit>::new(&(*block).into());
        mac.update(label.as_bytes());
        mac.update(&[0]);
        mac
    }

    fn cipher(&self) -> Aes256Gcm {
        Aes256Gcm::new(&(*self.seal).into())
    }
}

#[cfg(test)]
mod tests {
    use payung_model::sealed::OfficeKey;

    use super::*;

    fn key() -> DeskKey {
        DeskKey::derive(&NikIndex::derive(
            &OfficeKey::new(&mut SystemRandom).unwrap(),
        ))
    }

    #[test]
    fn a_mac_holds_for_its_own_bytes_purpose_and_key_only() {
        let (key, other) = (key(), key());
        let mac = key.mac("one", b"row");
        assert!(key.holds("one", b"row", &mac));
        assert!(!key.holds("two", b"row", &mac) && !key.holds("one", b"rov", &mac));
        assert!(!other.holds("one", b"row", &mac) && !key.holds("one", b"row", &mac[..31]));
        assert!(!key.holds("one", b"row", b""));
    }

    #[test]
    fn a_sealed_secret_opens_for_its_owner_only() {
        let key = key();
        let sealed = key.seal("totp", "dewi", b"rahasia").unwrap();
        assert_eq!(
            key.open("totp", "dewi", &sealed).unwrap().as_slice(),
            b"rahasia"
        );
        for (label, whose) in [("totp", "sari"), ("other", "dewi"), ("tot", "p\0dewi")] {
            assert!(key.open(label, whose, &sealed).is_none());
        }
        assert!(key.open("totp", "dewi", &sealed[..8]).is_none());
    }
}
