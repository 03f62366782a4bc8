//! The rules of cover as data: `cover.json`.

use serde::Deserialize;

use crate::programme::Confidence;

/// When cover begins, pauses and ends. Each rule with its source and how sure it is.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CoverRules {
    /// The day of the month until which its dues are due.
    pub due_day: DueDay,
    /// So many months in a row may be unpaid before membership ends: with the next one it has
    /// ended.
    pub grace: Months,
    /// So many of them in a row in which all sources agree that membership goes on; after them it
    /// is "maybe".
    pub certain: Months,
    /// Whether an accident in an unpaid month is promised. No source says so.
    pub accident_unpaid: AccidentUnpaid,
    /// How long somebody must have been a member before death pays in full.
    pub full_death: Wait,
    /// What paying again means after membership has ended.
    pub restart: Restart,
    /// Which month the first payment is for.
    pub first_month: FirstMonth,
    /// Who may become a member. Rules that were signed before they named it mean what the built-in
    /// ones say.
    #[serde(default = "Join::built_in")]
    pub join: Join,
    /// When whoever joins is told what paying in the next month would change. Rules that were signed
    /// before they named it mean what the built-in ones say.
    #[serde(default = "MonthEnd::built_in")]
    pub month_end: MonthEnd,
}

/// A day of the month.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DueDay {
    /// 1 to 28.
    pub day: u8,
    /// Where that is said.
    pub source: String,
}

/// A number of months in a row.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Months {
    /// Calendar months.
    pub months: u8,
    /// Where that is said.
    pub source: String,
}

/// A promise, or none.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccidentUnpaid {
    /// False as long as no source promises it.
    pub promised: bool,
    /// Where that is said.
    pub source: String,
}

/// A span that is over when both of its measures are.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wait {
    /// Calendar months since membership began.
    pub months: u8,
    /// Days since membership began.
    pub days: u16,
    /// Where that is said.
    pub source: String,
}

/// Paying again after the end.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Restart {
    /// Whether the unpaid months of before have to be paid.
    pub arrears: bool,
    /// Whether waiting periods begin anew.
    pub waits_again: bool,
    /// Where that is said.
    pub source: String,
}

/// The first payment.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FirstMonth {
    /// Whether the first dues are for the month in which they are paid.
    pub of_payment: bool,
    /// Where that is said.
    pub source: String,
}

/// Who may become a member.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Join {
    /// Whoever joins must be younger than this on the day of the first payment. A membership that
    /// began before goes on.
    pub below_age: u16,
    /// Where that is said.
    pub source: String,
}

/// The end of a month.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MonthEnd {
    /// So many last days of a month: the first payment on one of them is for that month, of which
    /// these days are left. None with 0.
    pub days: u8,
    /// Where that is said.
    pub source: String,
}

/// What later versions of the rules named.
#[derive(Deserialize)]
struct NamedLater {
    join: Join,
    month_end: MonthEnd,
}

impl NamedLater {
    fn built_in() -> Option<Self> {
        serde_json::from_slice(include_bytes!("../../content/cover.json")).ok()
    }
}

impl Join {
    fn built_in() -> Self {
        // A build whose own file cannot be read fails its tests; until then nobody joins by it.
        NamedLater::built_in().map_or(
            Self {
                below_age: 0,
                source: String::new(),
            },
            |named| named.join,
        )
    }
}

impl MonthEnd {
    fn built_in() -> Self {
        NamedLater::built_in().map_or(
            Self {
                days: 0,
                source: String::new(),
            },
            |named| named.month_end,
        )
    }
}

impl CoverRules {
    /// Reads and checks; the error names the field.
    pub fn parse(json: &[u8]) -> Result<Self, String> {
        let rules: Self = serde_json::from_slice(json).map_err(|error| error.to_string())?;
        rules.check()?;
        Ok(rules)
    }

