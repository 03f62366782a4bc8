//! Ids, tokens and digests. Text forms: ids as UUIDs, tokens and digests as unpadded base64url
//! (`FromStr`, `Display`).

use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use base16ct::HexDisplay;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::{NoRandomness, Random, base64url};
use crate::typed::clean;
use crate::units::Timestamp;

/// A registration's id: a UUID of version 7 made on the phone (RFC 9562 §5.7), written in lower
/// case with hyphens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegistrationId([u8; 16]);

/// The status token: 32 random bytes that travel only in `Authorization`. Debug prints dots; wiped
/// on drop; compared in constant time. `Display` is the text of the `Authorization` header: 43
/// signs of base64url.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct StatusToken([u8; 32]);

/// SHA-256. Compared in constant time, so that a token's hash may be compared as carelessly as a
/// photo's.
#[derive(Clone, Copy, Debug, PartialOrd, Ord)]
pub struct Digest(pub [u8; 32]);

/// A text that is not the id, token or digest it should be. The text itself is not kept: it may be
/// secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not {what}")]
pub struct IdProblem {
    /// What was expected, in a few words.
    pub what: &'static str,
}

impl RegistrationId {
    /// A fresh id: 48 bits of `now` in milliseconds, 74 random bits.
    pub fn new(now: Timestamp, random: &mut dyn Random) -> Result<Self, NoRandomness> {
        let mut bytes = [0; 16];
        random.fill(&mut bytes[6..])?;
        // A Timestamp is never negative and ends before 2^48 ms.
        bytes[..6].copy_from_slice(&now.millis().to_be_bytes()[2..]);
        bytes[6] = 0x70 | (bytes[6] & 0x0F);
        bytes[8] = 0x80 | (bytes[8] & 0x3F);
        Ok(Self(bytes))
    }

    /// The 16 bytes, in the order of the text form.
    pub fn bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// Reads 16 bytes; none unless they are a UUID of version 7.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let bytes: [u8; 16] = bytes.try_into().ok()?;
        (bytes[6] >> 4 == 7 && bytes[8] >> 6 == 0b10).then_some(Self(bytes))
    }

    /// When the registration was made, by the phone's clock.
    pub fn made_at(&self) -> Timestamp {
        let millis = self.0[..6]
            .iter()
            .fold(0, |millis, byte| millis << 8 | i64::from(*byte));
        // Only an id that somebody made up can lie beyond the times we know.
        Timestamp::from_millis(millis).unwrap_or_default()
    }

    /// What people read to each other: `7K2M-94QX`, the id's last 40 bits, all random (Crockford
    /// base32: no I, L, O, U).
    pub fn receipt(&self) -> String {
        const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        let bits = self.0[11..]
            .iter()
            .fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        let sign = |at: u32| char::from(SIGNS[(bits >> (35 - 5 * at) & 31) as usize]);
        (0..4)
            .map(sign)
            .chain(['-'])
            .chain((4..8).map(sign))
            .collect()
    }

    /// Reads a receipt code as a person types or pastes it, in the form of
    /// [`RegistrationId::receipt`]. As Crockford's base32 says, case and dashes do not matter, and
    /// O, I, L are read as 0, 1, 1. None when it is no receipt code.
    pub fn read_receipt(text: &str) -> Option<String> {
        let mut code = String::with_capacity(9);
        for sign in clean(text)
            .chars()
            .filter(|sign| !matches!(sign, '-' | ' '))
        {
            if code.len() == 4 {
                code.push('-');
            }
            code.push(match sign.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                'U' => return None,
                sign if sign.is_ascii_alphanumeric() => sign,
                _ => return None,
            });
        }
        (code.len() == 9).then_some(code)
    }
}

impl fmt::Display for RegistrationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0.as_slice();
        for (at, length) in UUID_GROUPS.into_iter().enumerate() {
            let (group, after) = rest.split_at(length);
            write!(
                f,
                "{}{:x}",
                if at == 0 { "" } else { "-" },
                HexDisplay(group)
            )?;
            rest = after;
        }
        Ok(())
    }
}

/// A UUID's text has hyphens between groups of so many bytes.
const UUID_GROUPS: [usize; 5] = [4, 2, 2, 2, 6];

impl FromStr for RegistrationId {
    type Err = IdProblem;

