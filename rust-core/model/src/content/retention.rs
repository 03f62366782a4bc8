//! How long this phone keeps what was answered, as data.

use serde::{Deserialize, Serialize};

use crate::programme::Confidence;

/// Numbers of days, each with its source.
///
/// A draft may be deleted when it was not changed for `draft_days` and the worker saw a warning
/// `draft_warn_days` before. The answers of a registration are deleted `after_decision_days`; its
/// state and receipt stay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// From the last change of a draft to its last day.
    pub draft_days: SourcedDays,
    /// How many days before the last day the worker is warned, and how long a draft stays after the
    /// warning was seen.
    pub draft_warn_days: SourcedDays,
    /// From the office's decision (or the withdrawal) to the last day of the answers on this phone.
    pub after_decision_days: SourcedDays,
}

/// A number of days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourcedDays {
    /// Whole civil days.
    pub days: u16,
    /// Where the number comes from, with its confidence at the end: `[V]`.
    pub source: String,
}

/// A draft is kept at least a week. Nothing is kept longer than ten years: a larger number is a
/// typing error.
const LEAST_DRAFT: u16 = 7;
const MOST: u16 = 3650;

impl Retention {
    /// Reads and checks; the error names the field.
    pub fn parse(json: &[u8]) -> Result<Self, String> {
        let retention: Self = serde_json::from_slice(json).map_err(|error| error.to_string())?;
        retention.check()?;
        Ok(retention)
    }

    fn check(&self) -> Result<(), String> {
        for (field, days, least) in [
            ("draft_days", &self.draft_days, LEAST_DRAFT),
            ("draft_warn_days", &self.draft_warn_days, 1),
            ("after_decision_days", &self.after_decision_days, 0),
        ] {
            if !(least..=MOST).contains(&days.days) {
                return Err(format!(
                    "{field}: {} days; at least {least} and at most {MOST}",
                    days.days
                ));
            }
            Confidence::check(field, &days.source)?;
        }
        if self.draft_warn_days.days >= self.draft_days.days {
            return Err(
                "draft_warn_days: a warning comes before the end, not with the beginning"
                    .to_owned(),
            );
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn good() -> Value {
        let days = |days: u16| json!({ "days": days, "source": "CONTOH [D]" });
        json!({ "draft_days": days(90), "draft_warn_days": days(14), "after_decision_days": days(30) })
    }

    fn refused(at: &str, by: Value) -> String {
        let mut json = good();
        *json.pointer_mut(at).unwrap() = by;
        Retention::parse(json.to_string().as_bytes()).expect_err(at)
    }

    #[test]
    fn days_are_read_with_their_source() {
        let read = Retention::parse(good().to_string().as_bytes()).unwrap();
        assert_eq!(
            (
                read.draft_days.days,
                read.draft_warn_days.days,
                read.after_decision_days.days
            ),
            (90, 14, 30)
        );
    }

    #[test]
    fn days_that_would_surprise_somebody_are_refused_with_the_field() {
        assert!(refused("/draft_days/days", json!(6)).starts_with("draft_days: 6 days"));
        assert!(refused("/draft_warn_days/days", json!(0)).starts_with("draft_warn_days: 0 days"));
        assert!(
            refused("/draft_warn_days/days", json!(90)).starts_with("draft_warn_days: a warning")
        );
        assert!(
            refused("/after_decision_days/days", json!(3651))
                .starts_with("after_decision_days: 3651")
        );
        assert!(refused("/draft_days/days", json!(-1)).contains("line 1"));
        for source in ["", "[D]", "our choice", "our choice [X]"] {
            assert!(
                refused("/draft_days/source", json!(source)).starts_with("draft_days: a source"),
                "{source}"
            );
        }
        assert!(
            refused(
                "/draft_days",
                json!({ "days": 90, "source": "x [D]", "hari": 1 })
            )
            .contains("hari")
        );
    }
}
