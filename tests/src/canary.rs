//! Canaries: fresh random values for every answer, and the seeker that finds them wherever they
//! should not be.
//!
//! [`Worker`] is an invented person whose every answer that is no choice from a public list is
//! random; [`Seeker`] knows each of them as people and programs write it (grouped, masked by
//! nobody, in other letters), in every encoding of [`encodings`], and looks at bytes, at whole
//! folders (names too) and at what the system tells others about a process.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::{Outcome, samples};

/// An invented worker; nothing of it was ever written before.
pub struct Worker {
    /// Possible, and says the birth date.
    pub nik: String,
    /// `CONTOH` and random letters.
    pub name: String,
    /// Random letters, as every word of the address.
    pub mother: String,
    /// Where the worker was born.
    pub birth_place: String,
    /// Street and house.
    pub street: String,
    /// Year, month, day.
    pub born: (u64, u64, u64),
    /// `0812 3456 7890`
    pub phone: String,
    /// Nine digits, in rupiah.
    pub income: u64,
    /// In the photo's EXIF, comment and APP13.
    pub metadata: String,
    /// The photo's file name, as a camera app might put a name into it.
    pub photo: String,
}

impl Worker {
    /// Somebody new.
    pub fn invent() -> Outcome<Self> {
        let born = (1970 + below(36)?, 1 + below(12)?, 1 + below(28)?);
        // A district that there is, with several postal codes: the form asks for both.
        let serial = 1 + below(9998)?;
        let (year, month, day) = born;
        Ok(Self {
            nik: format!(
                "320101{:02}{month:02}{:02}{serial:04}",
                day + 40,
                year % 100
            ),
            name: format!("CONTOH {}", letters(14)?),
            mother: letters(16)?,
            birth_place: letters(15)?,
            street: letters(18)?,
            born,
            phone: format!("0812 {:04} {:04}", below(10_000)?, below(10_000)?),
            income: 100_000_000 + below(900_000_000)?,
            metadata: letters(24)?,
            photo: format!("{}.jpg", letters(16)?),
        })
    }

    /// As it is typed: `14-03-1987`.
    pub fn born_typed(&self) -> String {
        let (year, month, day) = self.born;
        format!("{day:02}-{month:02}-{year}")
    }

    /// For `register --answers`.
    pub fn answers(&self) -> Value {
        let mut answers = samples::answers();
        answers["nik"] = json!(self.nik);
        answers["name"] = json!(self.name);
        answers["nik_right"] = json!("differs");
        answers["birth_date"] = json!(self.born_typed());
        answers["sex"] = json!("female");
        answers["mother_name"] = json!(self.mother);
        answers["birth_place"] = json!(self.birth_place);
        answers["street"] = json!(self.street);
        answers["phone"] = json!(self.phone);
        answers["income"] = json!(self.income);
        answers["ktp"] = json!(self.photo);
        answers
    }

    /// Writes `answers.json` and the photo into a folder.
    pub fn write(&self, folder: &Path) -> Outcome<()> {
        std::fs::create_dir_all(folder)?;
        std::fs::write(
            folder.join("answers.json"),
            serde_json::to_vec_pretty(&self.answers())?,
        )?;
        let mut card = samples::ktp(1200, 900, Some(&self.metadata))?;
        // A comment (COM) right behind the start of image.
        let length = u16::try_from(self.metadata.len() + 2)?.to_be_bytes();
        card.splice(
            2..2,
            [&[0xff, 0xfe], &length[..], self.metadata.as_bytes()].concat(),
        );
        Ok(std::fs::write(folder.join(&self.photo), card)?)
    }

