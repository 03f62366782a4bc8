//! A code on paper, by which another phone gets bills, receipts and cover of a registration back.
//!
//! ```text
//! code ── Argon2id ──► 32 bytes ── HKDF-SHA256, one label each ──► locator   from the code alone
//!                                                              ├─► proof     with the birth date
//!                                                              └─► key       with the birth date
//! ```
//!
//! The phone seals an [`Access`] under the key and gives the office the sealed bytes and the digests of
//! locator and proof. Another phone shows locator and proof, gets the sealed bytes and opens them. The
//! office never learns the code or the key, and a code has 75 random bits, so it cannot guess them
//! (docs/adr/0021).

use std::fmt;
use std::str::FromStr;

use aes_gcm::aead::inout::InOutBuf;
use aes_gcm::{AeadInOut, Aes256Gcm, KeyInit, Nonce, Tag};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use hkdf::Hkdf;
use minicbor::bytes::{ByteArray, ByteVec};
use minicbor::{Decode, Encode};
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::signs::{CodeProblem, Signs};
use super::{
    Digest, EnvelopeProblem, IdProblem, NoRandomness, OfficePublicKey, Random, RegistrationId,
    ReplyKey, StatusToken, base64url, cbor, padding,
};
use crate::units::Date;

/// Sixteen signs of Crockford's base32: fifteen are random (75 bits), the last one checks them.
/// Debug prints dots, because anybody with the code and the birth date reads what the office
/// writes.
///
/// ```
/// use payung_model::sealed::recovery::RecoveryCode;
///
/// let code = RecoveryCode::read("0000 0000 0000 oooo")?;
/// assert_eq!(code.to_string(), "0000-0000-0000-0000");
/// assert!(RecoveryCode::read("0000-0000-0000-0001").is_err());
/// # Ok::<(), payung_model::sealed::CodeProblem>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(Signs<{ RecoveryCode::SIGNS }>);

/// The three secrets that follow from a code and a birth date.
#[derive(Clone)]
pub struct RecoveryKeys {
    /// Says which sealed bytes are meant. It follows from the code alone, so that the office can
    /// count wrong birth dates for one code.
    pub locator: RecoverySecret,
    /// Shows that the birth date is known as well.
    pub proof: RecoverySecret,
    /// Seals an [`Access`]. It never leaves the phone.
    pub key: RecoverySecret,
}

/// 32 secret bytes. `Display` and `FromStr` are 43 signs of unpadded base64url; Debug prints dots.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct RecoverySecret([u8; 32]);

/// All that another phone needs to ask about a registration and to read what the office wrote.
#[derive(Clone)]
pub struct Access {
    /// The token by which the office lets the other phone ask.
    pub token: StatusToken,
    /// Opens the inbox.
    pub reply_key: ReplyKey,
    /// The form's id, at most [`Access::MOST_TEXT`] bytes.
    pub form: String,
    /// The form's version.
    pub form_version: u32,
    /// The purpose, as the form names it; at most [`Access::MOST_TEXT`] bytes.
    pub purpose: String,
    /// Office keys that may have written to the registration, at most [`Access::MOST_KEYS`]. The
    /// other phone learns from the rules only the keys that the rules still name.
    pub office_keys: Vec<OfficePublicKey>,
}

/// The phone does not have the memory that deriving a key takes: [`MEMORY_BYTES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not enough memory to derive a key")]
pub struct NoMemory;

/// Bytes that deriving takes: 19 MiB, which a phone of 1 GB has, and twice over them. These are the
/// numbers that OWASP names first for Argon2id. The code is random, so they only make each guess
/// dearer; they do not have to make up for a weak password.
pub const MEMORY_BYTES: usize = MEMORY_KIB as usize * 1024;

/// Bytes of a sealed access, at most.
pub const MOST_BYTES: usize = 4096;

const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
/// One salt for all codes. A salt keeps equal passwords apart, and no two codes are equal.
const SALT: &[u8] = b"payung/recovery/1";
const LOCATOR: &str = "payung/recovery/1/locator";
const PROOF: &str = "payung/recovery/1/proof/";
const KEY: &str = "payung/recovery/1/key/";
/// In front of the registration's id, as AAD.
const AAD: &[u8] = b"payung/recovery/1";
const VERSION: u8 = 1;
const NONCE: usize = 12;
const TAG: usize = 16;
/// Contents are filled up to so many bytes at least: the length says nothing about the purpose.
const LEAST: usize = 1024;