    /// Strict: 36 signs, lower case, hyphens in their places, version 7. An id has one text form,
    /// so that paths and database keys agree.
    fn from_str(text: &str) -> Result<Self, IdProblem> {
        let problem = IdProblem {
            what: "a registration id",
        };
        let groups: Vec<&str> = text.split('-').collect();
        if !groups
            .iter()
            .map(|group| group.len())
            .eq(UUID_GROUPS.map(|bytes| 2 * bytes))
        {
            return Err(problem);
        }
        let mut bytes = [0; 16];
        base16ct::lower::decode(groups.concat(), &mut bytes).map_err(|_| problem)?;
        Self::from_bytes(&bytes).ok_or(problem)
    }
}

impl StatusToken {
    /// A fresh token.
    pub fn new(random: &mut dyn Random) -> Result<Self, NoRandomness> {
        let mut token = Self([0; 32]);
        random.fill(&mut token.0)?;
        Ok(token)
    }

    /// What the envelope's header carries, and the office keeps.
    pub fn hash(&self) -> Digest {
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

impl PartialEq for StatusToken {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for StatusToken {}

impl fmt::Debug for StatusToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StatusToken(••••)")
    }
}

impl fmt::Display for StatusToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&zeroize::Zeroizing::new(base64url::write(&self.0)))
    }
}

impl FromStr for StatusToken {
    type Err = IdProblem;

    fn from_str(text: &str) -> Result<Self, IdProblem> {
        base64url::read(text)
            .map(Self)
            .ok_or(IdProblem { what: "a token" })
    }
}

impl Digest {
    /// The SHA-256 of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
}

impl PartialEq for Digest {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for Digest {}

impl Hash for Digest {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&base64url::write(&self.0))
    }
}

impl FromStr for Digest {
    type Err = IdProblem;

