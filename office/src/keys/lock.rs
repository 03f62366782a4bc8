//! Secrets under a passphrase: Argon2id derives the key, and AES-256-GCM seals each secret with its
//! role and public key as associated data.

use std::path::Path;

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use argon2::{Algorithm, Argon2, Params, Version};
use payung_model::sealed::Random;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::problem::KeysProblem;

/// The passphrase of the keys. It has no `Debug`.
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// A passphrase is any text that is not empty.
    pub fn new(text: &str) -> Result<Self, KeysProblem> {
        if text.is_empty() {
            Err(KeysProblem::NoPassphrase)
        } else {
            Ok(Self(Zeroizing::new(text.to_owned())))
        }
    }

    /// Reads the first line of a file. Others on the machine could see an argument or an
    /// environment variable.
    pub fn read(path: &Path) -> Result<Self, KeysProblem> {
        let text = Zeroizing::new(std::fs::read_to_string(path)?);
        // Some editors write a byte order mark that nobody sees in front of the passphrase.
        Self::new(
            text.trim_start_matches('\u{feff}')
                .lines()
                .next()
                .unwrap_or_default(),
        )
    }
}

/// The parameters of the key derivation, which are stored beside the sealed secrets.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Derivation {
    /// `argon2id`
    kdf: String,
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    /// 16 bytes.
    salt: [u8; 16],
}

/// A derived key.
pub(super) struct Lock(Aes256Gcm);

const NONCE: usize = 12;

impl Derivation {
    /// The second choice of RFC 9106: 64 MiB and three passes, with one lane because nothing here
    /// runs in parallel.
    pub(super) fn fresh(random: &mut dyn Random) -> Result<Self, KeysProblem> {
        let mut salt = [0; 16];
        random.fill(&mut salt)?;
        Ok(Self {
            kdf: "argon2id".into(),
            memory_kib: 64 * 1024,
            passes: 3,
            lanes: 1,
            salt,
        })
    }

    pub(super) fn lock(&self, passphrase: &Passphrase) -> Result<Lock, KeysProblem> {
        // The parameters come from the file: a damaged one must not take all memory of the machine,
        // or hours.
        if self.kdf != "argon2id" || self.memory_kib > 1024 * 1024 || self.passes > 100 {
            return Err(KeysProblem::Damaged("lock"));
        }
        let damaged = |_| KeysProblem::Damaged("lock");
        let params =
            Params::new(self.memory_kib, self.passes, self.lanes, Some(32)).map_err(damaged)?;
        let mut key = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.0.as_bytes(), &self.salt, key.as_mut())
            .map_err(damaged)?;
        Ok(Lock(Aes256Gcm::new(&(*key).into())))
    }
}

impl Lock {
    /// Seals a secret: the nonce, then the ciphertext.
    pub(super) fn seal(
        &self,
        secret: &[u8],
        what: &str,
        random: &mut dyn Random,
    ) -> Result<Vec<u8>, KeysProblem> {
        let mut nonce = [0; NONCE];
        random.fill(&mut nonce)?;
        let payload = Payload {
            msg: secret,
            aad: what.as_bytes(),
        };
        let sealed = self
            .0
            .encrypt(&Nonce::from(nonce), payload)
            .map_err(|_| KeysProblem::Damaged("secret"))?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    pub(super) fn open(
        &self,
        sealed: &[u8],
        what: &str,
    ) -> Result<Zeroizing<Vec<u8>>, KeysProblem> {
        let (nonce, sealed) = sealed
            .split_first_chunk::<NONCE>()
            .ok_or(KeysProblem::Damaged("secret"))?;
        let payload = Payload {
            msg: sealed,
            aad: what.as_bytes(),
        };
        let opened = self
            .0
            .decrypt(&Nonce::from(*nonce), payload)
            // A wrong passphrase and a changed secret cannot be told apart here, and the first is
            // by far the likelier.
            .map_err(|_| KeysProblem::WrongPassphrase)?;
        Ok(Zeroizing::new(opened))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passphrase_is_the_first_line_without_a_byte_order_mark() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("passphrase");
        std::fs::write(&file, "\u{feff}payung hujan\r\nbaris kedua\n").unwrap();
        assert_eq!(*Passphrase::read(&file).unwrap().0, "payung hujan");
        std::fs::write(&file, "\u{feff}\n").unwrap();
        assert!(Passphrase::read(&file).is_err());
    }
}
