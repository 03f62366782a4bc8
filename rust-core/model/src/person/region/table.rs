//! The table of regions: packed by `build.rs`, inflated when it is first asked for, and kept.

use std::ops::Range;
use std::sync::OnceLock;

/// How deep a region lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// *Provinsi*, 38.
    Province,
    /// *Kabupaten* or *kota*, 514.
    Regency,
    /// *Kecamatan* (*distrik* in Papua), 7,285.
    District,
}

/// As `build.rs` packs them; it says how.
static NAMES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/names.bin"));
static POSTAL: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/postal.bin"));
/// Bytes each of them may be inflated to.
const MOST: usize = 128 * 1024;

/// All regions in the order of their codes: a region stands before the regions in it.
#[derive(Default)]
pub(super) struct Table {
    /// `32_01_01` is 32.01.01, `32_01_00` is 32.01, `32_00_00` is 32.
    codes: Vec<u32>,
    /// Every name, one after the other.
    names: String,
    /// Where each name ends.
    name_ends: Vec<u32>,
}

/// The postal codes of every district, in the order of the table.
#[derive(Default)]
pub(super) struct Postal {
    /// One district after the other.
    codes: Vec<u32>,
    /// Where each region's codes end.
    ends: Vec<u16>,
}

impl Table {
    /// The one table of this process.
    pub fn get() -> &'static Self {
        static TABLE: OnceLock<Table> = OnceLock::new();
        // The table is part of the build and a test reads it, so the empty default is never used.
        TABLE.get_or_init(|| Self::unpack(NAMES).unwrap_or_default())
    }

    /// How many regions there are, of all levels.
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// The code as a number; 0 where there is no such region.
    pub fn code(&self, index: usize) -> u32 {
        self.codes.get(index).copied().unwrap_or_default()
    }

    pub fn level(&self, index: usize) -> Level {
        level(self.code(index))
    }

    pub fn name(&self, index: usize) -> &str {
        let end = |index: usize| self.name_ends.get(index).map_or(0, |end| *end as usize);
        let start = index.checked_sub(1).map_or(0, end);
        self.names.get(start..end(index)).unwrap_or_default()
    }

    /// Where the region with this code stands.
    pub fn find(&self, code: u32) -> Option<usize> {
        self.codes.binary_search(&code).ok()
    }

    /// What a region lies in; none for a province.
    pub fn above(&self, index: usize) -> Option<usize> {
        parent(self.code(index)).and_then(|code| self.find(code))
    }

    /// The region itself and everything in it.
    pub fn range(&self, code: u32) -> Range<usize> {
        let width = width(code);
        self.codes.partition_point(|other| *other < code)
            ..self.codes.partition_point(|other| *other < code + width)
    }

    fn unpack(packed: &[u8]) -> Option<Self> {
        let plain = miniz_oxide::inflate::decompress_to_vec_with_limit(packed, MOST).ok()?;
        let mut rest = plain.as_slice();
        let codes = codes(&mut rest)?;
        let (names, name_ends) = names(&mut rest, codes.len())?;
        rest.is_empty().then_some(Self {
            codes,
            names,
            name_ends,
        })
    }
}

impl Postal {
    /// The postal codes of the one table of this process.
    pub fn get() -> &'static Self {
        static POSTAL_CODES: OnceLock<Postal> = OnceLock::new();
        POSTAL_CODES.get_or_init(|| Self::unpack(POSTAL, Table::get()).unwrap_or_default())
    }

    /// The postal codes of one region; none for a region that is no district.
    pub fn of(&self, index: usize) -> &[u32] {
        let end = |index: usize| self.ends.get(index).map_or(0, |end| usize::from(*end));
        let start = index.checked_sub(1).map_or(0, end);
        self.codes.get(start..end(index)).unwrap_or_default()
    }

    fn unpack(packed: &[u8], table: &Table) -> Option<Self> {
        let plain = miniz_oxide::inflate::decompress_to_vec_with_limit(packed, MOST).ok()?;
        let districts = table
            .codes
            .iter()
            .filter(|code| level(**code) == Level::District)
            .count();
        let (mut counts, mut numbers) = plain.split_at_checked(districts)?;
        let (mut codes, mut ends) = (Vec::new(), Vec::with_capacity(table.len()));
        let mut first = 0_i32;
        for &code in &table.codes {
            let count = if level(code) == Level::District {
                byte(&mut counts)?
            } else {
                0
            };
            let mut before = first;
            for place in 0..count {
                before = before.checked_add(number(&mut numbers)?)?;
                codes.push(u32::try_from(before).ok()?);
                if place == 0 {
                    // Codes of neighbouring districts are close to each other, so the first code of
                    // each is written as a difference to that of the one before.
                    first = before;
                }
            }
            ends.push(u16::try_from(codes.len()).ok()?);
        }
        codes.shrink_to_fit();
        // Bytes that are left over mean that the table and its numbers do not belong together.
        numbers.is_empty().then_some(Self { codes, ends })
    }
}

