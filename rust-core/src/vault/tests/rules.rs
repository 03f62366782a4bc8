//! What offices signed: one row for each root of trust.

use super::*;

/// Keeps rules beside which everything on this phone can be read.
pub fn keep(store: &Store, row: &RulesRow) {
    store.set_rules(row, |kept| Some(kept.sequence)).unwrap();
}

#[test]
fn the_newest_bundle_of_a_root_is_kept_and_only_that() {
    let vault = Vault::new();
    assert_eq!(vault.store.rules(Some(b"root")).unwrap(), None);
    for (sequence, expected) in [(3, 3), (5, 5), (4, 5), (5, 5)] {
        keep(&vault.store, &rules(b"root", sequence));
        assert_eq!(
            vault.store.rules(Some(b"root")).unwrap(),
            Some(rules(b"root", expected))
        );
    }
    let count = |c: &rusqlite::Connection| {
        Ok(c.query_row("SELECT count(*) FROM rules", [], |row| row.get::<_, u32>(0))?)
    };
    assert_eq!(vault.store.read(count).unwrap(), 1);
}

#[test]
fn another_offices_lower_sequence_is_kept_beside_and_found_by_its_root() {
    let vault = Vault::new();
    keep(&vault.store, &rules(b"one", 9));
    keep(&vault.store, &rules(b"other", 2));
    assert_eq!(
        vault.store.rules(Some(b"other")).unwrap(),
        Some(rules(b"other", 2))
    );
    assert_eq!(
        vault.store.rules(Some(b"one")).unwrap(),
        Some(rules(b"one", 9))
    );
    assert_eq!(
        vault.store.rules(None).unwrap(),
        Some(rules(b"other", 2)),
        "without a root the last one"
    );
    keep(&vault.store, &rules(b"one", 10));
    assert_eq!(vault.store.rules(None).unwrap(), Some(rules(b"one", 10)));
}

#[test]
fn a_floor_never_sinks() {
    let vault = Vault::new();
    for (sequence, floor) in [(1, 90), (2, 30)] {
        let row = RulesRow {
            floor: at(floor),
            ..rules(b"root", sequence)
        };
        keep(&vault.store, &row);
    }
    assert_eq!(
        vault.store.rules(Some(b"root")).unwrap().unwrap().floor,
        at(90)
    );
}

#[test]
fn a_bundle_that_cannot_be_read_any_more_gives_way_to_the_same_one_and_its_floor_stays() {
    let vault = Vault::new();
    let row = RulesRow {
        floor: at(90),
        ..rules(b"root", 3)
    };
    keep(&vault.store, &row);
    let again = RulesRow {
        bytes: b"fetched again".to_vec(),
        ..rules(b"root", 3)
    };
    vault.store.set_rules(&again, |_| None).unwrap();
    let kept = vault.store.rules(Some(b"root")).unwrap().unwrap();
    assert_eq!(
        (kept.bytes, kept.floor),
        (b"fetched again".to_vec(), at(90))
    );
}
