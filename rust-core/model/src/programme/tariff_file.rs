//! Reads and validates `tariff.json`. Prices may change, but rows must ascend and shares must agree
//! in every tariff.

use serde::Deserialize;

use super::tariff::{Bracket, Discount, PerDay, Sources, Tariff, TariffProblem};
use super::{Confidence, Programme};
use crate::units::{Month, Rupiah};

/// `tariff.json` as it is written, before it is checked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TariffFile {
    first_month: Month,
    periods: Vec<u8>,
    source: String,
    sources: Sources,
    per_day: PerDay,
    jkm_monthly: Rupiah,
    brackets: Vec<Bracket>,
    discounts: Vec<Discount>,
}

impl Tariff {
    /// Reads and checks a tariff from JSON.
    pub fn parse(json: &[u8]) -> Result<Self, TariffProblem> {
        let file: TariffFile = serde_json::from_slice(json).map_err(|error| unreadable(&error))?;
        check(&file)?;
        let TariffFile {
            first_month,
            periods,
            source,
            sources,
            per_day,
            jkm_monthly,
            brackets,
            discounts,
        } = file;
        let mut brackets = brackets.into_iter();
        let lowest = brackets
            .next()
            .ok_or_else(|| problem("brackets", "there is none"))?;
        let higher = brackets.collect();
        Ok(Self {
            first_month,
            periods,
            source,
            sources,
            per_day,
            jkm_monthly,
            discounts,
            lowest,
            higher,
        })
    }
}

fn unreadable(error: &serde_json::Error) -> TariffProblem {
    let what = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    problem(
        format!("line {}", error.line()),
        what.strip_suffix(&position).unwrap_or(&what),
    )
}

/// A problem at that place.
fn problem(place: impl Into<String>, what: impl Into<String>) -> TariffProblem {
    TariffProblem {
        place: place.into(),
        what: what.into(),
    }
}

/// Finds the first mistake.
fn check(file: &TariffFile) -> Result<(), TariffProblem> {
    periods(&file.periods)?;
    source("source", &file.source)?;
    source("sources.first_month", &file.sources.first_month)?;
    source("sources.periods", &file.sources.periods)?;
    for programme in Programme::ALL {
        source(&format!("sources.{programme}"), file.sources.of(programme))?;
    }
    per_day(&file.per_day)?;
    amount("jkm_monthly", file.jkm_monthly)?;
    brackets(&file.brackets)?;
    for (index, discount) in file.discounts.iter().enumerate() {
        discounts(
            &format!("discounts[{index}]"),
            discount,
            &file.discounts[..index],
        )?;
        whole_rupiah(discount, file)?;
    }
    Ok(())
}

fn periods(periods: &[u8]) -> Result<(), TariffProblem> {
    match periods {
        [] => return Err(problem("periods", "there is none")),
        [0, ..] => return Err(problem("periods[0]", "no month at all")),
        _ => {}
    }
    match periods.windows(2).position(|pair| pair[0] >= pair[1]) {
        Some(index) => Err(problem(
            format!("periods[{}]", index + 1),
            "not above the one before",
        )),
        None => Ok(()),
    }
}

fn per_day(per_day: &PerDay) -> Result<(), TariffProblem> {
    if per_day.days == 0 {
        return Err(problem("per_day.days", "no day at all"));
    }
    amount("per_day.round_up_to", per_day.round_up_to)?;
    source("per_day.source", &per_day.source)
}

fn brackets(rows: &[Bracket]) -> Result<(), TariffProblem> {
    let Some(first) = rows.first() else {
        return Err(problem("brackets", "there is none"));
    };
    if first.income_from != Rupiah(0) {
        return Err(problem(
            "brackets[0].income_from",
            "the first row begins at 0",
        ));
    }
    for (index, row) in rows.iter().enumerate() {
        let place = |field: &str| format!("brackets[{index}].{field}");
        amount(&place("base"), row.base)?;
        amount(&place("jkk_monthly"), row.jkk_monthly)?;
        amount(&place("jht_monthly"), row.jht_monthly)?;
        // Every row has the same share of its base. The share itself is data, so it is compared
        // with the first row.
        if row.jkk_monthly.0 * first.base.0 != first.jkk_monthly.0 * row.base.0 {
            return Err(problem(
                place("jkk_monthly"),
                "another share of its base than in brackets[0]",
            ));
        }
        if row.jht_monthly.0 * first.base.0 != first.jht_monthly.0 * row.base.0 {
            return Err(problem(
                place("jht_monthly"),
                "another share of its base than in brackets[0]",
            ));
        }
    }
    for (index, pair) in rows.windows(2).enumerate() {
        let [lower, row] = pair else { continue };
        let place = |field: &str| format!("brackets[{}].{field}", index + 1);
        if row.income_from <= lower.income_from {
            return Err(problem(place("income_from"), "not above the row before"));
        }
        if row.base <= lower.base {
            return Err(problem(place("base"), "not above the row before"));
        }
    }
    Ok(())
}

