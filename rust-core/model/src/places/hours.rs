//! The hours of a place by the week.

use std::fmt;

use serde_json::Value;

use super::fields::Fields;
use crate::units::TimeOfDay;

/// A minute of the day from 00.00 to 24.00, the end of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Minute(u16);

/// From the first minute up to the second, at which it is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OpenSpan {
    /// The first minute.
    pub from: Minute,
    /// The first minute after it.
    pub to: Minute,
}

/// The hours of some days of the week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeekHours {
    /// 1 for Monday to 7 for Sunday, ascending.
    pub days: Vec<u8>,
    /// From the door's opening to its closing.
    pub open: OpenSpan,
    /// A break within it.
    pub pause: Option<OpenSpan>,
}

/// Entries a place may have: two for each day of the week.
const MOST: usize = 14;

impl Minute {
    /// Reads `08.00`: two digits, a dot, two digits; at most `24.00`.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        const WRITTEN: &str = "write a time as 08.00, at most 24.00";
        let two = |part: &str| -> Option<u16> {
            let digits = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
            part.parse().ok().filter(|_| digits)
        };
        let (hour, minute) = text.split_once('.').ok_or(WRITTEN)?;
        match (two(hour), two(minute)) {
            (Some(24), Some(0)) => Ok(Self(24 * 60)),
            (Some(hour @ 0..24), Some(minute @ 0..60)) => Ok(Self(hour * 60 + minute)),
            _ => Err(WRITTEN),
        }
    }
}

impl From<TimeOfDay> for Minute {
    fn from(time: TimeOfDay) -> Self {
        Self(u16::from(time.hour()) * 60 + u16::from(time.minute()))
    }
}

impl fmt::Display for Minute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}.{:02}", self.0 / 60, self.0 % 60)
    }
}

impl OpenSpan {
    /// Whether it is open at that minute.
    pub fn holds(self, minute: Minute) -> bool {
        (self.from..self.to).contains(&minute)
    }
}

impl WeekHours {
    /// All entries of a place.
    pub(super) fn read(fields: &mut Fields) -> Result<Vec<Self>, String> {
        let Value::Array(entries) = fields.need("hours")? else {
            return Err(fields.wrong("hours", "not a list"));
        };
        if entries.len() > MOST {
            return Err(fields.wrong("hours", format_args!("{}; at most {MOST}", entries.len())));
        }
        let mut hours: Vec<Self> = Vec::with_capacity(entries.len());
        for (number, entry) in entries.into_iter().enumerate() {
            let at = fields.wrong(&format!("hours[{number}]"), "");
            let at = at.trim_end_matches([':', ' ']).to_owned();
            let entry = Self::read_one(Fields::of(at.clone(), entry)?)?;
            let overlaps = |other: &Self| {
                other.days.iter().any(|day| entry.days.contains(day))
                    // Hours that only touch (until 12.00, and from 12.00 on) do not overlap.
                    && other.open.from < entry.open.to
                    && entry.open.from < other.open.to
            };
            if hours.iter().any(overlaps) {
                return Err(format!(
                    "{at}: it overlaps with an entry before it on the same day"
                ));
            }
            hours.push(entry);
        }
        Ok(hours)
    }

    fn read_one(mut fields: Fields) -> Result<Self, String> {
        let days = fields.parsed("days", days)?;
        let open =
            span(&mut fields, "from", "to")?.ok_or_else(|| fields.wrong("from", "is missing"))?;
        let pause = span(&mut fields, "break_from", "break_to")?;
        if pause.is_some_and(|pause| pause.from <= open.from || pause.to >= open.to) {
            return Err(fields.wrong("break_from", "a break lies within the hours"));
        }
        fields.end()?;
        Ok(Self { days, open, pause })
    }

    /// The spans in which it is open.
    pub fn spans(&self) -> Vec<OpenSpan> {
        match self.pause {
            None => vec![self.open],
            Some(pause) => vec![
                OpenSpan {
                    from: self.open.from,
                    to: pause.from,
                },
                OpenSpan {
                    from: pause.to,
                    to: self.open.to,
                },
            ],
        }
    }
}

/// Two times, both or none, the first before the second.
fn span(fields: &mut Fields, first: &str, second: &str) -> Result<Option<OpenSpan>, String> {
    let from = fields.parsed_if_any(first, Minute::parse)?;
    let to = fields.parsed_if_any(second, Minute::parse)?;
    match (from, to) {
        (None, None) => Ok(None),
        (None, Some(_)) => Err(fields.wrong(first, "is missing")),
        (Some(_), None) => Err(fields.wrong(second, "is missing")),
        (Some(from), Some(to)) if from < to => Ok(Some(OpenSpan { from, to })),
        (Some(_), Some(_)) => Err(fields.wrong(second, format_args!("not after {first}"))),
    }
}

/// `12345`: days of the week, each once, ascending.
fn days(text: &str) -> Result<Vec<u8>, &'static str> {
    let days: Vec<u8> = text.bytes().map(|byte| byte.wrapping_sub(b'0')).collect();
    let shaped = !days.is_empty()
        && days.iter().all(|day| (1..=7).contains(day))
        && days.is_sorted_by(|a, b| a < b);
    if shaped {
        Ok(days)
    } else {
        Err("days of the week, 1 for Monday to 7 for Sunday, each once and ascending")
    }
}
