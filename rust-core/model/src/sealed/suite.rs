//! The one HPKE suite (RFC 9180): DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM.
//!
//! Envelopes use base mode, because a phone has no key that the office knows. Items of the inbox
//! use auth mode, which proves that the sender holds the office's private key. Each encapsulated
//! key carries one message, and messages of different kinds differ by their `info`.

use hpke::aead::AesGcm256;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::rand_core::{TryCryptoRng, TryRng};
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use zeroize::Zeroizing;

use super::{NoRandomness, Random};

/// One sealed message.
pub struct Sealed {
    /// The encapsulated key: an ephemeral X25519 public key.
    pub encapsulated: [u8; 32],
    /// As long as the plaintext, and [`TAG_BYTES`] more.
    pub ciphertext: Vec<u8>,
}

/// Bytes that sealing adds: AES-GCM's tag.
pub const TAG_BYTES: usize = 16;

/// Why a message could not be sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealProblem {
    /// The recipient's key cannot be sealed to.
    #[error("not a key that can be sealed to")]
    Key,
    /// No randomness.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
}

/// The key does not fit, or something was changed on the way: HPKE does not tell which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the seal is broken")]
pub struct BrokenSeal;

/// Seals `plain` to an X25519 public key, binding `info` and `aad` (base mode).
pub fn seal(
    to: &[u8; 32],
    info: &[u8],
    aad: &[u8],
    plain: &[u8],
    random: &mut dyn Random,
) -> Result<Sealed, SealProblem> {
    seal_by(&OpModeS::Base, to, info, aad, plain, random)
}

/// Seals as [`seal`] does, and proves that the sender holds the private key `from` (auth mode).
pub fn seal_from(
    from: &[u8; 32],
    to: &[u8; 32],
    info: &[u8],
    aad: &[u8],
    plain: &[u8],
    random: &mut dyn Random,
) -> Result<Sealed, SealProblem> {
    let from = PrivateKey::from_bytes(from).map_err(|_| SealProblem::Key)?;
    let public = X25519HkdfSha256::sk_to_pk(&from);
    seal_by(&OpModeS::Auth((from, public)), to, info, aad, plain, random)
}

/// Opens what [`seal`] made.
pub fn open(
    key: &[u8; 32],
    encapsulated: &[u8; 32],
    info: &[u8],
    aad: &[u8],
    ciphertext: &[u8],
) -> Result<Zeroizing<Vec<u8>>, BrokenSeal> {
    open_by(&OpModeR::Base, key, encapsulated, info, aad, ciphertext)
}

/// Opens what [`seal_from`] made with the private key that belongs to the public key `from`.
pub fn open_from(
    from: &[u8; 32],
    key: &[u8; 32],
    encapsulated: &[u8; 32],
    info: &[u8],
    aad: &[u8],
    ciphertext: &[u8],
) -> Result<Zeroizing<Vec<u8>>, BrokenSeal> {
    let from = PublicKey::from_bytes(from).map_err(|_| BrokenSeal)?;
    open_by(
        &OpModeR::Auth(from),
        key,
        encapsulated,
        info,
        aad,
        ciphertext,
    )
}

fn seal_by(
    mode: &OpModeS<'_, X25519HkdfSha256>,
    to: &[u8; 32],
    info: &[u8],
    aad: &[u8],
    plain: &[u8],
    random: &mut dyn Random,
) -> Result<Sealed, SealProblem> {
    let to = PublicKey::from_bytes(to).map_err(|_| SealProblem::Key)?;
    let mut rng = Drawn::from(random)?;
    let setup = hpke::setup_sender_with_rng::<AesGcm256, HkdfSha256, X25519HkdfSha256>(
        mode, &to, info, &mut rng,
    );
    if rng.overdrawn {
        return Err(NoRandomness.into());
    }
    let (encapsulated, mut context) = setup.map_err(|_| SealProblem::Key)?;
    let ciphertext = context.seal(plain, aad).map_err(|_| SealProblem::Key)?;
    Ok(Sealed {
        encapsulated: encapsulated.to_bytes().into(),
        ciphertext,
    })
}

fn open_by(
    mode: &OpModeR<'_, X25519HkdfSha256>,
    key: &[u8; 32],
    encapsulated: &[u8; 32],
    info: &[u8],
    aad: &[u8],
    ciphertext: &[u8],
) -> Result<Zeroizing<Vec<u8>>, BrokenSeal> {
    let key = PrivateKey::from_bytes(key).map_err(|_| BrokenSeal)?;
    let encapsulated = EncappedKey::from_bytes(encapsulated).map_err(|_| BrokenSeal)?;
    let mut context = hpke::setup_receiver::<AesGcm256, HkdfSha256, X25519HkdfSha256>(
        mode,
        &key,
        &encapsulated,
        info,
    )
    .map_err(|_| BrokenSeal)?;
    context
        .open(ciphertext, aad)
        .map(Zeroizing::new)
        .map_err(|_| BrokenSeal)
}

/// A fresh private key and its public key (RFC 9180's `DeriveKeyPair` from 32 random bytes).
pub(super) fn key_pair(
    random: &mut dyn Random,
) -> Result<(Zeroizing<[u8; 32]>, [u8; 32]), NoRandomness> {
    let mut seed = Zeroizing::new([0; 32]);
    random.fill(seed.as_mut())?;
    let (private, public) = X25519HkdfSha256::derive_keypair(seed.as_ref());
    Ok((to_array(&private), public.to_bytes().into()))
}

