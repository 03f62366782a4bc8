//! The list of places: as the operator writes it, and as a bundle carries it.
//!
//! Thousands of places as JSON are more than a bundle may hold, and more than a phone should keep in
//! memory to look at twenty of them. So a bundle has the list deflated, a line for each place behind
//! the code of its district, in the order of these codes. A search inflates it, reads the lines of
//! one province, and drops it again.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::Value;

use super::Place;
use super::fields::Fields;
use crate::programme::Confidence;
use crate::units::Date;

/// A list of places that was checked.
#[derive(Clone, PartialEq, Eq)]
pub struct Places {
    packed: Arc<[u8]>,
}

/// What the list says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceList {
    /// The number of the list, from 1.
    pub version: u64,
    /// When the operator last compared it with BPJS Ketenagakerjaan.
    pub checked: Date,
    /// Where the list is from, with its confidence at the end: `[V]`.
    pub source: String,
    /// After so many days without checking a place is said to be stale.
    pub stale_days: u16,
}

/// The list in plain text: a megabyte where the list is full, so nobody keeps it.
pub struct OpenPlaces {
    plain: String,
}

/// [`PlaceList::stale_days`] of a list that does not say it: our own choice \[D\].
const STALE_DAYS: u16 = 180;
const SOURCE: usize = 300;
/// How hard the office packs.
const BEST: u8 = 10;

impl Places {
    /// The list as an operator writes it, in the folder of the content.
    pub const FILE: &str = "places.json";
    /// The list's file in a bundle.
    pub const PACKED: &str = "places.bin";
    /// Places, at most.
    pub const MOST: usize = 4000;
    /// Bytes in a bundle, at most: 120 for each place.
    pub const MOST_PACKED: usize = 120 * Self::MOST;
    /// Bytes that it is inflated to, at most.
    const MOST_PLAIN: usize = 2 * 1024 * 1024;

    /// Reads an operator's `places.json`; the error names the place and the field.
    pub fn parse(json: &[u8]) -> Result<Self, String> {
        let value: Value = serde_json::from_slice(json).map_err(|error| error.to_string())?;
        let Value::Object(mut list) = value else {
            return Err("not an object".to_owned());
        };
        let places = list.remove("places").ok_or("places: is missing")?;
        let Value::Array(places) = places else {
            return Err("places: not a list".to_owned());
        };
        if places.len() > Self::MOST {
            return Err(format!("places: {}; at most {}", places.len(), Self::MOST));
        }
        // The list without its places becomes the first line, from which it is told without reading
        // any place.
        let first = Value::Object(list);
        let checked = PlaceList::read(first.clone())?.checked;
        let mut lines = Vec::with_capacity(places.len());
        for (number, value) in places.into_iter().enumerate() {
            let at = format!("places[{number}]");
            let mut line = value.clone();
            let place = Place::read(Fields::of(at.clone(), value)?)?;
            not_after(&place, checked).map_err(|what| format!("{at} ({}): {what}", place.id))?;
            if let Value::Object(map) = &mut line {
                // The district stands in front of the line, where a search compares it without
                // reading JSON.
                map.remove("district");
            }
            lines.push((place.district, place.id, line.to_string()));
        }
        // Sorted by district, all that a search needs is one stretch of lines.
        lines.sort();
        unique(lines.iter().map(|(_, id, _)| id.as_str()))?;
        let mut plain = first.to_string();
        for (district, _, line) in lines {
            plain.push('\n');
            plain.push_str(&district);
            plain.push(' ');
            plain.push_str(&line);
        }
        if plain.len() > Self::MOST_PLAIN {
            return Err(format!(
                "places: {} bytes; at most {}",
                plain.len(),
                Self::MOST_PLAIN
            ));
        }
        let packed = miniz_oxide::deflate::compress_to_vec(plain.as_bytes(), BEST);
        if packed.len() > Self::MOST_PACKED {
            return Err(format!(
                "places: {} bytes deflated; at most {}",
                packed.len(),
                Self::MOST_PACKED
            ));
        }
        Ok(Self {
            packed: packed.into(),
        })
    }

    /// Reads what [`Places::packed`] gave; every place is looked at.
    pub fn unpack(bytes: &[u8]) -> Result<Self, String> {
        let list = Self::unpack_again(bytes)?;
        list.check()?;
        Ok(list)
    }

    /// Reads a list whose places were looked at before: thousands of them take longer than an app
    /// may take to open.
    pub fn unpack_again(bytes: &[u8]) -> Result<Self, String> {
        if bytes.len() > Self::MOST_PACKED {
            return Err(format!(
                "{} bytes; at most {}",
                bytes.len(),
                Self::MOST_PACKED
            ));
        }
        Ok(Self {
            packed: bytes.into(),
        })
    }

