//! Dates as people type them: with numbers, with the name of the month, with the day of the week in
//! front.

use super::{Date, DateProblem};
use crate::typed::{clean, is_apostrophe};

/// Names of the months in Indonesian and English, full and short, with the spellings of older
/// papers. The first of each row is the one that the texts show.
const MONTHS: [&[&str]; 12] = [
    &["januari", "january", "jan"],
    &["februari", "february", "feb", "pebruari", "peb"],
    &["maret", "march", "mar", "mrt"],
    &["april", "apr"],
    &["mei", "may"],
    &["juni", "june", "jun"],
    &["juli", "july", "jul"],
    &["agustus", "august", "agu", "agt", "ags", "agus", "aug"],
    &["september", "sep", "sept"],
    &["oktober", "october", "okt", "oct"],
    &["november", "nov", "nopember", "nop"],
    &["desember", "december", "des", "dec"],
];

/// Names of the days of the week, Monday first.
const WEEKDAYS: [&[&str]; 7] = [
    &["senin", "sen", "monday", "mon"],
    &["selasa", "sel", "tuesday", "tue"],
    &["rabu", "rab", "wednesday", "wed"],
    &["kamis", "kam", "thursday", "thu"],
    &["jumat", "jum", "friday", "fri"],
    &["sabtu", "sab", "saturday", "sat"],
    &["minggu", "min", "ahad", "sunday", "sun"],
];

/// Words that may stand before a date and say nothing of it.
const LABELS: [&str; 3] = ["tanggal", "tgl", "hari"];

/// A part of a typed date.
#[derive(Clone, Copy)]
enum Part<'t> {
    Number(&'t str),
    Month(u8),
    Weekday(u8),
}

impl Date {
    /// Reads a date as it is typed: `1990-01-15`, `15/1/1990`, `15011990`, `15 Januari 1990`,
    /// `Senin, 15 Jan 1990`.
    pub fn parse_typed(text: &str) -> Result<Self, DateProblem> {
        let mut text = clean(text).to_lowercase();
        if text.is_empty() {
            return Err(DateProblem::Empty);
        }
        // Jum'at
        text.retain(|sign| !is_apostrophe(sign));
        let parts = parts(&text)?;
        let (weekday, date) = match parts[..] {
            [Part::Weekday(weekday), ref date @ ..] => (Some(weekday), date),
            ref date => (None, date),
        };
        let date = day_month_year(date)?;
        match weekday {
            // One of the two is a slip, and nobody here can tell which.
            Some(weekday) if weekday != date.weekday() => Err(DateProblem::Weekday),
            _ => Ok(date),
        }
    }
}

/// Splits at separators, and between digits and letters. A text with an unknown word is no date, so
/// that nothing typed is dropped in silence.
fn parts(text: &str) -> Result<Vec<Part<'_>>, DateProblem> {
    let mut parts = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches([' ', '-', '/', '.', ',']);
        let Some(first) = rest.chars().next() else {
            return Ok(parts);
        };
        let is_number = first.is_ascii_digit();
        let same = |sign: char| {
            if is_number {
                sign.is_ascii_digit()
            } else {
                sign.is_alphabetic()
            }
        };
        let (word, after) = rest.split_at(rest.find(|sign| !same(sign)).unwrap_or(rest.len()));
        if word.is_empty() {
            return Err(DateProblem::NotADate);
        }
        rest = after;
        if is_number {
            parts.push(Part::Number(word));
        } else if let Some(month) = place(&MONTHS, word) {
            parts.push(Part::Month(month + 1));
        } else if let Some(weekday) = place(&WEEKDAYS, word) {
            parts.push(Part::Weekday(weekday));
        } else if !LABELS.contains(&word)
            || parts.iter().any(|part| !matches!(part, Part::Weekday(_)))
        {
            return Err(DateProblem::NotADate);
        }
    }
}

/// The row that has the word.
fn place(names: &[&[&str]], word: &str) -> Option<u8> {
    names
        .iter()
        .position(|names| names.contains(&word))
        .and_then(|row| u8::try_from(row).ok())
}