fn discounts(place: &str, discount: &Discount, before: &[Discount]) -> Result<(), TariffProblem> {
    let at = |field: &str| format!("{place}.{field}");
    if discount.id.trim().is_empty() {
        return Err(problem(at("id"), "empty"));
    }
    source(&at("source"), &discount.source)?;
    if before.iter().any(|other| other.id == discount.id) {
        return Err(problem(at("id"), "used before"));
    }
    each_once(&at("programmes"), &discount.programmes)?;
    each_once(&at("work"), &discount.work)?;
    each_once(&at("payers"), &discount.payers)?;
    if discount.from > discount.to {
        return Err(problem(at("to"), "before its first month"));
    }
    if !(1..=100).contains(&discount.percent) {
        return Err(problem(at("percent"), "not between 1 and 100"));
    }
    Ok(())
}

/// No rule says how part of a rupiah is rounded, so a tariff that would need one is refused.
fn whole_rupiah(discount: &Discount, file: &TariffFile) -> Result<(), TariffProblem> {
    let whole = |place: String, full: Rupiah| {
        if (full.0 * u64::from(100 - discount.percent)).is_multiple_of(100) {
            return Ok(());
        }
        Err(problem(
            place,
            format!("discount {} leaves part of a rupiah", discount.id),
        ))
    };
    for programme in &discount.programmes {
        match programme {
            Programme::Jkm => whole("jkm_monthly".into(), file.jkm_monthly)?,
            Programme::Jkk => {
                for (index, row) in file.brackets.iter().enumerate() {
                    whole(format!("brackets[{index}].jkk_monthly"), row.jkk_monthly)?;
                }
            }
            Programme::Jht => {
                for (index, row) in file.brackets.iter().enumerate() {
                    whole(format!("brackets[{index}].jht_monthly"), row.jht_monthly)?;
                }
            }
        }
    }
    Ok(())
}

/// Between one rupiah and the largest amount that can be meant; products of two fit easily.
fn amount(place: &str, amount: Rupiah) -> Result<(), TariffProblem> {
    if (1..=Rupiah::MOST.0).contains(&amount.0) {
        Ok(())
    } else {
        Err(problem(place, "not an amount of dues"))
    }
}

fn source(place: &str, source: &str) -> Result<(), TariffProblem> {
    match Confidence::of(source) {
        Some(_) => Ok(()),
        None => Err(problem(place, Confidence::MISSING)),
    }
}

