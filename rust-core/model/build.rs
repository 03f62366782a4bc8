//! Packs `regions/regions.csv` for `src/person/region/table.rs`: columns, deflated. Half of the
//! table deflated as it is. `build/villages.rs` packs `regions/villages.csv`.
//!
//! `names.bin`: first the tree (number of provinces; of each its step from the one before and how
//! many regencies; of each of those the same and how many districts; of each district its step; a
//! byte each), then the names, a line each.
//!
//! `postal.bin`: how many postal codes each district has, a byte each; then the codes: the first as
//! the difference from the district before, each other as the difference from the one before it,
//! zigzag and seven bits a byte.

#[path = "build/villages.rs"]
mod villages;

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

const TABLE: &str = "regions/regions.csv";
const VILLAGES: &str = "regions/villages.csv";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={TABLE}");
    println!("cargo::rerun-if-changed={VILLAGES}");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build/villages.rs");
    let table = fs::read_to_string(TABLE)?;
    let rows = table
        .lines()
        .skip(1)
        .map(row)
        .collect::<Result<Vec<_>, _>>()?;
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("no OUT_DIR")?);
    // Two streams: letters and numbers are deflated better apart, and postal codes are asked for
    // rarely.
    fs::write(out.join("names.bin"), deflated(&names(&rows)?))?;
    fs::write(out.join("postal.bin"), deflated(&postal(&rows)?))?;
    fs::write(
        out.join("villages.bin"),
        villages::packed(&rows, &fs::read_to_string(VILLAGES)?)?,
    )?;
    Ok(())
}

/// One line of the table: parts of the code (one to three), name, postal codes.
struct Row {
    code: Vec<u8>,
    name: String,
    postal: Vec<i32>,
}

fn row(line: &str) -> Result<Row, Box<dyn Error>> {
    let (code, rest) = line.split_once(',').ok_or("a row without a name")?;
    let (name, postal) = rest.rsplit_once(',').ok_or("a row without postal codes")?;
    if name.contains([',', '"']) {
        return Err(format!("{code}: quotes and commas in names are not read").into());
    }
    Ok(Row {
        code: code.split('.').map(str::parse).collect::<Result<_, _>>()?,
        name: name.to_owned(),
        postal: postal
            .split_whitespace()
            .map(str::parse)
            .collect::<Result<_, _>>()?,
    })
}

fn names(rows: &[Row]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut plain = tree(rows)?;
    for row in rows {
        plain.extend_from_slice(row.name.as_bytes());
        plain.push(b'\n');
    }
    Ok(plain)
}

fn postal(rows: &[Row]) -> Result<Vec<u8>, Box<dyn Error>> {
    let districts = || rows.iter().filter(|row| row.code.len() == 3);
    let mut plain = districts()
        .map(|row| u8::try_from(row.postal.len()))
        .collect::<Result<Vec<_>, _>>()?;
    let mut first = 0;
    for row in districts() {
        let mut before = first;
        for &code in &row.postal {
            number(&mut plain, code - before);
            before = code;
        }
        first = row.postal.first().copied().unwrap_or(first);
    }
    Ok(plain)
}

fn tree(rows: &[Row]) -> Result<Vec<u8>, Box<dyn Error>> {
    let below = |parent: &[u8]| {
        rows.iter()
            .filter(|row| row.code.split_last().is_some_and(|(_, p)| p == parent))
            .count()
    };
    let mut tree = vec![u8::try_from(below(&[]))?];
    // The last part seen on each level: a step is never zero, so the order of the table is checked
    // on the way.
    let mut last = [0_u8; 3];
    for row in rows {
        let level = row.code.len() - 1;
        let part = *row.code.get(level).ok_or("a row without a code")?;
        let place = last.get_mut(level).ok_or("a code of four parts")?;
        tree.push(
            part.checked_sub(*place)
                .filter(|step| *step > 0)
                .ok_or("the table is not in order")?,
        );
        *place = part;
        last.iter_mut().skip(level + 1).for_each(|part| *part = 0);
        if level < 2 {
            tree.push(u8::try_from(below(&row.code))?);
        }
    }
    Ok(tree)
}

fn number(out: &mut Vec<u8>, difference: i32) {
    let mut rest = ((difference << 1) ^ (difference >> 31)).cast_unsigned();
    while rest > 0x7f {
        out.push((rest & 0x7f) as u8 | 0x80);
        rest >>= 7;
    }
    out.push(rest as u8);
}

fn deflated(plain: &[u8]) -> Vec<u8> {
    const BEST: u8 = 10;
    miniz_oxide::deflate::compress_to_vec(plain, BEST)
}
