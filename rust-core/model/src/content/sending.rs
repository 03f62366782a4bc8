//! How large photos are when they are sent, and what may go over a network that is paid by the
//! byte, as data. Records always go: they are a few kB.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::programme::Confidence;
use crate::units::Timestamp;

/// Limits for metered networks, each with where it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sending {
    /// Bytes of photos that go over metered networks on one civil day; what is over it waits for
    /// another network.
    pub metered_photo_bytes_a_day: SourcedNumber,
    /// Hours after which photos go over any network: not everybody has another one.
    pub metered_wait_hours: SourcedNumber,
    /// How many registrations are asked about in one sync over a metered network.
    pub metered_questions_a_sync: SourcedNumber,
    /// Hours between two questions for newer rules over metered networks, when the office does not
    /// ask for newer ones.
    pub metered_rules_hours: SourcedNumber,
    /// What a photo may become, by the question it answers. A name also counts for questions whose
    /// id goes on after it with `_`: `paper` for `paper_ktp_1`. Where none is named, as a KTP, but
    /// whole.
    pub photos: BTreeMap<String, PhotoLimit>,
}

/// How large a photo may be when it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhotoLimit {
    /// In pixels.
    pub long_side: u32,
    /// The largest JPEG, in bytes.
    pub bytes: u32,
    /// True when the photo is cut to its card where the card is surely found, so that the bytes go
    /// to its print. False unless the data say otherwise; never allowed for a face.
    #[serde(default)]
    pub cut_to_card: bool,
    /// The frame over the camera's picture. One that is not named is that of a card.
    #[serde(default)]
    pub frame: Frame,
    /// Where the numbers come from, with its confidence at the end: `[V]`.
    pub source: String,
}

/// What a photo shows, for the frame that guides the eye while it is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Frame {
    /// A card.
    #[default]
    Card,
    /// A face.
    Face,
    /// A page of paper.
    Paper,
}

/// A number and its source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourcedNumber {
    /// In the unit that the field's name says.
    pub number: u32,
    /// Where the number comes from, with its confidence at the end: `[V]`.
    pub source: String,
}

/// What to do with photos on a metered network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeteredPhotos {
    /// The photos are sent, and count against the day's bytes.
    Go,
    /// The photos have waited long enough: they are sent without counting against the day's bytes.
    GoAnyway,
    /// The photos wait until that time, or for a network that is not metered.
    Delay(Timestamp),
}

/// A day's bytes hold one registration at least; no photo waits longer than a week; somebody is
/// always asked about; rules are asked for within a week.
const BOUNDS: [(u32, u32); 4] = [(125_000, 100_000_000), (1, 168), (1, 10_000), (1, 168)];

/// The photo that the others are like.
const KTP: &str = "ktp";
/// The person may hold a card beside the face. The photo must not be cut to that card.
const FACE: &str = "selfie";
/// Smaller ones cannot be read; larger ones are more than the office takes, or a worker can pay
/// for.
const LONG_SIDE: std::ops::RangeInclusive<u32> = 320..=4096;
const PHOTO_BYTES: std::ops::RangeInclusive<u32> = 10_000..=1_000_000;

impl Sending {
    /// Reads and checks; the error names the field.
    pub fn parse(json: &[u8]) -> Result<Self, String> {
        let sending: Self = serde_json::from_slice(json).map_err(|error| error.to_string())?;
        let fields = [
            (
                "metered_photo_bytes_a_day",
                &sending.metered_photo_bytes_a_day,
            ),
            ("metered_wait_hours", &sending.metered_wait_hours),
            (
                "metered_questions_a_sync",
                &sending.metered_questions_a_sync,
            ),
            ("metered_rules_hours", &sending.metered_rules_hours),
        ];
        for ((field, figure), (least, most)) in fields.into_iter().zip(BOUNDS) {
            if !(least..=most).contains(&figure.number) {
                return Err(format!(
                    "{field}: {}; at least {least} and at most {most}",
                    figure.number
                ));
            }
            Confidence::check(field, &figure.source)?;
        }
        // The limits of the KTP also hold for questions that have none of their own.
        if !sending.photos.contains_key(KTP) {
            return Err(format!("photos: {KTP} is missing"));
        }
        for (question, limit) in &sending.photos {
            let field = format!("photos: {question}");
            if !LONG_SIDE.contains(&limit.long_side) || !PHOTO_BYTES.contains(&limit.bytes) {
                return Err(format!(
                    "{field}: {LONG_SIDE:?} pixels and {PHOTO_BYTES:?} bytes are possible"
                ));
            }
            if limit.cut_to_card && (question == FACE || limit.frame == Frame::Face) {
                return Err(format!("{field}: a face is not cut to a card"));
            }
            Confidence::check(&field, &limit.source)?;
        }
        Ok(sending)
    }

    /// The limits of the photo that answers this question.
    pub fn photo(&self, question: &str) -> Option<PhotoLimit> {
        let as_ktp = || {
            self.photos.get(KTP).map(|ktp| PhotoLimit {
                cut_to_card: false,
                ..ktp.clone()
            })
        };
        self.limit(question).cloned().or_else(as_ktp)
    }

    /// The frame over the camera's picture at this question.
    pub fn frame(&self, question: &str) -> Frame {
        self.limit(question)
            .map(|limit| limit.frame)
            .unwrap_or_default()
    }

