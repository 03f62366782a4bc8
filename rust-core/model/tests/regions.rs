//! The table of regions and its search: against the shared vectors (`tests/vectors`), and for any
//! text.

#![cfg(test)]

use std::path::PathBuf;

use payung_model::person::{Level, Region, Regions, Villages};
use proptest::prelude::*;
use serde_json::{Value, json};

#[test]
fn every_region_is_what_the_vectors_say() {
    let cases = cases("regions.json", |case| case["search"].is_null());
    for case in &cases {
        let code = case["code"].as_str().unwrap();
        let found = match Regions::get(code) {
            None => json!({"code": code, "name": null}),
            Some(region) => json!({
                "code": region.code,
                "name": region.name,
                "level": level_name(region.level),
                "path": Regions::path(code),
                "parent": Regions::parent(code).map(|parent| parent.code),
                "children": Regions::children(code).len(),
                "postal_codes": Regions::postal_codes(code),
            }),
        };
        assert_eq!(&found, case);
    }
    assert!(cases.len() >= 200);
}

#[test]
fn every_search_finds_what_it_was_made_from() {
    let cases = cases("regions.json", |case| !case["search"].is_null());
    let mut missed = Vec::new();
    for case in &cases {
        let top = case["top"].as_u64().unwrap() as usize;
        let level = level(case["level"].as_str().unwrap());
        // Nothing to find: then nothing is found at all.
        let found = Regions::search(
            level,
            case["within"].as_str(),
            case["search"].as_str().unwrap(),
            top.max(1),
        );
        let finds = case["finds"].as_array().unwrap();
        let all = finds
            .iter()
            .all(|code| found.iter().any(|region| code == region.code.as_str()));
        if !all || finds.is_empty() != found.is_empty() {
            missed.push(format!("{case}\n  found {:?}", paths(&found)));
        }
    }
    assert!(
        missed.is_empty(),
        "{} of {}:\n{}",
        missed.len(),
        cases.len(),
        missed.join("\n")
    );
    assert!(cases.len() >= 600);
}

#[test]
fn every_village_is_read_and_found_as_the_vectors_say() {
    let cases = cases("villages.json", |_| true);
    let mut missed = Vec::new();
    for case in &cases {
        let text = |field: &str| case[field].as_str().unwrap_or_default();
        let held = if let Some(count) = case["count"].as_u64() {
            Villages::of(text("district")).len() as u64 == count
        } else if let Some(search) = case["search"].as_str() {
            let top = case["top"].as_u64().unwrap() as usize;
            let found = Villages::search(text("district"), search, top.max(1));
            if top == 0 {
                found.is_empty()
            } else {
                found.iter().any(|village| village.code == text("finds"))
            }
        } else {
            let found = Villages::get(text("code"));
            let known = !case["name"].is_null();
            found
                .as_ref()
                .is_some_and(|it| it.name == text("name") && it.postal_code == text("postal_code"))
                == known
                && found.is_some() == known
        };
        if !held {
            missed.push(case.to_string());
        }
    }
    assert!(
        missed.is_empty(),
        "{} of {}:\n{}",
        missed.len(),
        cases.len(),
        missed.join("\n")
    );
    assert!(cases.len() >= 400);
}

/// All of them where it is compiled to be fast; here every sixtieth.
#[test]
fn a_district_is_found_first_by_its_path() {
    let step = if cfg!(debug_assertions) { 60 } else { 1 };
    for district in districts().iter().step_by(step) {
        let path = Regions::path(&district.code).unwrap();
        assert_eq!(
            Regions::search(Level::District, None, &path, 1),
            std::slice::from_ref(district),
            "{path}"
        );
    }
}

#[test]
fn a_regency_and_a_province_are_found_first_by_their_path() {
    for province in Regions::provinces() {
        assert_eq!(
            Regions::search(Level::Province, None, &province.name, 1),
            std::slice::from_ref(&province)
        );
        for regency in Regions::children(&province.code) {
            let path = Regions::path(&regency.code).unwrap();
            assert_eq!(
                Regions::search(Level::Regency, None, &path, 1),
                [regency],
                "{path}"
            );
        }
    }
}