impl RecoveryCode {
    /// Signs, without the dashes.
    pub const SIGNS: usize = 16;

    /// A fresh one.
    pub fn new(random: &mut dyn Random) -> Result<Self, NoRandomness> {
        Signs::new(random).map(Self)
    }

    /// Reads one as a person types or pastes it: case, spaces and dashes do not matter, and O, I, L
    /// are read as 0, 1, 1.
    pub fn read(text: &str) -> Result<Self, CodeProblem> {
        Signs::read(text).map(Self)
    }

    /// The secrets that follow from this code and from the birth date of the registered person. The
    /// call takes [`MEMORY_BYTES`], and longer than other calls.
    pub fn keys(&self, birth_date: Date) -> Result<RecoveryKeys, NoMemory> {
        let secret = self.stretched()?;
        let derived = Hkdf::<Sha256>::new(None, secret.as_ref());
        let expand = |label: &str| -> Result<RecoverySecret, NoMemory> {
            let mut out = RecoverySecret([0; 32]);
            // Fails only for more than 255 times 32 bytes.
            derived
                .expand(label.as_bytes(), &mut out.0)
                .map_err(|_| NoMemory)?;
            Ok(out)
        };
        Ok(RecoveryKeys {
            locator: expand(LOCATOR)?,
            proof: expand(&format!("{PROOF}{birth_date}"))?,
            key: expand(&format!("{KEY}{birth_date}"))?,
        })
    }

    fn stretched(&self) -> Result<Zeroizing<[u8; 32]>, NoMemory> {
        let params = Params::new(MEMORY_KIB, PASSES, 1, Some(32)).map_err(|_| NoMemory)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let count = argon2.params().block_count();
        let mut memory: Vec<Block> = Vec::new();
        // A phone that has no 19 MiB gets an error. An ordinary allocation would end the app.
        memory.try_reserve_exact(count).map_err(|_| NoMemory)?;
        memory.resize(count, Block::default());
        let mut out = Zeroizing::new([0; 32]);
        let code = Zeroizing::new(self.to_string());
        let derived = argon2.hash_password_into_with_memory(
            code.as_bytes(),
            SALT,
            out.as_mut(),
            memory.as_mut_slice(),
        );
        // The memory is wiped before the outcome is looked at, so that a failure leaves nothing
        // behind either.
        memory.zeroize();
        derived.map_err(|_| NoMemory)?;
        Ok(out)
    }
}

/// `7K2M-94QX-3HTB-58FZ`
impl fmt::Display for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(…)")
    }
}

impl RecoverySecret {
    /// The digest, which is all that the office keeps of the secret.
    pub fn digest(&self) -> Digest {
        Digest::of(&self.0)
    }

    /// The 32 secret bytes.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Reads 32 bytes; none for another length.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

impl fmt::Debug for RecoverySecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoverySecret(••••)")
    }
}

impl fmt::Display for RecoverySecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Zeroizing::new(base64url::write(&self.0)))
    }
}

impl FromStr for RecoverySecret {
    type Err = IdProblem;

    fn from_str(text: &str) -> Result<Self, IdProblem> {
        base64url::read(text).map(Self).ok_or(IdProblem {
            what: "a recovery secret",
        })
    }
}

impl Access {
    /// Bytes of a form's id and of a purpose, at most.
    pub const MOST_TEXT: usize = 64;
    /// Office keys, at most.
    pub const MOST_KEYS: usize = 16;

    /// Seals the access for whoever has the code: `version (1) ‖ nonce (12, random) ‖ ciphertext ‖
    /// tag (16)`, AES-256-GCM, with the registration's id as associated data. A key may seal more
    /// than once, because the office's keys change.
    pub fn seal(
        &self,
        id: RegistrationId,
        key: &RecoverySecret,
        random: &mut dyn Random,
    ) -> Result<Vec<u8>, EnvelopeProblem> {
        let row = AccessRow {
            token: (*self.token.bytes()).into(),
            reply_key: (*self.reply_key.to_bytes()).into(),
            form: &self.form,
            form_version: self.form_version,
            purpose: &self.purpose,
            office_keys: self
                .office_keys
                .iter()
                .map(|key| key.to_bytes().to_vec().into())
                .collect(),
        };
        row.check()?;
        let plain = cbor::write(&row, MOST_BYTES).ok_or(EnvelopeProblem::TooLarge)?;
        let mut plain = padding::pad(&plain, LEAST);
        let mut nonce = [0; NONCE];
        random.fill(&mut nonce)?;
        let tag = cipher(key)
            .encrypt_inout_detached(
                &Nonce::from(nonce),
                &aad(id),
                InOutBuf::from(plain.as_mut_slice()),
            )
            .map_err(|_| EnvelopeProblem::TooLarge)?;
        Ok([&[VERSION], nonce.as_slice(), plain.as_slice(), tag.as_ref()].concat())
    }

