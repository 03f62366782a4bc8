//! Choosing a district among 7,285: what the worker waits for after every letter.

use std::process::Command;

use payung_model::person::{Level, Regions, Villages};
use payung_model::places::{Places, Service};
use payung_tests::Outcome;
use payung_tests::stopwatch::Stopwatch;

use crate::row::{Row, median, micros};

/// Texts as they are typed: one and two letters, spoiled, short forms, whole, with a word nobody
/// knows, and nothing known.
const TEXTS: [&str; 16] = [
    "c",
    "ci",
    "cib",
    "tg",
    "cibinong",
    "cibnong",
    "penjaringn",
    "tanjung priok jakut",
    "tanjng priuk jakarta utra",
    "kebyoran baru jaksel",
    "kec. kebayoran baru, kota jakarta selatan, dki jakarta",
    "soerabaja",
    "gang contoh cibinong bogor",
    "xyzzy",
    "16911",
    "3201",
];
/// Results a list shows.
const SHOWN: usize = 20;
const SEARCHES: usize = 101;
const STARTS: usize = 21;

/// The argument by which [`choices`] starts this program again.
pub const CHILD: &str = "--first-search";

/// The slowest of the texts, and what the first search of a process costs.
pub fn choices() -> Outcome<Vec<Row>> {
    let mut slowest: (f64, Vec<f64>) = Default::default();
    for text in TEXTS {
        let mut samples = Vec::with_capacity(SEARCHES);
        for _ in 0..SEARCHES {
            let (found, time) =
                Stopwatch::time(|| Regions::search(Level::District, None, text, SHOWN));
            if found.is_empty() != (text == "xyzzy") {
                return Err(format!("{text:?} found {}", found.len()).into());
            }
            samples.push(micros(time));
        }
        let middle = median(samples.clone()).unwrap_or_default();
        if middle > slowest.0 {
            slowest = (middle, samples);
        }
    }
    let search = Row::alone("search of 7,285 districts, slowest of 16", "µs", slowest.1);
    let mut firsts = Vec::with_capacity(STARTS);
    for _ in 0..STARTS {
        let output = Command::new(std::env::current_exe()?).arg(CHILD).output()?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into());
        }
        let printed = String::from_utf8_lossy(&output.stdout);
        let figures = printed
            .split_whitespace()
            .map(str::parse)
            .collect::<Result<Vec<f64>, _>>()?;
        firsts.push(<[f64; 2]>::try_from(figures).map_err(|figures| format!("{figures:?}"))?);
    }
    let column = |of: usize| firsts.iter().map(|figures| figures[of]).collect();
    let (village, province) = villages()?;
    Ok(vec![
        search.budget("≤ 2,000 µs", |row| {
            row.ours.is_some_and(|ours| ours <= 2_000.0)
        }),
        Row::alone("regions inflated, once", "µs", column(0)),
        Row::alone("the first search, words sorted, once", "µs", column(1)),
        village.budget("≤ 2,000 µs", |row| {
            row.ours.is_some_and(|ours| ours <= 2_000.0)
        }),
        province,
        places()?.budget("≤ 100,000 µs", |row| {
            row.ours.is_some_and(|ours| ours <= 100_000.0)
        }),
    ])
}

/// The district with the most villages, and one of the province with the most.
const LARGEST: &str = "95.06.03";
const ELSEWHERE: &str = "33.01.01";

/// The slowest search among the villages of one district, and the first look-up in another
/// province, whose block is inflated.
fn villages() -> Outcome<(Row, Row)> {
    if Villages::of(LARGEST).is_empty() || Villages::of(ELSEWHERE).is_empty() {
        return Err("a district without villages".into());
    }
    let mut slowest: (f64, Vec<f64>) = Default::default();
    for text in TEXTS {
        Villages::of(LARGEST);
        let samples: Vec<f64> = (0..SEARCHES)
            .map(|_| micros(Stopwatch::time(|| Villages::search(LARGEST, text, SHOWN)).1))
            .collect();
        let middle = median(samples.clone()).unwrap_or_default();
        if middle > slowest.0 {
            slowest = (middle, samples);
        }
    }
    let inflated = (0..SEARCHES)
        .map(|turn| {
            micros(
                Stopwatch::time(|| Villages::of(if turn % 2 == 0 { ELSEWHERE } else { LARGEST })).1,
            )
        })
        .collect();
    Ok((
        Row::alone(
            "search of a district's villages, slowest of 16",
            "µs",
            slowest.1,
        ),
        Row::alone("villages of another province, inflated", "µs", inflated),
    ))
}

/// Finding where dues are paid near a district, in a list that is full: it is inflated, and the
/// places of one province are read.
fn places() -> Outcome<Row> {
    let districts: Vec<String> = Regions::provinces()
        .iter()
        .flat_map(|province| Regions::children(&province.code))
        .flat_map(|regency| Regions::children(&regency.code))
        .map(|district| district.code)
        .collect();
    let place = |number: usize| {
        let district = districts.get(number * 7 % districts.len())?;
        Some(serde_json::json!({
            "id": format!("contoh-{number}"), "kind": "spo", "name": format!("Loket Contoh {number}"),
            "partner": format!("Bank Contoh {}", number % 12), "address": format!("Jalan Contoh Nomor {number}"),
            "landmark": format!("depan Pasar Contoh {}", number % 97), "district": district,
            "does": ["register", "pay"], "queue": "ticket", "checked": "2026-11-20",
            "hours": [{ "days": "12345", "from": "08.30", "to": format!("1{}.00", 4 + number % 3) }],
        }))
    };
    let list = serde_json::json!({
        "version": 1, "checked": "2026-11-26", "source": "INVENTED [D]",
        "places": (0..Places::MOST).filter_map(place).collect::<Vec<_>>(),
    });
    let list = Places::parse(list.to_string().as_bytes())?;
    let samples = (0..SEARCHES)
        .map(|_| {
            let (found, time) =
                Stopwatch::time(|| list.open().near("32.01.05", Some(Service::Pay), None));
            if found.places.is_empty() {
                return Err("no place near 32.01.05".to_owned());
            }
            Ok(micros(time))
        })
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Row::alone(
        "places near a district, of 4,000",
        "µs",
        samples,
    ))
}

/// In the child: prints what the first look-up took, and the first search after it, in
/// microseconds.
pub fn first_search() -> Outcome<()> {
    let (region, inflated) = Stopwatch::time(|| Regions::get("32.01.01"));
    let (found, searched) =
        Stopwatch::time(|| Regions::search(Level::District, None, "cibinong", SHOWN));
    if region.as_ref() != found.first() {
        return Err("Cibinong is not found".into());
    }
    println!("{} {}", micros(inflated), micros(searched));
    Ok(())
}
