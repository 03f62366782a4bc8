//! Reminders as an iCalendar file (RFC 5545), for whoever keeps a calendar instead of an app that
//! may be killed.

use sha2::{Digest, Sha256};

use crate::units::{Date, TimeOfDay, Timestamp, Zone};

/// One entry of the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IcsEvent {
    /// Stable: a calendar that takes the file in again replaces the entry. [`super::Reminder::id`]
    pub id: String,
    /// When.
    pub at: Timestamp,
    /// The entry's title.
    pub title: String,
    /// The entry's text, below its title.
    pub text: String,
}

/// The longest line in octets, without its end (RFC 5545, section 3.1).
const LINE: usize = 75;
/// How many minutes an entry takes up in a calendar.
const MINUTES: i64 = 15;

/// The whole file. `owner` is anything that tells one member on this phone from another and names
/// nobody: it goes into the entries' UIDs as a digest. `now` is when the file is made.
///
/// ```
/// use payung_model::cover::reminder::{IcsEvent, ics};
/// use payung_model::units::Zone;
///
/// let at = "2026-12-15T08:00:00+07:00".parse()?;
/// let due = IcsEvent { id: "due-2026-12-15".into(), at, title: "Iuran".into(), text: "Hari ini, ya".into() };
/// let file = ics("CONTOH", Zone::Wib, "2026-11-27T09:00:00+07:00".parse()?, &[due]);
/// assert!(file.contains("DTSTART;TZID=Asia/Jakarta:20261215T080000\r\n"));
/// assert!(file.contains("DESCRIPTION:Hari ini\\, ya\r\n"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn ics(owner: &str, zone: Zone, now: Timestamp, events: &[IcsEvent]) -> String {
    let mut file = File(String::with_capacity(600 + events.len() * 500));
    for line in [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Payung//Pengingat iuran//ID",
        "CALSCALE:GREGORIAN",
    ] {
        file.line(line);
    }
    file.zone(zone);
    let stamp = written(Zone::utc(now));
    for event in events {
        let starts = (zone.day(event.at), zone.time(event.at));
        file.line("BEGIN:VEVENT");
        file.line(&format!("UID:{}", uid(owner, &event.id)));
        file.line(&format!("DTSTAMP:{stamp}Z"));
        file.line(&format!("DTSTART;TZID={}:{}", zone.name(), written(starts)));
        file.line(&format!("DURATION:PT{MINUTES}M"));
        file.line(&format!("SUMMARY:{}", escaped(&event.title)));
        file.line(&format!("DESCRIPTION:{}", escaped(&event.text)));
        file.line("TRANSP:TRANSPARENT");
        for line in ["BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:PT0S"] {
            file.line(line);
        }
        file.line(&format!("DESCRIPTION:{}", escaped(&event.title)));
        file.line("END:VALARM");
        file.line("END:VEVENT");
    }
    file.line("END:VCALENDAR");
    file.0
}

struct File(String);

impl File {
    /// Adds a content line, folded: a longer one goes on after a line end and one space, and no
    /// character is cut.
    fn line(&mut self, text: &str) {
        let mut room = LINE;
        for sign in text.chars() {
            if sign.len_utf8() > room {
                self.0.push_str("\r\n ");
                room = LINE - 1;
            }
            self.0.push(sign);
            room -= sign.len_utf8();
        }
        self.0.push_str("\r\n");
    }

    /// The zone's rules travel with the file, because not every calendar knows Indonesia's zones.
    /// They have no summer time.
    fn zone(&mut self, zone: Zone) {
        let offset = format!("+{:02}00", zone.hours());
        self.line("BEGIN:VTIMEZONE");
        self.line(&format!("TZID:{}", zone.name()));
        self.line("BEGIN:STANDARD");
        self.line("DTSTART:19700101T000000");
        self.line(&format!("TZOFFSETFROM:{offset}"));
        self.line(&format!("TZOFFSETTO:{offset}"));
        self.line(&format!("TZNAME:{}", zone.code().to_uppercase()));
        self.line("END:STANDARD");
        self.line("END:VTIMEZONE");
    }
}

