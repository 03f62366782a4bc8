//! What is read, what is refused with its place, and what survives packing.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::units::Date;

fn good() -> Value {
    json!({
        "version": 1, "checked": "2026-11-26", "source": "INVENTED [D]",
        "places": [
            {
                "id": "cabang-contoh", "kind": "branch", "name": "Kantor Cabang Contoh", "address": "Jalan Contoh Nomor 0",
                "landmark": "depan Pasar Contoh", "district": "32.01.01", "lat": -6.48, "lon": 106.83,
                "does": ["register", "pay", "correct"],
                "hours": [{ "days": "12345", "from": "08.00", "to": "15.30", "break_from": "12.00", "break_to": "13.00" }],
                "queue": "ticket", "serves": ["32.01"], "phone": "(021) 000-0000", "checked": "2026-11-26"
            },
            {
                "id": "spo-contoh", "kind": "spo", "name": "SPO Bank Contoh", "partner": "Bank Contoh",
                "address": "Jalan Contoh Nomor 1, 16911", "district": "32.01.05", "does": ["pay"],
                "hours": [], "closed_from": "2027-01-01", "checked": "2026-05-01"
            },
        ],
    })
}

fn read(json: &Value) -> Result<Places, String> {
    Places::parse(json.to_string().as_bytes())
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

#[test]
fn the_built_in_list_is_empty_and_says_where_from() {
    let list = Places::parse(include_bytes!("../../content/places.json")).unwrap();
    let open = list.open();
    assert_eq!((open.count(), open.all()), (0, Vec::new()));
    assert!(open.list().unwrap().source.ends_with("[V]"));
}

/// What is said of the list with one value in it changed.
fn said_with(at: &str, by: Value) -> String {
    let mut json = good();
    let (above, field) = at.rsplit_once('/').unwrap();
    match json.pointer_mut(above).unwrap() {
        Value::Array(items) => items[field.parse::<usize>().unwrap()] = by,
        other => other[field] = by,
    }
    let error = read(&json).unwrap_err();
    let first = "places[0] (cabang-contoh): ";
    error.strip_prefix(first).unwrap_or(&error).to_owned()
}

#[test]
fn a_mistake_is_told_with_its_place_and_its_field() {
    for (at, by, said) in [
        ("/version", json!(0), "version: a number"),
        ("/checked", json!("26-11-2026"), "checked: not a date"),
        ("/source", json!("somebody"), "source: a source names"),
        ("/stale_days", json!(0), "stale_days: 1 to 730"),
        ("/place", json!([]), "place: there is no such field"),
        ("/places", json!({}), "places: not a list"),
        ("/places/0", json!(7), "places[0]: not an object"),
        (
            "/places/0/id",
            json!("Cabang"),
            "places[0]: id: 3 to 40 of a-z",
        ),
        (
            "/places/1/id",
            json!("cabang-contoh"),
            "places: cabang-contoh is there twice",
        ),
        (
            "/places/0/kind",
            json!("bank"),
            "kind: \"bank\"; there are branch, pioneer_branch, spo",
        ),
        ("/places/0/kind", Value::Null, "kind: not a text"),
        ("/places/0/name", json!(" "), "name: 1 to 60 characters"),
        (
            "/places/0/name",
            json!("C".repeat(61)),
            "name: 1 to 60 characters",
        ),
        (
            "/places/0/name",
            json!("Kantor\u{202e}"),
            "name: one line, without hidden signs",
        ),
        ("/places/0/name", json!("Kantor\nCabang"), "name: one line"),
        (
            "/places/0/landmark",
            json!("WA 0812-0000 0001"),
            "landmark: a telephone number stands in",
        ),
        (
            "/places/0/address",
            json!("hubungi +62 812.0000.0001"),
            "address: a telephone number",
        ),
        ("/places/0/address", json!(7), "address: not a text"),
        (
            "/places/0/district",
            json!("32.01"),
            "district: a code like 32.01.01",
        ),
        (
            "/places/0/district",
            json!("32.00.01"),
            "district: a code like 32.01.01",
        ),
        ("/places/0/lat", json!(52.5), "lat: degrees, -11.1 to 6.2"),
        ("/places/0/lon", json!("106"), "lon: degrees, 94.9 to 141.1"),
    ] {
        let error = said_with(at, by);
        assert!(error.starts_with(said), "{at}: {error}");
    }
}

#[test]
fn a_mistake_in_hours_and_services_too() {
    for (at, by, said) in [
        ("/places/0/does", json!([]), "does: nothing is done there"),
        (
            "/places/0/does/1",
            json!("fly"),
            "does[1]: \"fly\"; there are register",
        ),
        (
            "/places/0/does/1",
            json!("register"),
            "does[1]: register is there twice",
        ),
        ("/places/0/hours", json!("8-15"), "hours: not a list"),
        (
            "/places/0/hours/0/days",
            json!("54321"),
            "hours[0]: days: days of the week",
        ),
        (
            "/places/0/hours/0/days",
            json!("08"),
            "hours[0]: days: days of the week",
        ),
        (
            "/places/0/hours/0/from",
            json!("8.00"),
            "hours[0]: from: write a time as 08.00",
        ),
        (
            "/places/0/hours/0/to",
            json!("24.01"),
            "hours[0]: to: write a time as 08.00",
        ),
        (
            "/places/0/hours/0/to",
            json!("07.00"),
            "hours[0]: to: not after from",
        ),
        (
            "/places/0/hours/0/break_from",
            json!("07.30"),
            "hours[0]: break_from: a break lies within",
        ),
        (
            "/places/0/hours/0/open",
            json!(true),
            "hours[0]: open: there is no such field",
        ),
        (
            "/places/0/phone",
            json!("021-CONTOH"),
            "phone: 3 to 15 digits",
        ),
        ("/places/0/phone", json!("12"), "phone: 3 to 15 digits"),
        (
            "/places/0/queue",
            json!("long"),
            "queue: \"long\"; there are none, ticket, appointment",
        ),
        (
            "/places/0/serves",
            json!(["32.01", "32.01"]),
            "serves[1]: 32.01 is there twice",
        ),
        (
            "/places/0/serves",
            json!(["32.01.01"]),
            "serves[0]: a code like 32.01",
        ),
        (
            "/places/0/closed_from",
            json!("soon"),
            "closed_from: not a date",
        ),
        (
            "/places/0/checked",
            json!("2026-11-27"),
            "checked: after the list's own day, 2026-11-26",
        ),
        (
            "/places/0/hours",
            json!([
                { "days": "12", "from": "08.00", "to": "12.00" }, { "days": "2", "from": "11.00", "to": "13.00" },
            ]),
            "hours[1]: it overlaps",
        ),
    ] {
        let error = said_with(at, by);
        assert!(error.starts_with(said), "{at}: {error}");
    }
}

#[test]
fn what_a_place_must_have_is_asked_for_by_name() {
    for field in [
        "id", "kind", "name", "address", "district", "does", "hours", "checked",
    ] {
        let mut json = good();
        json["places"][1].as_object_mut().unwrap().remove(field);
        let error = read(&json).unwrap_err();
        assert!(
            error.contains("places[1]") && error.ends_with(&format!("{field}: is missing")),
            "{error}"
        );
    }
    assert!(Places::parse(b"[]").unwrap_err().contains("not an object"));
    assert!(Places::parse(b"{").is_err());
}

#[test]
fn house_numbers_and_postal_codes_are_no_telephone_numbers() {
    for address in [
        "Jalan Contoh Nomor 0",
        "Jalan Contoh 123-125 16911 Blok 8",
        "RT 001/002, 16911",
    ] {
        let mut json = good();
        json["places"][0]["address"] = json!(address);
        assert!(read(&json).is_ok(), "{address}");
    }
}

#[test]
fn what_is_packed_is_what_was_read() {
    let list = read(&good()).unwrap();
    let again = Places::unpack(list.packed()).unwrap();
    assert_eq!(again, list);
    let open = again.open();
    let all = open.all();
    let names: Vec<&str> = all.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["Kantor Cabang Contoh", "SPO Bank Contoh"]);
    assert_eq!(all[0].dialled().as_deref(), Some("0210000000"));
    assert_eq!(all[1].partner.as_deref(), Some("Bank Contoh"));
    let head = open.list().unwrap();
    assert_eq!((head.version, head.stale_days), (1, 180));
    assert!(!head.is_stale(day("2026-11-26"), day("2027-05-25")));
    assert!(head.is_stale(day("2026-11-26"), day("2027-05-26")));
}