    fn from_str(text: &str) -> Result<Self, IdProblem> {
        base64url::read(text)
            .map(Self)
            .ok_or(IdProblem { what: "a digest" })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::random::fixed::Only;
    use super::*;

    /// RFC 9562, appendix A.6.
    const RFC_ID: &str = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";

    #[test]
    fn the_rfcs_uuid_is_read_and_written() {
        let id: RegistrationId = RFC_ID.parse().unwrap();
        assert_eq!(id.to_string(), RFC_ID);
        assert_eq!(id.bytes()[..6], 1_645_557_742_000_u64.to_be_bytes()[2..]);
        assert_eq!(RegistrationId::from_bytes(id.bytes()), Some(id));
    }

    #[test]
    fn a_fresh_id_carries_its_time_and_nothing_but_randomness_else() {
        let now = Timestamp::from_millis(1_645_557_742_000).unwrap();
        let id = RegistrationId::new(now, &mut Only(0xFF)).unwrap();
        assert_eq!(id.to_string(), "017f22e2-79b0-7fff-bfff-ffffffffffff");
        let id = RegistrationId::new(now, &mut Only(0)).unwrap();
        assert_eq!(id.to_string(), "017f22e2-79b0-7000-8000-000000000000");
    }

    #[test]
    fn a_receipt_is_the_last_forty_bits_in_crockfords_signs() {
        let receipt = |id: &str| id.parse::<RegistrationId>().unwrap().receipt();
        assert_eq!(receipt(RFC_ID), "1G60-EECF");
        assert_eq!(receipt("017f22e2-79b0-7000-8000-ffffffffffff"), "ZZZZ-ZZZZ");
        assert_eq!(receipt("017f22e2-79b0-7000-8000-000000000001"), "0000-0001");
        assert_eq!(receipt("017f22e2-79b0-7000-8000-ff0000000000"), "0000-0000");
    }

    #[test]
    fn a_receipt_is_read_as_people_type_and_paste_it() {
        for text in [
            "1G60-EECF",
            "1g60eecf",
            " 1G60 EECF\u{200b}",
            "\u{202a}IG6O–eecf\u{202c}",
            "lg60\u{a0}EECF",
            "１Ｇ６０－ＥＥＣＦ",
        ] {
            assert_eq!(
                RegistrationId::read_receipt(text).as_deref(),
                Some("1G60-EECF"),
                "{text}"
            );
        }
        for text in [
            "",
            "1G60-EEC",
            "1G60-EECFF",
            "1G60-EEC!",
            "1U60-EECF",
            "1G60.EECF",
            "1G60-EECÉ",
        ] {
            assert_eq!(RegistrationId::read_receipt(text), None, "{text}");
        }
    }

    #[test]
    fn an_id_has_one_text_form() {
        for text in [
            "",
            "017F22E2-79B0-7CC3-98C4-DC0C0C07398F",
            "017f22e279b07cc398c4dc0c0c07398f",
            "017f22e2-79b0-7cc3-98c4-dc0c0c07398",
            "017f22e2-79b0-7cc3-98c4-dc0c0c07398f0",
            "{17f22e2-79b0-7cc3-98c4-dc0c0c07398f}",
            "017f22e27-9b0-7cc3-98c4-dc0c0c07398f",
            "017f22e2-79b0-4cc3-98c4-dc0c0c07398f", // version 4
            "017f22e2-79b0-7cc3-c8c4-dc0c0c07398f", // another variant
            "é17f22e2-79b0-7cc3-98c4-dc0c0c07398",
        ] {
            assert_eq!(
                text.parse::<RegistrationId>(),
                Err(IdProblem {
                    what: "a registration id"
                }),
                "{text}"
            );
        }
        assert_eq!(RegistrationId::from_bytes(&[0x77; 16]), None);
        assert_eq!(RegistrationId::from_bytes(&[0x77; 15]), None);
    }

    #[test]
    fn a_digest_is_sha_256() {
        // FIPS 180-4's example.
        assert_eq!(
            Digest::of(b"abc").to_string(),
            "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0"
        );
    }

    #[test]
    fn a_token_prints_dots_and_its_hash_is_of_its_bytes() {
        let token = StatusToken::new(&mut Only(7)).unwrap();
        assert_eq!(format!("{token:?}"), "StatusToken(••••)");
        assert_eq!(token.hash(), Digest::of(&[7; 32]));
        assert_eq!(StatusToken::from_bytes(&[7; 32]), Some(token.clone()));
        assert_ne!(StatusToken::from_bytes(&[8; 32]), Some(token));
        assert_eq!(StatusToken::from_bytes(&[7; 31]), None);
    }

    #[test]
    fn another_text_of_the_same_digest_is_refused() {
        let text = Digest([0; 32]).to_string();
        assert_eq!(text, "A".repeat(43));
        for other in [
            format!("{text}="),
            format!("{}B", &text[1..]),
            "+".repeat(43),
            text[1..].into(),
            "A".repeat(44),
        ] {
            assert_eq!(
                other.parse::<Digest>(),
                Err(IdProblem { what: "a digest" }),
                "{other}"
            );
            assert_eq!(
                other.parse::<StatusToken>(),
                Err(IdProblem { what: "a token" }),
                "{other}"
            );
        }
    }

    proptest! {
        #[test]
        fn ids_tokens_and_digests_are_read_back(millis in 0..32_503_680_000_000_i64, bytes: [u8; 32], byte: u8) {
            let id = RegistrationId::new(Timestamp::from_millis(millis).unwrap(), &mut Only(byte)).unwrap();
            prop_assert_eq!(id.to_string().parse(), Ok(id));
            prop_assert_eq!(Digest(bytes).to_string().parse(), Ok(Digest(bytes)));
            prop_assert_eq!(StatusToken(bytes).to_string().parse(), Ok(StatusToken(bytes)));
        }

        #[test]
        fn no_text_makes_the_parsers_panic(text in ".{0,50}") {
            let _ = (text.parse::<RegistrationId>(), text.parse::<StatusToken>(), text.parse::<Digest>());
        }

        #[test]
        fn whatever_reads_as_an_id_is_written_the_same(text in "[0-9a-f]{8}-[0-9a-f]{4}-[4-8][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}") {
            if let Ok(id) = text.parse::<RegistrationId>() {
                prop_assert_eq!(id.to_string(), text);
            }
        }

        #[test]
        fn equal_digests_are_equal_and_others_are_not(one: [u8; 32], at in 0..32_usize, bit in 0..8_u32) {
            let mut other = one;
            other[at] ^= 1_u8 << bit;
            prop_assert_eq!(Digest(one), Digest(one));
            prop_assert_ne!(Digest(one), Digest(other));
        }
    }
}
