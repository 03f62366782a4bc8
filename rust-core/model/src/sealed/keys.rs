//! Keys and their text forms (unpadded base64url). Secret keys never print and are wiped on drop.

use std::fmt;
use std::str::FromStr;

use base16ct::HexDisplay;
use ed25519_dalek::Signer as _;
use zeroize::Zeroizing;

use super::{Digest, NoRandomness, Random, base64url, suite};

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

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

impl VerifyingKey {
    /// Reads 32 bytes that are a point on the curve, and not of low order (anybody could sign for
    /// those).
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, KeyProblem> {
        let bytes = exactly_32(bytes)?;
        match ed25519_dalek::VerifyingKey::from_bytes(&bytes) {
            Ok(point) if !point.is_weak() => Ok(Self(bytes)),
            _ => Err(NOT_A_POINT),
        }
    }

    pub(crate) fn verifies(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        let signature = ed25519_dalek::Signature::from_bytes(signature);
        ed25519_dalek::VerifyingKey::from_bytes(&self.0)
            .is_ok_and(|key| key.verify_strict(message, &signature).is_ok())
    }
}

/// An X25519 private key with its public key, so that choosing a key by its id costs no curve
/// arithmetic.
#[derive(Clone)]
struct Pair {
    private: Zeroizing<[u8; 32]>,
    public: [u8; 32],
}

const NOT_A_POINT: KeyProblem = KeyProblem {
    what: "not a sound point of the curve",
};
const NOT_TEXT: KeyProblem = KeyProblem {
    what: "not 43 signs of base64url",
};

fn exactly_32(bytes: &[u8]) -> Result<[u8; 32], KeyProblem> {
    bytes.try_into().map_err(|_| KeyProblem {
        what: "not 32 bytes",
    })
}

/// The two kinds of X25519 private key are the same but for what they open, and must not be taken
/// for each other.
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
            /// Reads 32 bytes that are a canonical X25519 public key and not of low order (RFC 7748
            /// §6.1).
            pub fn from_bytes(bytes: &[u8]) -> Result<Self, KeyProblem> {
                let bytes = exactly_32(bytes)?;
                if suite::is_sound(&bytes) {
                    Ok(Self(bytes))
                } else {
                    Err(NOT_A_POINT)
                }
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
                f.write_str(&base64url::write(&self.0))
            }
        }

        impl FromStr for $key {
            type Err = KeyProblem;

            fn from_str(text: &str) -> Result<Self, KeyProblem> {
                Self::from_bytes(&base64url::read(text).ok_or(NOT_TEXT)?)
            }
        }
    )*};
}

public_text!(OfficePublicKey ReplyPublicKey VerifyingKey);

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}", HexDisplay(&self.0))
    }
}

impl FromStr for KeyId {
    type Err = KeyProblem;

