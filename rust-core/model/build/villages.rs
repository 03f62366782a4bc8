//! Packs `regions/villages.csv` for `src/person/region/village.rs`: one deflated block for each
//! province.
//!
//! The file begins with the number of provinces (a byte); then for each province its code (a byte)
//! and the length of its block (four bytes, the lowest first); then the blocks.
//!
//! A block, inflated, has four parts. First, how many villages each district of the province has, a
//! byte each, in the order of `regions.csv`. Second, the last part of each village's code as a
//! number: the step from the number before, less one; each district begins at 1000. Third, for each
//! village of a district with several postal codes, how many places its postal code stands behind
//! that of the village before, a byte each. Fourth, the names, a line each.

use std::collections::BTreeMap;
use std::error::Error;

use super::{Row, deflated, number};

/// The number from which the first code of a district is counted.
const BEFORE_FIRST: i32 = 1000;

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
        let block = deflated(&block(&districts, &mut villages)?);
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
    Ok([counts, codes, places, names].concat())
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
