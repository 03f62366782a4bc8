//! One row: what was measured, against what, and whether it is within its budget.

use std::fmt;
use std::time::Duration;

use serde::Serialize;

/// Column titles.
pub const HEAD: &str = "what                                          ours        reference   ratio   budget          ";

/// One line of the table. Times in microseconds, rates per second: see `unit`.
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
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(why) = &self.skipped {
            return write!(f, "{:<45} skipped: {why}", self.what);
        }
        let figure = |value: Option<f64>| value.map_or("–".to_owned(), |value| format!("{value:.1} {}", self.unit));
        let ratio = self.ratio.map_or("–".to_owned(), |ratio| format!("{ratio:.2}"));
        let verdict = match self.within {
            Some(true) => "within",
            Some(false) => "OVER",
            None => "",
        };
        write!(
            f,
            "{:<45} {:<11} {:<11} {:<7} {:<22} {verdict}",
            self.what,
            figure(self.ours),
            figure(self.reference),
            ratio,
            self.budget
        )?;
        if self.reference_is.is_empty() { Ok(()) } else { write!(f, "  (reference: {})", self.reference_is) }
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