    fn from_str(text: &str) -> Result<Self, KeyProblem> {
        let problem = KeyProblem {
            what: "not 16 hex digits",
        };
        let mut id = [0; 8];
        match base16ct::lower::decode(text, &mut id) {
            Ok(bytes) if bytes.len() == 8 => Ok(Self(id)),
            _ => Err(problem),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::random::fixed::Only;
    use super::*;

    #[test]
    fn signing_is_ed25519() {
        // RFC 8032 §7.1, test 2.
        let seed = hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
        let key = SigningKey::from_bytes(&seed).unwrap();
        let public = hex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
        assert_eq!(key.public().to_bytes().to_vec(), public);
        let signature = hex(concat!(
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da",
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ));
        assert_eq!(key.sign(&[0x72]).to_vec(), signature);
        assert!(key.public().verifies(&[0x72], &key.sign(&[0x72])));
        assert!(!key.public().verifies(&[0x73], &key.sign(&[0x72])));
    }

    #[test]
    fn secret_keys_print_dots() {
        let office = OfficeKey::new(&mut Only(1)).unwrap();
        let reply = ReplyKey::new(&mut Only(1)).unwrap();
        let signing = SigningKey::new(&mut Only(1)).unwrap();
        assert_eq!(
            format!("{office:?} {reply:?} {signing:?}"),
            "OfficeKey(••••) ReplyKey(••••) SigningKey(••••)"
        );
    }

    #[test]
    fn other_lengths_are_no_keys() {
        for length in [0, 31, 33, 64] {
            let bytes = vec![9; length];
            assert!(OfficeKey::from_bytes(&bytes).is_err());
            assert!(ReplyKey::from_bytes(&bytes).is_err());
            assert!(SigningKey::from_bytes(&bytes).is_err());
            assert!(OfficePublicKey::from_bytes(&bytes).is_err());
            assert!(ReplyPublicKey::from_bytes(&bytes).is_err());
            assert!(VerifyingKey::from_bytes(&bytes).is_err());
        }
    }

    #[test]
    fn points_that_anybody_could_open_or_sign_for_are_no_keys() {
        let mut identity = [0; 32];
        identity[0] = 1; // of order one on both forms of the curve
        assert_eq!(OfficePublicKey::from_bytes(&[0; 32]), Err(NOT_A_POINT));
        assert_eq!(ReplyPublicKey::from_bytes(&identity), Err(NOT_A_POINT));
        assert_eq!(VerifyingKey::from_bytes(&identity), Err(NOT_A_POINT));
        assert_eq!(
            VerifyingKey::from_bytes(&[2; 32]).is_ok(),
            ed25519_dalek::VerifyingKey::from_bytes(&[2; 32]).is_ok()
        );
        let not_on_the_curve = (0..=255_u8)
            .find(|b| ed25519_dalek::VerifyingKey::from_bytes(&[*b; 32]).is_err())
            .unwrap();
        assert_eq!(
            VerifyingKey::from_bytes(&[not_on_the_curve; 32]),
            Err(NOT_A_POINT)
        );
    }

    #[test]
    fn a_key_id_is_the_start_of_the_keys_digest() {
        let public = OfficeKey::new(&mut Only(1)).unwrap().public();
        let id = public.id();
        assert_eq!(id.0, Digest::of(&public.to_bytes()).0[..8]);
        assert_eq!(id.to_string().parse(), Ok(id));
        for text in [
            "",
            "00000000000000",
            "000000000000000G",
            "000000000000000A",
            "00000000000000000",
            "é0000000000000",
        ] {
            assert!(text.parse::<KeyId>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn keys_are_read_back_from_bytes_and_text(fill: u8) {
            let office = OfficeKey::new(&mut Only(fill)).unwrap();
            let signing = SigningKey::new(&mut Only(fill)).unwrap();
            let reply = ReplyKey::new(&mut Only(fill)).unwrap();
            prop_assert_eq!(OfficeKey::from_bytes(office.to_bytes().as_ref()).unwrap().public(), office.public());
            prop_assert_eq!(ReplyKey::from_bytes(reply.to_bytes().as_ref()).unwrap().public(), reply.public());
            prop_assert_eq!(SigningKey::from_bytes(signing.to_bytes().as_ref()).unwrap().public(), signing.public());
            prop_assert_eq!(office.public().to_string().parse(), Ok(office.public()));
            prop_assert_eq!(reply.public().to_string().parse(), Ok(reply.public()));
            prop_assert_eq!(signing.public().to_string().parse(), Ok(signing.public()));
        }

        #[test]
        fn no_bytes_or_text_make_the_parsers_panic(bytes: [u8; 32], text in ".{0,50}") {
            let _ = (OfficePublicKey::from_bytes(&bytes), VerifyingKey::from_bytes(&bytes), OfficeKey::from_bytes(&bytes));
            let _ = (text.parse::<OfficePublicKey>(), text.parse::<VerifyingKey>(), text.parse::<KeyId>());
        }
    }

    fn hex(text: &str) -> Vec<u8> {
        base16ct::lower::decode_vec(text).unwrap()
    }
}
