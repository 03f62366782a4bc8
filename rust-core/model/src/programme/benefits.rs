//! What each programme gives, and who may join it, as data: `programmes.json`.
//!
//! It carries no words: texts are found by id. For programme `jkk`: `programme-jkk` (with
//! `.spoken`), `programme-jkk-about`, `programme-jkk-who`; for its benefit `wages`:
//! `benefit-jkk-wages`. Each of the last three may have `.spoken` too. Figures go into the
//! benefit's text by their names.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Confidence, Programme};
use crate::text::Arg;
use crate::units::Rupiah;

const MOST_PROGRAMMES: usize = 12;
const MOST_BENEFITS: usize = 20;
const MOST_FIGURES: usize = 8;
const MOST_ID: usize = 40;

/// All programmes of the institution, also those that are not for non-wage-earners: only
/// [`Programmes::parse`] makes it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Programmes {
    /// In the order they are shown.
    pub programmes: Vec<ProgrammeInfo>,
}

/// One programme. `jp` and `jkp` are here too, to say why they are not for non-wage-earners; what
/// can be paid for is [`Programme`] and nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProgrammeInfo {
    /// `[a-z][a-z0-9_]*`, unique.
    pub id: String,
    /// Who may join.
    pub joins: Eligibility,
    /// Where that is said.
    pub source: String,
    /// What the programme gives; empty for a programme that cannot be joined.
    #[serde(default)]
    pub benefits: Vec<Benefit>,
}

/// Whether a non-wage-earner may join.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Eligibility {
    /// Nobody joins without it.
    Compulsory,
    /// As one likes.
    Optional,
    /// Not for non-wage-earners.
    Closed,
}

/// One thing a programme gives.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Benefit {
    /// `[a-z][a-z0-9_]*`, unique in the programme.
    pub id: String,
    /// The figures, by the names that they have in the benefit's text.
    #[serde(default)]
    pub figures: BTreeMap<String, BenefitFigure>,
    /// Regulation and article, or where it was read.
    pub source: String,
}

/// A figure with its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BenefitFigure {
    /// An amount of money.
    Rupiah(Rupiah),
    /// 1 to 100.
    Percent(u8),
    /// A span of calendar months.
    Months(u16),
    /// Full years: a span, or an age.
    Years(u16),
    /// A span of hours.
    Hours(u16),
    /// A multiple of the reported income.
    Times(u16),
    /// A number of people.
    People(u16),
}

/// Programmes that cannot be right, with the place: `programmes[2].benefits[0].figures.total`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("programmes: {place}: {what}")]
pub struct ProgrammesProblem {
    /// Where.
    pub place: String,
    /// What is wrong there.
    pub what: String,
}

impl Programmes {
    /// Reads and checks `programmes.json`.
    pub fn parse(json: &[u8]) -> Result<Self, ProgrammesProblem> {
        let read: Self = serde_json::from_slice(json).map_err(|error| ProgrammesProblem {
            place: format!("line {}, column {}", error.line(), error.column()),
            what: error.to_string(),
        })?;
        check(&read)?;
        Ok(read)
    }

    /// Every text that is asked for, with the values it is given; and whether it may be left out.
    pub fn texts<'p>(&'p self) -> Vec<(String, Vec<&'p str>, bool)> {
        let mut texts = Vec::new();
        let mut ask = |id: String, given: Vec<&'p str>| {
            texts.push((format!("{id}.spoken"), given.clone(), true));
            texts.push((id, given, false));
        };
        for programme in &self.programmes {
            let id = &programme.id;
            for text in [
                format!("programme-{id}"),
                format!("programme-{id}-about"),
                format!("programme-{id}-who"),
            ] {
                ask(text, Vec::new());
            }
            for benefit in &programme.benefits {
                let given = benefit.figures.keys().map(String::as_str).collect();
                ask(format!("benefit-{id}-{}", benefit.id), given);
            }
        }
        texts
    }
}

impl Eligibility {
    /// `compulsory`, `optional`, `closed`
    pub fn code(self) -> &'static str {
        match self {
            Self::Compulsory => "compulsory",
            Self::Optional => "optional",
            Self::Closed => "closed",
        }
    }
}

impl BenefitFigure {
    /// As a value of a text.
    pub fn arg(self) -> Arg {
        match self {
            Self::Rupiah(amount) => Arg::Money(amount),
            Self::Percent(count) => Arg::Number(u64::from(count)),
            Self::Months(count)
            | Self::Years(count)
            | Self::Hours(count)
            | Self::Times(count)
            | Self::People(count) => Arg::Number(u64::from(count)),
        }
    }

