//! NIK, the single identity number on the KTP.

use crate::units::Date;

/// A structurally possible NIK: `PPKKCC DDMMYY SSSS`.
#[derive(Clone, PartialEq, Eq)]
pub struct Nik([u8; 16]);

/// Sex as the NIK encodes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    Female,
    Male,
}

/// Why the digits cannot be a NIK.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NikProblem {
    #[error("no NIK")]
    Empty,
    #[error("a NIK has digits only")]
    NotDigits,
    #[error("{count} digits so far; a NIK has 16")]
    TooShort { count: u8 },
    #[error("{count} digits; a NIK has 16")]
    TooLong { count: u8 },
    #[error("the province, regency or district code is 00")]
    Region,
    #[error("the birth date in the NIK does not exist")]
    BirthDate,
    #[error("the last four digits are 0000")]
    Serial,
}

/// What is unusual about a possible NIK, or differs from another answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NikWarning {
    /// No province has this code today.
    UnknownProvince {
        code: String,
    },
    BirthDateDiffers {
        nik: Date,
        given: Date,
    },
    SexDiffers {
        nik: Sex,
        given: Sex,
    },
}

impl Nik {
    pub fn parse(_text: &str) -> Result<Self, NikProblem> {
        todo!()
    }
    /// The sixteen digits.
    pub fn digits(&self) -> &str {
        todo!()
    }
    /// `32.01.01`
    pub fn region(&self) -> String {
        todo!()
    }
    pub fn sex(&self) -> Sex {
        todo!()
    }
    /// Birth date with the century inferred: the latest one not after `today`.
    pub fn birth_date(&self, _today: Date) -> Date {
        todo!()
    }
    pub fn warnings(&self) -> Vec<NikWarning> {
        todo!()
    }
    /// The century on the card is not known, so only day, month and two-digit year are compared.
    pub fn compare_birth_date(&self, _given: Date, _today: Date) -> Option<NikWarning> {
        todo!()
    }
    /// `3201 •••• •••• 0001`: for lists and logs.
    pub fn masked(&self) -> String {
        todo!()
    }
}