    fn check(&self) -> Result<(), String> {
        for (field, source) in [
            ("due_day.source", &self.due_day.source),
            ("grace.source", &self.grace.source),
            ("certain.source", &self.certain.source),
            ("accident_unpaid.source", &self.accident_unpaid.source),
            ("full_death.source", &self.full_death.source),
            ("restart.source", &self.restart.source),
            ("first_month.source", &self.first_month.source),
            ("join.source", &self.join.source),
            ("month_end.source", &self.month_end.source),
        ] {
            Confidence::check(field, source)?;
        }
        if !(1..=28).contains(&self.due_day.day) {
            return Err(format!(
                "due_day.day: {}; 1 to 28, which every month has",
                self.due_day.day
            ));
        }
        if !(1..=12).contains(&self.grace.months) {
            return Err(format!("grace.months: {}; 1 to 12", self.grace.months));
        }
        // The last warning comes before `certain` ends, so it has to end while membership still
        // goes on.
        if !(1..=self.grace.months).contains(&self.certain.months) {
            return Err(format!(
                "certain.months: {}; 1 to those of grace",
                self.certain.months
            ));
        }
        if !(18..=120).contains(&self.join.below_age) {
            return Err(format!(
                "join.below_age: {}; 18 to 120",
                self.join.below_age
            ));
        }
        if self.month_end.days > 14 {
            return Err(format!("month_end.days: {}; 0 to 14", self.month_end.days));
        }
        if self.full_death.months > 24 || self.full_death.days > 730 {
            return Err("full_death: longer than two years".to_owned());
        }
        // The code of this version knows these rules in one way only: another way needs a newer
        // app.
        for (field, holds) in [
            ("accident_unpaid.promised", !self.accident_unpaid.promised),
            ("restart.arrears", !self.restart.arrears),
            ("restart.waits_again", self.restart.waits_again),
            ("first_month.of_payment", self.first_month.of_payment),
        ] {
            if !holds {
                return Err(format!(
                    "{field}: this version reckons with the other value"
                ));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const BUILT_IN: &[u8] = include_bytes!("../../content/cover.json");

    fn refused(at: &str, by: Value) -> String {
        let mut json: Value = serde_json::from_slice(BUILT_IN).unwrap();
        *json.pointer_mut(at).unwrap() = by;
        CoverRules::parse(json.to_string().as_bytes()).expect_err(at)
    }

    #[test]
    fn the_contradiction_about_the_end_is_marked_so() {
        let rules = CoverRules::parse(BUILT_IN).unwrap();
        assert_eq!((rules.certain.months, rules.grace.months), (2, 3));
        assert_eq!(Confidence::of(&rules.certain.source), Some(Confidence::C));
        assert_eq!(
            Confidence::of(&rules.accident_unpaid.source),
            Some(Confidence::C)
        );
    }

    #[test]
    fn rules_that_were_signed_before_they_named_a_rule_mean_the_built_in_one() {
        let built_in = CoverRules::parse(BUILT_IN).unwrap();
        let mut older: Value = serde_json::from_slice(BUILT_IN).unwrap();
        for later in ["join", "month_end"] {
            older.as_object_mut().unwrap().remove(later).unwrap();
        }
        let older = CoverRules::parse(older.to_string().as_bytes()).unwrap();
        assert_eq!(
            (older.join.below_age, older.month_end.days, &older),
            (65, 5, &built_in)
        );
    }

    #[test]
    fn what_cannot_be_right_is_refused_with_its_field() {
        for (at, by, named) in [
            ("/due_day/day", json!(29), "due_day.day"),
            ("/grace/months", json!(0), "grace.months"),
            ("/certain/months", json!(4), "certain.months"),
            ("/full_death/days", json!(731), "full_death"),
            ("/grace/source", json!("PP"), "grace.source"),
            ("/join/below_age", json!(17), "join.below_age"),
            ("/join/source", json!("PP"), "join.source"),
            ("/month_end/days", json!(15), "month_end.days"),
            ("/month_end/source", json!("PP"), "month_end.source"),
            (
                "/accident_unpaid/promised",
                json!(true),
                "accident_unpaid.promised",
            ),
            ("/restart/arrears", json!(true), "restart.arrears"),
            ("/restart/waits_again", json!(false), "restart.waits_again"),
            (
                "/first_month/of_payment",
                json!(false),
                "first_month.of_payment",
            ),
        ] {
            let said = refused(at, by);
            assert!(said.starts_with(named), "{at}: {said}");
        }
        assert!(
            refused(
                "/grace",
                json!({ "months": 3, "source": "x [D]", "hari": 1 })
            )
            .contains("hari")
        );
    }
}