    /// The limit that is named for this question, or for the longest name that its id begins with.
    fn limit(&self, question: &str) -> Option<&PhotoLimit> {
        let ends = question.match_indices('_').map(|(at, _)| at);
        let names = ends.filter_map(|at| question.get(..at));
        self.photos
            .get(question)
            .or_else(|| names.rev().find_map(|name| self.photos.get(name)))
    }

    /// May photos of `bytes` altogether, sealed at `sealed_at`, go now over a metered network, when
    /// photos of `used` bytes went over such networks on this civil day?
    pub fn photos_on_metered(
        &self,
        bytes: u64,
        used: u64,
        sealed_at: Timestamp,
        now: Timestamp,
    ) -> MeteredPhotos {
        let end = sealed_at.plus(Duration::from_secs(
            u64::from(self.metered_wait_hours.number) * 3600,
        ));
        if now >= end {
            MeteredPhotos::GoAnyway
        } else if used.saturating_add(bytes) <= u64::from(self.metered_photo_bytes_a_day.number) {
            MeteredPhotos::Go
        } else {
            MeteredPhotos::Delay(end.min(now.next_day()))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn good() -> Value {
        let figure = |number: u32| json!({ "number": number, "source": "CONTOH [D]" });
        json!({
            "metered_photo_bytes_a_day": figure(500_000),
            "metered_wait_hours": figure(48),
            "metered_questions_a_sync": figure(50),
            "metered_rules_hours": figure(24),
            "photos": {
                "ktp": { "long_side": 1280, "bytes": 80_000, "cut_to_card": true, "source": "CONTOH [D]" },
                "selfie": { "long_side": 960, "bytes": 45_000, "source": "CONTOH [D]" },
            },
        })
    }

    fn read(json: &Value) -> Result<Sending, String> {
        Sending::parse(json.to_string().as_bytes())
    }

    #[test]
    fn figures_that_would_surprise_somebody_are_refused_with_the_field() {
        for (at, by, said) in [
            (
                "/metered_photo_bytes_a_day/number",
                json!(124_999),
                "metered_photo_bytes_a_day: 124999",
            ),
            (
                "/metered_wait_hours/number",
                json!(0),
                "metered_wait_hours: 0",
            ),
            (
                "/metered_wait_hours/number",
                json!(169),
                "metered_wait_hours: 169",
            ),
            (
                "/metered_questions_a_sync/number",
                json!(0),
                "metered_questions_a_sync: 0",
            ),
            (
                "/metered_wait_hours/source",
                json!("our choice"),
                "metered_wait_hours: a source",
            ),
            (
                "/metered_wait_hours/source",
                json!("[D]"),
                "metered_wait_hours: a source",
            ),
            (
                "/photos/ktp/bytes",
                json!(9_999),
                "photos: ktp: 320..=4096 pixels",
            ),
            (
                "/photos/selfie/long_side",
                json!(4097),
                "photos: selfie: 320..=4096 pixels",
            ),
            (
                "/photos/selfie/source",
                json!("[X]"),
                "photos: selfie: a source",
            ),
            (
                "/photos/selfie/cut_to_card",
                json!(true),
                "photos: selfie: a face is not cut",
            ),
            (
                "/photos/ktp/cut_to_card",
                json!("yes"),
                "invalid type: string",
            ),
            ("/photos", json!({}), "photos: ktp is missing"),
        ] {
            let mut json = good();
            json["photos"]["selfie"]["cut_to_card"] = json!(false);
            *json.pointer_mut(at).unwrap() = by;
            assert!(read(&json).unwrap_err().starts_with(said), "{at}");
        }
        let mut json = good();
        json["wifi"] = json!(1);
        assert!(read(&json).unwrap_err().contains("wifi"));
    }

    #[test]
    fn a_photo_that_is_not_named_is_as_a_ktp_but_stays_whole() {
        let rules = read(&good()).unwrap();
        let bytes = |question| rules.photo(question).map(|limit| limit.bytes);
        assert_eq!(
            (bytes("selfie"), bytes("ktp"), bytes("house")),
            (Some(45_000), Some(80_000), Some(80_000))
        );
        let cut = |question| rules.photo(question).map(|limit| limit.cut_to_card);
        assert_eq!(
            (cut("selfie"), cut("ktp"), cut("house")),
            (Some(false), Some(true), Some(false))
        );
    }

    #[test]
    fn photos_go_until_the_day_is_used_up_and_in_the_end_always() {
        let rules = read(&good()).unwrap();
        // 2026-11-23 09:00 in Jakarta; midnight there is 15 hours later.
        let hours =
            |hours: i64| Timestamp::from_millis(1_795_399_200_000 + hours * 3_600_000).unwrap();
        let ask = |bytes, used, at| rules.photos_on_metered(bytes, used, hours(0), hours(at));
        assert_eq!(ask(125_000, 375_000, 0), MeteredPhotos::Go);
        assert_eq!(ask(125_001, 375_000, 0), MeteredPhotos::Delay(hours(15)));
        assert_eq!(
            ask(125_001, 375_000, 40),
            MeteredPhotos::Delay(hours(48)),
            "the end comes before the next midnight"
        );
        assert_eq!(ask(125_001, 375_000, 48), MeteredPhotos::GoAnyway);
        assert_eq!(ask(u64::MAX, 1, 0), MeteredPhotos::Delay(hours(15)));
    }
}
