//! Names as on the KTP.

/// One name as on the KTP, trimmed, inner spaces single. One-word names are normal.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonName(String);

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PersonNameProblem {
    #[error("no name")]
    Empty,
    #[error("a name has at least two letters")]
    TooShort,
    #[error("longer than 100 characters")]
    TooLong,
    #[error("a name has no digits")]
    Digits,
    #[error("a sign that does not occur in names")]
    Sign { sign: char },
}

impl PersonName {
    pub fn parse(_text: &str) -> Result<Self, PersonNameProblem> {
        todo!()
    }
    pub fn text(&self) -> &str {
        todo!()
    }
}
