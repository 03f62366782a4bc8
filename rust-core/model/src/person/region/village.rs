//! The 83,762 villages (*desa*, *kelurahan*, *desa adat*), each with its code, its name and its one
//! postal code.
//!
//! `build/villages.rs` packs them, a block for each province. A phone with little memory never
//! holds them all: a look-up unpacks the block of one province (at most 130 kB, and 512 kB to work
//! with), takes one district out of it (at most 108 villages) and drops the block. The district that was asked for
//! last is kept, because it is asked for after each letter that is typed.

use std::io::Read;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use ppmd_rust::Ppmd7Decoder;

use super::table::{Level, Postal, Table, byte, dotted, level, number};
use crate::text::search::{joined, rank, words};

/// As `build/villages.rs` packs them; it says how.
static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/villages.bin"));
/// The numbers of a block, and its names, have at most so many bytes unpacked.
const MOST: usize = 96 * 1024;
/// As the names were packed; `build/villages.rs` says why.
const ORDER: u32 = 4;
const MEMORY: u32 = 512 * 1024;
/// The number from which the first code of a district is counted.
const BEFORE_FIRST: i32 = 1000;
/// What people write before the name of a village. A name may contain these words too, so they
/// count at first.
const KINDS: [&str; 6] = ["desa", "kelurahan", "kel", "ds", "kalurahan", "nagari"];

/// One village.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Village {
    /// As Kemendagri writes it: `32.01.01.1001`.
    pub code: String,
    /// As the table writes it.
    pub name: String,
    /// Five digits.
    pub postal_code: String,
}

/// The table of villages.
pub struct Villages;

impl Villages {
    /// The villages of a district by its code, in the order of their codes; nothing for what is no
    /// district.
    pub fn of(district: &str) -> Arc<[Village]> {
        match super::number(district).filter(|code| level(*code) == Level::District) {
            Some(code) => Self::of_code(code),
            None => Arc::default(),
        }
    }

    /// The village with this code: `32.01.01.1001`.
    pub fn get(code: &str) -> Option<Village> {
        let (district, _) = code.rsplit_once('.')?;
        Self::of(district)
            .iter()
            .find(|village| village.code == code)
            .cloned()
    }

    /// The villages of a district whose name fits, the best first, at most `limit`; all in order
    /// for an empty text.
    ///
    /// Forgives as other searches do (`text::search`), and words that were written together.
    pub fn search(district: &str, text: &str, limit: usize) -> Vec<Village> {
        let villages = Self::of(district);
        let wanted = words(text);
        let mut named: Vec<(&Village, String, usize)> = villages.iter().map(named).collect();
        if !wanted.is_empty() {
            // A name of fewer words stands first among those that fit equally.
            named.sort_by_key(|(_, _, words)| *words);
        }
        let found = |text: &str| {
            rank(
                named
                    .iter()
                    .map(|(village, names, _)| (*village, names.as_str())),
                text,
            )
        };
        let mut best = found(text);
        // People type the kind (*desa*, *kelurahan*) that the table's names do not have. It is left
        // out only after the whole text found nothing, since a name may hold such a word.
        let bare: Vec<&str> = wanted
            .iter()
            .map(String::as_str)
            .filter(|word| !KINDS.contains(word))
            .collect();
        if best.is_empty() && !bare.is_empty() {
            best = found(&bare.join(" "));
        }
        if best.is_empty() && bare.len() > 1 {
            best = found(&joined(&bare));
        }
        best.into_iter().take(limit).cloned().collect()
    }

    /// Reads a packed block as that of a province: all its villages, or none where the block is
    /// damaged.
    pub fn decode(province: u8, packed: &[u8]) -> Option<Vec<Village>> {
        let table = Table::get();
        let districts = districts(table, province);
        let all = districts.clone();
        decode(table, districts, packed, all)
    }

    fn of_code(code: u32) -> Arc<[Village]> {
        static LAST: Mutex<Option<(u32, Arc<[Village]>)>> = Mutex::new(None);
        let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, villages)) = last.as_ref().filter(|(known, _)| *known == code) {
            return Arc::clone(villages);
        }
        let villages: Arc<[Village]> = read(code).unwrap_or_default().into();
        *last = Some((code, Arc::clone(&villages)));
        villages
    }
}

/// The village with all that people call it: its name, and its words written together.
fn named(village: &Village) -> (&Village, String, usize) {
    let own = words(&village.name);
    let together = if own.len() > 1 {
        joined(&own)
    } else {
        String::new()
    };
    (village, format!("{} {together}", village.name), own.len())
}