    fn is_possible(self) -> bool {
        match self {
            Self::Rupiah(amount) => (1..=Rupiah::MOST.0).contains(&amount.0),
            Self::Percent(count) => (1..=100).contains(&count),
            Self::Months(count)
            | Self::Years(count)
            | Self::Hours(count)
            | Self::Times(count)
            | Self::People(count) => (1..=1200).contains(&count),
        }
    }
}

fn check(read: &Programmes) -> Result<(), ProgrammesProblem> {
    amount("programmes", read.programmes.len(), MOST_PROGRAMMES)?;
    let mut seen = BTreeSet::new();
    for (p, programme) in read.programmes.iter().enumerate() {
        let place = format!("programmes[{p}]");
        id(&format!("{place}.id"), &programme.id)?;
        if !seen.insert(&programme.id) {
            return problem(format!("{place}.id"), "there twice");
        }
        source(&place, &programme.source)?;
        joins(&place, programme)?;
        amount(
            &format!("{place}.benefits"),
            programme.benefits.len(),
            MOST_BENEFITS,
        )?;
        for (b, benefit) in programme.benefits.iter().enumerate() {
            let place = format!("{place}.benefits[{b}]");
            id(&format!("{place}.id"), &benefit.id)?;
            if programme
                .benefits
                .iter()
                .take(b)
                .any(|other| other.id == benefit.id)
            {
                return problem(format!("{place}.id"), "there twice");
            }
            source(&place, &benefit.source)?;
            amount(
                &format!("{place}.figures"),
                benefit.figures.len(),
                MOST_FIGURES,
            )?;
            if let Some((name, _)) = benefit
                .figures
                .iter()
                .find(|(_, figure)| !figure.is_possible())
            {
                return problem(format!("{place}.figures.{name}"), "not a possible figure");
            }
        }
    }
    // The form offers these programmes by their ids, so a file without one of them would leave an
    // option unexplained.
    let missing = Programme::ALL
        .into_iter()
        .find(|it| !read.programmes.iter().any(|other| other.id == it.code()));
    missing.map_or(Ok(()), |programme| {
        problem("programmes".to_owned(), &format!("{programme} is missing"))
    })
}

/// Checks that the programmes that can be joined are those that the tariff has prices for.
fn joins(place: &str, programme: &ProgrammeInfo) -> Result<(), ProgrammesProblem> {
    let expected = match programme.id.parse::<Programme>() {
        Ok(payable) if payable.is_compulsory() => Eligibility::Compulsory,
        Ok(_) => Eligibility::Optional,
        Err(_) => Eligibility::Closed,
    };
    if programme.joins != expected {
        return problem(
            format!("{place}.joins"),
            &format!("{} is {}", programme.id, expected.code()),
        );
    }
    if programme.joins == Eligibility::Closed && !programme.benefits.is_empty() {
        return problem(format!("{place}.benefits"), "nobody here can get them");
    }
    Ok(())
}

fn id(place: &str, id: &str) -> Result<(), ProgrammesProblem> {
    let shaped = id.starts_with(|first: char| first.is_ascii_lowercase())
        && id
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if shaped && id.len() <= MOST_ID {
        Ok(())
    } else {
        problem(place.to_owned(), "small letters, digits and _")
    }
}

fn source(place: &str, source: &str) -> Result<(), ProgrammesProblem> {
    match Confidence::of(source) {
        Some(_) => Ok(()),
        None => problem(format!("{place}.source"), Confidence::MISSING),
    }
}

fn amount(place: &str, count: usize, most: usize) -> Result<(), ProgrammesProblem> {
    if count <= most {
        Ok(())
    } else {
        problem(place.to_owned(), &format!("{count}; at most {most}"))
    }
}

