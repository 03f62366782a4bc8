//! The second factor of officers: codes of an authenticator app (TOTP, RFC 6238: SHA-1, 30 seconds,
//! 6 digits), and recovery codes for the day when the phone is gone.
//!
//! The algorithm is twenty lines over HMAC, and its vectors are in the RFC, so it is written here
//! and not taken from a crate that brings an encoder of pictures and URLs along.

use clap::ValueEnum;
use hmac::{Hmac, KeyInit, Mac};
use payung_model::payment::picture::{Modules, TooLongForQr};
use payung_model::sealed::{NoRandomness, Random};
use payung_model::units::Timestamp;
use sha1::Sha1;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::keys::DeskKey;
use crate::store::officers::{NewSecondFactor, Role};

/// Bytes of a secret: RFC 4226 recommends as many as SHA-1 has.
const SECRET: usize = 20;
/// Milliseconds of a time step.
const STEP: i64 = 30_000;
/// Codes are of six digits.
const CODES: u32 = 1_000_000;
/// A clock may be wrong by so many steps in either direction.
const DRIFT: i64 = 1;
/// Recovery codes of one officer.
const RECOVERY: usize = 10;
/// Signs of a recovery code: 50 bits.
const RECOVERY_SIGNS: usize = 10;
/// RFC 4648's letters and digits.
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/// Nobody takes one of these for another.
const READABLE: &[u8; 32] = b"ABCDEFGHJKMNPQRSTVWXYZ0123456789";
const SEAL: &str = "payung/office/totp/1";
const HASH: &str = "payung/office/recovery/1";

/// Who must show a code beside the password. Whoever has a second factor is always asked for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum SecondFactorRule {
    /// Who decides: deciders and admins.
    #[default]
    Deciders,
    /// Everybody.
    All,
    /// Nobody: for an office whose officers have no phone.
    Nobody,
}

impl SecondFactorRule {
    /// True when an officer of that role must have one.
    pub fn asks(self, role: Role) -> bool {
        match self {
            Self::Deciders => role >= Role::Decider,
            Self::All => true,
            Self::Nobody => false,
        }
    }
}

/// The secret that an authenticator app and the office share. It has no `Debug`.
pub struct TotpSecret(Zeroizing<[u8; SECRET]>);

/// Recovery codes in clear: they are shown once.
pub struct RecoveryCodes(Vec<Zeroizing<String>>);

impl TotpSecret {
    /// A new one.
    pub fn new(random: &mut dyn Random) -> Result<Self, NoRandomness> {
        let mut secret = Zeroizing::new([0; SECRET]);
        random.fill(secret.as_mut())?;
        Ok(Self(secret))
    }

