//! The NIK index: the same NIK gives the same 32 bytes. Without the key nobody can compute a NIK
//! from them.

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use payung_model::sealed::{KeyId, OfficeKey};
use sha2::Sha256;
use zeroize::Zeroizing;

const INFO: &[u8] = b"payung/office/nik-index/1";

/// Computes index values.
#[derive(Clone)]
pub struct NikIndex {
    /// As long as a block of SHA-256, so that HMAC uses it as it is.
    key: Zeroizing<[u8; 64]>,
    made_from: KeyId,
}

impl NikIndex {
    /// HKDF-SHA-256 of an office key's secret, for this one purpose.
    pub fn derive(key: &OfficeKey) -> Self {
        let mut derived = Zeroizing::new([0; 64]);
        // HKDF gives up to 255 × 32 bytes: it cannot fail for 64.
        let _ = Hkdf::<Sha256>::new(None, key.to_bytes().as_ref()).expand(INFO, derived.as_mut());
        Self {
            key: derived,
            made_from: key.public().id(),
        }
    }

    /// Reads an index key that was kept (see [`NikIndex::to_bytes`]). None unless it has 64 bytes.
    pub(super) fn from_bytes(bytes: &[u8], made_from: KeyId) -> Option<Self> {
        let key: [u8; 64] = bytes.try_into().ok()?;
        Some(Self {
            key: Zeroizing::new(key),
            made_from,
        })
    }

    /// The index key. It is kept when the office key that it was derived from is retired.
    pub(super) fn to_bytes(&self) -> Zeroizing<[u8; 64]> {
        self.key.clone()
    }

    /// HMAC-SHA-256 of the sixteen digits.
    pub fn of(&self, digits: &str) -> [u8; 32] {
        let mut mac = <Hmac<Sha256> as KeyInit>::new(&(*self.key).into());
        mac.update(digits.as_bytes());
        mac.finalize().into_bytes().into()
    }

    /// HMAC-SHA-256 of any other text, for the purpose that the label names. No NIK and no other
    /// label gives the same value, because neither contains the zero byte between the two.
    pub fn of_labelled(&self, label: &str, text: &[u8]) -> [u8; 32] {
        let mut mac = <Hmac<Sha256> as KeyInit>::new(&(*self.key).into());
        mac.update(label.as_bytes());
        mac.update(&[0]);
        mac.update(text);
        mac.finalize().into_bytes().into()
    }

    /// The id of the office key that it was derived from. Rows that were made under another one are
    /// indexed again.
    pub fn made_from(&self) -> KeyId {
        self.made_from
    }
}