    /// Everything of this worker, in all the ways it may be written.
    pub fn canaries(&self) -> Vec<Canary> {
        let (year, month, day) = self.born;
        let months = [
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
        let named = months.get(month as usize - 1).copied().unwrap_or_default();
        let english = [
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
        let in_english = english.get(month as usize - 1).copied().unwrap_or_default();
        let income = self.income.to_string();
        let (millions, thousands, rest) = (&income[..3], &income[3..6], &income[6..]);
        let amount = u32::try_from(self.income).unwrap_or(u32::MAX);
        vec![
            Canary::of("nik", grouped(&self.nik, &[&[4, 4, 4, 4], &[6, 6, 4]])),
            Canary::word("name", self.name.trim_start_matches("CONTOH ")),
            Canary::of(
                "birth_date",
                vec![
                    format!("{year}-{month:02}-{day:02}"),
                    format!("{day:02}-{month:02}-{year}"),
                    format!("{day:02}/{month:02}/{year}"),
                    format!("{day:02}{month:02}{year}"),
                    format!("{year}{month:02}{day:02}"),
                    format!("{day} {named} {year}"),
                    format!("{day} {in_english} {year}"),
                ],
            ),
            // The eight digits after the operator's stand in every way to write the number.
            Canary::of(
                "phone",
                grouped(
                    &self.phone.replace(' ', "")[4..],
                    &[&[4, 4], &[3, 4, 1], &[2, 4, 2], &[3, 5]],
                ),
            ),
            Canary::of(
                "income",
                ["", ".", ",", " ", "\u{a0}"]
                    .map(|between| [millions, thousands, rest].join(between))
                    .into(),
            )
            // As a number: CBOR, and eight bytes either way round.
            .and(&[&[0x1a], &amount.to_be_bytes()[..]].concat())
            .and(&self.income.to_be_bytes())
            .and(&self.income.to_le_bytes()),
            Canary::word("mother's name", &self.mother),
            Canary::word("birth place", &self.birth_place),
            Canary::word("street", &self.street),
            Canary::word("photo's metadata", &self.metadata),
            Canary::word("photo's file name", self.photo.trim_end_matches(".jpg")),
        ]
    }
}

/// One value that is sought.
pub struct Canary {
    what: String,
    texts: Vec<String>,
    bytes: Vec<Vec<u8>>,
}

impl Canary {
    /// A value that may be written in these ways.
    pub fn of(what: &str, texts: Vec<String>) -> Self {
        Self {
            what: what.to_owned(),
            texts,
            bytes: Vec::new(),
        }
    }

    /// A random word of at least 14 letters: also in lower case, capitalised, and each half of it.
    pub fn word(what: &str, word: &str) -> Self {
        let low = word.to_lowercase();
        let capital = format!("{}{}", &word[..1], &low[1..]);
        let (front, back) = word.split_at(word.len() / 2);
        let mut canary = Self::of(what, vec![word.to_owned(), low, capital]);
        canary.bytes = vec![front.as_bytes().to_vec(), back.as_bytes().to_vec()];
        canary
    }

    /// Also these very bytes.
    #[must_use]
    pub fn and(mut self, bytes: &[u8]) -> Self {
        self.bytes.push(bytes.to_vec());
        self
    }
}

/// Finds canaries.
pub struct Seeker {
    needles: Vec<Needle>,
    /// The needles that begin with these two bytes.
    by_start: Vec<Vec<usize>>,
}

struct Needle {
    what: String,
    encoding: &'static str,
    bytes: Vec<u8>,
}

/// A canary where it should not be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Leak {
    /// Which answer.
    pub what: String,
    /// `UTF-16LE`
    pub encoding: &'static str,
    /// The file, or the part of a process.
    pub place: String,
}

/// What a look at a folder found.
#[derive(Default)]
pub struct Looked {
    /// The files that were read, with their sizes: a test must be able to say that the WAL was
    /// among them.
    pub files: Vec<(PathBuf, usize)>,
    /// Canaries in them or in their names.
    pub leaks: BTreeSet<Leak>,
}

impl Seeker {
    /// For all of these, in every encoding.
    pub fn of(canaries: Vec<Canary>) -> Self {
        let mut seeker = Self {
            needles: Vec::new(),
            by_start: vec![Vec::new(); 1 << 16],
        };
        for canary in canaries {
            seeker.add(canary);
        }
        seeker
    }

    /// One more.
    pub fn add(&mut self, canary: Canary) {
        let mut known = BTreeSet::new();
        let texts = canary.texts.iter().flat_map(|text| encodings(text));
        for (encoding, bytes) in texts.chain(canary.bytes.into_iter().map(|bytes| ("bytes", bytes)))
        {
            if known.insert(bytes.clone()) {
                self.by_start[start(&bytes)].push(self.needles.len());
                self.needles.push(Needle {
                    what: canary.what.clone(),
                    encoding,
                    bytes,
                });
            }
        }
    }

    /// In these bytes.
    pub fn seek(&self, bytes: &[u8], place: &str) -> BTreeSet<Leak> {
        let mut found = BTreeSet::new();
        for at in 0..bytes.len().saturating_sub(1) {
            for needle in &self.by_start[start(&bytes[at..])] {
                let needle = &self.needles[*needle];
                if bytes[at..].starts_with(&needle.bytes) {
                    found.insert(Leak {
                        what: needle.what.clone(),
                        encoding: needle.encoding,
                        place: place.to_owned(),
                    });
                }
            }
        }
        found
    }

