//! The answers so far.

use std::collections::BTreeMap;

use crate::sealed::Digest;
use crate::secret::Secret;
use crate::units::{Date, Rupiah, Timestamp};

/// Answers by question id. Answers to hidden or unknown questions stay in it and are not sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    pub form: String,
    pub entries: BTreeMap<String, Entry>,
}

/// What was typed, and what it was understood as once it was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub raw: Secret,
    /// None while it is only typed (or was refused).
    pub value: Option<Value>,
    pub at: Timestamp,
}

/// An understood answer.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// Text, digits, NIK, phone (E.164) in canonical form.
    Text(Secret),
    Date(Date),
    /// Option id; `yes` / `no`.
    Choice(String),
    Choices(Vec<String>),
    Money(Rupiah),
    /// The sealed photo's digest and length; its key and file are the vault's.
    Photo {
        digest: Digest,
        length: u32,
    },
    Consent {
        version: u32,
    },
    Seen,
}

impl Entry {
    /// For the vault: CBOR with numbered fields.
    pub fn encode(&self) -> zeroize::Zeroizing<Vec<u8>> {
        todo!()
    }
    pub fn decode(_bytes: &[u8]) -> Option<Self> {
        todo!()
    }
}

/// Kind only: the answer itself never prints.
impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Text(_) => "Text(••••)",
            Self::Date(_) => "Date(••••)",
            Self::Choice(_) => "Choice(••••)",
            Self::Choices(_) => "Choices(••••)",
            Self::Money(_) => "Money(••••)",
            Self::Photo { .. } => "Photo",
            Self::Consent { .. } => "Consent",
            Self::Seen => "Seen",
        })
    }
}
