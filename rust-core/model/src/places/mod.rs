//! Where a person can be asked: branches, service points and others, as data: `places.json`.
//!
//! No public list of branches and service points exists, and false ones with false telephone
//! numbers are spread. So the list comes in the office's signed bundle only, with the day on which
//! it was compared with the institution; the built-in one is empty and says so. [`Places`] reads and
//! keeps it, [`OpenPlaces::near`] finds, [`Place::hours_on`] and [`Place::at`] say when a place is open.
//!
//! The list is found by the district that somebody names, never by where the phone is. There are no
//! centroids of districts in the table of regions, so a neighbouring district is one of the same
//! regency, then of the same province.
//!
//! ```
//! use payung_model::places::{Places, Service};
//!
//! let list = Places::parse(br#"{ "version": 1, "checked": "2026-11-26", "source": "INVENTED [D]", "places": [
//!     { "id": "cabang-contoh", "kind": "branch", "name": "Kantor Cabang Contoh", "address": "Jalan Contoh Nomor 0",
//!       "district": "32.01.01", "does": ["pay", "correct"],
//!       "hours": [{ "days": "12345", "from": "08.00", "to": "15.30" }], "checked": "2026-11-26" }] }"#)?;
//! let found = list.open().near("32.01.05", Some(Service::Pay), None);
//! assert_eq!(found.places[0].place.name, "Kantor Cabang Contoh");
//! # Ok::<(), String>(())
//! ```

mod fields;
mod finder;
mod hours;
mod kinds;
mod list;
mod opening;
mod place;
#[cfg(test)]
mod tests;
mod zone;

pub use finder::{FoundPlace, Nearby, Reach};
pub use hours::{Minute, OpenSpan, WeekHours};
pub use kinds::{PlaceKind, Queue, Service};
pub use list::{OpenPlaces, PlaceList, Places};
pub use opening::{DayHours, Openness};
pub use place::{Coordinates, Place};
pub use zone::zone_of;
