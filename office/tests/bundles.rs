//! Content bundles: signed, renewed, answered to phones with old keys; and what is not signed.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod common;

use common::House;
use common::http::request;
use payung_model::sealed::{Bundle, BundleChain};
use payung_model::units::Timestamp;

#[test]
fn a_signed_bundle_is_one_that_phones_with_the_trust_file_take_also_after_a_rotation() {
    let house = House::new();
    let trust = house.trust();
    house.run(&["bundle", "sign", "--built-in"]);
    let office = house.serve(&[]);
    let fetch = || request(&office.address, "GET", "/v1/bundle?engine=4", &[], &[]).body;
    let held = BundleChain {
        sequence: 0,
        keys: trust.bundle_keys.clone(),
    };
    let (first, held) = held.receive(&fetch(), Bundle::ENGINE).unwrap();
    assert_eq!(
        (first.sequence, &first.office_keys),
        (1, &trust.office_keys)
    );
    house.run(&["bundle", "sign", "--built-in", "--rotate"]);
    let (second, held) = held.receive(&fetch(), Bundle::ENGINE).unwrap();
    assert_eq!(
        held.keys[0], trust.bundle_keys[1],
        "the announced key signed"
    );
    house.run(&["keys", "new"]);
    house.run(&["bundle", "sign", "--built-in"]);
    let third = Bundle::verify(&fetch(), &held, Bundle::ENGINE).unwrap();
    assert_eq!((second.sequence, third.office_keys.len()), (2, 2));
    assert_eq!(
        third.office_keys[1], trust.office_keys[0],
        "the newest key comes first"
    );
}

#[test]
fn a_bundle_says_when_a_newer_one_is_expected_and_is_renewed_before() {
    let house = House::new();
    let trust = house.trust();
    let at = |now: &str, args: &[&str]| {
        let output = house.command_at(now, args).output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(
            output.status.success(),
            "{args:?}: {said}{}",
            String::from_utf8_lossy(&output.stderr)
        );
        said
    };
    let office = house.serve(&[]);
    let held = BundleChain {
        sequence: 0,
        keys: trust.bundle_keys,
    };
    let fetch = || {
        let bytes = request(&office.address, "GET", "/v1/bundle?engine=4", &[], &[]).body;
        let bundle = Bundle::verify(&bytes, &held, Bundle::ENGINE).unwrap();
        let day = 86_400;
        let days = |by: Timestamp| by.since(bundle.issued_at).as_secs() / day;
        (bundle.sequence, bundle.newer_by.map(days))
    };

    at(
        "2026-11-01T09:00:00+07:00",
        &["bundle", "sign", "--built-in"],
    );
    assert_eq!(fetch(), (1, Some(30)));
    let said = at("2026-11-20T09:00:00+07:00", &["bundle", "renew"]);
    assert!(said.contains("2026-12-01"), "{said}");
    assert_eq!(fetch().0, 1, "eleven days are left");
    at("2026-11-21T09:00:00+07:00", &["bundle", "renew"]);
    assert_eq!(fetch(), (2, Some(30)), "ten days are left");

    let own = ["bundle", "sign", "--built-in", "--newer-within", "90"];
    at("2026-11-21T10:00:00+07:00", &own);
    at("2026-11-21T11:00:00+07:00", &["keys", "rotate"]);
    let renewed = ["bundle", "renew", "--within", "89"];
    assert!(at("2026-11-22T09:00:00+07:00", &renewed).contains("by 2027-02-19"));
    assert!(at("2026-11-24T09:00:00+07:00", &renewed).contains("bundle 5"));
    let newest = |sequence| {
        let store = payung_office::store::Store::open(&house.data()).unwrap();
        let bundle = payung_office::opener::bundle_of(&store, sequence);
        let bundle = bundle.unwrap().unwrap();
        bundle
            .newer_by
            .map(|by| by.since(bundle.issued_at).as_secs() / 86_400)
    };
    assert_eq!(
        (newest(4), newest(5)),
        (Some(90), Some(90)),
        "as it was said"
    );

    let none = ["bundle", "sign", "--built-in", "--newer-within", "0"];
    at("2026-11-25T09:00:00+07:00", &none);
    assert!(at("2027-11-25T09:00:00+07:00", &["bundle", "renew"]).contains("no time"));
    assert_eq!(newest(6), None);
    house.refuses(2, &["bundle", "sign", "--built-in", "--newer-within", "-1"]);
    house.refuses(2, &["bundle", "renew", "--within", "0"]);
}

