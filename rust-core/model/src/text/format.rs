//! Money, dates, months and times as people write them.

use super::Lang;
use crate::units::{Date, Month, Rupiah, Timestamp};

const MONTHS_ID: [&str; 12] = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const SHORT_ID: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des",
];
const SHORT_EN: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// `Rp45.600`, in both languages: prices here are read beside Indonesian receipts.
pub fn money(amount: Rupiah) -> String {
    format!("Rp{amount}")
}

/// `31 Januari 2027`
pub fn date(lang: Lang, date: Date) -> String {
    format!(
        "{} {} {}",
        date.day(),
        name(lang, date.month_number()),
        date.year()
    )
}

/// `Mei 2026`
pub fn month(lang: Lang, month: Month) -> String {
    format!("{} {}", name(lang, month.number()), month.year())
}

/// `Nov, Des, Jan`
pub fn short_months(lang: Lang, months: &[Month]) -> String {
    let names = match lang {
        Lang::Id => &SHORT_ID,
        Lang::En => &SHORT_EN,
    };
    let short: Vec<&str> = months
        .iter()
        .map(|month| nth(names, month.number()))
        .collect();
    short.join(", ")
}

/// `18.00 WIB`: Western Indonesia Time, said because the country has three zones.
pub fn time(at: Timestamp) -> String {
    let (hour, minute) = at.hour_minute();
    format!("{hour:02}.{minute:02} WIB")
}

fn name(lang: Lang, number: u8) -> &'static str {
    match lang {
        Lang::Id => nth(&MONTHS_ID, number),
        Lang::En => nth(&MONTHS_EN, number),
    }
}

fn nth(names: &[&'static str; 12], number: u8) -> &'static str {
    names
        .get(usize::from(number).wrapping_sub(1))
        .copied()
        .unwrap_or("?")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_dates_and_months_are_written_as_people_do() {
        let day: Date = "2027-01-31".parse().unwrap();
        assert_eq!(money(Rupiah(45_600)), "Rp45.600");
        assert_eq!(date(Lang::Id, day), "31 Januari 2027");
        assert_eq!(date(Lang::En, day), "31 January 2027");
        assert_eq!(month(Lang::Id, "2026-05".parse().unwrap()), "Mei 2026");
        assert_eq!(month(Lang::En, "2026-05".parse().unwrap()), "May 2026");
    }

    #[test]
    fn times_are_those_of_western_indonesia_with_a_dot() {
        assert_eq!(time("2026-11-23T11:00:00Z".parse().unwrap()), "18.00 WIB");
        assert_eq!(time("2026-11-23T17:05:00Z".parse().unwrap()), "00.05 WIB");
    }

    #[test]
    fn a_run_of_months_is_listed_by_short_names() {
        let months: Vec<Month> = Month::new(2026, 11).unwrap().run(3).collect();
        assert_eq!(short_months(Lang::Id, &months), "Nov, Des, Jan");
        assert_eq!(short_months(Lang::En, &months), "Nov, Dec, Jan");
        assert_eq!(short_months(Lang::Id, &[]), "");
    }
}