#[test]
fn an_empty_search_lists_what_there_is_in_the_order_of_codes() {
    assert_eq!(
        Regions::search(Level::Province, None, " ", 99),
        Regions::provinces()
    );
    assert_eq!(
        Regions::search(Level::Regency, Some("32"), "", 99),
        Regions::children("32")
    );
    assert_eq!(
        Regions::search(Level::District, Some("32.01"), "", 99),
        Regions::children("32.01")
    );
    assert_eq!(
        Regions::search(Level::District, None, "", usize::MAX).len(),
        7285
    );
    assert_eq!(Regions::search(Level::District, Some("99"), "", 99), []);
    assert_eq!(
        Regions::search(Level::District, Some("no code"), "cibinong", 99),
        []
    );
    assert_eq!(Regions::search(Level::Province, Some("32.01"), "", 99), []);
    assert_eq!(Regions::search(Level::District, None, "cibinong", 0), []);
}

#[test]
fn what_nobody_knows_is_left_out_when_nothing_else_helps() {
    let found = |text: &str| paths(&Regions::search(Level::District, None, text, 1)).join("");
    assert_eq!(
        found("gang contohcontoh cibinong bogor"),
        "Cibinong, Kabupaten Bogor, Jawa Barat"
    );
    // People say Kabupaten where it is a Kota.
    assert_eq!(
        found("kec coblong kab bandung"),
        "Coblong, Kota Bandung, Jawa Barat"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_text_is_answered_by_regions_of_that_level_within_that_region(
        text in ".{0,60}", level in 0..3_u8, within in "(|[1-9][1-9](\\.0[1-9])?)", limit in 0..60_usize,
    ) {
        check(&text, level, &within, limit)?;
    }

    #[test]
    fn any_words_are_answered_so_too(
        text in "([a-z]{1,9}[ ,.]?){0,12}", level in 0..3_u8, within in "(|[1-9][1-9](\\.0[1-9])?)", limit in 0..60_usize,
    ) {
        check(&text, level, &within, limit)?;
    }

    #[test]
    fn what_is_no_code_is_answered_with_nothing(code in ".{0,12}") {
        if let Some(region) = Regions::get(&code) {
            prop_assert_eq!(&region.code, &code);
        } else {
            prop_assert_eq!((Regions::path(&code), Regions::parent(&code)), (None, None));
            prop_assert!(Regions::children(&code).is_empty() && Regions::postal_codes(&code).is_empty());
        }
    }

    #[test]
    fn a_district_is_found_by_its_name_within_its_regency(number in 0..7285_usize) {
        let district = districts().swap_remove(number);
        let regency = Regions::parent(&district.code).unwrap();
        let found = Regions::search(Level::District, Some(&regency.code), &district.name, 1);
        prop_assert_eq!(found, [district]);
    }
}

fn check(text: &str, level: u8, within: &str, limit: usize) -> Result<(), TestCaseError> {
    let level = [Level::Province, Level::Regency, Level::District][usize::from(level)];
    let found = Regions::search(
        level,
        Some(within).filter(|within| !within.is_empty()),
        text,
        limit,
    );
    prop_assert!(found.len() <= limit);
    for (place, region) in found.iter().enumerate() {
        prop_assert_eq!(region.level, level);
        prop_assert!(region.code.starts_with(within));
        prop_assert!(!found[..place].contains(region));
    }
    Ok(())
}

fn districts() -> Vec<Region> {
    let regencies = Regions::provinces()
        .into_iter()
        .flat_map(|province| Regions::children(&province.code));
    regencies
        .flat_map(|regency| Regions::children(&regency.code))
        .collect()
}

fn paths(regions: &[Region]) -> Vec<String> {
    regions
        .iter()
        .map(|region| Regions::path(&region.code).unwrap())
        .collect()
}

fn level(name: &str) -> Level {
    [Level::Province, Level::Regency, Level::District]
        .into_iter()
        .find(|level| level_name(*level) == name)
        .unwrap()
}

fn level_name(level: Level) -> &'static str {
    match level {
        Level::Province => "province",
        Level::Regency => "regency",
        Level::District => "district",
    }
}

fn cases(name: &str, which: fn(&Value) -> bool) -> Vec<Value> {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/vectors")
        .join(name);
    let cases: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    cases.into_iter().filter(which).collect()
}
