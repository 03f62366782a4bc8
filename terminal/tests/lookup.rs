//! What is looked up without registering: prices, kinds of work, regions, the form as reading.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "in a test both say that it failed"
)]

mod common;

use common::{DONE, Desk, WRONG_INPUT};
use serde_json::Value;

/// Ids of what is still asked, and the total.
fn calculated(desk: &Desk, answers: &[&str]) -> (Vec<String>, Option<String>) {
    let (view, code) = desk.json(&[&["calculator"], answers].concat());
    assert_eq!(code, DONE, "{view}");
    let asked = view["asked"].as_array().unwrap().iter();
    let open = asked
        .filter(|asked| asked["typed"] == "")
        .map(|asked| asked["question"].as_str().unwrap().to_owned());
    (
        open.collect(),
        view["quote"]["total"].as_str().map(str::to_owned),
    )
}

#[test]
fn the_calculator_asks_for_what_it_needs_and_keeps_nothing() {
    let desk = Desk::new();
    let all = [
        "payer=self",
        "occupation=ojek",
        "income_per=day",
        "income_day=80rb",
        "work_days=6",
    ];
    assert_eq!(
        calculated(&desk, &[]),
        (vec!["payer".to_owned()], None),
        "one question at a time begins it"
    );
    let (open, total) = calculated(&desk, &all[..4]);
    assert!(
        open.contains(&"work_days".to_owned()) && total.is_none(),
        "{open:?}"
    );
    let (open, total) = calculated(&desk, &all);
    assert_eq!(open, ["programmes", "months"]);
    let lowest = total.unwrap();
    let chosen = [&all[..], &["programmes=jkk,jkm,jht", "months=3"]].concat();
    let (open, total) = calculated(&desk, &chosen);
    assert!(
        open.is_empty() && total.as_deref().is_some_and(|total| total != lowest),
        "{open:?} {total:?}"
    );
    assert_eq!(desk.json(&["drafts"]).0.as_array().map(Vec::len), Some(0));
}

#[test]
fn the_calculator_names_the_answer_that_nobody_understands() {
    let desk = Desk::new();
    for (wrong, place) in [
        ("occupation=nonsense", "occupation"),
        ("income_day=much", "income_day"),
        ("pay=me", "pay"),
    ] {
        let run = desk.run(&["calculator", "payer=self", "income_per=day", wrong]);
        assert_eq!((run.code, run.out.as_str()), (WRONG_INPUT, ""), "{run:?}");
        assert!(run.err.contains(&format!("{place}: ")), "{}", run.err);
    }
    assert_eq!(desk.run(&["calculator", "payer"]).code, WRONG_INPUT);
}

#[test]
fn work_is_found_by_everyday_words() {
    let desk = Desk::new();
    for (typed, expected) in [
        (&["gojek"][..], "ojek"),
        (&["jual", "gorengan"], "snack_vendor"),
        (&["jual", "sayur"], "vegetable_peddler"),
        (&["tukang", "pijat"], "masseur"),
        (&["lain"], "other"),
    ] {
        let (found, code) = desk.json(&[&["occupations"], typed].concat());
        let ids: Vec<&str> = found
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["id"].as_str().unwrap())
            .collect();
        assert!(
            code == DONE && ids.contains(&expected),
            "{typed:?}: {ids:?}"
        );
    }
    let nothing = desk.run(&["occupations", "xyzzy"]);
    assert!(
        nothing.code == DONE && nothing.out.contains("lain"),
        "{nothing:?}"
    );
    let limited = desk.json(&["occupations", "tukang", "--limit", "2"]).0;
    assert_eq!(limited.as_array().map(Vec::len), Some(2));
}

#[test]
fn regions_are_found_by_name_short_form_and_code() {
    let desk = Desk::new();
    for (typed, expected) in [
        ("cibinog", "32.01.01"),
        ("3201", "32.01.01"),
        ("kab bogor cibinong", "32.01.01"),
    ] {
        let (found, code) = desk.json(&["regions", typed]);
        assert_eq!(
            (found[0]["code"].as_str(), code),
            (Some(expected), DONE),
            "{typed}: {found}"
        );
        assert!(
            found[0]["postal_codes"]
                .as_array()
                .is_some_and(|codes| !codes.is_empty())
        );
    }
    assert_eq!(desk.json(&["regions", "xyzzy"]).0, Value::Array(Vec::new()));
}

#[test]
fn the_form_is_printed_with_every_question_its_condition_and_its_source() {
    let desk = Desk::new();
    for lang in ["id", "en"] {
        let text = desk.run(&["form", "--print", "--lang", lang]).out;
        let lines = desk.json(&["form", "--lang", lang]).0;
        let lines = lines.as_array().unwrap();
        for line in lines {
            let (id, title) = (
                line["question"].as_str().unwrap(),
                line["title"].as_str().unwrap(),
            );
            assert!(
                text.contains(&format!("[{id}: ")) && text.contains(title),
                "{lang}: {id}"
            );
        }
        let source = if lang == "id" {
            "     Sumber: ["
        } else {
            "     Source: "
        };
        assert!(
            text.matches(source).count() >= lines.len(),
            "{lang}: a rule without its source"
        );
        let other = if lang == "id" {
            ["our choice", "Source: "]
        } else {
            ["Ditanyakan", "Sumber: "]
        };
        // The legend comes first, and names the command that prints the other language.
        assert!(
            !other.iter().any(|words| text.contains(words)),
            "{lang}: the other language is in it"
        );
    }
}

#[test]
fn villages_of_a_district_are_found_by_its_name_or_code() {
    let desk = Desk::new();
    let (all, code) = desk.json(&["villages", "cibinong", "--limit", "50"]);
    assert_eq!(
        (code, all["district"]["code"].as_str()),
        (DONE, Some("32.01.01"))
    );
    assert!(
        all["villages"]
            .as_array()
            .is_some_and(|villages| villages.len() > 5)
    );
    let by_code = desk.json(&["villages", "32.01.01", "pondok rajg"]).0;
    assert_eq!(by_code["villages"][0]["name"], "Pondok Rajeg");
    let nowhere = desk.run(&["villages", "zzzz"]);
    assert!(
        nowhere.code == 2 && nowhere.err.contains("tidak ketemu"),
        "{nowhere:?}"
    );
}

#[test]
fn places_near_a_district_say_that_the_list_is_empty_and_whom_to_ask() {
    let desk = Desk::new();
    let (view, code) = desk.json(&["places", "near", "cibinong", "--does", "pay"]);
    assert_eq!((code, view["district"].as_str()), (0, Some("32.01.01")));
    assert_eq!(view["places"], serde_json::json!([]));
    assert!(
        view["empty"]
            .as_str()
            .is_some_and(|words| words.contains("kantor@contoh.example"))
    );
    let text = desk.run(&["places", "near", "32.01.05"]);
    assert!(
        text.out.contains("Belum ada daftar kantor dan loket"),
        "{}",
        text.out
    );
    let wrong = desk.run(&["places", "near", "32.01.05", "--does", "fly"]);
    assert_eq!(wrong.code, 2);
}