/// A private key in its clamped form, and its public key.
pub(super) fn from_private(private: &[u8; 32]) -> Option<(Zeroizing<[u8; 32]>, [u8; 32])> {
    let private = PrivateKey::from_bytes(private).ok()?;
    Some((
        to_array(&private),
        X25519HkdfSha256::sk_to_pk(&private).to_bytes().into(),
    ))
}

/// True for a public key that X25519 gives one shared secret with, whoever seals: a canonical
/// point, not of low order.
pub(super) fn is_sound(public: &[u8; 32]) -> bool {
    // Little-endian below 2^255 - 19: otherwise a second text form of another key.
    let canonical = public[31] < 0x7F
        || (public[31] == 0x7F
            && (public[0] < 0xED || public[1..31].iter().any(|byte| *byte != 0xFF)));
    canonical && !LOW_ORDER.contains(public)
}

/// The points of low order on Curve25519 in canonical form (RFC 7748 §6.1 has the shared secret
/// checked; a key that must fail then is refused when it is read). A test seals to each of them
/// with the library, which refuses them all.
const LOW_ORDER: [[u8; 32]; 5] = {
    let mut minus_one = [0xFF; 32];
    minus_one[0] = 0xEC;
    minus_one[31] = 0x7F;
    let mut one = [0; 32];
    one[0] = 1;
    [
        [0; 32],
        one,
        minus_one,
        [
            0xE0, 0xEB, 0x7A, 0x7C, 0x3B, 0x41, 0xB8, 0xAE, 0x16, 0x56, 0xE3, 0xFA, 0xF1, 0x9F,
            0xC4, 0x6A, 0xDA, 0x09, 0x8D, 0xEB, 0x9C, 0x32, 0xB1, 0xFD, 0x86, 0x62, 0x05, 0x16,
            0x5F, 0x49, 0xB8, 0x00,
        ],
        [
            0x5F, 0x9C, 0x95, 0xBC, 0xA3, 0x50, 0x8C, 0x24, 0xB1, 0xD0, 0xB1, 0x55, 0x9C, 0x83,
            0xEF, 0x5B, 0x04, 0x44, 0x5C, 0xC4, 0x58, 0x1C, 0x8E, 0x86, 0xD8, 0x22, 0x4E, 0xDD,
            0xD0, 0x9F, 0x11, 0x57,
        ],
    ]
};

type PublicKey = <X25519HkdfSha256 as Kem>::PublicKey;
type PrivateKey = <X25519HkdfSha256 as Kem>::PrivateKey;
type EncappedKey = <X25519HkdfSha256 as Kem>::EncappedKey;

fn to_array(private: &PrivateKey) -> Zeroizing<[u8; 32]> {
    let mut bytes = Zeroizing::new([0; 32]);
    private.write_exact(bytes.as_mut());
    bytes
}

/// The 32 random bytes of one ephemeral key, drawn beforehand: the library wants a source that
/// cannot fail, ours may.
struct Drawn {
    bytes: Zeroizing<[u8; 32]>,
    given: usize,
    /// More was asked for than was drawn: what came after is zeros, and nothing made with it may be
    /// used.
    overdrawn: bool,
}

impl Drawn {
    fn from(random: &mut dyn Random) -> Result<Self, NoRandomness> {
        let mut bytes = Zeroizing::new([0; 32]);
        random.fill(bytes.as_mut())?;
        Ok(Self {
            bytes,
            given: 0,
            overdrawn: false,
        })
    }
}

impl TryRng for Drawn {
    type Error = std::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Self::Error> {
        let rest = &self.bytes[self.given..];
        let take = rest.len().min(out.len());
        out[..take].copy_from_slice(&rest[..take]);
        out[take..].fill(0);
        self.given += take;
        self.overdrawn |= take < out.len();
        Ok(())
    }
}

impl TryCryptoRng for Drawn {}

#[cfg(test)]
mod tests {
    use super::super::random::fixed::Only;
    use super::*;

    #[test]
    fn the_points_called_low_are_those_that_the_library_refuses() {
        for point in LOW_ORDER {
            assert!(!is_sound(&point));
            let sealed = seal(&point, b"", b"", b"", &mut Only(7));
            assert_eq!(sealed.err(), Some(SealProblem::Key));
        }
    }

    #[test]
    fn a_second_spelling_of_a_key_is_not_sound() {
        let mut p = [0xFF; 32]; // 2^255 - 19, which is 0
        (p[0], p[31]) = (0xED, 0x7F);
        let (_, public) = key_pair(&mut Only(7)).unwrap();
        let mut high_bit = public;
        high_bit[31] |= 0x80;
        assert!(is_sound(&public));
        assert!(!is_sound(&high_bit));
        assert!(!is_sound(&p));
        (p[0], p[30]) = (0xFF, 0xFE);
        assert!(is_sound(&p), "just below the prime is another key");
    }

    #[test]
    fn more_randomness_than_was_drawn_is_not_made_up() {
        let mut drawn = Drawn::from(&mut Only(7)).unwrap();
        let mut out = [1; 32];
        drawn.try_fill_bytes(&mut out).unwrap();
        assert_eq!((out, drawn.overdrawn), ([7; 32], false));
        drawn.try_next_u32().unwrap();
        assert!(drawn.overdrawn);
    }
}
