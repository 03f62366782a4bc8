//! One row: what was measured, against what, and whether it is within its budget.

use std::fmt;
use std::time::Duration;

use serde::Serialize;

/// Column titles.
pub const HEAD: &str = "what                                          ours          reference     ratio   budget              verdict";

/// One line of the table; `unit`: µs, s, /s, B or KiB.
#[derive(Debug, Serialize)]
pub struct Row {
    pub what: &'static str,
    pub unit: &'static str,
    pub ours: Option<f64>,
    pub reference: Option<f64>,
    pub reference_is: &'static str,
    /// Median over the rounds, so not exactly `ours / reference`.
    pub ratio: Option<f64>,
    pub budget: &'static str,
    pub within: Option<bool>,
    /// Why there is no figure.
    pub skipped: Option<String>,
}

impl Row {
    /// From rounds of (ours, reference).
    pub fn of_rounds(
        what: &'static str,
        unit: &'static str,
        reference_is: &'static str,
        rounds: &[(f64, f64)],
    ) -> Self {
        let column = |pick: fn(&(f64, f64)) -> f64| median(rounds.iter().map(pick).collect());
        Self {
            what,
            unit,
            ours: column(|round| round.0),
            reference: column(|round| round.1),
            reference_is,
            ratio: column(|round| round.0 / round.1),
            budget: "",
            within: None,
            skipped: None,
        }
    }

    /// A figure that has no reference but a limit of its own.
    pub fn alone(what: &'static str, unit: &'static str, samples: Vec<f64>) -> Self {
        let ours = median(samples);
        Self {
            what,
            unit,
            ours,
            reference: None,
            reference_is: "",
            ratio: None,
            budget: "",
            within: None,
            skipped: None,
        }
    }

    /// Nothing to show, and why.
    pub fn skipped(what: &'static str, why: impl Into<String>) -> Self {
        let skipped = Some(why.into());
        Self {
            what,
            unit: "",
            ours: None,
            reference: None,
            reference_is: "",
            ratio: None,
            budget: "",
            within: None,
            skipped,
        }
    }

    /// The budget in words, and whether the row holds it.
    pub fn budget(mut self, words: &'static str, holds: impl FnOnce(&Self) -> bool) -> Self {
        self.within = Some(holds(&self));
        self.budget = words;
        self
    }

    /// One decimal where it tells something.
    fn figure(&self, value: Option<f64>) -> String {
        let digits = |value: f64| usize::from(self.unit == "µs" && value < 1000.0);
        value.map_or("–".to_owned(), |value| {
            format!("{value:.*} {}", digits(value), self.unit)
        })
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(why) = &self.skipped {
            return write!(f, "{:<45} skipped: {why}", self.what);
        }
        let ratio = self
            .ratio
            .map_or("–".to_owned(), |ratio| format!("{ratio:.2}"));
        let verdict = match self.within {
            Some(true) => "within",
            Some(false) => "OVER",
            None => "",
        };
        let (ours, reference) = (self.figure(self.ours), self.figure(self.reference));
        let line = format!(
            "{:<45} {ours:<13} {reference:<13} {ratio:<7} {:<19} {verdict:<7}",
            self.what, self.budget
        );
        let beside = if self.reference_is.is_empty() {
            String::new()
        } else {
            format!("  against {}", self.reference_is)
        };
        f.write_str(format!("{line}{beside}").trim_end())
    }
}

/// Microseconds.
pub fn micros(span: Duration) -> f64 {
    span.as_secs_f64() * 1e6
}

/// The middle value.
pub fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}
