//! How a question is answered by earlier answers, as data.

use serde::{Deserialize, Serialize};

use super::condition::Condition;

/// One way to an answer, with the question at which people change it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Derivation {
    /// The condition under which the derivation applies. Without one it applies where the question
    /// is asked.
    #[serde(default)]
    pub when: Option<Condition>,
    /// What the answer is made of.
    pub from: DerivationSource,
    /// The earlier question to go to from the review, to change the derived answer. None: the
    /// question itself.
    #[serde(default)]
    pub change_at: Option<String>,
}

/// What an answer is made of. Each names earlier questions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum DerivationSource {
    /// A date: the birth date in a NIK.
    NikBirthDate(String),
    /// `female` or `male`: the sex in a NIK.
    NikSex(String),
    /// The district in which a NIK was made, where there still is one of that code.
    NikDistrict(String),
    /// The postal code of a district, where it has only one.
    PostalCode(String),
    /// The postal code of a village that was chosen from the list.
    VillagePostalCode(String),
    /// Rupiah a month from rupiah a day and days a week: 52 weeks in 12 months, whole rupiah,
    /// rounded down.
    PerDay {
        /// A money question.
        amount: String,
        /// A choice whose option ids are numbers of days, 1 to 7.
        days: String,
    },
    /// Rupiah a month from rupiah each time: so many times in so many months, whole rupiah, rounded
    /// down.
    PerTimes {
        /// A money question.
        amount: String,
        /// A choice whose option ids are numbers of times, 1 to 99.
        times: String,
        /// In so many months: 12 for harvests in a year.
        months: u16,
    },
    /// Rupiah a month from rupiah a week: 52 weeks in 12 months, whole rupiah, rounded down.
    PerWeek(String),
}

impl DerivationSource {
    /// The earlier questions it is made of.
    pub fn questions(&self) -> Vec<&str> {
        match self {
            Self::NikBirthDate(id)
            | Self::NikSex(id)
            | Self::NikDistrict(id)
            | Self::PostalCode(id)
            | Self::VillagePostalCode(id)
            | Self::PerWeek(id) => vec![id],
            Self::PerDay { amount, days } => vec![amount, days],
            Self::PerTimes {
                amount,
                times,
                months: _,
            } => vec![amount, times],
        }
    }
}
