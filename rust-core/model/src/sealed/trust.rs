//! Which office, which keys. JSON, so that an operator can read it.

use super::{OfficePublicKey, VerifyingKey};

/// Written by `office trust`, given to the app at build or start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustFile {
    /// `https://…`, or `http://` to loopback only. No trailing slash.
    pub office: String,
    /// Current, then next (one or two).
    pub bundle_keys: Vec<VerifyingKey>,
    /// The first is used for sealing.
    pub office_keys: Vec<OfficePublicKey>,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("trust file: {place}: {what}")]
pub struct TrustProblem {
    pub place: String,
    pub what: String,
}

impl TrustFile {
    /// JSON: `{"version":1,"office":"https://…","bundle_keys":["…"],"office_keys":["…"]}`
    pub fn parse(_json: &[u8]) -> Result<Self, TrustProblem> {
        todo!()
    }
    pub fn to_json(&self) -> String {
        todo!()
    }
}