#[test]
fn the_nearest_come_first_and_what_is_closed_for_good_is_gone() {
    let mut json = good();
    let other = |id: &str, district: &str, serves: Value| {
        let mut place = good()["places"][0].clone();
        place["id"] = json!(id);
        place["district"] = json!(district);
        place["serves"] = serves;
        place
    };
    let places = json["places"].as_array_mut().unwrap();
    places.push(other("far", "32.04.05", json!([])));
    places.push(other("serving", "31.71.01", json!(["32.01"])));
    places.push(other("other-province", "33.01.01", json!(["33.01"])));
    let list = read(&json).unwrap();
    let found = |region: &str, does, today: Option<&str>| -> Vec<String> {
        let found = list.open().near(region, does, today.map(day));
        found
            .places
            .iter()
            .map(|it| format!("{} {:?}", it.place.id, it.reach))
            .collect()
    };
    assert_eq!(
        found("32.01.05", None, Some("2026-12-31")),
        [
            "spo-contoh District",
            "cabang-contoh Regency",
            "serving Serves",
            "far Province"
        ]
    );
    assert_eq!(
        found("32.01.05", None, Some("2027-01-01")),
        ["cabang-contoh Regency", "serving Serves", "far Province"]
    );
    assert_eq!(found("32.01", Some(Service::Correct), None).len(), 3);
    assert_eq!(found("11.01.01", None, None), Vec::<String>::new());
    for nothing in ["", "3", "x", "é", "32"] {
        assert_eq!(
            found(nothing, None, None),
            Vec::<String>::new(),
            "{nothing}"
        );
    }
    let services = list.open().near("32.01.05", Some(Service::TreatJkk), None);
    assert!(services.places.is_empty());
    assert_eq!(
        services.services,
        [Service::Register, Service::Pay, Service::Correct]
    );
}