fn each_once<T: PartialEq>(place: &str, list: &[T]) -> Result<(), TariffProblem> {
    if list.is_empty() {
        return Err(problem(place, "there is none"));
    }
    match (1..list.len()).find(|index| list[..*index].contains(&list[*index])) {
        Some(index) => Err(problem(format!("{place}[{index}]"), "twice")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::super::{Tariff, TariffProblem};

    fn good() -> Value {
        json!({
            "first_month": "2022-01", "periods": [1, 3], "source": "here [V2]", "jkm_monthly": 6800,
            "sources": {"jkk": "a [V2]", "jkm": "b [V]", "jht": "c [R]", "periods": "d [C]", "first_month": "e [D]"},
            "per_day": {"days": 30, "round_up_to": 10, "source": "ours [D]"},
            "brackets": [
                {"income_from": 0, "base": 1_000_000, "jkk_monthly": 10_000, "jht_monthly": 20_000},
                {"income_from": 1_100_000, "base": 1_200_000, "jkk_monthly": 12_000, "jht_monthly": 24_000},
            ],
            "discounts": [{"id": "half", "programmes": ["jkk", "jkm"], "work": ["other"], "payers": ["own"],
                "from": "2026-04", "to": "2026-12", "percent": 50, "source": "d [V2]"}],
        })
    }

    /// The place named when one value is another.
    fn place(pointer: &str, value: Value) -> String {
        let mut tariff = good();
        *tariff.pointer_mut(pointer).unwrap() = value;
        Tariff::parse(tariff.to_string().as_bytes())
            .map_or_else(|problem| problem.place, |_| "none".to_owned())
    }

    #[test]
    fn a_good_tariff_is_read() {
        assert!(Tariff::parse(good().to_string().as_bytes()).is_ok());
    }

    #[test]
    fn each_mistake_is_named_with_its_place() {
        for (pointer, value, named) in [
            ("/periods", json!([]), "periods"),
            ("/periods", json!([0, 1]), "periods[0]"),
            ("/periods", json!([1, 3, 3]), "periods[2]"),
            ("/source", json!(" "), "source"),
            ("/source", json!("here"), "source"),
            ("/sources/jkm", json!(""), "sources.jkm"),
            ("/sources/jht", json!("c [X]"), "sources.jht"),
            ("/sources/periods", json!("[V2]"), "sources.periods"),
            (
                "/sources/first_month",
                json!("e [V] more"),
                "sources.first_month",
            ),
            ("/per_day/days", json!(0), "per_day.days"),
            ("/per_day/round_up_to", json!(0), "per_day.round_up_to"),
            ("/per_day/source", json!("ours"), "per_day.source"),
            ("/jkm_monthly", json!(0), "jkm_monthly"),
            ("/jkm_monthly", json!(6801), "jkm_monthly"),
            ("/brackets", json!([]), "brackets"),
            (
                "/brackets/0/income_from",
                json!(1),
                "brackets[0].income_from",
            ),
            (
                "/brackets/1/income_from",
                json!(0),
                "brackets[1].income_from",
            ),
            ("/brackets/1/base", json!(0), "brackets[1].base"),
            ("/brackets/1/base", json!(u64::MAX), "brackets[1].base"),
            (
                "/brackets/1/jkk_monthly",
                json!(12_100),
                "brackets[1].jkk_monthly",
            ),
            (
                "/brackets/1/jht_monthly",
                json!(12_000),
                "brackets[1].jht_monthly",
            ),
            ("/discounts/0/id", json!(""), "discounts[0].id"),
            ("/discounts/0/source", json!(""), "discounts[0].source"),
            (
                "/discounts/0/programmes",
                json!([]),
                "discounts[0].programmes",
            ),
            (
                "/discounts/0/programmes",
                json!(["jkk", "jkk"]),
                "discounts[0].programmes[1]",
            ),
            ("/discounts/0/work", json!([]), "discounts[0].work"),
            ("/discounts/0/payers", json!([]), "discounts[0].payers"),
            (
                "/discounts/0/payers",
                json!(["own", "own"]),
                "discounts[0].payers[1]",
            ),
            ("/discounts/0/to", json!("2026-03"), "discounts[0].to"),
            ("/discounts/0/percent", json!(0), "discounts[0].percent"),
            ("/discounts/0/percent", json!(101), "discounts[0].percent"),
        ] {
            assert_eq!(place(pointer, value.clone()), named, "{pointer} = {value}");
        }
    }

    #[test]
    fn two_discounts_have_two_ids_and_rows_ascend_in_base_too() {
        let mut twice = good();
        let discount = twice["discounts"][0].clone();
        twice["discounts"].as_array_mut().unwrap().push(discount);
        assert_eq!(
            Tariff::parse(twice.to_string().as_bytes())
                .unwrap_err()
                .place,
            "discounts[1].id"
        );

        let mut flat = good();
        flat["brackets"][1] = json!({"income_from": 1_100_000, "base": 1_000_000, "jkk_monthly": 10_000, "jht_monthly": 20_000});
        assert_eq!(
            Tariff::parse(flat.to_string().as_bytes())
                .unwrap_err()
                .place,
            "brackets[1].base"
        );
    }

    #[test]
    fn a_tariff_of_another_shape_is_refused_with_its_line() {
        let problem =
            Tariff::parse(b"{\n  \"first_month\": \"2022-13\", \"periods\": [1]\n}").unwrap_err();
        assert_eq!(
            problem.to_string(),
            "tariff: line 2: not a month: write it as YYYY-MM, for example 2026-05"
        );
        let mut more = good();
        more["surprise"] = json!(true);
        assert!(
            Tariff::parse(more.to_string().as_bytes())
                .unwrap_err()
                .what
                .contains("surprise")
        );
        assert!(matches!(Tariff::parse(b""), Err(TariffProblem { .. })));
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_parser_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = Tariff::parse(&bytes);
        }

        #[test]
        fn no_numbers_make_the_checks_panic(numbers in prop::array::uniform9(prop_oneof![0_u64..200, any::<u64>()])) {
            let [from, base, jkk, jht, jkm, a, b, percent, period] = numbers;
            let mut tariff = good();
            tariff["brackets"][1] = json!({"income_from": from, "base": base, "jkk_monthly": jkk, "jht_monthly": jht});
            tariff["brackets"][0]["base"] = json!(a);
            tariff["brackets"][0]["jkk_monthly"] = json!(b);
            tariff["jkm_monthly"] = json!(jkm);
            tariff["discounts"][0]["percent"] = json!(percent);
            tariff["periods"][0] = json!(period);
            let _ = Tariff::parse(tariff.to_string().as_bytes());
        }
    }
}
