//! The shared vectors (`tests/vectors`): made by a second implementation, and read by every shell
//! too.

#![cfg(test)]

use std::path::PathBuf;

use payung_model::person::{
    Nik, NikProblem, NikWarning, PersonName, PersonNameProblem, Phone, PhoneProblem, PhoneWarning,
    Sex,
};
use payung_model::programme::{Confidence, Quote, QuoteProblem, QuoteRequest, Tariff};
use payung_model::units::{Date, Rupiah};
use serde_json::{Value, json};

const TARIFF: &[u8] = include_bytes!("../content/tariff.json");

#[test]
fn every_nik_is_read_as_the_vectors_say() {
    let cases = cases("nik.json");
    for case in &cases {
        assert_eq!(&nik(case), case);
    }
    assert_eq!(cases.len(), 500);
}

#[test]
fn every_phone_number_is_read_as_the_vectors_say() {
    for case in &cases("phone.json") {
        assert_eq!(&phone(case), case);
    }
}

#[test]
fn every_name_is_read_as_the_vectors_say() {
    for case in &cases("names.json") {
        assert_eq!(&name(case), case);
    }
}

#[test]
fn every_quote_is_what_the_vectors_say() {
    let (tariff, vectors) = (tariff(), dues_vectors());
    let cases = list(&vectors, "cases");
    for case in cases {
        assert_eq!(&dues(&tariff, case), case);
    }
    assert!(
        cases.len() > 33 * 6 + 10 * 2 * 2 * 3,
        "both ends of 33 rows, and the months around each change"
    );
}

#[test]
fn every_row_costs_what_the_vectors_say_around_each_change_for_each_period_work_and_payer() {
    let (tariff, vectors) = (tariff(), dues_vectors());
    let incomes = list(&vectors, "incomes");
    assert_eq!(incomes.len(), 33);
    let totals = list(&vectors, "totals");
    for case in totals {
        let mut found = case.clone();
        found
            .as_object_mut()
            .unwrap()
            .retain(|name, _| !["totals", "problem"].contains(&name.as_str()));
        let quotes: Vec<Value> = incomes
            .iter()
            .map(|row| {
                let mut asked = case.clone();
                asked["income"] = row["income"].clone();
                dues(&tariff, &asked)
            })
            .collect();
        if quotes.iter().all(|quote| quote["problem"].is_null()) {
            found["totals"] = quotes.iter().map(|quote| quote["total"].clone()).collect();
        } else {
            assert!(
                quotes
                    .iter()
                    .all(|quote| quote["problem"] == quotes[0]["problem"])
            );
            found["problem"] = quotes[0]["problem"].clone();
        }
        assert_eq!(&found, case);
    }
    assert_eq!(
        totals.len(),
        10 * 4 * 2 * 2 * 2,
        "months, periods, kinds of work, payers, with and without JHT"
    );
}

#[test]
fn the_lowest_dues_of_each_month_are_what_the_vectors_say() {
    let (tariff, vectors) = (tariff(), dues_vectors());
    for case in list(&vectors, "lowest") {
        let found = Quote::lowest_dues(&tariff, text(case, "month").parse().unwrap());
        let found: Value = found
            .iter()
            .map(|it| json!([it.work, it.amount, it.until]))
            .collect();
        assert_eq!(found, case["lowest"], "{}", case["month"]);
    }
    for case in list(&vectors, "per_day") {
        assert_eq!(
            json!(tariff.daily_dues(Rupiah(case["month"].as_u64().unwrap()))),
            case["day"]
        );
    }
}

#[test]
fn every_line_of_a_quote_names_the_regulation_that_sets_it_and_the_one_that_cuts_it() {
    let (tariff, vectors) = (tariff(), dues_vectors());
    for case in list(&vectors, "cases")
        .iter()
        .filter(|case| case["problem"].is_null())
    {
        for line in Quote::of(&tariff, &request(case)).unwrap().lines {
            let set_by = if line.programme.code() == "jht" {
                "PP 46/2015"
            } else {
                "PP 44/2015"
            };
            assert!(line.source.starts_with(set_by), "{line:?}");
            assert_eq!(
                line.source.contains("PP 50/2025"),
                line.discount.is_some(),
                "{line:?}"
            );
            for source in line.source.split("; PP 50") {
                assert!(Confidence::of(source).is_some(), "{line:?}");
            }
        }
    }
}