    /// In all files below a folder and in their names, but for what lies under `except` (folders or
    /// files below it). A file that goes away meanwhile is no failure: its process is still
    /// running.
    pub fn look(&self, folder: &Path, except: &[&str]) -> Outcome<Looked> {
        let mut looked = Looked::default();
        let mut folders = vec![folder.to_owned()];
        while let Some(next) = folders.pop() {
            let Some(entries) = unless_gone(std::fs::read_dir(&next))? else {
                continue;
            };
            for entry in entries {
                let Some(entry) = unless_gone(entry)? else {
                    continue;
                };
                let path = entry.path();
                let below = path.strip_prefix(folder)?.to_owned();
                if except.iter().any(|one| below.starts_with(one)) {
                    continue;
                }
                let place = below.display().to_string();
                looked
                    .leaks
                    .extend(self.seek(place.as_bytes(), &format!("the name of {place}")));
                match unless_gone(entry.file_type())? {
                    Some(kind) if kind.is_dir() => folders.push(path),
                    Some(kind) if kind.is_file() => {
                        let Some(bytes) = unless_gone(std::fs::read(&path))? else {
                            continue;
                        };
                        looked.leaks.extend(self.seek(&bytes, &place));
                        looked.files.push((below, bytes.len()));
                    }
                    _ => {}
                }
            }
        }
        Ok(looked)
    }

    /// In what everybody on this machine can read about a process, and what its user's other
    /// processes can. True when there was something to be read.
    pub fn look_at_process(&self, pid: u32, found: &mut BTreeSet<Leak>) -> bool {
        let mut any = false;
        for part in ["cmdline", "environ"] {
            let bytes = std::fs::read(format!("/proc/{pid}/{part}")).unwrap_or_default();
            any |= part == "cmdline" && !bytes.is_empty();
            found.extend(self.seek(&bytes, &format!("the process's {part}")));
        }
        any
    }
}

/// A text as UTF-8, UTF-16, hex and base64, wherever it begins in base64's groups of three.
pub fn encodings(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let utf16 =
        |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let hex = base16ct::lower::encode_string(text.as_bytes());
    let mut encodings = vec![
        ("UTF-8", text.as_bytes().to_vec()),
        ("UTF-16LE", utf16(u16::to_le_bytes)),
        ("UTF-16BE", utf16(u16::to_be_bytes)),
        ("hex, upper case", hex.to_uppercase().into_bytes()),
        ("hex", hex.into_bytes()),
    ];
    for (skipped, names) in [
        ("base64", "base64url"),
        ("base64 +1", "base64url +1"),
        ("base64 +2", "base64url +2"),
    ]
    .into_iter()
    .enumerate()
    {
        // Only the signs that depend on the text alone.
        let whole = &text.as_bytes()[skipped..skipped + (text.len() - skipped) / 3 * 3];
        encodings.push((names.0, base64(whole, *b"+/")));
        encodings.push((names.1, base64(whole, *b"-_")));
    }
    encodings
}

/// Written here, and not with the product's crate: a seeker shares no mistake with what it looks
/// at.
fn base64(bytes: &[u8], last: [u8; 2]) -> Vec<u8> {
    let signs: Vec<u8> = (b'A'..=b'Z')
        .chain(b'a'..=b'z')
        .chain(b'0'..=b'9')
        .chain(last)
        .collect();
    let group = |three: &[u8]| {
        let bits = three
            .iter()
            .fold(0_usize, |bits, byte| bits << 8 | usize::from(*byte));
        [18, 12, 6, 0].map(|shift| signs[bits >> shift & 63])
    };
    bytes.chunks_exact(3).flat_map(group).collect()
}

/// Digits in these groups, with what people write between them; and without.
fn grouped(digits: &str, ways: &[&[usize]]) -> Vec<String> {
    let mut texts = vec![digits.to_owned()];
    for way in ways {
        let mut rest = digits;
        let mut parts = Vec::new();
        for length in *way {
            let (part, after) = rest.split_at(*length);
            parts.push(part);
            rest = after;
        }
        texts.extend([" ", "-", "."].map(|between| parts.join(between)));
    }
    texts
}

fn start(bytes: &[u8]) -> usize {
    usize::from(bytes[0]) << 8 | usize::from(bytes[1])
}

fn unless_gone<T>(result: std::io::Result<T>) -> Outcome<Option<T>> {
    match result {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        other => Ok(Some(other?)),
    }
}

/// A random number.
pub fn below(most: u64) -> Outcome<u64> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).map_err(|error| error.to_string())?;
    Ok(u64::from_le_bytes(bytes) % most)
}

