//! One place of the list.

use super::fields::Fields;
use super::{PlaceKind, Queue, Service, WeekHours};
use crate::units::Date;

/// One place.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// `[a-z0-9-]`, 3 to 40 of them, unique in the list.
    pub id: String,
    /// The kind of the place.
    pub kind: PlaceKind,
    /// As the sign over its door says.
    pub name: String,
    /// The bank or other operator it is at.
    pub partner: Option<String>,
    /// The street.
    pub address: String,
    /// *Patokan*: what people find it by.
    pub landmark: Option<String>,
    /// 32.01.01
    pub district: String,
    /// The place's coordinates, if somebody measured them.
    pub coordinates: Option<Coordinates>,
    /// What is done there, in the order of the list.
    pub does: Vec<Service>,
    /// The opening hours; empty when they are not known.
    pub hours: Vec<WeekHours>,
    /// An official number that the operator verified.
    pub phone: Option<String>,
    /// How one waits.
    pub queue: Option<Queue>,
    /// Regencies whose registrations it handles: 32.01
    pub serves: Vec<String>,
    /// The day from which it is closed for good.
    pub closed_from: Option<Date>,
    /// When the operator last compared it.
    pub checked: Date,
}

/// Degrees, north and east.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coordinates {
    /// -11.1 to 6.2
    pub lat: f64,
    /// 94.9 to 141.1
    pub lon: f64,
}

const NAME: usize = 60;
const ADDRESS: usize = 120;
const MOST_SERVED: usize = 40;
/// A row of so many digits is a telephone number, also with spaces, dots and dashes between them;
/// no house number with a postal code behind it begins as one.
const TELEPHONE: usize = 9;

impl Place {
    /// Reads and checks one; `at` names it in errors.
    pub(super) fn read(mut fields: Fields) -> Result<Self, String> {
        let id = fields.parsed("id", id)?;
        fields.at = format!("{} ({id})", fields.at);
        let kind = fields.parsed("kind", |code| {
            PlaceKind::of_code(code)
                .ok_or_else(|| unknown(code, PlaceKind::ALL.iter().map(|it| it.code())))
        })?;
        let name = fields.text("name", NAME)?;
        let partner = fields.text_if_any("partner", NAME)?;
        let address = fields.text("address", ADDRESS)?;
        let landmark = fields.text_if_any("landmark", NAME)?;
        // False telephone numbers of the scheme are spread (ADR 23). A number inside a name or an
        // address would escape the check of `phone`.
        for (field, text) in [
            ("name", Some(&name)),
            ("partner", partner.as_ref()),
            ("address", Some(&address)),
            ("landmark", landmark.as_ref()),
        ] {
            if text.is_some_and(|text| holds_telephone(text)) {
                return Err(fields.wrong(
                    field,
                    "a telephone number stands in `phone` only, once it was verified",
                ));
            }
        }
        let district = fields.parsed("district", |text| code(text, 3))?;
        let coordinates = coordinates(&mut fields)?;
        let does = fields.need("does")?;
        let does = fields.list("does", does, Service::ALL.len(), |code| {
            Service::of_code(code)
                .ok_or_else(|| unknown(code, Service::ALL.iter().map(|it| it.code())))
        })?;
        if does.is_empty() {
            return Err(fields.wrong("does", "nothing is done there"));
        }
        let hours = WeekHours::read(&mut fields)?;
        let phone = fields.parsed_if_any("phone", telephone)?;
        let queue = fields.parsed_if_any("queue", |code| {
            Queue::of_code(code).ok_or_else(|| unknown(code, Queue::ALL.iter().map(|it| it.code())))
        })?;
        let serves = match fields.take("serves") {
            Some(serves) => fields.list("serves", serves, MOST_SERVED, |text| code(text, 2))?,
            None => Vec::new(),
        };
        let closed_from = fields.parsed_if_any("closed_from", str::parse)?;
        let checked = fields.parsed("checked", str::parse)?;
        // A field that is left over is a mistyped name, whose value would be lost in silence.
        fields.end()?;
        Ok(Self {
            id,
            kind,
            name,
            partner,
            address,
            landmark,
            district,
            coordinates,
            does,
            hours,
            phone,
            queue,
            serves,
            closed_from,
            checked,
        })
    }

