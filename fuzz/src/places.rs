//! Offices and counters: a list that is taken is packed and read again the same, whatever is found
//! lies where it was looked for, and what is said of the hours agrees with itself.

use std::sync::LazyLock;

use arbitrary::{Result, Unstructured};
use payung_model::cover::Calendar;
use payung_model::places::{DayHours, Openness, Places, Reach, Service};
use payung_model::units::Timestamp;
use serde_json::Value;

use crate::{edits, samples};

const VECTORS: &str = include_str!("../../tests/vectors/places.json");

static LIST: LazyLock<Value> = LazyLock::new(|| {
    let vectors: Value = serde_json::from_str(VECTORS).expect("the vectors are JSON");
    let mut list = vectors["list"].clone();
    // A few places of each kind: the rest would only make the edits rarer.
    list["places"].as_array_mut().expect("a list").truncate(12);
    list
});
static CALENDAR: LazyLock<Calendar> = LazyLock::new(|| {
    let json = include_bytes!("../../rust-core/model/content/holidays.json");
    Calendar::parse(json).expect("the built-in holidays are read")
});

/// Programs of edits, a list as it is, and a packed one.
pub fn seeds() -> Vec<Vec<u8>> {
    let mut random = samples::Seeded::new(27);
    let mut seeds: Vec<Vec<u8>> = (0..60_usize)
        .map(|number| random.bytes(30 + number * 6))
        .collect();
    let list = LIST.to_string().into_bytes();
    seeds.push(
        Places::parse(&list)
            .expect("the list is good")
            .packed()
            .to_vec(),
    );
    seeds.push(list);
    seeds
}

/// Reads the bytes as both forms of a list, and the list of the vectors changed as they say.
pub fn check(data: &[u8]) {
    for list in [Places::parse(data), Places::unpack(data)]
        .into_iter()
        .flatten()
    {
        keeps(&list, &mut Unstructured::new(data));
    }
    let mut u = Unstructured::new(data);
    let Ok(json) = changed(&mut u) else { return };
    match Places::parse(&json) {
        Ok(list) => keeps(&list, &mut u),
        Err(what) => assert!(!what.is_empty()),
    }
}

fn keeps(list: &Places, u: &mut Unstructured<'_>) {
    let again = Places::unpack(list.packed()).expect("what is packed is read");
    assert!(again == *list);
    let open = list.open();
    let all = open.all();
    assert_eq!(all.len(), open.count(), "each line is a place");
    let head = open.list().expect("a list says what it is");
    for place in &all {
        assert!(place.checked <= head.checked && !place.does.is_empty());
        let millis = u
            .int_in_range(0..=4_000_000_000_000_i64)
            .unwrap_or(1_795_399_200_000);
        let at = Timestamp::from_millis(millis).expect("in range");
        let Some(zone) = place.zone() else {
            assert_eq!(place.at(at, &CALENDAR), Openness::Unknown);
            continue;
        };
        let spans = match place.hours_on(zone.day(at), &CALENDAR) {
            DayHours::Open(spans) => spans,
            _ => Vec::new(),
        };
        assert!(
            spans.windows(2).all(|pair| pair[0].to <= pair[1].from),
            "in order, apart"
        );
        match place.at(at, &CALENDAR) {
            Openness::Open { until } => assert!(spans.iter().any(|span| span.to == until)),
            Openness::Closed {
                next: Some((day, _)),
            } => assert!(day >= zone.day(at)),
            Openness::Closed { next: None } | Openness::Unknown => {}
        }
        let found = open.near(&place.district, None, None);
        let own = found.places.iter().find(|it| it.place.id == place.id);
        assert_eq!(own.map(|it| it.reach), Some(Reach::District));
        assert!(found.places.is_sorted_by_key(|it| it.reach));
        let paid = open.near(&place.district, Some(Service::Pay), None);
        assert!(
            paid.places
                .iter()
                .all(|it| it.place.does.contains(&Service::Pay))
        );
    }
}

fn changed(u: &mut Unstructured<'_>) -> Result<Vec<u8>> {
    let mut json = LIST.clone();
    edits::apply(&mut json, &[], u)?;
    Ok(json.to_string().into_bytes())
}