#[test]
fn damaged_packing_is_refused_and_a_bomb_too() {
    assert!(Places::unpack(b"").is_err());
    assert!(Places::unpack(&[0xff; 40]).is_err());
    let bomb = miniz_oxide::deflate::compress_to_vec(&vec![b' '; 64 << 20], 9);
    assert!(
        Places::unpack(&bomb)
            .unwrap_err()
            .contains("not a packed list")
    );
    let packed =
        |plain: &str| Places::unpack(&miniz_oxide::deflate::compress_to_vec(plain.as_bytes(), 6));
    let list = read(&good()).unwrap();
    let plain =
        String::from_utf8(miniz_oxide::inflate::decompress_to_vec(list.packed()).unwrap()).unwrap();
    assert!(packed(&plain).is_ok());
    let lines: Vec<&str> = plain.lines().collect();
    let turned = [lines[0], lines[2], lines[1]].join("\n");
    assert!(packed(&turned).unwrap_err().contains("not in the order"));
    let twice = [lines[0], lines[1], lines[1]].join("\n");
    assert!(packed(&twice).unwrap_err().contains("is there twice"));
    assert!(
        packed(&plain.replace("Nomor 0", "0812 0000 0001"))
            .unwrap_err()
            .contains("telephone")
    );
}

/// A list as full as may be, of places that differ as real ones do.
fn full() -> Value {
    let streets = [
        "Jalan Merdeka",
        "Jalan Sudirman",
        "Jalan Diponegoro",
        "Jalan Ahmad Yani",
        "Jalan Raya",
        "Jalan Pahlawan",
        "Jalan Veteran",
    ];
    let marks = [
        "depan pasar",
        "sebelah kantor pos",
        "seberang puskesmas",
        "dekat terminal",
        "di kantor desa",
    ];
    let mut seed = 7_u64;
    let mut next = |most: u64| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % most
    };
    let districts: Vec<_> = crate::person::Regions::provinces()
        .iter()
        .flat_map(|it| crate::person::Regions::children(&it.code))
        .flat_map(|it| crate::person::Regions::children(&it.code))
        .collect();
    let places: Vec<Value> = (0..Places::MOST)
        .map(|number| {
            let district = &districts[next(districts.len() as u64) as usize];
            json!({
                "id": format!("contoh-{number}"), "kind": if next(9) == 0 { "branch" } else { "spo" },
                "name": format!("Loket Contoh {}", district.name), "partner": format!("Bank Contoh {}", next(12)),
                "address": format!("{} Nomor {}, {}", streets[next(7) as usize], next(300), district.name),
                "landmark": format!("{} {}", marks[next(5) as usize], district.name), "district": district.code,
                "lat": -(next(110_000) as f64) / 10_000.0, "lon": 95.0 + next(450_000) as f64 / 10_000.0,
                "does": if next(3) == 0 { json!(["register", "pay", "correct"]) } else { json!(["pay"]) },
                "hours": [{ "days": "12345", "from": format!("08.{}0", next(4)), "to": format!("1{}.00", 4 + next(3)) }],
                "phone": format!("0{}-{:07}", 21 + next(900), next(10_000_000)),
                "queue": "ticket", "checked": format!("2026-{:02}-{:02}", 1 + next(11), 1 + next(25)),
            })
        })
        .collect();
    json!({ "version": 1, "checked": "2026-11-26", "source": "INVENTED [D]", "places": places })
}

#[test]
fn four_thousand_places_fit_and_one_more_is_refused() {
    let mut json = full();
    let list = read(&json).unwrap();
    println!(
        "{} bytes packed, {} for each place",
        list.packed().len(),
        list.packed().len() / Places::MOST
    );
    assert!(list.packed().len() <= Places::MOST_PACKED);
    let again = Places::unpack(list.packed()).unwrap();
    let near = again.open().near("32.01.05", Some(Service::Pay), None);
    assert!(near.places.len() > 50 && near.places[0].reach <= Reach::Regency);
    let one = json["places"][0].clone();
    json["places"].as_array_mut().unwrap().push(one);
    assert!(
        read(&json)
            .unwrap_err()
            .starts_with("places: 4001; at most 4000")
    );
}

proptest! {
    #[test]
    fn no_bytes_make_the_parsers_panic(bytes: Vec<u8>) {
        let _ = Places::parse(&bytes);
        let _ = Places::unpack(&bytes);
    }

    #[test]
    fn a_minute_that_is_printed_is_read_back(minute in 0..=1440_u16) {
        let text = format!("{:02}.{:02}", minute / 60, minute % 60);
        prop_assert_eq!(Minute::parse(&text).unwrap().to_string(), text);
    }
}
