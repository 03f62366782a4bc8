//! Rules as data, signed.

use std::collections::BTreeMap;

use super::{OfficePublicKey, SigningKey, VerifyingKey};
use crate::units::Timestamp;

/// A content bundle. `files` is what [`crate::content::Content::parse`] reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    /// Only grows.
    pub sequence: u64,
    /// The lowest engine that understands it.
    pub engine: u32,
    pub issued_at: Timestamp,
    /// Who may sign the next one.
    pub next_key: VerifyingKey,
    /// The office's HPKE keys from now on; the first is used for sealing.
    pub office_keys: Vec<OfficePublicKey>,
    pub files: BTreeMap<String, Vec<u8>>,
}

/// What a phone holds, against which a new bundle is judged.
#[derive(Clone, Debug)]
pub struct Held {
    pub sequence: u64,
    /// The keys that may sign: current, then next.
    pub keys: Vec<VerifyingKey>,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BundleProblem {
    #[error("not a bundle: {0}")]
    Malformed(&'static str),
    #[error("signed by nobody we trust, or changed on the way")]
    Signature,
    #[error("sequence {offered} is not after {held}")]
    Replayed { offered: u64, held: u64 },
    /// Valid, but this core is too old for it: keep the last good one and say that an update exists.
    #[error("needs engine {needed}; this is {ours}")]
    TooNew { needed: u32, ours: u32 },
    #[error("larger than a bundle may be")]
    TooLarge,
}

impl Bundle {
    /// The engine of this build.
    pub const ENGINE: u32 = 1;
    /// Bytes of a signed bundle, at most.
    pub const MOST_BYTES: usize = 1024 * 1024;

    pub fn sign(&self, _key: &SigningKey) -> Result<Vec<u8>, BundleProblem> {
        todo!()
    }
    /// Checks signature, then sequence, then engine.
    pub fn verify(_bytes: &[u8], _held: &Held, _engine: u32) -> Result<Self, BundleProblem> {
        todo!()
    }
}
