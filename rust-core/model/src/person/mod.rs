//! The identifiers of a person, as types that cannot hold a wrong value, and the checks between
//! them.
//!
//! Only what cannot be right is a problem. What is merely unusual is a warning with both values,
//! and the worker goes on: identifiers on real cards are older than today's rules (sources and
//! confidence: `docs/rules.md`).

mod email;
mod name;
mod nik;
mod phone;
mod place;
mod region;
mod rt_rw;

pub use email::{Email, EmailProblem};
pub use name::{PersonName, PersonNameProblem};
pub use nik::{Nik, NikProblem, NikWarning, Sex};
pub use phone::{Phone, PhoneProblem, PhoneWarning};
pub use place::{PlaceName, PlaceNameProblem};
pub use region::{Level, Region, Regions, Village, Villages};
pub use rt_rw::{RtRw, RtRwProblem};

/// A count for a problem's words: past 255 the exact number no longer matters.
fn small(count: usize) -> u8 {
    u8::try_from(count).unwrap_or(u8::MAX)
}