/// Every `source` of every rule, wherever it stands in the two files.
#[test]
fn every_rule_of_tariff_and_programmes_names_its_source_with_a_confidence() {
    fn sources(value: &Value, found: &mut Vec<Value>) {
        match value {
            Value::Object(map) => {
                for (name, value) in map {
                    match (name.as_str(), value) {
                        ("source", _) => found.push(value.clone()),
                        ("sources", Value::Object(several)) => {
                            found.extend(several.values().cloned());
                        }
                        _ => sources(value, found),
                    }
                }
            }
            Value::Array(list) => list.iter().for_each(|value| sources(value, found)),
            _ => {}
        }
    }
    let content = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("content");
    let rules = |file: &str| -> Value {
        serde_json::from_slice(&std::fs::read(content.join(file)).unwrap()).unwrap()
    };
    let (tariff, programmes) = (rules("tariff.json"), rules("programmes.json"));
    let list = programmes["programmes"].as_array().unwrap();
    let benefits: usize = list
        .iter()
        .map(|it| it["benefits"].as_array().unwrap().len())
        .sum();
    // The table, its three programmes, its first month and periods, the day's share; each discount;
    // each benefit.
    let expected = [
        7 + tariff["discounts"].as_array().unwrap().len(),
        list.len() + benefits,
    ];
    for (file, expected) in [&tariff, &programmes].into_iter().zip(expected) {
        let mut found = Vec::new();
        sources(file, &mut found);
        assert_eq!(found.len(), expected, "{found:?}");
        for source in found {
            assert!(
                Confidence::of(source.as_str().unwrap()).is_some(),
                "{source}"
            );
        }
    }
}

#[test]
fn the_built_in_tariff_is_the_table_and_nothing_else() {
    let tariff = tariff();
    let table = read("bpu-tariff.csv");
    let rows: Vec<Vec<u64>> = table
        .lines()
        .skip(1)
        .map(|row| {
            row.split(',')
                .map(|value| value.parse().unwrap_or(u64::MAX))
                .collect()
        })
        .collect();
    assert_eq!(rows.len(), 33);
    assert_eq!(tariff.brackets().count(), 33);
    for (row, bracket) in rows.iter().zip(tariff.brackets()) {
        let read = [
            bracket.income_from,
            bracket.base,
            bracket.jkk_monthly,
            bracket.jht_monthly,
        ];
        assert_eq!(
            read.map(|amount| amount.0),
            [row[1], row[3], row[4], row[5]]
        );
        // The row's upper end, which is not in the data, still belongs to it.
        assert_eq!(tariff.bracket(Rupiah(row[2])), bracket);
    }
}

fn nik(case: &Value) -> Value {
    let text = text(case, "text");
    let nik = match Nik::parse(text) {
        Ok(nik) => nik,
        Err(problem) => {
            return match problem {
                NikProblem::Empty => json!({"text": text, "problem": "empty"}),
                NikProblem::NotDigits => json!({"text": text, "problem": "not_digits"}),
                NikProblem::TooShort { count } => {
                    json!({"text": text, "problem": "too_short", "count": count})
                }
                NikProblem::TooLong { count } => {
                    json!({"text": text, "problem": "too_long", "count": count})
                }
                NikProblem::Region => json!({"text": text, "problem": "region"}),
                NikProblem::BirthDate => json!({"text": text, "problem": "birth_date"}),
                NikProblem::Serial => json!({"text": text, "problem": "serial"}),
            };
        }
    };
    // Refused by the vectors, but read: the difference shows when the two are compared.
    let today = case["today"]
        .as_str()
        .unwrap_or("2026-11-23")
        .parse()
        .unwrap();
    let place = nik.place();
    let unknown: Vec<Value> = nik
        .warnings()
        .into_iter()
        .map(|warning| match warning {
            NikWarning::UnknownProvince { code } => json!(["province", code]),
            // The words around the code name what is known of the place, and nothing else.
            NikWarning::UnknownRegency { code, within } if place.as_ref() == Some(&within) => {
                json!(["regency", code])
            }
            NikWarning::UnknownDistrict { code, within } if place.as_ref() == Some(&within) => {
                json!(["district", code])
            }
            other => json!(format!("{other:?}")),
        })
        .collect();
    assert!(
        unknown.len() <= 1,
        "{text}: only the first unknown part is told"
    );
    assert_eq!(unknown.is_empty(), nik.district().is_some(), "{text}");
    let mut found = json!({
        "text": text,
        "today": today,
        "digits": nik.digits(),
        "sex": match nik.sex() { Sex::Female => "female", Sex::Male => "male" },
        "birth_date": nik.birth_date(today),
        "region": nik.region(),
        "masked": nik.masked(),
        "place": place,
        "unknown": unknown.first(),
    });
    if let Some(given) = case["given"].as_str() {
        let given: Date = given.parse().unwrap();
        found["given"] = json!(given);
        found["differs"] = match nik.compare_birth_date(given, today) {
            Some(NikWarning::BirthDateDiffers { nik, given: same }) if same == given => json!(nik),
            Some(other) => json!(format!("{other:?}")),
            None => Value::Null,
        };
    }
    found
}

