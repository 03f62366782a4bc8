//! [`Incidents`]: what to do when something happens, and reporting it to the office.
//!
//! Clocks, steps and papers are the rules' (`guide.rs`) and need no network. A report is a request like
//! every other (`reports.rs`); the calls that photograph papers for it and begin it are in `reporting.rs`.

mod guide;
mod reporting;
mod reports;

use std::sync::Arc;

use super::state::AppState;

pub use guide::{IncidentClockView, IncidentLine, IncidentPaper, IncidentStep, IncidentView};
pub use reports::{IncidentPage, IncidentReport};

/// The guide for an accident or a death, and the report of it.
#[derive(uniffi::Object)]
pub struct Incidents {
    pub(super) app: Arc<AppState>,
}