fn day_month_year(parts: &[Part<'_>]) -> Result<Date, DateProblem> {
    use Part::{Month, Number};
    let (day, month, year) = match *parts {
        [Number(all)] if all.len() == 8 => (&all[..2], number(&all[2..4])?, &all[4..]),
        [Number(year), Number(month), Number(day)] if year.len() == 4 => {
            (day, number(month)?, year)
        }
        [Number(day), Number(month), Number(year)] => (day, number(month)?, year),
        [Number(year), Month(month), Number(day)] if year.len() == 4 => (day, month.into(), year),
        [Number(day), Month(month), Number(year)] | [Month(month), Number(day), Number(year)] => {
            (day, month.into(), year)
        }
        _ => return Err(DateProblem::NotADate),
    };
    if year.len() != 4 {
        return Err(if year.len() > 8 {
            DateProblem::NotADate
        } else {
            DateProblem::Year
        });
    }
    let small = |number: u16| u8::try_from(number).unwrap_or(u8::MAX);
    Date::new(number(year)?, small(month), small(number(day)?))
}

fn number(digits: &str) -> Result<u16, DateProblem> {
    if digits.len() > 8 {
        return Err(DateProblem::NotADate);
    }
    // Seven digits are more than any month has, and still no such day.
    Ok(digits.parse().unwrap_or(u16::MAX))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn typed(text: &str) -> Result<String, DateProblem> {
        Date::parse_typed(text).map(|date| date.to_string())
    }

    #[test]
    fn numbers_are_read_with_any_separators_and_pasted_signs() {
        for text in [
            "1990-01-15",
            "15-01-1990",
            "15/1/1990",
            "15.1.1990",
            "15 01 1990",
            "15011990",
            " 15-1-1990 ",
            "\u{200e}15\u{200e}/\u{200e}01\u{200e}/\u{200e}1990",
            "15–01–1990",
            "15\u{a0}01\u{a0}1990",
            "１５－０１－１９９０",
        ] {
            assert_eq!(typed(text).as_deref(), Ok("1990-01-15"), "{text}");
        }
    }

    #[test]
    fn names_of_months_and_weekdays_are_read_in_both_languages() {
        for (text, date) in [
            ("15 Januari 1990", "1990-01-15"),
            ("15 JAN 1990", "1990-01-15"),
            ("15-Jan-1990", "1990-01-15"),
            ("15Januari1990", "1990-01-15"),
            ("1990 Jan 15", "1990-01-15"),
            ("January 15, 1990", "1990-01-15"),
            ("17 Agt. 1985", "1985-08-17"),
            ("6 Nop 1989", "1989-11-06"),
            ("29 Pebruari 2000", "2000-02-29"),
            ("Senin, 15 Januari 1990", "1990-01-15"),
            ("Mon 15 Jan 1990", "1990-01-15"),
            ("Jum'at 19-01-1990", "1990-01-19"),
            ("hari Jum’at tanggal 19 Januari 1990", "1990-01-19"),
            ("tgl. 1 mei 1980", "1980-05-01"),
        ] {
            assert_eq!(typed(text).as_deref(), Ok(date), "{text}");
        }
    }

    #[test]
    fn every_name_of_a_month_is_read() {
        for (month, names) in MONTHS.iter().enumerate() {
            for name in *names {
                assert_eq!(
                    typed(&format!("3 {name} 1991")),
                    Ok(format!("1991-{:02}-03", month + 1)),
                    "{name}"
                );
            }
        }
    }

    #[test]
    fn what_is_no_day_says_why() {
        for (text, problem) in [
            ("\u{200b}", DateProblem::Empty),
            ("15-01-90", DateProblem::Year),
            ("17 Agustus 85", DateProblem::Year),
            ("01-01-1899", DateProblem::Year),
            ("30-02-1990", DateProblem::NoSuchDay),
            ("31 Juni 1990", DateProblem::NoSuchDay),
            ("01-13-1990", DateProblem::NoSuchDay),
            ("Minggu, 15 Januari 1990", DateProblem::Weekday),
            ("kemarin", DateProblem::NotADate),
            ("15 Foo 1990", DateProblem::NotADate),
            ("15 Januari 1990 tanggal", DateProblem::NotADate),
            ("15 Januari 1990 Senin", DateProblem::NotADate),
            ("Senin Selasa 15 Januari 1990", DateProblem::NotADate),
            ("15 Januari", DateProblem::NotADate),
            ("Januari 1990", DateProblem::NotADate),
            ("15 01 1990 7", DateProblem::NotADate),
            ("15/01/1990?", DateProblem::NotADate),
            ("-1990-01", DateProblem::NotADate),
            ("15 01 199099999", DateProblem::NotADate),
        ] {
            assert_eq!(typed(text), Err(problem), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_in_words_is_read_back(year in 1900_u16..=2999, month in 1_u8..=12, day in 1_u8..=28, name in 0_usize..6) {
            let date = Date::new(year, month, day).unwrap();
            let names = MONTHS[usize::from(month) - 1];
            prop_assert_eq!(Date::parse_typed(&format!("{day} {} {year}", names[name % names.len()])), Ok(date));
        }

        #[test]
        fn no_text_makes_it_panic(text in ".*|([0-9]{1,4}|[a-z]{3}| |-){0,6}") {
            let _ = Date::parse_typed(&text);
        }
    }
}
