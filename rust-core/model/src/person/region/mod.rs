//! Regions of Indonesia: provinces, regencies and cities, districts, by Kemendagri's codes, with
//! their postal codes.
//!
//! The table is that of Kepmendagri 300.2.2-2138/2025 as collected by Cahya DSN (MIT,
//! `regions/LICENSE.txt`). The villages lie beside it ([`Villages`]). A code that is not in it is
//! no mistake of the worker's: regions are split and codes change, cards do not.

mod costs;
mod index;
mod query;
mod search;
mod table;
mod village;

pub use table::Level;
use table::{Postal, Table, dotted};
pub use village::{Village, Villages};

/// One region of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// As Kemendagri writes it: `32`, `32.01`, `32.01.01`.
    pub code: String,
    /// As the table writes it; of a regency with *Kabupaten* or *Kota*: `Kabupaten Bogor`.
    pub name: String,
    /// How deep it lies.
    pub level: Level,
}

/// The table of regions. Inflated when it is first asked for.
pub struct Regions;

impl Regions {
    /// The region with this code: `32.01`.
    pub fn get(code: &str) -> Option<Region> {
        let table = Table::get();
        Some(region(table, table.find(number(code)?)?))
    }

    /// A region and all it lies in, as read to people: `Cibinong, Kabupaten Bogor, Jawa Barat`.
    pub fn path(code: &str) -> Option<String> {
        let table = Table::get();
        let mut index = table.find(number(code)?)?;
        let mut path = table.name(index).to_owned();
        while let Some(above) = table.above(index) {
            index = above;
            path = path + ", " + table.name(index);
        }
        Some(path)
    }

    /// The region that this one lies in; none for a province and for an unknown code.
    pub fn parent(code: &str) -> Option<Region> {
        let table = Table::get();
        table
            .find(number(code)?)
            .and_then(|index| table.above(index))
            .map(|index| region(table, index))
    }

    /// The 38 provinces, by code.
    pub fn provinces() -> Vec<Region> {
        let table = Table::get();
        let all = (0..table.len()).filter(|index| table.level(*index) == Level::Province);
        all.map(|index| region(table, index)).collect()
    }

    /// The regions directly inside this one, by code; none for a district and for an unknown code.
    pub fn children(code: &str) -> Vec<Region> {
        let table = Table::get();
        let Some(code) = number(code) else {
            return Vec::new();
        };
        let inside = table
            .range(code)
            .filter(|index| table::parent(table.code(*index)) == Some(code));
        inside.map(|index| region(table, index)).collect()
    }

    /// Postal codes used in a district, five digits each, ascending; nothing for other regions.
    pub fn postal_codes(district: &str) -> Vec<String> {
        let table = Table::get();
        let found = number(district).and_then(|code| table.find(code));
        found.map_or_else(Vec::new, |index| {
            Postal::get()
                .of(index)
                .iter()
                .map(|code| format!("{code:05}"))
                .collect()
        })
    }

    /// Regions of a level whose name fits, the best first, at most `limit`; `within` a province or
    /// regency by its code.
    ///
    /// Forgives as other searches do (`text::search`); words of what a region lies in may stand
    /// beside its own.
    pub fn search(level: Level, within: Option<&str>, text: &str, limit: usize) -> Vec<Region> {
        let table = Table::get();
        let range = match within {
            None => 0..table.len(),
            Some(code) => number(code).map_or(0..0, |code| table.range(code)),
        };
        search::best(table, level, range, text, limit)
            .into_iter()
            .map(|index| region(table, index))
            .collect()
    }
}

fn region(table: &Table, index: usize) -> Region {
    Region {
        code: dotted(table.code(index)),
        name: table.name(index).to_owned(),
        level: table.level(index),
    }
}

/// `32.01` as `32_01_00`: one to three parts of two digits, none of them 00.
fn number(code: &str) -> Option<u32> {
    let mut parts = code.split('.');
    let mut number = 0;
    for place in 0..3 {
        let part = match parts.next() {
            Some(part)
                if part.len() == 2
                    && part.bytes().all(|byte| byte.is_ascii_digit())
                    && part != "00" =>
            {
                part.parse().ok()?
            }
            None if place > 0 => 0,
            _ => return None,
        };
        number = number * 100 + part;
    }
    parts.next().is_none().then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_is_found_by_its_code_with_all_it_lies_in() {
        let cibinong = Regions::get("32.01.01").unwrap();
        assert_eq!(
            (cibinong.name.as_str(), cibinong.level),
            ("Cibinong", Level::District)
        );
        assert_eq!(
            Regions::path("32.01.01").unwrap(),
            "Cibinong, Kabupaten Bogor, Jawa Barat"
        );
        assert_eq!(Regions::path("32").unwrap(), "Jawa Barat");
        assert_eq!(Regions::parent("32.01.01").unwrap().code, "32.01");
        assert_eq!(Regions::parent("32"), None);
        assert_eq!(Regions::provinces().len(), 38);
        assert_eq!(Regions::children("32").len(), 27);
        assert_eq!(Regions::children("32.01").len(), 40);
        assert_eq!(Regions::children("32.01.01"), []);
        assert!(Regions::postal_codes("32.01.01").contains(&"16911".to_owned()));
        assert_eq!(Regions::postal_codes("32.01"), Vec::<String>::new());
    }

    #[test]
    fn what_is_no_code_is_no_region() {
        for code in [
            "",
            ".",
            "3",
            "321",
            "32.",
            "32.1",
            "32.00",
            "32.01.00",
            "32.01.01.01",
            "32.99",
            "00",
            "٣٢",
            "32 01",
            "+1.01",
        ] {
            assert_eq!(Regions::get(code), None, "{code}");
            assert_eq!(Regions::path(code), None, "{code}");
            assert_eq!(Regions::parent(code), None, "{code}");
            assert_eq!(Regions::children(code), [], "{code}");
        }
    }
}
