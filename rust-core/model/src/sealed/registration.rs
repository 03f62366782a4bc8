//! The body of an envelope: what the worker answered.

use super::Digest;
use crate::secret::Secret;
use crate::units::Timestamp;

/// Everything the office receives about one registration. Only visible questions are in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    pub form: String,
    pub form_version: u32,
    /// `id` or `en`: the language the worker read.
    pub lang: String,
    pub sealed_at: Timestamp,
    pub answers: Vec<Answer>,
    pub consents: Vec<Consent>,
    pub photos: Vec<PhotoKey>,
}

/// One answer in its canonical text: dates as YYYY-MM-DD, money in whole rupiah, phone as E.164, several choices joined by commas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub question: String,
    pub value: Secret,
}

/// A consent with the version of its wording and the time it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    pub question: String,
    pub version: u32,
    pub at: Timestamp,
}

/// The key of one photo. `key` never prints.
#[derive(Clone, PartialEq, Eq)]
pub struct PhotoKey {
    pub question: String,
    pub digest: Digest,
    pub key: [u8; 32],
}

impl std::fmt::Debug for PhotoKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PhotoKey")
            .field("question", &self.question)
            .field("digest", &self.digest)
            .finish_non_exhaustive()
    }
}