impl Zone {
    fn utc(at: Timestamp) -> (Date, TimeOfDay) {
        // The same moment as Western Indonesia reads it, put back by its seven hours.
        let shifted =
            Timestamp::from_millis(at.millis() - i64::from(Self::Wib.hours()) * 3_600_000)
                .unwrap_or(at);
        (Self::Wib.day(shifted), Self::Wib.time(shifted))
    }
}

/// `20261215T080000`
fn written((day, time): (Date, TimeOfDay)) -> String {
    let (year, month, number) = (day.year(), day.month_number(), day.day());
    format!(
        "{year:04}{month:02}{number:02}T{:02}{:02}00",
        time.hour(),
        time.minute()
    )
}

/// Text as a property's value. A control character has no place in one, so it becomes a space.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for sign in text.replace("\r\n", "\n").chars() {
        match sign {
            '\\' | ';' | ',' => escaped.extend(['\\', sign]),
            '\n' => escaped.push_str("\\n"),
            sign if sign.is_control() => escaped.push(' '),
            sign => escaped.push(sign),
        }
    }
    escaped
}

/// The same message of the same member has the same UID, and nobody can tell from it who the member
/// is.
fn uid(owner: &str, id: &str) -> String {
    let digest = Sha256::digest(format!("payung/ics/1\n{owner}\n{id}"));
    format!(
        "{}@payung.invalid",
        base16ct::lower::encode_string(&digest[..16])
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn file(title: &str, text: &str) -> String {
        let at = "2026-12-15T08:00:00+07:00".parse().unwrap();
        let event = IcsEvent {
            id: "due-2026-12-15".into(),
            at,
            title: title.into(),
            text: text.into(),
        };
        ics(
            "CONTOH",
            Zone::Wit,
            "2026-11-27T02:30:00+07:00".parse().unwrap(),
            &[event],
        )
    }

    /// What a reader makes of the file: lines unfolded.
    fn unfolded(file: &str) -> Vec<String> {
        file.replace("\r\n ", "")
            .split("\r\n")
            .map(str::to_owned)
            .collect()
    }

    #[test]
    fn an_entry_stands_at_the_hour_of_its_zone() {
        let lines = unfolded(&file("Iuran", "Hari ini"));
        assert!(
            lines.contains(&"DTSTART;TZID=Asia/Jayapura:20261215T100000".to_owned()),
            "{lines:?}"
        );
        assert!(
            lines.contains(&"DTSTAMP:20261126T193000Z".to_owned()),
            "{lines:?}"
        );
        assert!(lines.contains(&"TZOFFSETTO:+0900".to_owned()));
    }

    #[test]
    fn commas_semicolons_backslashes_and_line_ends_are_escaped() {
        let lines = unfolded(&file("a,b;c\\d", "satu\r\ndua\u{7}"));
        assert!(lines.contains(&"SUMMARY:a\\,b\\;c\\\\d".to_owned()));
        assert!(lines.contains(&"DESCRIPTION:satu\\ndua ".to_owned()));
    }

    #[test]
    fn a_uid_is_the_same_for_the_same_message_of_the_same_member_only() {
        assert_eq!(uid("a", "due-2026-12-15"), uid("a", "due-2026-12-15"));
        assert_ne!(uid("a", "due-2026-12-15"), uid("b", "due-2026-12-15"));
        assert_ne!(uid("a", "due-2026-12-15"), uid("a", "due-2026-12-16"));
    }

    proptest! {
        #[test]
        fn no_line_is_too_long_and_every_text_is_read_back(title in "[^\\r\\p{Cc}]{0,200}", text in "(?s)[^\\r\\p{Cc}]{0,300}") {
            let file = file(&title, &text);
            for line in file.split("\r\n") {
                prop_assert!(line.len() <= LINE, "{}", line.len());
            }
            let read = |name: &str| {
                let line = unfolded(&file).into_iter().find(|line| line.starts_with(name)).unwrap();
                line[name.len()..].replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")
            };
            if !title.contains('\\') {
                prop_assert_eq!(read("SUMMARY:"), title);
            }
            if !text.contains('\\') {
                prop_assert_eq!(read("DESCRIPTION:"), text);
            }
        }
    }
}
