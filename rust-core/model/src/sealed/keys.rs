//! Keys and their text forms (unpadded base64url). Secret keys never print and are wiped on drop.

use std::fmt;
use std::str::FromStr;

use ed25519_dalek::Signer as _;
use zeroize::Zeroizing;

use super::{Digest, NoRandomness, Random, ids::hex_pair, suite, text_form};

/// First 8 bytes of the SHA-256 of a public key; as text 16 hex digits in lower case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub [u8; 8]);

/// The office's HPKE private key (X25519): only the opener holds it.
#[derive(Clone)]
pub struct OfficeKey(Pair);
/// The office's HPKE public key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficePublicKey([u8; 32]);
/// A registration's reply private key (X25519): only the phone holds it.
#[derive(Clone)]
pub struct ReplyKey(Pair);
/// A registration's reply public key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplyPublicKey([u8; 32]);
/// Signs bundles (Ed25519).
#[derive(Clone)]
pub struct SigningKey(ed25519_dalek::SigningKey);
/// Checks bundles (Ed25519).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifyingKey([u8; 32]);

/// Bytes or a text that are not the key they should be; they are not repeated here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a key: {what}")]
pub struct KeyProblem {
    /// What is wrong, in a few words.
    pub what: &'static str,
}

impl OfficePublicKey {
    /// What an envelope's header names this key by.
    pub fn id(&self) -> KeyId {
        let digest = Digest::of(&self.0);
        let mut id = [0; 8];
        id.copy_from_slice(&digest.0[..8]);
        KeyId(id)
    }
}

impl SigningKey {
    /// A fresh key.
    pub fn new(random: &mut dyn Random) -> Result<Self, NoRandomness> {
        let mut seed = Zeroizing::new([0; 32]);
        random.fill(seed.as_mut())?;
        Ok(Self(ed25519_dalek::SigningKey::from_bytes(&seed)))
    }

    /// The key that checks what this one signs.
    pub fn public(&self) -> VerifyingKey {
        VerifyingKey(self.0.verifying_key().to_bytes())
    }

    /// The 32 secret bytes (RFC 8032's seed).
    pub fn to_bytes(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_bytes())
    }

    /// Reads the 32 secret bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, KeyProblem> {
        let seed = Zeroizing::new(exactly_32(bytes)?);
        Ok(Self(ed25519_dalek::SigningKey::from_bytes(&seed)))
    }

    pub(super) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

impl VerifyingKey {
    /// Reads 32 bytes that are a point on the curve, and not of low order (anybody could sign for those).
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, KeyProblem> {
        let bytes = exactly_32(bytes)?;
        match ed25519_dalek::VerifyingKey::from_bytes(&bytes) {
            Ok(point) if !point.is_weak() => Ok(Self(bytes)),
            _ => Err(NOT_A_POINT),
        }
    }

    pub(super) fn verifies(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        let signature = ed25519_dalek::Signature::from_bytes(signature);
        ed25519_dalek::VerifyingKey::from_bytes(&self.0).is_ok_and(|key| key.verify_strict(message, &signature).is_ok())
    }
}

/// An X25519 private key with its public key, so that choosing a key by its id costs no curve arithmetic.
#[derive(Clone)]
struct Pair {
    private: Zeroizing<[u8; 32]>,
    public: [u8; 32],
}

const NOT_A_POINT: KeyProblem = KeyProblem { what: "not a sound point of the curve" };
const NOT_TEXT: KeyProblem = KeyProblem { what: "not 43 signs of base64url" };

fn exactly_32(bytes: &[u8]) -> Result<[u8; 32], KeyProblem> {
    bytes.try_into().map_err(|_| KeyProblem { what: "not 32 bytes" })
}

/// The two kinds of X25519 private key are the same but for what they open, and must not be taken for each other.
macro_rules! hpke_private_key {
    ($private:ident, $public:ident) => {
        impl $private {
            /// A fresh key.
            pub fn new(random: &mut dyn Random) -> Result<Self, NoRandomness> {
                let (private, public) = suite::key_pair(random)?;
                Ok(Self(Pair { private, public }))
            }

            /// The key to seal to.
            pub fn public(&self) -> $public {
                $public(self.0.public)
            }

            /// The 32 secret bytes (RFC 7748's scalar, clamped).
            pub fn to_bytes(&self) -> Zeroizing<[u8; 32]> {
                self.0.private.clone()
            }

            /// Reads the 32 secret bytes.
            pub fn from_bytes(bytes: &[u8]) -> Result<Self, KeyProblem> {
                let bytes = Zeroizing::new(exactly_32(bytes)?);
                let (private, public) = suite::from_private(&bytes).ok_or(NOT_A_POINT)?;
                Ok(Self(Pair { private, public }))
            }

            pub(super) fn secret(&self) -> &[u8; 32] {
                &self.0.private
            }
        }

        impl $public {
            /// Reads 32 bytes that are a canonical X25519 public key and not of low order (RFC 7748 §6.1).
            pub fn from_bytes(bytes: &[u8]) -> Result<Self, KeyProblem> {
                let bytes = exactly_32(bytes)?;
                if suite::is_sound(&bytes) { Ok(Self(bytes)) } else { Err(NOT_A_POINT) }
            }
        }
    };
}

hpke_private_key!(OfficeKey, OfficePublicKey);
hpke_private_key!(ReplyKey, ReplyPublicKey);

macro_rules! dots {
    ($($key:ident)*) => {$(
        impl fmt::Debug for $key {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($key), "(••••)"))
            }
        }
    )*};
}

dots!(OfficeKey ReplyKey SigningKey);

macro_rules! public_text {
    ($($key:ident)*) => {$(
        impl $key {
            /// The 32 bytes.
            pub fn to_bytes(&self) -> [u8; 32] {
                self.0
            }

            pub(super) fn bytes(&self) -> &[u8; 32] {
                &self.0
            }
        }

        impl fmt::Display for $key {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&text_form::write(&self.0))
            }
        }

        impl FromStr for $key {
            type Err = KeyProblem;

            fn from_str(text: &str) -> Result<Self, KeyProblem> {
                Self::from_bytes(&text_form::read(text).ok_or(NOT_TEXT)?)
            }
        }
    )*};
}

public_text!(OfficePublicKey ReplyPublicKey VerifyingKey);

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for KeyId {
    type Err = KeyProblem;

    fn from_str(text: &str) -> Result<Self, KeyProblem> {
        let problem = KeyProblem { what: "not 16 hex digits" };
        let mut id = [0; 8];
        if text.len() != 16 {
            return Err(problem);
        }
        for (byte, pair) in id.iter_mut().zip(text.as_bytes().chunks(2)) {
            *byte = hex_pair(pair).ok_or(problem.clone())?;
        }
        Ok(Self(id))
    }
}
