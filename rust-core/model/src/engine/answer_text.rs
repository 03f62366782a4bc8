//! An answer as people say it. Phone, officer and export all format answers here, so they always
//! read the same.

use crate::content::Content;
use crate::form::{Check, Kind, Question};
use crate::person::{Phone, Regions, Villages};
use crate::text::{Lang, Message, format};
use crate::units::{Date, Rupiah, TimeOfDay, Zone};

/// Formats an answer in canonical text ([`crate::sealed::Answer`]) as people say it: the label of
/// an option, a district with what it lies in, an amount with its dots.
///
/// None when it is said as it is written, as a name is, and when it is no answer to this question.
/// An office may read a registration that a newer form made, so the caller then shows the canonical
/// text.
pub fn format_answer(
    content: &Content,
    lang: Lang,
    question: &Question,
    canonical: &str,
) -> Option<String> {
    let option = |id: &str| {
        let known = question.options().iter().any(|option| option.id == id);
        known.then(|| content.text(lang, &Message::new(format!("o-{}-{id}", question.id))))
    };
    match &question.kind {
        Kind::Choice { .. } | Kind::Search { .. } | Kind::Confirm { .. } => option(canonical),
        Kind::Several { .. } => {
            let chosen = canonical
                .split(',')
                .filter(|id| !id.is_empty())
                .map(option)
                .collect::<Option<Vec<_>>>()?;
            (!chosen.is_empty()).then(|| content.texts.list(lang, &chosen))
        }
        Kind::YesNo => match canonical {
            "yes" => Some(content.text(lang, &Message::new("answer-yes"))),
            "no" => Some(content.text(lang, &Message::new("answer-no"))),
            _ => None,
        },
        Kind::District { .. } => Regions::path(canonical),
        Kind::Village { .. } => Villages::get(canonical)
            .map(|village| village.name)
            .or_else(|| option(canonical)),
        Kind::Money => canonical
            .parse()
            .ok()
            .map(|amount| format::money(Rupiah(amount))),
        Kind::Date => canonical
            .parse::<Date>()
            .ok()
            .map(|date| format::date(lang, date)),
        Kind::Text { .. }
            if canonical == Check::UNKNOWN && question.checks.contains(&Check::MayBeUnknown) =>
        {
            Some(content.text(lang, &Message::new("answer-unknown")))
        }
        Kind::Text { .. } | Kind::Digits { .. } if question.checks.contains(&Check::Phone) => {
            Phone::parse(canonical).ok().map(|phone| phone.national())
        }
        Kind::Text { .. } | Kind::Digits { .. } if question.checks.contains(&Check::Nik) => {
            // Four digits at a time, as they are read aloud and compared with a card.
            let digits: Vec<char> = canonical.chars().collect();
            let whole = digits.len() == 16 && digits.iter().all(char::is_ascii_digit);
            whole.then(|| {
                digits
                    .chunks(4)
                    .map(String::from_iter)
                    .collect::<Vec<_>>()
                    .join(" ")
            })
        }
        Kind::Text { .. } if question.checks.contains(&Check::TimeOfDay) => {
            let (time, zone) = Zone::read_time(canonical).ok()?;
            let said = with_zone(canonical)?;
            let Some(zone) = zone.filter(|zone| *zone != Zone::Wib) else {
                return Some(said);
            };
            let ahead = zone.hours() - Zone::Wib.hours();
            let same_day = time.hour().checked_sub(ahead);
            let hour = same_day.unwrap_or(time.hour() + 24 - ahead);
            let western = Zone::Wib.write_time(TimeOfDay::new(hour, time.minute()).ok()?);
            let before = same_day.map_or_else(
                || format!(", {}", content.text(lang, &Message::new("time-day-before"))),
                |_| String::new(),
            );
            Some(format!("{said} ({western}{before})"))
        }
        Kind::Text { .. }
        | Kind::Digits { .. }
        | Kind::Photo
        | Kind::Consent { .. }
        | Kind::Note => None,
    }
}

/// A time with its zone; one that has none is of Western Indonesia.
pub(super) fn with_zone(canonical: &str) -> Option<String> {
    let (time, zone) = Zone::read_time(canonical).ok()?;
    Some(zone.unwrap_or_default().write_time(time))
}

/// A question in short: its `.review` text, or the question itself; none when there is neither.
pub fn question_label(content: &Content, lang: Lang, question: &str) -> Option<String> {
    let short = content
        .text_if_any(lang, &format!("q-{question}.review"))
        .filter(|short| !short.is_empty());
    short.or_else(|| content.text_if_any(lang, &format!("q-{question}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_another_zone_is_said_in_both() {
        let content = Content::built_in().unwrap();
        let question = content.forms["incident_accident"].question("happened_time");
        let said = |lang, time| format_answer(&content, lang, question.unwrap(), time).unwrap();
        assert_eq!(said(Lang::Id, "07.00"), "07.00 WIB");
        assert_eq!(said(Lang::Id, "07.00 WIB"), "07.00 WIB");
        assert_eq!(said(Lang::Id, "07.00 WITA"), "07.00 WITA (06.00 WIB)");
        let early = [
            "00.30 WIT (22.30 WIB, sehari sebelumnya)",
            "00.30 WIT (22.30 WIB, the day before)",
        ];
        assert_eq!(
            [Lang::Id, Lang::En].map(|lang| said(lang, "00.30 WIT")),
            early
        );
    }

    #[test]
    fn answers_are_said_in_words_and_what_is_none_is_left_to_the_caller() {
        let content = Content::built_in().unwrap();
        let form = &content.forms["bpu"];
        let said = |id: &str, canonical: &str| {
            format_answer(&content, Lang::Id, form.question(id).unwrap(), canonical)
                .unwrap_or_default()
        };
        assert_eq!(
            said("district", "32.01.01"),
            "Cibinong, Kabupaten Bogor, Jawa Barat"
        );
        assert_eq!(said("village_code", "11.01.01.2001"), "Keude Bakongan");
        assert_eq!(said("village_code", "other"), "Belum ada di daftar");
        assert_eq!(said("nik", "3201015501900001"), "3201 0155 0190 0001");
        assert_eq!(said("birth_date", "1990-01-15"), "15 Januari 1990");
        assert_eq!(
            (
                said("mother_name", "TIDAK DIKETAHUI").as_str(),
                said("name", "TIDAK DIKETAHUI").as_str()
            ),
            ("Tidak diketahui", "")
        );
        assert!(!["", "jkk,jkm"].contains(&said("programmes", "jkk,jkm").as_str()));
        for (id, none) in [
            ("district", "99.99.99"),
            ("village_code", "99.99.99.9999"),
            ("nik", "32010155"),
            ("birth_date", "kemarin"),
            ("programmes", "jkk,nope"),
            ("programmes", ""),
            ("name", "SITI CONTOH"),
            ("payer", "nobody"),
        ] {
            assert_eq!(said(id, none), "", "{id}: {none}");
        }
    }
}
