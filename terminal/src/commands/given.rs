//! Words of the command line as values, or refused with the way to write them.

use payung_model::units::Date;

use crate::outcome::Stop;

/// `1100000`
pub fn rupiah(text: &str) -> Result<u64, String> {
    text.parse()
        .map_err(|_| "write whole rupiah, digits alone: 1100000".to_owned())
}

/// A day, written as the core writes it.
pub fn day(place: &str, text: &str) -> Result<String, Stop> {
    text.parse::<Date>()
        .map(|day| day.to_string())
        .map_err(|problem| Stop::input(place, problem))
}