/// Random capital letters.
pub fn letters(count: usize) -> Outcome<String> {
    (0..count)
        .map(|_| Ok(char::from(b'A' + below(26)? as u8)))
        .collect()
}

/// Random digits.
pub fn digits(count: usize) -> Outcome<String> {
    (0..count)
        .map(|_| Ok(char::from(b'0' + below(10)? as u8)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seeker() -> (Worker, Seeker) {
        let worker = Worker::invent().unwrap();
        let seeker = Seeker::of(worker.canaries());
        (worker, seeker)
    }

    #[test]
    fn each_canary_is_found_in_each_encoding_also_across_pages_and_buffers() {
        let (_, seeker) = seeker();
        for needle in &seeker.needles {
            // Half of it on either side of 4 KiB and of 64 KiB.
            for boundary in [4096, 65_536] {
                let mut file = vec![0xa5; 70_000];
                let from = boundary - needle.bytes.len() / 2;
                file[from..from + needle.bytes.len()].copy_from_slice(&needle.bytes);
                let found = seeker.seek(&file, "here");
                assert!(
                    found.iter().any(|leak| leak.what == needle.what),
                    "{} as {}",
                    needle.what,
                    needle.encoding
                );
            }
            assert!(
                !seeker
                    .seek(&needle.bytes, "alone, to its last byte")
                    .is_empty()
            );
        }
    }

    #[test]
    fn base64_is_found_wherever_the_text_begins_in_it() {
        let (worker, seeker) = seeker();
        for before in ["", "x", "xy", "xyz"] {
            let whole = format!("{before}{}!!!!", worker.nik);
            let encoded = base64(&whole.as_bytes()[..whole.len() / 3 * 3], *b"-_");
            assert!(
                seeker
                    .seek(&encoded, "here")
                    .iter()
                    .any(|leak| leak.what == "nik"),
                "after {before:?}"
            );
        }
    }

    #[test]
    fn the_product_s_own_ways_to_write_an_answer_are_known() {
        let (worker, seeker) = seeker();
        let nik = payung_model::person::Nik::parse(&worker.nik).unwrap();
        let phone = payung_model::person::Phone::parse(&worker.phone).unwrap();
        let (year, month, day) = worker.born;
        let born = payung_model::units::Date::new(year as u16, month as u8, day as u8).unwrap();
        let lang = payung_model::text::Lang::Id;
        let written = [
            nik.digits().to_owned(),
            phone.e164().to_owned(),
            phone.national(),
            born.to_string(),
            payung_model::text::format::date(lang, born),
            payung_model::text::format::date(payung_model::text::Lang::En, born),
            payung_model::text::format::money(payung_model::units::Rupiah(worker.income)),
        ];
        for text in written {
            assert_eq!(seeker.seek(text.as_bytes(), "here").len(), 1, "{text}");
        }
        assert_eq!(
            nik.birth_date(born).to_string(),
            born.to_string(),
            "the NIK says the birth date"
        );
    }

    #[test]
    fn names_of_files_are_looked_at_and_exceptions_are_not() {
        let (worker, seeker) = seeker();
        let folder = tempfile::tempdir().unwrap();
        worker.write(&folder.path().join("answers")).unwrap();
        std::fs::create_dir(folder.path().join("phone")).unwrap();
        std::fs::write(folder.path().join("phone").join(&worker.photo), b"").unwrap();
        let looked = seeker.look(folder.path(), &["answers"]).unwrap();
        assert_eq!(
            looked.leaks.len(),
            2,
            "the word and a half of it: {:?}",
            looked.leaks
        );
        let all = seeker.look(folder.path(), &[]).unwrap();
        let found: BTreeSet<&str> = all.leaks.iter().map(|leak| leak.what.as_str()).collect();
        assert_eq!(found.len(), worker.canaries().len(), "{found:?}");
    }

    #[test]
    fn random_bytes_hold_no_canary() {
        let (_, seeker) = seeker();
        let mut bytes = vec![0; 1 << 20];
        getrandom::fill(&mut bytes).unwrap();
        assert_eq!(seeker.seek(&bytes, "here"), BTreeSet::new());
    }
}
