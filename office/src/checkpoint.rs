//! Checkpoints: signed lines that say how far the audit log had come.
//!
//! Whoever keeps such a line elsewhere can hold the office to it: the log must go through that row
//! ever after. The line is one text, `payung-audit-1 SEQ AT ROWS CHAIN KEY SIGNATURE`. AT is in
//! milliseconds since 1970. ROWS is the SHA-256 chain over all rows up to SEQ, which can be computed
//! from `office audit --json` without any key ([`public_digest`](crate::store::public_digest)).
//! CHAIN is the MAC of the row, which the office itself compares. KEY is the Ed25519 key that signs
//! the office's bundles, and SIGNATURE signs the line up to KEY, without the space behind it.

use std::fmt;
use std::str::FromStr;

use base16ct::lower;
use base64ct::{Base64UrlUnpadded, Encoding};
use ed25519_dalek::Signer;
use payung_model::sealed::{Digest, SigningKey, VerifyingKey};
use payung_model::units::Timestamp;

use crate::store::ChainPoint;

const VERSION: &str = "payung-audit-1";

/// How far the log had come, signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Where.
    pub point: ChainPoint,
    /// When it was signed.
    pub at: Timestamp,
    /// By which key.
    pub key: VerifyingKey,
    signature: [u8; 64],
}

/// Why a line is no checkpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointProblem {
    /// It does not have the parts of one.
    #[error("this is no checkpoint of an audit log")]
    Form,
    /// The signature is of something else.
    #[error("the signature does not hold: the line was changed")]
    Signature,
}

impl Checkpoint {
    /// Signs how far the log has come.
    pub fn sign(point: ChainPoint, at: Timestamp, key: &SigningKey) -> Self {
        let public = key.public();
        let signed = ed25519_dalek::SigningKey::from_bytes(&key.to_bytes())
            .sign(text(&point, at, &public).as_bytes());
        Self {
            point,
            at,
            key: public,
            signature: signed.to_bytes(),
        }
    }

    /// True when the log goes through it there.
    pub fn is_at(&self, point: &ChainPoint) -> bool {
        self.point == *point
    }
}

/// The text that is signed.
fn text(point: &ChainPoint, at: Timestamp, key: &VerifyingKey) -> String {
    format!(
        "{VERSION} {} {} {} {} {key}",
        point.seq,
        at.millis(),
        lower::encode_string(&point.rows.0),
        lower::encode_string(&point.mac)
    )
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let signature = Base64UrlUnpadded::encode_string(&self.signature);
        write!(f, "{} {signature}", text(&self.point, self.at, &self.key))
    }
}

impl FromStr for Checkpoint {
    type Err = CheckpointProblem;

    /// Reads a line. Its signature must hold by the key that it names.
    fn from_str(line: &str) -> Result<Self, CheckpointProblem> {
        let form = || CheckpointProblem::Form;
        let parts: Vec<&str> = line.trim().split(' ').collect();
        let [VERSION, seq, at, rows, mac, key, signature] = parts[..] else {
            return Err(form());
        };
        let at: i64 = at.parse().map_err(|_| form())?;
        let point = ChainPoint {
            seq: seq.parse().map_err(|_| form())?,
            mac: hash(mac).ok_or_else(form)?,
            rows: Digest(hash(rows).ok_or_else(form)?),
        };
        let key: VerifyingKey = key.parse().map_err(|_| form())?;
        let mut bytes = [0; 64];
        let signature = Base64UrlUnpadded::decode(signature, &mut bytes).map_err(|_| form())?;
        let signature: [u8; 64] = signature.try_into().map_err(|_| form())?;
        let read = Self {
            point,
            at: Timestamp::from_millis(at).map_err(|_| form())?,
            key,
            signature,
        };
        let verifying = ed25519_dalek::VerifyingKey::from_bytes(&read.key.to_bytes());
        let holds = verifying.is_ok_and(|key| {
            let signature = ed25519_dalek::Signature::from_bytes(&read.signature);
            key.verify_strict(text(&read.point, read.at, &read.key).as_bytes(), &signature)
                .is_ok()
        });
        // Two lines that say the same are the same bytes.
        if holds && read.to_string() == line.trim() {
            Ok(read)
        } else {
            Err(CheckpointProblem::Signature)
        }
    }
}

fn hash(hex: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    let length = lower::decode(hex, &mut bytes).ok()?.len();
    (length == 32).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::random::SystemRandom;

    fn made(seq: i64) -> Checkpoint {
        let point = ChainPoint {
            seq,
            mac: [7; 32],
            rows: Digest([9; 32]),
        };
        let key = SigningKey::new(&mut SystemRandom).unwrap();
        Checkpoint::sign(
            point,
            Timestamp::from_millis(1_795_399_200_000).unwrap(),
            &key,
        )
    }

    #[test]
    fn a_line_is_read_back_and_believed_only_as_it_was_signed() {
        let (one, line) = (made(12), made(12).to_string());
        assert_eq!(one.to_string().parse(), Ok(one.clone()));
        assert!(line.starts_with("payung-audit-1 12 1795399200000 0909"));
        let changed = line.replacen(" 12 ", " 13 ", 1);
        assert_eq!(
            changed.parse::<Checkpoint>(),
            Err(CheckpointProblem::Signature)
        );
        for bad in [
            "",
            "payung-audit-1",
            &line[..line.len() - 2],
            &format!("{line} x"),
        ] {
            assert!(bad.parse::<Checkpoint>().is_err(), "{bad}");
        }
        // The other key's name under this signature.
        let other = one
            .to_string()
            .replace(&one.key.to_string(), &made(12).key.to_string());
        assert_eq!(
            other.parse::<Checkpoint>(),
            Err(CheckpointProblem::Signature)
        );
    }

    proptest! {
        #[test]
        fn no_text_makes_the_parser_panic(text in ".{0,300}", place in 0_usize..330, sign in any::<char>()) {
            let _ = text.parse::<Checkpoint>();
            let mut line: Vec<char> = made(3).to_string().chars().collect();
            let place = place % line.len();
            prop_assume!(line[place] != sign);
            line[place] = sign;
            let changed: String = line.into_iter().collect();
            prop_assume!(changed.trim().len() == changed.len());
            prop_assert!(changed.parse::<Checkpoint>().is_err());
        }
    }
}
