//! Indonesian mobile numbers.

/// An Indonesian mobile number.
#[derive(Clone, PartialEq, Eq)]
pub struct Phone(String);

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhoneProblem {
    #[error("no number")]
    Empty,
    #[error("only digits, spaces, dots, dashes and a leading +")]
    NotDigits,
    /// Not 08… / 8… / 62… / +62….
    #[error("not an Indonesian mobile number: it starts with 08 or +628")]
    NotMobile,
    #[error("{count} digits from the 0 on; a mobile number has 10 to 13")]
    TooShort { count: u8 },
    #[error("{count} digits from the 0 on; a mobile number has 10 to 13")]
    TooLong { count: u8 },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PhoneWarning {
    UnknownPrefix { prefix: String },
}

impl Phone {
    pub fn parse(_text: &str) -> Result<Self, PhoneProblem> {
        todo!()
    }
    /// `+6281234567890`
    pub fn e164(&self) -> &str {
        todo!()
    }
    /// `0812-3456-7890`: as people read it aloud.
    pub fn national(&self) -> String {
        todo!()
    }
    pub fn warnings(&self) -> Vec<PhoneWarning> {
        todo!()
    }
}
