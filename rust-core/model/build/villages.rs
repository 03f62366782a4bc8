//! Packs `regions/villages.csv` for `src/person/region/village.rs`: one block for each province.
//!
//! The file begins with the number of provinces (a byte); then for each province its code (a byte)
//! and the length of its block (four bytes, the lowest first); then the blocks.
//!
//! A block has its numbers, deflated, and its names, packed by PPMd (variant H, which 7-Zip uses).
//! Two lengths stand before them, four bytes each, the lowest first: that of the deflated numbers,
//! and that of the names when they are unpacked. PPMd guesses each letter from the four before it,
//! which suits a list of names far better than looking for repeated strings.
//!
//! The numbers, inflated, have three parts. First, how many villages each district of the province
//! has, a byte each, in the order of `regions.csv`. Second, the last part of each village's code as
//! a number: the step from the number before, less one; each district begins at 1000. Third, for
//! each village of a district with several postal codes, how many places its postal code stands
//! behind that of the village before, a byte each. The names are a line each.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{Read, Write};

use ppmd_rust::{Ppmd7Decoder, Ppmd7Encoder};

use super::{Row, deflated, number};

/// The number from which the first code of a district is counted.
const BEFORE_FIRST: i32 = 1000;
/// How many letters PPMd guesses from, and the memory it may fill with them. The same numbers
/// stand in `src/person/region/village.rs`, whose test reads every line back. A letter more in
/// twice the memory makes all names together 2.6 kB smaller.
const ORDER: u32 = 4;
const MEMORY: u32 = 512 * 1024;

/// One line of the table.
struct Village<'t> {
    number: i32,
    name: &'t str,
    postal: i32,
}

/// The whole file. `rows` are the regions; each village lies in one of their districts.
pub fn packed(rows: &[Row], table: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut villages: BTreeMap<Vec<u8>, Vec<Village<'_>>> = BTreeMap::new();
    for line in table.lines().skip(1) {
        let (district, village) = village(line).ok_or_else(|| format!("not a village: {line}"))?;
        villages.entry(district).or_default().push(village);
    }
    let mut blocks: BTreeMap<u8, Vec<&Row>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.code.len() == 3) {
        blocks.entry(row.code[0]).or_default().push(row);
    }
    let (mut head, mut body) = (vec![u8::try_from(blocks.len())?], Vec::new());
    for (province, districts) in blocks {
        let block = block(&districts, &mut villages)?;
        head.push(province);
        head.extend(u32::try_from(block.len())?.to_le_bytes());
        body.extend(block);
    }
    if let Some(district) = villages.keys().next() {
        return Err(format!("villages of a district that is none: {district:?}").into());
    }
    head.extend(body);
    Ok(head)
}

fn block(
    districts: &[&Row],
    villages: &mut BTreeMap<Vec<u8>, Vec<Village<'_>>>,
) -> Result<Vec<u8>, Box<dyn Error>> {
    let (mut counts, mut codes, mut places, mut names) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for district in districts {
        let inside = villages
            .remove(&district.code)
            .ok_or_else(|| format!("no villages: {:?}", district.code))?;
        counts.push(u8::try_from(inside.len())?);
        let (mut code, mut place) = (BEFORE_FIRST, 0);
        for village in inside {
            if village.number <= code {
                return Err(format!("not in order: {}", village.name).into());
            }
            number(&mut codes, village.number - code - 1);
            code = village.number;
            let known = &district.postal;
            let found = known.iter().position(|postal| *postal == village.postal);
            let found = found
                .ok_or_else(|| format!("{} is no postal code of its district", village.postal))?;
            if known.len() > 1 {
                places.push(u8::try_from((found + known.len() - place) % known.len())?);
                place = found;
            }
            names.extend_from_slice(village.name.as_bytes());
            names.push(b'\n');
        }
    }
    let numbers = deflated(&[counts, codes, places].concat());
    let mut block = u32::try_from(numbers.len())?.to_le_bytes().to_vec();
    block.extend(u32::try_from(names.len())?.to_le_bytes());
    block.extend(numbers);
    let mut encoder = Ppmd7Encoder::new(Vec::new(), ORDER, MEMORY).map_err(|error| text(&error))?;
    encoder.write_all(&names)?;
    let mut packed = encoder.finish(false)?;
    // The encoder ends with bytes that no decoder asks for. Without them a block that is cut short
    // can always be told.
    let unread = unpacked_again(&packed, &names)?;
    packed.truncate(packed.len() - unread);
    block.extend(packed);
    Ok(block)
}

/// How many bytes of `packed` a decoder leaves. Fails when it does not give the names.
fn unpacked_again(packed: &[u8], names: &[u8]) -> Result<usize, Box<dyn Error>> {
    let mut decoder = Ppmd7Decoder::new(packed, ORDER, MEMORY).map_err(|error| text(&error))?;
    let mut again = vec![0; names.len()];
    decoder.read_exact(&mut again)?;
    if again != names {
        return Err("PPMd gave other names than it was given".into());
    }
    Ok(decoder.into_inner().len())
}

fn text(error: &ppmd_rust::Error) -> String {
    format!("{error:?}")
}

/// `11.01.01.2001,Keude Bakongan,23773`; a name with a comma stands in quotes.
fn village(line: &str) -> Option<(Vec<u8>, Village<'_>)> {
    let (code, rest) = line.split_once(',')?;
    let (name, postal) = rest.rsplit_once(',')?;
    let name = name
        .strip_prefix('"')
        .and_then(|name| name.strip_suffix('"'))
        .unwrap_or(name);
    if name.is_empty() || name.contains('"') {
        return None;
    }
    let (district, number) = code.rsplit_once('.')?;
    let district = district
        .split('.')
        .map(str::parse)
        .collect::<Result<_, _>>()
        .ok()?;
    Some((
        district,
        Village {
            number: number.parse().ok()?,
            name,
            postal: postal.parse().ok()?,
        },
    ))
}
