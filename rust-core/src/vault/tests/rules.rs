//! What offices signed: one row for each root of trust.

use super::*;

#[test]
fn the_newest_bundle_of_a_root_is_kept_and_only_that() {
    let vault = Vault::new();
    assert_eq!(vault.store.rules(Some(b"root")).unwrap(), None);
    for (sequence, expected) in [(3, 3), (5, 5), (4, 5), (5, 5)] {
        vault.store.set_rules(&rules(b"root", sequence)).unwrap();
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
    vault.store.set_rules(&rules(b"one", 9)).unwrap();
    vault.store.set_rules(&rules(b"other", 2)).unwrap();
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
    vault.store.set_rules(&rules(b"one", 10)).unwrap();
    assert_eq!(vault.store.rules(None).unwrap(), Some(rules(b"one", 10)));
}

#[test]
fn a_floor_never_sinks() {
    let vault = Vault::new();
    vault
        .store
        .set_rules(&RulesRow {
            floor: at(90),
            ..rules(b"root", 1)
        })
        .unwrap();
    vault
        .store
        .set_rules(&RulesRow {
            floor: at(30),
            ..rules(b"root", 2)
        })
        .unwrap();
    assert_eq!(
        vault.store.rules(Some(b"root")).unwrap().unwrap().floor,
        at(90)
    );
}
