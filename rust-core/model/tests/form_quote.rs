//! A price in words: who pays, across a change of rule, per day, and why there is none.

#![allow(clippy::unwrap_used, reason = "tests may")]

#[path = "form/worker.rs"]
mod worker;

use payung_model::content::Content;
use payung_model::engine::{QuoteContext, QuoteView, quote_problem, quote_view};
use payung_model::form::{Form, Screen};
use payung_model::programme::{Payer, Programme, Quote, QuoteRequest, Tariff, Work};
use payung_model::text::Lang;
use payung_model::units::Rupiah;
use serde_json::{Value as Json, json};
use worker::{Worker, at};

/// A form that asks who pays and how the income comes.
fn asking() -> Worker {
    asking_and(0)
}

/// The same with so many questions more.
fn asking_and(more: usize) -> Worker {
    let options = |ids: &[&str]| ids.iter().map(|id| json!({ "id": id })).collect::<Vec<_>>();
    let mut form = json!({
        "id": "contoh", "version": 1,
        "steps": [{ "id": "work", "questions": [
            { "id": "payer", "kind": { "choice": { "options": options(&["own", "government", "unknown"]) } } },
            { "id": "by_day", "kind": "yes_no" },
            { "id": "transport", "kind": "yes_no" },
            { "id": "income", "kind": "money" },
            { "id": "programmes", "kind": { "several": { "options": [
                { "id": "jkk", "fixed": true }, { "id": "jkm", "fixed": true }, { "id": "jht" }] } } },
            { "id": "months", "kind": { "choice": { "options": options(&["1", "3", "6", "12"]) } } }] }],
        "quote": {
            "income": "income", "transport": { "is": ["transport", "yes"] }, "programmes": "programmes",
            "months": "months", "government": { "is": ["payer", "government"] },
            "unsure_payer": { "is": ["payer", "unknown"] }, "daily": { "is": ["by_day", "yes"] },
            "shown_at": ["months"] }
    });
    let questions = form["steps"][0]["questions"].as_array_mut().unwrap();
    questions.extend((0..more).map(|n| json!({ "id": format!("q{n}"), "kind": "yes_no" })));
    let mut worker = Worker::new();
    worker.form = "contoh";
    worker.content.forms.insert(
        "contoh".into(),
        Form::parse(form.to_string().as_bytes()).unwrap(),
    );
    for (id, text) in [
        ("payer", "own"),
        ("by_day", "tidak"),
        ("income", "1.500.000"),
        ("programmes", ""),
        ("months", "1"),
    ] {
        worker.answer(id, text);
    }
    worker
}

fn quoted(worker: &Worker) -> QuoteView {
    worker.view("months").quote.unwrap()
}

#[test]
fn what_government_or_village_pays_has_no_discount_and_says_so() {
    let mut worker = asking();
    assert_eq!(quoted(&worker).total, "Rp11.400");
    worker.answer("payer", "government");
    let quote = quoted(&worker);
    assert_eq!(quote.total, "Rp22.800");
    assert_eq!(
        quote.reasons,
        ["Tidak ada diskon, karena iuran dibayar pemerintah."]
    );

    // Where nobody has a discount, there is nothing to explain.
    worker.now = at("2027-05-05T09:00:00+07:00");
    assert_eq!(
        (quoted(&worker).total.as_str(), quoted(&worker).reasons),
        ("Rp22.800", Vec::new())
    );
}

#[test]
fn who_does_not_know_who_pays_is_quoted_as_paying_alone_and_told_the_difference() {
    let mut worker = asking();
    worker.answer("payer", "unknown");
    let quote = quoted(&worker);
    assert_eq!(quote.total, "Rp11.400");
    let last = quote.reasons.last().map(String::as_str);
    assert_eq!(
        last,
        Some("Diskon bisa beda kalau bukan Anda yang membayar. Tanpa diskon: Rp22.800.")
    );

    worker.now = at("2027-05-05T09:00:00+07:00");
    assert_eq!(
        quoted(&worker).reasons,
        Vec::<String>::new(),
        "without a discount it makes no difference"
    );
}