fn read(code: u32) -> Option<Vec<Village>> {
    let table = Table::get();
    let wanted = table.find(code)?;
    let province = u8::try_from(code / 10_000).ok()?;
    decode(
        table,
        districts(table, province),
        block(PACKED, province)?,
        wanted..wanted + 1,
    )
}

/// Where the regions of a province stand, its districts among them.
fn districts(table: &Table, province: u8) -> Range<usize> {
    if province == 0 {
        0..0
    } else {
        table.range(u32::from(province) * 10_000)
    }
}

/// The packed block of a province.
fn block(packed: &[u8], province: u8) -> Option<&[u8]> {
    let mut rest = packed;
    let count = byte(&mut rest)?;
    let (mut from, mut found) = (0_usize, None);
    for _ in 0..count {
        let code = byte(&mut rest)?;
        let (length, after) = rest.split_first_chunk()?;
        rest = after;
        let until = from.checked_add(usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
        if code == province {
            found = Some(from..until);
        }
        from = until;
    }
    rest.get(found?)
}

/// The villages of the `wanted` regions, out of the block of the province that has these `regions`.
fn decode(
    table: &Table,
    regions: Range<usize>,
    packed: &[u8],
    wanted: Range<usize>,
) -> Option<Vec<Village>> {
    let (plain, names) = unpack(packed)?;
    let districts: Vec<usize> = regions
        .filter(|index| table.level(*index) == Level::District)
        .collect();
    let (counts, mut codes) = plain.split_at_checked(districts.len())?;
    let villages: usize = counts.iter().map(|count| usize::from(*count)).sum();
    // Codes are as long as their bytes say, so all are read before the next part is known.
    let mut numbers = Vec::with_capacity(villages);
    for count in counts {
        let mut before = BEFORE_FIRST;
        for _ in 0..*count {
            before = before.checked_add(number(&mut codes)?)?.checked_add(1)?;
            numbers.push(
                u16::try_from(before)
                    .ok()
                    .filter(|number| (1001..=9999).contains(number))?,
            );
        }
    }
    let mut places = codes;
    let several = |index: usize| Postal::get().of(index).len() > 1;
    let placed = districts
        .iter()
        .zip(counts)
        .filter(|(index, _)| several(**index));
    let placed: usize = placed.map(|(_, count)| usize::from(*count)).sum();
    if places.len() != placed {
        return None;
    }
    let mut lines = std::str::from_utf8(&names).ok()?.lines();
    let mut numbers = numbers.into_iter();
    let mut found = Vec::new();
    for (&index, count) in districts.iter().zip(counts) {
        let postal = Postal::get().of(index);
        let mut place = 0;
        for _ in 0..*count {
            let (number, name) = (
                numbers.next()?,
                lines.next().filter(|name| !name.is_empty())?,
            );
            if postal.len() > 1 {
                place = (place + usize::from(byte(&mut places)?)) % postal.len();
            }
            let postal_code = postal.get(place)?;
            if wanted.contains(&index) {
                found.push(Village {
                    code: format!("{}.{number}", dotted(table.code(index))),
                    name: name.to_owned(),
                    postal_code: format!("{postal_code:05}"),
                });
            }
        }
    }
    // A name too many means that names and numbers are out of step, and then every village of the
    // block may be wrong.
    lines.next().is_none().then_some(found)
}

/// The numbers of a block, and its names.
fn unpack(block: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let (numbers, rest) = block.split_first_chunk()?;
    let (names, rest) = rest.split_first_chunk()?;
    let length = |bytes: &[u8; 4]| usize::try_from(u32::from_le_bytes(*bytes)).ok();
    let (numbers, packed) = rest.split_at_checked(length(numbers)?)?;
    let numbers = miniz_oxide::inflate::decompress_to_vec_with_limit(numbers, MOST).ok()?;
    let mut unpacked = vec![0; length(names).filter(|length| *length <= MOST)?];
    let mut decoder = Ppmd7Decoder::new(packed, ORDER, MEMORY).ok()?;
    decoder.read_exact(&mut unpacked).ok()?;
    decoder
        .into_inner()
        .is_empty()
        .then_some((numbers, unpacked))
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use proptest::prelude::*;

    use super::super::Regions;
    use super::*;

    const CSV: &str = include_str!("../../../regions/villages.csv");

    fn provinces() -> Vec<u8> {
        Regions::provinces()
            .iter()
            .map(|province| province.code.parse().unwrap())
            .collect()
    }

    #[test]
    fn what_is_unpacked_is_the_csv_line_by_line() {
        let mut unpacked = String::from("code,name,postal_code\n");
        let mut count = 0;
        for province in provinces() {
            for Village {
                code,
                name,
                postal_code,
            } in Villages::decode(province, block(PACKED, province).unwrap()).unwrap()
            {
                let name = if name.contains(',') {
                    format!("\"{name}\"")
                } else {
                    name
                };
                writeln!(unpacked, "{code},{name},{postal_code}").unwrap();
                count += 1;
            }
        }
        assert_eq!(count, 83_762);
        assert!(
            unpacked == CSV,
            "{:?}",
            unpacked
                .lines()
                .zip(CSV.lines())
                .find(|(ours, csv)| ours != csv)
        );
    }

    #[test]
    fn it_is_small_packed_and_one_province_is_small_in_memory() {
        let unpacked = provinces().into_iter().map(|province| {
            let (numbers, names) = unpack(block(PACKED, province).unwrap()).unwrap();
            numbers.len() + names.len()
        });
        let largest = unpacked.max().unwrap();
        println!(
            "villages: {} B packed; the largest province has {largest} B unpacked",
            PACKED.len()
        );
        assert!(PACKED.len() <= 325_000 && largest <= 130_000);
    }

    #[test]
    fn every_postal_code_of_a_district_is_that_of_one_of_its_villages_and_no_other_is() {
        for province in provinces() {
            let villages = Villages::decode(province, block(PACKED, province).unwrap()).unwrap();
            for district in villages.chunk_by(|one, other| one.code[..8] == other.code[..8]) {
                let mut codes: Vec<&str> = district
                    .iter()
                    .map(|village| village.postal_code.as_str())
                    .collect();
                codes.sort_unstable();
                codes.dedup();
                assert_eq!(codes, Regions::postal_codes(&district[0].code[..8]));
            }
        }
    }

    #[test]
    fn a_village_is_found_by_its_code_and_as_people_write_its_name() {
        let village = Villages::get("11.01.01.2001").unwrap();
        assert_eq!(
            (village.name.as_str(), village.postal_code.as_str()),
            ("Keude Bakongan", "23773")
        );
        for text in [
            "keude",
            "keudebakongan",
            "KEUDE BAKONGN",
            "desa keude bakongan",
            "kel. keude",
        ] {
            assert_eq!(
                Villages::search("11.01.01", text, 1),
                std::slice::from_ref(&village),
                "{text}"
            );
        }
        assert_eq!(
            Villages::search("11.01.01", "", 200),
            Villages::of("11.01.01").to_vec()
        );
        for code in [
            "",
            ".",
            "11.01.01",
            "11.01.01.9999",
            "11.01.01.2001.1",
            "99.01.01.2001",
            "11.01.2001",
            "٣",
        ] {
            assert_eq!(Villages::get(code), None, "{code}");
        }
        for district in ["", "11", "11.01", "11.01.99", "11.01.01.2001"] {
            assert!(
                Villages::of(district).is_empty() && Villages::search(district, "a", 9).is_empty(),
                "{district}"
            );
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn damaged_bytes_never_make_it_panic(at in 0..20_000_usize, value: u8, province in 11..100_u8) {
            let mut damaged = PACKED.to_vec();
            damaged[at] = value;
            let whole = block(PACKED, province).unwrap_or_default();
            let _ = block(&damaged, province).and_then(|block| Villages::decode(province, block));
            let mut inside = whole.to_vec();
            if let Some(byte) = inside.get_mut(at) {
                *byte = value;
            }
            let _ = Villages::decode(province, &inside);
            prop_assert!(whole.len() <= at || Villages::decode(province, &whole[..at]).is_none());
        }

        #[test]
        fn a_village_is_found_among_the_first_by_its_name_within_its_district(number in 0..83_762_usize) {
            let line = CSV.lines().nth(number + 1).unwrap();
            let village = Villages::get(line.split(',').next().unwrap()).unwrap();
            let found = Villages::search(&village.code[..8], &village.name.to_uppercase(), 3);
            prop_assert!(found.contains(&village), "{line}: {found:?}");
        }

        #[test]
        fn any_text_is_answered_by_villages_of_that_district(text in ".{0,60}", limit in 0..60_usize) {
            let found = Villages::search("32.01.01", &text, limit);
            prop_assert!(found.len() <= limit && found.iter().all(|village| village.code.starts_with("32.01.01.")));
        }
    }
}