fn problem<T>(place: String, what: &str) -> Result<T, ProgrammesProblem> {
    Err(ProgrammesProblem {
        place,
        what: what.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    const BUILT_IN: &[u8] = include_bytes!("../../content/programmes.json");

    fn built_in() -> Programmes {
        Programmes::parse(BUILT_IN).unwrap()
    }

    fn benefit(programme: &str, id: &str) -> Benefit {
        let programmes = built_in().programmes;
        let programme = programmes
            .into_iter()
            .find(|it| it.id == programme)
            .unwrap();
        programme
            .benefits
            .into_iter()
            .find(|it| it.id == id)
            .unwrap()
    }

    /// The place named when one value is another.
    fn place(pointer: &str, value: Value) -> String {
        let mut json: Value = serde_json::from_slice(BUILT_IN).unwrap();
        *json.pointer_mut(pointer).unwrap() = value;
        Programmes::parse(json.to_string().as_bytes())
            .map_or_else(|problem| problem.place, |_| "none".to_owned())
    }

    #[test]
    fn all_five_programmes_are_explained_and_two_of_them_cannot_be_paid_for() {
        let found: Vec<(String, Eligibility)> = built_in()
            .programmes
            .into_iter()
            .map(|it| (it.id, it.joins))
            .collect();
        let expected = [
            ("jkk", Eligibility::Compulsory),
            ("jkm", Eligibility::Compulsory),
            ("jht", Eligibility::Optional),
            ("jp", Eligibility::Closed),
            ("jkp", Eligibility::Closed),
        ];
        assert_eq!(found, expected.map(|(id, joins)| (id.to_owned(), joins)));
        for closed in ["jp", "jkp"] {
            assert!(closed.parse::<Programme>().is_err());
        }
    }

    #[test]
    fn the_death_benefit_is_the_sum_of_its_parts() {
        let amounts = benefit("jkm", "total").figures;
        let rupiah = |name: &str| match amounts[name] {
            BenefitFigure::Rupiah(amount) => amount.0,
            other => panic!("{other:?}"),
        };
        assert_eq!(rupiah("total"), 42_000_000);
        assert_eq!(
            rupiah("total"),
            rupiah("death") + rupiah("periodic") + rupiah("burial")
        );
    }

    #[test]
    fn the_least_that_a_deadly_work_accident_gives_is_the_sum_at_the_lowest_income() {
        let death = benefit("jkk", "death").figures;
        let rupiah = |name: &str| match death[name] {
            BenefitFigure::Rupiah(amount) => amount.0,
            BenefitFigure::Times(times) => u64::from(times) * 1_000_000,
            other => panic!("{other:?}"),
        };
        assert_eq!(rupiah("lowest"), 70_000_000);
        assert_eq!(
            rupiah("lowest"),
            rupiah("times") + rupiah("periodic") + rupiah("burial")
        );
    }

    #[test]
    fn what_was_only_recalled_is_marked_so() {
        assert_eq!(
            Confidence::of(&benefit("jkk", "transport").source),
            Some(Confidence::R)
        );
        for (programme, id) in [
            ("jkk", "death"),
            ("jkm", "total"),
            ("jkm", "early"),
            ("jkm", "again"),
            ("jht", "part"),
        ] {
            assert_eq!(
                Confidence::of(&benefit(programme, id).source),
                Some(Confidence::V2),
                "{programme} {id}"
            );
        }
    }

    #[test]
    fn each_mistake_is_named_with_its_place() {
        for (pointer, value, named) in [
            ("/programmes", json!([]), "programmes"),
            ("/programmes/0/id", json!("JKK"), "programmes[0].id"),
            ("/programmes/1/id", json!("jkk"), "programmes[1].id"),
            (
                "/programmes/0/source",
                json!("PP 44/2015"),
                "programmes[0].source",
            ),
            (
                "/programmes/0/joins",
                json!("optional"),
                "programmes[0].joins",
            ),
            (
                "/programmes/2/joins",
                json!("compulsory"),
                "programmes[2].joins",
            ),
            (
                "/programmes/3/joins",
                json!("optional"),
                "programmes[3].joins",
            ),
            (
                "/programmes/3/benefits",
                json!([{"id": "a", "source": "b [V]"}]),
                "programmes[3].benefits",
            ),
            (
                "/programmes/1/benefits/1/id",
                json!("total"),
                "programmes[1].benefits[1].id",
            ),
            (
                "/programmes/1/benefits/0/source",
                json!(" [V]"),
                "programmes[1].benefits[0].source",
            ),
            (
                "/programmes/1/benefits/0/figures/total",
                json!({"rupiah": 0}),
                "programmes[1].benefits[0].figures.total",
            ),
            (
                "/programmes/0/benefits/3/figures/first",
                json!({"percent": 101}),
                "programmes[0].benefits[3].figures.first",
            ),
        ] {
            assert_eq!(place(pointer, value.clone()), named, "{pointer} = {value}");
        }
        assert!(place("/programmes/0/joins", json!("maybe")).starts_with("line 1"));
        assert!(
            place(
                "/programmes/1/benefits/0/figures/total",
                json!({"dollar": 1})
            )
            .starts_with("line 1")
        );
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_parser_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            prop_assert!(Programmes::parse(&bytes).is_err());
        }
    }
}
