//! Which time zone a region has.

use crate::units::Zone;

/// The zone of a region by its code; none for a province that this program does not know, so
/// nothing is said about *now* there.
///
/// Keppres 41/1987: Sumatra, Java, West and Central Kalimantan have WIB; Bali, Nusa Tenggara, the
/// rest of Kalimantan and Sulawesi WITA; Maluku and Papua WIT (sosiologiku.com p=85653;
/// cikeningku.blogspot.com, February 2020) \[V2\]. Provinces that were split off later keep the zone of
/// their island.
pub fn zone_of(region: &str) -> Option<Zone> {
    let province: u8 = region.get(..2)?.parse().ok()?;
    match province {
        11..=21 | 31..=36 | 61 | 62 => Some(Zone::Wib),
        51..=53 | 63..=65 | 71..=76 => Some(Zone::Wita),
        81 | 82 | 91..=97 => Some(Zone::Wit),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::Regions;

    #[test]
    fn every_province_of_the_table_has_a_zone() {
        let mut counts = [0; 3];
        for province in Regions::provinces() {
            let zone = zone_of(&province.code).unwrap();
            counts[Zone::ALL.iter().position(|it| *it == zone).unwrap()] += 1;
        }
        assert_eq!(counts, [18, 12, 8]);
    }

    #[test]
    fn borders_between_zones_are_where_the_decree_draws_them() {
        for (code, zone) in [
            ("35.10.01", Some(Zone::Wib)),
            ("51.01.01", Some(Zone::Wita)),
            ("61", Some(Zone::Wib)),
            ("62", Some(Zone::Wib)),
            ("63", Some(Zone::Wita)),
            ("82.01", Some(Zone::Wit)),
            ("99", None),
            ("+1", None),
            ("3", None),
            ("", None),
            ("é2", None),
        ] {
            assert_eq!(zone_of(code), zone, "{code}");
        }
    }
}