fn phone(case: &Value) -> Value {
    let text = text(case, "text");
    match Phone::parse(text) {
        Ok(phone) => {
            let unknown = phone
                .warnings()
                .into_iter()
                .next()
                .map(|PhoneWarning::UnknownPrefix { prefix }| prefix);
            json!({"text": text, "e164": phone.e164(), "national": phone.national(), "unknown_prefix": unknown})
        }
        Err(PhoneProblem::Empty) => json!({"text": text, "problem": "empty"}),
        Err(PhoneProblem::NotDigits) => json!({"text": text, "problem": "not_digits"}),
        Err(PhoneProblem::NotMobile) => json!({"text": text, "problem": "not_mobile"}),
        Err(PhoneProblem::TooShort { count }) => {
            json!({"text": text, "problem": "too_short", "count": count})
        }
        Err(PhoneProblem::TooLong { count }) => {
            json!({"text": text, "problem": "too_long", "count": count})
        }
    }
}

fn name(case: &Value) -> Value {
    let text = text(case, "text");
    match PersonName::parse(text) {
        Ok(name) => json!({"text": text, "name": name.text()}),
        Err(PersonNameProblem::Empty) => json!({"text": text, "problem": "empty"}),
        Err(PersonNameProblem::TooShort) => json!({"text": text, "problem": "too_short"}),
        Err(PersonNameProblem::TooLong) => json!({"text": text, "problem": "too_long"}),
        Err(PersonNameProblem::Digits) => json!({"text": text, "problem": "digits"}),
        Err(PersonNameProblem::Sign { sign }) => {
            json!({"text": text, "problem": "sign", "sign": sign})
        }
    }
}

fn dues(tariff: &Tariff, case: &Value) -> Value {
    let mut found = json!({});
    for asked in ["income", "work", "payer", "programmes", "months", "from"] {
        found[asked] = case[asked].clone();
    }
    match Quote::of(tariff, &request(case)) {
        Ok(quote) => {
            found["total"] = json!(quote.total);
            let lines = quote.lines.iter();
            found["lines"] = lines
                .map(|line| {
                    json!([
                        line.month,
                        line.programme,
                        line.amount,
                        line.full,
                        line.discount
                    ])
                })
                .collect();
        }
        Err(problem) => {
            found["problem"] = json!(match problem {
                QuoteProblem::TooEarly { .. } => "too_early",
                QuoteProblem::Programmes => "programmes",
                QuoteProblem::Months { .. } => "months",
                QuoteProblem::Income => "income",
                QuoteProblem::TooLarge => "too_large",
            });
        }
    }
    found
}

fn tariff() -> Tariff {
    Tariff::parse(TARIFF).unwrap()
}

fn dues_vectors() -> Value {
    serde_json::from_str(&read("dues.json")).unwrap()
}

fn list<'v>(vectors: &'v Value, name: &str) -> &'v [Value] {
    vectors[name].as_array().unwrap()
}

fn request(case: &Value) -> QuoteRequest {
    let programmes = case["programmes"].as_array().unwrap().iter();
    QuoteRequest {
        income: Rupiah(case["income"].as_u64().unwrap()),
        work: text(case, "work").parse().unwrap(),
        payer: text(case, "payer").parse().unwrap(),
        programmes: programmes
            .map(|code| code.as_str().unwrap().parse().unwrap())
            .collect(),
        months: u8::try_from(case["months"].as_u64().unwrap()).unwrap(),
        from: text(case, "from").parse().unwrap(),
    }
}

fn text<'a>(case: &'a Value, field: &str) -> &'a str {
    case[field].as_str().unwrap()
}

fn cases(file: &str) -> Vec<Value> {
    serde_json::from_str(&read(file)).unwrap()
}

fn read(file: &str) -> String {
    let vectors = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors");
    std::fs::read_to_string(vectors.join(file)).unwrap()
}
