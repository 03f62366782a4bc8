//! The rules as data: everything a content bundle carries, read and checked as a whole.
//!
//! The built-in content lies in `rust-core/model/content/` and ships with the app; a newer one
//! comes from the office ([`crate::sealed::Bundle`]). A bundle with one bad file is refused whole,
//! with the place named: so no screen can lack its words, and no form can ask for months that the
//! tariff does not sell.

mod built_in;
mod checks;
mod controller;
mod files;
mod ids;
mod parse;
mod problem;
mod retention;
mod sending;
#[cfg(test)]
mod tests;
mod whole;

pub use controller::Controller;
pub use problem::ContentProblem;
pub use retention::{Retention, SourcedDays};
pub use sending::{Frame, MeteredPhotos, PhotoLimit, Sending, SourcedNumber};
pub use whole::Content;