#[test]
fn who_earns_by_the_day_is_told_the_price_per_day_of_each_part() {
    let mut worker = asking();
    worker.answer("by_day", "ya");
    let per_day = |worker: &Worker| {
        quoted(worker)
            .parts
            .into_iter()
            .map(|part| part.per_day)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        per_day(&worker),
        ["Rp11.400 sebulan, kira-kira Rp380 sehari"]
    );
    worker.answer("months", "3");
    assert_eq!(
        per_day(&worker)[1],
        "Rp22.800 sebulan, kira-kira Rp760 sehari"
    );
    worker.answer("by_day", "tidak");
    assert_eq!(per_day(&worker), ["", ""]);
}

#[test]
fn the_only_part_carries_no_months_and_no_sum_of_its_own() {
    let mut worker = asking();
    worker.now = at("2027-05-05T09:00:00+07:00");
    worker.answer("months", "12");
    let quote = quoted(&worker);
    assert_eq!(quote.total, "Rp273.600");
    assert_eq!(
        quote.months,
        "Mei, Jun, Jul, Agu, Sep, Okt, Nov, Des, Jan, Feb, Mar, Apr"
    );
    assert_eq!(quote.parts.len(), 1);
    assert_eq!(
        (quote.parts[0].months.as_str(), quote.parts[0].sum.as_str()),
        ("", "")
    );
    assert_eq!(quote.parts[0].lines.len(), 2);
    let review = worker.engine().view(&Screen::Review, None).quote.unwrap();
    assert_eq!(review, quote);
}

#[test]
fn what_stands_in_for_a_choice_is_said_and_only_that() {
    let mut worker = asking();
    worker.put("months", "", None);
    assert_eq!(quoted(&worker).reasons[0], "Contoh untuk 1 bulan.");
    worker.put("programmes", "", None);
    assert!(
        quoted(&worker).reasons[0].starts_with("Contoh untuk 1 bulan dengan program yang wajib.")
    );
}

#[test]
fn each_option_says_what_it_costs_before_it_is_chosen() {
    let mut worker = asking();
    let prices = |worker: &Worker, id: &str| -> Vec<String> {
        worker
            .view(id)
            .field
            .options()
            .iter()
            .map(|option| option.price.clone())
            .collect()
    };
    // November 2026: JKK and JKM by half until December, JHT never; all programmes cost what their
    // lines say.
    assert_eq!(
        prices(&worker, "months"),
        ["Rp11.400", "Rp45.600", "Rp114.000", "Rp250.800"]
    );
    worker.answer("programmes", "jkk,jkm,jht");
    assert_eq!(prices(&worker, "months")[0], "Rp43.400");
    assert_eq!(
        prices(&worker, "payer"),
        ["", "", ""],
        "no price where none is chosen by"
    );
    let built_in = Worker::filled();
    assert_eq!(prices(&built_in, "programmes").len(), 3);
    assert!(
        prices(&built_in, "programmes")
            .iter()
            .all(|price| price.ends_with("/bln")),
        "JKK, JKM and JHT"
    );
    let quote = built_in.view("programmes").quote.unwrap();
    let lines: Vec<&str> = quote.parts[0]
        .lines
        .iter()
        .map(|line| line.amount.as_str())
        .collect();
    let beside = prices(&built_in, "programmes");
    assert!(
        lines
            .iter()
            .all(|line| beside.iter().any(|price| price == line)),
        "{lines:?} {beside:?}"
    );
}

#[test]
fn a_discount_that_begins_within_the_months_is_told_with_both_its_ends() {
    let content = Content::built_in().unwrap();
    let view = said(&content, &request(Work::Other, 12, "2026-02"));
    let parts: Vec<(&str, &str)> = view
        .parts
        .iter()
        .map(|part| (part.months.as_str(), part.sum.as_str()))
        .collect();
    assert_eq!(
        parts,
        [
            ("Feb, Mar", "2 × Rp18.800 = Rp37.600"),
            (
                "Apr, Mei, Jun, Jul, Agu, Sep, Okt, Nov, Des",
                "9 × Rp9.400 = Rp84.600"
            ),
            ("Jan", "Rp18.800"),
        ]
    );
    assert_eq!(view.total, "Rp141.000");
    assert_eq!(
        view.reasons[0],
        "Diskon 50% dari pemerintah untuk JKK dan JKM, untuk iuran April 2026 sampai Desember 2026."
    );
}

