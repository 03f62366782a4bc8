//! Cover: what paid months are worth, what comes, the card, saving marks, and what to do and to report
//! when something happens.

mod card;
mod incident;
mod incident_view;
mod jar;
mod months;
mod reminders;
mod report;

pub use card::Card;
pub use incident::Incident;
pub use jar::Jar;
pub use months::Cover;
pub use reminders::{Ics, Reminders};
pub use report::Report;