    /// Opens what [`Access::seal`] made for this registration. `Broken` when the code, the birth date
    /// or the registration is another one, or when somebody changed the bytes.
    pub fn open(
        bytes: &[u8],
        id: RegistrationId,
        key: &RecoverySecret,
    ) -> Result<Self, EnvelopeProblem> {
        if bytes.len() > MOST_BYTES {
            return Err(EnvelopeProblem::TooLarge);
        }
        let malformed = || EnvelopeProblem::Malformed("recovery");
        let (version, rest) = bytes.split_first().ok_or_else(malformed)?;
        if *version != VERSION {
            return Err(EnvelopeProblem::Version(u32::from(*version)));
        }
        let (nonce, rest) = rest.split_first_chunk::<NONCE>().ok_or_else(malformed)?;
        let (sealed, tag) = rest.split_last_chunk::<TAG>().ok_or_else(malformed)?;
        let mut plain = Zeroizing::new(sealed.to_vec());
        cipher(key)
            .decrypt_inout_detached(
                &Nonce::from(*nonce),
                &aad(id),
                InOutBuf::from(plain.as_mut_slice()),
                &Tag::from(*tag),
            )
            .map_err(|_| EnvelopeProblem::Broken)?;
        let plain = padding::unpad(&plain, LEAST).ok_or_else(malformed)?;
        let row: AccessRow<'_> = cbor::read(plain).ok_or_else(malformed)?;
        row.check()?;
        row.read()
    }
}

impl fmt::Debug for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Access(••••)")
    }
}

#[derive(Encode, Decode)]
struct AccessRow<'a> {
    #[n(0)]
    token: ByteArray<32>,
    #[n(1)]
    reply_key: ByteArray<32>,
    #[b(2)]
    form: &'a str,
    #[n(3)]
    form_version: u32,
    #[b(4)]
    purpose: &'a str,
    #[n(5)]
    office_keys: Vec<ByteVec>,
}

impl AccessRow<'_> {
    fn check(&self) -> Result<(), EnvelopeProblem> {
        let is_name = |text: &str| (1..=Access::MOST_TEXT).contains(&text.len());
        if !is_name(self.form) {
            return Err(EnvelopeProblem::Malformed("form"));
        }
        if !is_name(self.purpose) {
            return Err(EnvelopeProblem::Malformed("purpose"));
        }
        if self.office_keys.len() > Access::MOST_KEYS {
            return Err(EnvelopeProblem::Malformed("office keys"));
        }
        Ok(())
    }

    fn read(&self) -> Result<Access, EnvelopeProblem> {
        let office_keys = self.office_keys.iter().map(|key| {
            OfficePublicKey::from_bytes(key).map_err(|_| EnvelopeProblem::Malformed("office key"))
        });
        Ok(Access {
            token: StatusToken::from_bytes(self.token.as_slice())
                .ok_or(EnvelopeProblem::Malformed("token"))?,
            reply_key: ReplyKey::from_bytes(self.reply_key.as_slice())
                .map_err(|_| EnvelopeProblem::Malformed("reply key"))?,
            form: self.form.to_owned(),
            form_version: self.form_version,
            purpose: self.purpose.to_owned(),
            office_keys: office_keys.collect::<Result<_, _>>()?,
        })
    }
}

impl Drop for AccessRow<'_> {
    fn drop(&mut self) {
        self.token.as_mut_slice().zeroize();
        self.reply_key.as_mut_slice().zeroize();
    }
}

fn cipher(key: &RecoverySecret) -> Aes256Gcm {
    Aes256Gcm::new((&key.0).into())
}

fn aad(id: RegistrationId) -> Vec<u8> {
    [AAD, id.bytes()].concat()
}