#[test]
fn an_office_whose_clock_is_not_plausible_signs_nothing_until_somebody_says_that_it_is_right() {
    let house = House::new();
    house.trust();
    let sign = |now: &str, more: &[&str]| {
        let args = [&["bundle", "sign", "--built-in"], more].concat();
        house.command_at(now, &args).output().unwrap()
    };
    for wrong in [
        "1970-01-01T00:00:00Z",
        "2025-12-29T00:00:00Z",
        "2099-01-01T00:00:00Z",
    ] {
        let refused = sign(wrong, &[]);
        let said = String::from_utf8(refused.stderr).unwrap();
        assert_eq!(refused.status.code(), Some(2), "{wrong}: {said}");
        assert!(
            said.contains("clock") && said.contains("--clock-is-right"),
            "{said}"
        );
    }
    assert!(sign("2026-11-23T09:00:00+07:00", &[]).status.success());
    assert_eq!(
        sign("2026-11-20T09:00:00+07:00", &[]).status.code(),
        Some(2),
        "before the last bundle"
    );
    assert!(
        sign("2026-11-22T21:00:00+07:00", &[]).status.success(),
        "a clock that was set by half a day"
    );
    assert_eq!(
        house
            .command_at("2040-01-01T00:00:00Z", &["keys", "rotate"])
            .output()
            .unwrap()
            .status
            .code(),
        Some(2)
    );
    assert!(
        sign("2040-01-01T00:00:00Z", &["--clock-is-right"])
            .status
            .success()
    );
}

#[test]
fn a_phone_that_holds_old_keys_is_answered_with_the_newest_bundle_that_they_signed() {
    let house = House::new();
    let trust = house.trust();
    house.run(&["bundle", "sign", "--built-in"]);
    for _ in 0..3 {
        house.run(&["bundle", "sign", "--built-in", "--rotate"]);
    }
    let office = house.serve(&[]);
    let get = |query: &str| {
        request(
            &office.address,
            "GET",
            &format!("/v1/bundle?engine=4{query}"),
            &[],
            &[],
        )
    };
    let mut held = BundleChain {
        sequence: 0,
        keys: trust.bundle_keys,
    };
    assert!(
        held.receive(&get("").body, Bundle::ENGINE).is_err(),
        "no key that it holds has signed the newest"
    );
    for expected in [2, 3, 4] {
        let signers = held
            .keys
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(",");
        let (bundle, next) = held
            .receive(&get(&format!("&signers={signers}")).body, Bundle::ENGINE)
            .unwrap();
        assert_eq!(bundle.sequence, expected);
        held = next;
    }
    assert_eq!(get("&signers=CONTOH").status, 400);
    assert_eq!(get("&signers=").status, 400);
    let stranger = payung_model::sealed::SigningKey::new(&mut payung_office::random::SystemRandom)
        .unwrap()
        .public();
    assert_eq!(get(&format!("&signers={stranger}")).status, 404);
}

#[test]
fn content_with_a_mistake_is_not_signed_and_the_file_is_named() {
    let house = House::new();
    house.trust();
    let folder = house.folder.path().join("content");
    std::fs::create_dir_all(folder.join("forms")).unwrap();
    std::fs::write(folder.join("forms/bpu.json"), "{}").unwrap();
    house.refuses(2, &["bundle", "sign", folder.to_str().unwrap()]);
    house.refuses(
        2,
        &[
            "bundle",
            "sign",
            house.folder.path().join("none").to_str().unwrap(),
        ],
    );
}

#[test]
fn a_folder_of_content_is_signed() {
    let house = House::new();
    house.trust();
    let folder = house.folder.path().join("content");
    for (name, bytes) in payung_model::content::Content::built_in_files() {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let said = house.run(&["bundle", "sign", folder.to_str().unwrap()]);
    assert!(said.starts_with("bundle 1 signed by "), "{said}");
}

#[test]
fn a_list_of_places_goes_packed_and_one_in_no_region_is_not_signed() {
    let house = House::new();
    house.trust();
    let folder = house.folder.path().join("content");
    for (name, bytes) in payung_model::content::Content::built_in_files() {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let list = |district: &str| {
        let list = serde_json::json!({ "version": 2, "checked": "2026-11-20", "source": "INVENTED [D]", "places": [{
            "id": "cabang-contoh", "kind": "branch", "name": "Kantor Cabang Contoh", "address": "Jalan Contoh Nomor 0",
            "district": district, "does": ["pay"], "hours": [], "checked": "2026-11-20",
        }] });
        std::fs::write(folder.join("places.json"), list.to_string()).unwrap();
    };
    list("32.99.01");
    let said = house.refuses(2, &["bundle", "sign", folder.to_str().unwrap()]);
    assert!(
        said.contains("places.json: cabang-contoh: there is no region 32.99.01"),
        "{said}"
    );
    list("32.1");
    let said = house.refuses(2, &["bundle", "sign", folder.to_str().unwrap()]);
    assert!(
        said.contains("places.json: places[0] (cabang-contoh): district: a code like"),
        "{said}"
    );
    list("32.01.01");
    house.run(&["bundle", "sign", folder.to_str().unwrap()]);
    let office = house.serve(&[]);
    let bytes = request(&office.address, "GET", "/v1/bundle?engine=4", &[], &[]).body;
    let held = BundleChain {
        sequence: 0,
        keys: house.trust().bundle_keys,
    };
    let bundle = Bundle::verify(&bytes, &held, Bundle::ENGINE).unwrap();
    assert!(!bundle.files.contains_key("places.json"));
    let list = payung_model::places::Places::unpack(&bundle.files["places.bin"]).unwrap();
    assert_eq!(list.open().all()[0].name, "Kantor Cabang Contoh");
    // Signed again as it is, without the folder.
    house.run(&["keys", "new"]);
}