    /// Reads its bytes; none unless there are 20.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Some(Self(Zeroizing::new(bytes.try_into().ok()?)))
    }

    /// Its bytes.
    pub fn bytes(&self) -> &[u8] {
        self.0.as_slice()
    }

    /// Opens what [`TotpSecret::kept`] sealed; none when it is another officer's.
    pub fn open(key: &DeskKey, officer: &str, sealed: &[u8]) -> Option<Self> {
        Self::from_bytes(&key.open(SEAL, officer, sealed)?)
    }

    /// What the office keeps of it.
    pub fn kept(
        &self,
        key: &DeskKey,
        officer: &str,
        step: i64,
        recovery: &RecoveryCodes,
    ) -> Result<NewSecondFactor, NoRandomness> {
        Ok(NewSecondFactor {
            sealed: key.seal(SEAL, officer, self.bytes())?,
            step,
            recovery: recovery.hashes(key, officer),
        })
    }

    /// The step whose code this is: the present one, or one beside it. None when it is no code of
    /// those.
    pub fn step_of(&self, typed: &str, now: Timestamp) -> Option<i64> {
        let typed: String = typed.chars().filter(|sign| !sign.is_whitespace()).collect();
        let here = now.millis().div_euclid(STEP);
        let mut found = None;
        // Every step is compared, so that the time tells nothing.
        for step in here - DRIFT..=here + DRIFT {
            let code = format!("{:06}", self.code(step));
            if bool::from(code.as_bytes().ct_eq(typed.as_bytes())) {
                found = Some(step);
            }
        }
        found
    }

    /// RFC 4226's HOTP of the step.
    fn code(&self, step: i64) -> u32 {
        truncated(self.bytes(), step) % CODES
    }

    /// As an officer types it into an app that cannot see the picture: groups of four.
    pub fn typed(&self) -> Zeroizing<String> {
        let base32 = self.base32();
        let mut text = Zeroizing::new(String::new());
        for (place, sign) in base32.chars().enumerate() {
            if place > 0 && place % 4 == 0 {
                text.push(' ');
            }
            text.push(sign);
        }
        text
    }

    /// The picture that an authenticator app reads.
    pub fn picture(&self, officer: &str) -> Result<Modules, TooLongForQr> {
        // Names of officers need no escape.
        let text = Zeroizing::new(format!(
            "otpauth://totp/Payung:{officer}?secret={}&issuer=Payung&algorithm=SHA1&digits=6&period=30",
            *self.base32()
        ));
        Modules::qr(&text)
    }

    fn base32(&self) -> Zeroizing<String> {
        // Five bytes are eight signs, and twenty bytes leave nothing over.
        let mut text = Zeroizing::new(String::new());
        for group in self.0.chunks(5) {
            let bits = group
                .iter()
                .fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
            for place in (0..8).rev() {
                let index = usize::try_from(bits >> (place * 5) & 31).unwrap_or_default();
                text.push(char::from(BASE32[index]));
            }
        }
        text
    }
}

/// RFC 4226, 5.3: four bytes of HMAC-SHA-1 of the counter, at the place that its last bits name.
fn truncated(secret: &[u8], counter: i64) -> u32 {
    let Ok(mut mac) = <Hmac<Sha1> as KeyInit>::new_from_slice(secret) else {
        return 0;
    };
    mac.update(&counter.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let place = usize::from(digest.last().copied().unwrap_or_default() & 15);
    let four = digest.iter().skip(place).take(4);
    four.fold(0_u32, |number, byte| number << 8 | u32::from(*byte)) & 0x7fff_ffff
}

impl RecoveryCodes {
    /// Ten new ones.
    pub fn new(random: &mut dyn Random) -> Result<Self, NoRandomness> {
        let mut codes = Vec::new();
        for _ in 0..RECOVERY {
            let mut bytes = Zeroizing::new([0; RECOVERY_SIGNS]);
            random.fill(bytes.as_mut())?;
            let signs = bytes.iter().map(|byte| READABLE[usize::from(byte & 31)]);
            codes.push(Zeroizing::new(signs.map(char::from).collect()));
        }
        Ok(Self(codes))
    }

    /// As they are shown: `K7M2N-94QXR`.
    pub fn shown(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|code| {
            let (one, two) = code.split_at(RECOVERY_SIGNS / 2);
            format!("{one}-{two}")
        })
    }

    fn hashes(&self, key: &DeskKey, officer: &str) -> Vec<[u8; 32]> {
        self.0.iter().map(|code| hash(key, officer, code)).collect()
    }
}

/// The hash of a recovery code as somebody typed it; none when it cannot be one.
pub fn recovery_hash(key: &DeskKey, officer: &str, typed: &str) -> Option<[u8; 32]> {
    let code: Zeroizing<String> = Zeroizing::new(
        typed
            .chars()
            .filter(|sign| !sign.is_whitespace() && *sign != '-')
            .map(|sign| sign.to_ascii_uppercase())
            .collect(),
    );
    (code.len() == RECOVERY_SIGNS).then(|| hash(key, officer, &code))
}

/// A code has 50 random bits and the key is secret, so a slow hash would add nothing.
fn hash(key: &DeskKey, officer: &str, code: &str) -> [u8; 32] {
    key.mac(HASH, format!("{officer}\0{code}").as_bytes())
}

