//! Why an envelope or a reply cannot be used.

use super::suite::SealProblem;
use super::{KeyId, NoRandomness};

/// Why something is not an envelope, or does not open.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EnvelopeProblem {
    /// Not an envelope, with the place.
    #[error("not an envelope: {0}")]
    Malformed(&'static str),
    /// Written by another version of Payung, most likely a newer one.
    #[error("envelope version {0} is newer than this program")]
    Version(u32),
    /// A kind of message that this program cannot read, most likely a newer one's.
    #[error("messages of kind {0} are not known to this program")]
    Kind(u32),
    /// A body of a version that this program cannot read.
    #[error("body version {0} is newer than this program")]
    BodyVersion(u32),
    /// Larger than an envelope, its body, a reply or an item may be.
    #[error("larger than an envelope may be")]
    TooLarge,
    /// Sealed to another key.
    #[error("sealed to key {0}, which is not here")]
    UnknownKey(KeyId),
    /// Changed on the way, or not sealed to this key.
    #[error("the seal is broken")]
    Broken,
    /// Nothing was sealed.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
}

impl From<SealProblem> for EnvelopeProblem {
    fn from(problem: SealProblem) -> Self {
        match problem {
            SealProblem::Key => Self::Malformed("recipient's key"),
            SealProblem::NoRandomness(none) => Self::NoRandomness(none),
        }
    }
}