pub(super) fn level(code: u32) -> Level {
    match width(code) {
        1 => Level::District,
        100 => Level::Regency,
        _ => Level::Province,
    }
}

/// The code of what it lies in; none for a province.
pub(super) fn parent(code: u32) -> Option<u32> {
    match width(code) {
        1 => Some(code - code % 100),
        100 => Some(code - code % 10_000),
        _ => None,
    }
}

/// `32_01_00` as `32.01`.
pub(super) fn dotted(code: u32) -> String {
    let (province, regency, district) = (code / 10_000, code / 100 % 100, code % 100);
    match level(code) {
        Level::Province => format!("{province:02}"),
        Level::Regency => format!("{province:02}.{regency:02}"),
        Level::District => format!("{province:02}.{regency:02}.{district:02}"),
    }
}

/// How many codes begin as this one does: no part of a code is 00.
fn width(code: u32) -> u32 {
    match code {
        _ if !code.is_multiple_of(100) => 1,
        _ if !code.is_multiple_of(10_000) => 100,
        _ => 10_000,
    }
}

fn codes(rest: &mut &[u8]) -> Option<Vec<u32>> {
    let mut codes = Vec::new();
    let mut province = 0;
    for _ in 0..byte(rest)? {
        province += u32::from(byte(rest)?) * 10_000;
        codes.push(province);
        let mut regency = province;
        for _ in 0..byte(rest)? {
            regency += u32::from(byte(rest)?) * 100;
            codes.push(regency);
            let mut district = regency;
            for _ in 0..byte(rest)? {
                district += u32::from(byte(rest)?);
                codes.push(district);
            }
        }
    }
    codes.shrink_to_fit();
    Some(codes)
}

fn names(rest: &mut &[u8], count: usize) -> Option<(String, Vec<u32>)> {
    let (mut names, mut ends) = (String::new(), Vec::with_capacity(count));
    for _ in 0..count {
        let end = rest.iter().position(|byte| *byte == b'\n')?;
        names.push_str(std::str::from_utf8(rest.get(..end)?).ok()?);
        ends.push(u32::try_from(names.len()).ok()?);
        *rest = rest.get(end + 1..)?;
    }
    names.shrink_to_fit();
    Some((names, ends))
}

pub(super) fn byte(rest: &mut &[u8]) -> Option<u8> {
    let (byte, after) = rest.split_first()?;
    *rest = after;
    Some(*byte)
}

/// Zigzag, seven bits a byte, the lowest first.
pub(super) fn number(rest: &mut &[u8]) -> Option<i32> {
    let mut number = 0_u32;
    for shift in (0..28).step_by(7) {
        let byte = byte(rest)?;
        number |= u32::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some((number >> 1).cast_signed() ^ -(number & 1).cast_signed());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_unpacked_is_the_csv_line_by_line() {
        let table = Table::get();
        let csv = include_str!("../../../regions/regions.csv");
        let row = |index: usize| {
            let postal: Vec<String> = Postal::get()
                .of(index)
                .iter()
                .map(|code| format!("{code:05}"))
                .collect();
            format!(
                "{},{},{}\n",
                dotted(table.code(index)),
                table.name(index),
                postal.join(" ")
            )
        };
        let unpacked = String::from("code,name,postal_codes\n")
            + &(0..table.len()).map(row).collect::<String>();
        assert!(
            unpacked == csv,
            "the first other line: {:?}",
            unpacked.lines().zip(csv.lines()).find(|(a, b)| a != b)
        );
        assert_eq!(table.len(), 38 + 514 + 7285);
    }

    #[test]
    fn it_is_small_packed_and_small_in_memory() {
        let (table, postal) = (Table::get(), Postal::get());
        let names =
            size_of_val(&table.codes[..]) + table.names.len() + size_of_val(&table.name_ends[..]);
        let codes = size_of_val(&postal.codes[..]) + size_of_val(&postal.ends[..]);
        println!(
            "names: {} B packed, {names} B in memory; postal codes: {} B, {codes} B",
            NAMES.len(),
            POSTAL.len()
        );
        assert!(NAMES.len() + POSTAL.len() <= 48_000);
        assert!(names + codes <= 210_000);
    }

    proptest! {
        #[test]
        fn damaged_bytes_never_make_it_panic(at in 0..POSTAL.len(), byte: u8, cut in 0..POSTAL.len()) {
            for whole in [NAMES, POSTAL] {
                let mut damaged = whole.to_vec();
                damaged[at] = byte;
                let _ = (Table::unpack(&damaged), Postal::unpack(&damaged, Table::get()));
                prop_assert!(Table::unpack(&whole[..cut]).is_none());
                prop_assert!(Postal::unpack(&whole[..cut], Table::get()).is_none());
            }
        }
    }
}
