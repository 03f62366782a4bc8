//! Words of the command line as values, or refused with the way to write them.

use payung_model::programme::Programme;
use payung_model::typed::clean;
use payung_model::units::Date;

use crate::options::Language;
use crate::outcome::Stop;

/// `1100000`
pub fn rupiah(text: &str) -> Result<u64, String> {
    text.parse()
        .map_err(|_| "write whole rupiah, digits alone: 1100000".to_owned())
}

/// A day as people type it, as the core writes it.
pub fn day(place: &str, text: &str, lang: Language) -> Result<String, Stop> {
    let how = lang.of(
        "tanggalnya belum terbaca. Tulis seperti 2027-05-01 atau 01-05-2027.",
        "that is no date. Write it like 2027-05-01 or 01-05-2027.",
    );
    Date::parse_typed(text)
        .map(|day| day.to_string())
        .map_err(|_| Stop::input(place, how))
}

/// Programmes by their codes: jkk, jkm, jht.
pub fn programmes(names: &[String], lang: Language) -> Result<Vec<Programme>, Stop> {
    let codes = names.iter().map(|name| clean(name).parse());
    codes.collect::<Result<_, _>>().map_err(|_| {
        let known = lang.of("yang bisa: jkk, jkm, jht", "there are jkk, jkm, jht");
        Stop::input("--programmes", known)
    })
}