#[cfg(test)]
mod tests {
    use payung_model::sealed::OfficeKey;

    use super::*;
    use crate::keys::NikIndex;
    use crate::random::SystemRandom;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(seconds * 1000).unwrap()
    }

    fn rfc() -> TotpSecret {
        TotpSecret::from_bytes(b"12345678901234567890").unwrap()
    }

    #[test]
    fn codes_are_those_of_rfc_6238_and_rfc_4226() {
        for (seconds, code) in [
            (59, 94_287_082),
            (1_111_111_109, 7_081_804),
            (1_111_111_111, 14_050_471),
            (1_234_567_890, 89_005_924),
            (2_000_000_000, 69_279_037),
            (20_000_000_000, 65_353_130),
        ] {
            assert_eq!(truncated(rfc().bytes(), seconds / 30) % 100_000_000, code);
        }
        let hotp = [
            755_224, 287_082, 359_152, 969_429, 338_314, 254_676, 287_922, 162_583, 399_871,
            520_489,
        ];
        for (counter, code) in (0..).zip(hotp) {
            assert_eq!(rfc().code(counter), code);
        }
    }

    /// What `pyotp` 2.12.1 says, which we did not write: `pyotp.TOTP(secret).at(seconds)`.
    #[test]
    fn codes_are_those_that_other_programs_make() {
        for (seconds, code) in [
            (1_795_399_200, "080811"),
            (1_795_399_229, "080811"),
            (1_795_399_230, "586653"),
        ] {
            assert_eq!(
                rfc().step_of(code, at(seconds)),
                Some(seconds / 30),
                "{seconds}"
            );
        }
        assert_eq!(*rfc().base32(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    }

    #[test]
    fn a_code_holds_for_its_step_and_one_beside_it() {
        let code = format!("{:06}", rfc().code(100));
        for (seconds, found) in [
            (2969, None),
            (2970, Some(100)),
            (3000, Some(100)),
            (3059, Some(100)),
            (3060, None),
        ] {
            assert_eq!(rfc().step_of(&code, at(seconds)), found, "{seconds}");
        }
        let spaced = format!(" {} {} ", &code[..3], &code[3..]);
        assert_eq!(rfc().step_of(&spaced, at(3000)), Some(100));
        for wrong in ["", "000000", "1234567", "abcdef", "１２３４５６"] {
            assert_eq!(rfc().step_of(wrong, at(3000)), None, "{wrong}");
        }
    }

    #[test]
    fn what_is_kept_opens_for_its_officer_and_recovery_codes_are_known_again() {
        let index = NikIndex::derive(&OfficeKey::new(&mut SystemRandom).unwrap());
        let key = DeskKey::derive(&index);
        let secret = TotpSecret::new(&mut SystemRandom).unwrap();
        let codes = RecoveryCodes::new(&mut SystemRandom).unwrap();
        let kept = secret.kept(&key, "dewi", 7, &codes).unwrap();
        assert_eq!((kept.step, kept.recovery.len()), (7, 10));
        let read = TotpSecret::open(&key, "dewi", &kept.sealed).unwrap();
        assert_eq!(read.bytes(), secret.bytes());
        assert!(TotpSecret::open(&key, "sari", &kept.sealed).is_none());
        let shown: Vec<String> = codes.shown().collect();
        assert!(
            shown
                .iter()
                .all(|code| code.len() == 11 && code.as_bytes()[5] == b'-')
        );
        let typed = shown[3].to_lowercase().replace('-', " ");
        assert_eq!(recovery_hash(&key, "dewi", &typed), Some(kept.recovery[3]));
        assert_ne!(recovery_hash(&key, "sari", &typed), Some(kept.recovery[3]));
        assert_eq!(recovery_hash(&key, "dewi", "K7M2N"), None);
        assert!(secret.picture("dewi").unwrap().width() >= 41);
        assert_eq!(secret.typed().len(), 39);
    }
}
