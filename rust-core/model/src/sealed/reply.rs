//! Words of the office to one phone.

use super::{EnvelopeProblem, Random, RegistrationId, ReplyKey, ReplyPublicKey};
use crate::journey::OfficeState;
use crate::secret::Secret;
use crate::units::Timestamp;

/// What an officer decided, in words for the worker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The revision this speaks about.
    pub revision: u32,
    pub state: OfficeState,
    pub at: Timestamp,
    pub words: Secret,
    /// For a correction: which questions, each with its own words.
    pub questions: Vec<Correction>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    pub question: String,
    pub words: Secret,
}

/// Seals a reply; id and revision are bound as AAD.
pub fn seal(
    _reply: &Reply,
    _id: RegistrationId,
    _to: &ReplyPublicKey,
    _random: &mut dyn Random,
) -> Result<Vec<u8>, EnvelopeProblem> {
    todo!()
}
pub fn open(_bytes: &[u8], _id: RegistrationId, _key: &ReplyKey) -> Result<Reply, EnvelopeProblem> {
    todo!()
}