    /// The number as a telephone dials it.
    pub fn dialled(&self) -> Option<String> {
        self.phone.as_ref().map(|phone| {
            phone
                .chars()
                .filter(|sign| sign.is_ascii_digit() || *sign == '+')
                .collect()
        })
    }
}

fn id(text: &str) -> Result<String, &'static str> {
    let shaped = text
        .bytes()
        .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
    if shaped && (3..=40).contains(&text.len()) {
        Ok(text.to_owned())
    } else {
        Err("3 to 40 of a-z, 0-9 and -")
    }
}

/// A region's code of so many parts. A code that this program's table lacks is none the less one:
/// regions are split, and a list may be younger than the app that reads it.
fn code(text: &str, parts: usize) -> Result<String, String> {
    let part = |part: &str| {
        part.len() == 2 && part != "00" && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    if text.split('.').count() == parts && text.split('.').all(part) {
        Ok(text.to_owned())
    } else {
        Err(format!("a code like {}", &"32.01.01"[..parts * 3 - 1]))
    }
}

/// A number that can be dialled: digits with what groups them, after a `+` or not. Short ones are
/// call centres.
fn telephone(text: &str) -> Result<String, &'static str> {
    let rest = text.strip_prefix('+').unwrap_or(text);
    let digits = rest.bytes().filter(u8::is_ascii_digit).count();
    let shaped = rest.starts_with(|sign: char| sign.is_ascii_digit() || sign == '(')
        && rest.ends_with(|sign: char| sign.is_ascii_digit())
        && rest
            .chars()
            .all(|sign| sign.is_ascii_digit() || matches!(sign, ' ' | '-' | '(' | ')'));
    if shaped && (3..=15).contains(&digits) && text.len() <= 24 {
        Ok(text.to_owned())
    } else {
        Err("3 to 15 digits with spaces, dashes or brackets between them")
    }
}

/// A mobile number or one with an area code: digits from a 0 or a 62 on, whatever groups them.
fn holds_telephone(text: &str) -> bool {
    let starts = text.char_indices().filter(|(at, sign)| {
        let first = text.get(..*at).and_then(|before| before.chars().last());
        sign.is_ascii_digit() && !first.is_some_and(|before| before.is_ascii_digit())
    });
    starts.into_iter().any(|(at, _)| {
        let rest = text.get(at..).unwrap_or_default();
        let grouped = rest.chars().take_while(|sign| {
            sign.is_ascii_digit() || matches!(sign, ' ' | '-' | '.' | '(' | ')')
        });
        let digits = grouped.filter(char::is_ascii_digit).count();
        (rest.starts_with('0') || rest.starts_with("62")) && digits >= TELEPHONE
    })
}

fn coordinates(fields: &mut Fields) -> Result<Option<Coordinates>, String> {
    let mut degrees = |field: &str, least: f64, most: f64| -> Result<Option<f64>, String> {
        let Some(value) = fields.take(field) else {
            return Ok(None);
        };
        let inside = value.as_f64().filter(|it| (least..=most).contains(it));
        inside
            .map(Some)
            .ok_or_else(|| fields.wrong(field, format_args!("degrees, {least} to {most}")))
    };
    let (lat, lon) = (degrees("lat", -11.1, 6.2)?, degrees("lon", 94.9, 141.1)?);
    match (lat, lon) {
        (Some(lat), Some(lon)) => Ok(Some(Coordinates { lat, lon })),
        (None, None) => Ok(None),
        _ => Err(fields.wrong("lat", "both degrees or none")),
    }
}

fn unknown<'a>(code: &str, known: impl Iterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.collect();
    format!("{code:?}; there are {}", known.join(", "))
}