#[test]
fn many_changes_of_rule_still_fit_a_screen_and_add_up() {
    let content = Content {
        tariff: changing(),
        ..Content::built_in().unwrap()
    };
    let mut asked = request(Work::Other, 12, "2030-01");
    asked.programmes.push(Programme::Jht);
    let view = said(&content, &asked);
    let months: Vec<&str> = view.parts.iter().map(|part| part.months.as_str()).collect();
    assert_eq!(
        months,
        [
            "Jan",
            "Feb",
            "Mar, Apr, Mei, Jun, Jul, Agu, Sep, Okt, Nov, Des"
        ]
    );
    assert!(view.parts[2].lines.is_empty());
    let amount = |text: &str| Rupiah::parse(text).unwrap().0;
    let sum: u64 = view.parts.iter().map(|part| amount(&part.sum)).sum();
    assert_eq!(sum, amount(&view.total));
    assert!(view.reasons.len() <= 6, "{:?}", view.reasons);
}

#[test]
fn the_longest_review_with_the_longest_quote_stays_within_a_screen() {
    let mut worker = asking_and(34);
    worker.content.tariff = changing();
    worker.now = at("2030-01-05T09:00:00+07:00");
    for (id, text) in [
        ("payer", "unknown"),
        ("by_day", "ya"),
        ("transport", "ya"),
        ("programmes", "jht"),
        ("months", "12"),
    ] {
        worker.answer(id, text);
    }
    let view = worker.engine().view(&Screen::Review, None);
    let quote = view.quote.as_ref().unwrap();
    assert_eq!(
        (view.review.len(), quote.parts.len(), quote.reasons.len()),
        (40, 3, 6)
    );
    let strings = view.strings();
    assert!(strings.len() <= 150, "{}", strings.len());
    assert!(strings.iter().map(|text| text.len()).sum::<usize>() <= 8 * 1024);
}

#[test]
fn why_there_is_no_quote_is_said_in_both_languages() {
    let content = Content::built_in().unwrap();
    let fine = request(Work::Other, 1, "2026-05");
    let cases = [
        (
            QuoteRequest {
                from: "2021-12".parse().unwrap(),
                ..fine.clone()
            },
            "Iuran sebelum Januari 2022 tidak dihitung di sini. Aturan waktu itu lain.",
            "Dues before January 2022 are not calculated here. Other rules held then.",
        ),
        (
            QuoteRequest {
                months: 2,
                ..fine.clone()
            },
            "2 bulan tidak bisa dibayar sekaligus. Yang bisa: 1, 3, 6, 12 bulan.",
            "2 months cannot be paid at once. Possible: 1, 3, 6, 12 months.",
        ),
        (
            QuoteRequest {
                programmes: vec![Programme::Jht],
                ..fine.clone()
            },
            "JKK dan JKM selalu ikut. Tambahkan dulu, lalu hitung lagi.",
            "JKK and JKM are always included. Add them, then calculate again.",
        ),
        (
            QuoteRequest {
                income: Rupiah(0),
                ..fine
            },
            "Isi dulu penghasilan sebulan.",
            "First say how much you earn in a month.",
        ),
    ];
    for (asked, id, en) in cases {
        let problem = Quote::of(&content.tariff, &asked).unwrap_err();
        assert_eq!(quote_problem(&content, Lang::Id, &problem), id);
        assert_eq!(quote_problem(&content, Lang::En, &problem), en);
    }
}

/// A tariff that changes every month of 2030.
fn changing() -> Tariff {
    let mut tariff: Json =
        serde_json::from_slice(&Content::built_in_files()["tariff.json"]).unwrap();
    tariff["discounts"] = (1..=5)
        .map(|n| {
            let month = format!("2030-{:02}", 2 * n);
            json!({"id": format!("contoh-{n}"), "programmes": ["jkk", "jkm"], "work": ["transport", "other"],
                   "payers": ["own"], "from": month, "to": month, "percent": 50, "source": "CONTOH [D]"})
        })
        .collect();
    Tariff::parse(tariff.to_string().as_bytes()).unwrap()
}

fn request(work: Work, months: u8, from: &str) -> QuoteRequest {
    QuoteRequest {
        income: Rupiah(1_100_000),
        work,
        payer: Payer::Own,
        programmes: vec![Programme::Jkk, Programme::Jkm],
        months,
        from: from.parse().unwrap(),
    }
}

fn said(content: &Content, request: &QuoteRequest) -> QuoteView {
    let quote = Quote::of(&content.tariff, request).unwrap();
    quote_view(content, Lang::Id, request, &quote, QuoteContext::default())
}
