//! What paid months are worth on a day: cover, reminders, a year's statement, and what to do after
//! an accident or a death.
//!
//! Pure functions over months that the office has credited ([`PaidMonths`]). [`Cover::of`] says
//! what holds on a day and what nobody promises; [`reminder::plan`] turns it into dated messages.
//! Every number is data with a source (`cover.json`, `holidays.json`, `reminders.json`,
//! `incidents.json`); `docs/cover.md` lists where the sources contradict each other.
//!
//! The room does not know prices or payments: what a month costs is asked of
//! [`crate::programme::Tariff`], and what was paid comes as credited months.
//!
//! ```
//! use payung_model::cover::{Cover, CoverRules, CoverState, Calendar, PaidMonth, PaidMonths};
//! use payung_model::programme::{Programme, Programmes};
//!
//! let rules = CoverRules::parse(include_bytes!("../../content/cover.json"))?;
//! let calendar = Calendar::parse(include_bytes!("../../content/holidays.json"))?;
//! let november = PaidMonth {
//!     month: "2026-11".parse()?,
//!     paid_on: "2026-11-27".parse()?,
//!     programmes: vec![Programme::Jkk, Programme::Jkm],
//!     sponsor: None,
//! };
//! let paid = PaidMonths::new(None, vec![november]);
//! let cover = Cover::of(&rules, &calendar, &paid, "2026-11-28".parse()?);
//! assert_eq!(cover.state, CoverState::Protected { until: "2026-11-30".parse()? });
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod calendar;
mod due;
mod incident;
mod incident_ids;
mod jar;
mod membership;
mod paid;
pub mod reminder;
pub mod report;
mod rules;
mod state;
mod words;

pub use calendar::{Calendar, Holiday, LongHoliday};
pub use due::Due;
pub use incident::{Deadline, Incident, IncidentClock, IncidentMoment, Incidents, SourcedId};
pub use incident_ids::INCIDENT_IDS;
pub use jar::{Jar, JarProblem};
pub use paid::{PaidMonth, PaidMonths};
pub use rules::CoverRules;
pub use state::{Cover, CoverLevel, CoverState, ProgrammeCover, Umbrella, UmbrellaState};
pub use words::{COVER_IDS, CoverWords, ProgrammeWords, words};
