//! The three programmes open to non-wage-earners and what they cost.
//!
//! JKK (work accident), JKM (death), JHT (old age). Nothing about prices, dates or benefits is in
//! the code: the tariff, its discounts and the months it can speak about are data
//! ([`Tariff::parse`]), and so is what each programme gives ([`Programmes::parse`]), each with its
//! source and how sure it is ([`Confidence`]).

mod benefits;
mod lowest_dues;
mod quote;
mod source;
mod tariff;
mod tariff_file;

pub use benefits::{
    Benefit, BenefitFigure, Eligibility, ProgrammeInfo, Programmes, ProgrammesProblem,
};
pub use lowest_dues::LowestDues;
pub use quote::{Quote, QuoteLine, QuoteProblem, QuoteRequest};
pub use source::Confidence;
pub use tariff::{Bracket, Discount, PerDay, Sources, Tariff, TariffProblem};

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A programme of social insurance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Programme {
    /// Jaminan Kecelakaan Kerja: accidents at work and on the way there. Compulsory.
    Jkk,
    /// Jaminan Kematian: death from any other cause. Compulsory.
    Jkm,
    /// Jaminan Hari Tua: savings for old age. Optional, and never discounted so far.
    Jht,
}

/// The kind of work, as far as dues depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Work {
    /// Ojek (online or from a stand), drivers, parcel and logistics couriers (PP 50/2025).
    Transport,
    /// Everything else.
    Other,
}

/// Who pays the dues: some discounts are not for dues paid from a public budget (PP 50/2025).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Payer {
    /// The member, family, or anybody else who is no public budget.
    Own,
    /// Government or village: APBN, APBD.
    Government,
}

/// None of the codes of the type that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown; possible: {possible}")]
pub struct UnknownCode {
    /// The codes there are.
    pub possible: &'static str,
}

impl Programme {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 3] = [Self::Jkk, Self::Jkm, Self::Jht];

    /// `jkk`, `jkm`, `jht`
    pub fn code(self) -> &'static str {
        match self {
            Self::Jkk => "jkk",
            Self::Jkm => "jkm",
            Self::Jht => "jht",
        }
    }

    /// Nobody can join without it (JKK and JKM; JHT is a choice: `docs/rules.md`).
    pub fn is_compulsory(self) -> bool {
        match self {
            Self::Jkk | Self::Jkm => true,
            Self::Jht => false,
        }
    }
}

impl Work {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Transport, Self::Other];

    /// `transport`, `other`
    pub fn code(self) -> &'static str {
        match self {
            Self::Transport => "transport",
            Self::Other => "other",
        }
    }
}

impl Payer {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Own, Self::Government];

    /// `own`, `government`
    pub fn code(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Government => "government",
        }
    }
}

impl FromStr for Programme {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        Self::ALL
            .into_iter()
            .find(|it| it.code() == text)
            .ok_or(UnknownCode {
                possible: "jkk, jkm, jht",
            })
    }
}

impl FromStr for Work {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        Self::ALL
            .into_iter()
            .find(|it| it.code() == text)
            .ok_or(UnknownCode {
                possible: "transport, other",
            })
    }
}

impl FromStr for Payer {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        Self::ALL
            .into_iter()
            .find(|it| it.code() == text)
            .ok_or(UnknownCode {
                possible: "own, government",
            })
    }
}

impl fmt::Display for Programme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Display for Work {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Display for Payer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_back_and_are_those_of_the_data() {
        for programme in Programme::ALL {
            assert_eq!(programme.code().parse(), Ok(programme));
            assert_eq!(
                serde_json::to_string(&programme).unwrap(),
                format!("\"{programme}\"")
            );
        }
        for work in Work::ALL {
            assert_eq!(work.code().parse(), Ok(work));
            assert_eq!(serde_json::to_string(&work).unwrap(), format!("\"{work}\""));
        }
        for payer in Payer::ALL {
            assert_eq!(payer.code().parse(), Ok(payer));
            assert_eq!(
                serde_json::to_string(&payer).unwrap(),
                format!("\"{payer}\"")
            );
        }
        assert_eq!(
            "jp".parse::<Programme>(),
            Err(UnknownCode {
                possible: "jkk, jkm, jht"
            })
        );
        assert_eq!(
            "JP".parse::<Programme>(),
            Err(UnknownCode {
                possible: "jkk, jkm, jht"
            })
        );
    }
}