    fn check(&self) -> Result<(), String> {
        let plain = self.plain()?;
        let mut lines = plain.split('\n');
        let checked = head(lines.next().unwrap_or_default())?.checked;
        let mut before = "";
        let mut ids = Vec::new();
        for (number, line) in lines.enumerate() {
            let at = format!("places[{number}]");
            let place = read_line(&at, line)?;
            not_after(&place, checked).map_err(|what| format!("{at} ({}): {what}", place.id))?;
            let district = line.get(..8).unwrap_or_default();
            if district < before {
                return Err(format!("{at}: not in the order of districts"));
            }
            before = district;
            ids.push(place.id);
            if ids.len() > Self::MOST {
                return Err(format!("places: more than {}", Self::MOST));
            }
        }
        unique(ids.iter().map(String::as_str))
    }

    /// For a bundle.
    pub fn packed(&self) -> &[u8] {
        &self.packed
    }

    /// The list in plain text, for one look at it.
    pub fn open(&self) -> OpenPlaces {
        // The list was read as a whole before, so it is readable now.
        OpenPlaces {
            plain: self.plain().unwrap_or_default(),
        }
    }

    fn plain(&self) -> Result<String, String> {
        let plain =
            miniz_oxide::inflate::decompress_to_vec_with_limit(&self.packed, Self::MOST_PLAIN)
                .map_err(|_| "not a packed list of places".to_owned())?;
        String::from_utf8(plain).map_err(|_| "not a packed list of places".to_owned())
    }
}

impl OpenPlaces {
    /// What the list says about itself.
    pub fn list(&self) -> Option<PlaceList> {
        head(self.plain.split('\n').next()?).ok()
    }

    /// How many places there are.
    pub fn count(&self) -> usize {
        self.lines().count()
    }

    /// All of them, in the order of their districts.
    pub fn all(&self) -> Vec<Place> {
        self.some(|_, _| true)
    }

    /// Those whose district's code and rest of the line `wanted` says yes to.
    pub(super) fn some(&self, wanted: impl Fn(&str, &str) -> bool) -> Vec<Place> {
        let wanted = self.lines().filter(|line| {
            line.split_once(' ')
                .is_some_and(|(district, rest)| wanted(district, rest))
        });
        wanted
            .filter_map(|line| read_line("places", line).ok())
            .collect()
    }

    fn lines(&self) -> impl Iterator<Item = &str> {
        self.plain.split('\n').skip(1)
    }
}

impl std::fmt::Debug for Places {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Places({} bytes)", self.packed.len())
    }
}

impl PlaceList {
    fn read(value: Value) -> Result<Self, String> {
        let mut fields = Fields::of(String::new(), value)?;
        let version = fields.need("version")?;
        let version = version.as_u64().filter(|version| *version > 0);
        let version = version.ok_or("version: a number from 1 on")?;
        let checked = fields.parsed("checked", str::parse)?;
        let source = fields.text("source", SOURCE)?;
        Confidence::check("source", &source)?;
        let stale_days = match fields.take("stale_days") {
            None => STALE_DAYS,
            Some(days) => days
                .as_u64()
                .and_then(|days| u16::try_from(days).ok())
                .filter(|days| (1..=730).contains(days))
                .ok_or("stale_days: 1 to 730")?,
        };
        fields.end()?;
        Ok(Self {
            version,
            checked,
            source,
            stale_days,
        })
    }

    /// Whether a place that was last checked on that day is stale today.
    pub fn is_stale(&self, checked: Date, today: Date) -> bool {
        today.days_since(checked) > i32::from(self.stale_days)
    }
}

fn head(line: &str) -> Result<PlaceList, String> {
    let value = serde_json::from_str(line).map_err(|error| error.to_string())?;
    PlaceList::read(value)
}

/// One place of the packed list: the district's code, a space, the rest as JSON.
fn read_line(at: &str, line: &str) -> Result<Place, String> {
    let (district, rest) = line
        .split_once(' ')
        .ok_or_else(|| format!("{at}: no district"))?;
    let mut value: Value = serde_json::from_str(rest).map_err(|error| format!("{at}: {error}"))?;
    if let Value::Object(map) = &mut value {
        let code = Value::String(district.to_owned());
        if map.insert("district".to_owned(), code).is_some() {
            return Err(format!("{at}: district: there twice"));
        }
    }
    Place::read(Fields::of(at.to_owned(), value)?)
}

/// A place cannot have been checked after the list as a whole was.
fn not_after(place: &Place, checked: Date) -> Result<(), String> {
    if place.checked > checked {
        Err(format!("checked: after the list's own day, {checked}"))
    } else {
        Ok(())
    }
}

fn unique<'a>(ids: impl Iterator<Item = &'a str>) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    for id in ids {
        if !seen.insert(id) {
            return Err(format!("places: {id} is there twice"));
        }
    }
    Ok(())
}
