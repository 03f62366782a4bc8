//! QRIS payloads by `tests/vectors/qris.json`, which another implementation makes (`make_qris.py`);
//! the gate before a code is shown; and what holds for any payload.

#![allow(clippy::unwrap_used, reason = "tests may")]

use payung_model::payment::qris::{
    BindProblem, PayableQris, QrisFault, QrisMerchant, QrisPayload, QrisProblem, Unpayable, crc16,
};
use payung_model::units::Rupiah;
use proptest::prelude::*;
use serde_json::{Value, json};

fn vectors(name: &str) -> Vec<Value> {
    let all: Value =
        serde_json::from_str(include_str!("../../../tests/vectors/qris.json")).unwrap();
    all[name].as_array().unwrap().clone()
}

fn list(problems: &[QrisProblem]) -> Value {
    problems
        .iter()
        .map(|problem| json!([problem.fault.code(), problem.offset, problem.tag]))
        .collect()
}

#[test]
fn every_payload_is_judged_as_the_vectors_say() {
    let cases = vectors("checks");
    assert!(cases.len() > 100, "{}", cases.len());
    let mut wrong = Vec::new();
    for case in cases {
        let text = case["payload"].as_str().unwrap();
        let found = match QrisPayload::parse(text) {
            Err(problem) => {
                json!({"payload": text, "unreadable": [problem.code(), problem.offset()]})
            }
            Ok(payload) => {
                let check = payload.check();
                json!({
                    "payload": text,
                    "qris": check.is_qris,
                    "problems": list(&check.problems),
                    "warnings": list(&check.warnings),
                })
            }
        };
        if found != case {
            wrong.push(format!("{found}\n{case}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "found, and what should be found:\n{}",
        wrong.join("\n\n")
    );
}

#[test]
fn every_amount_is_put_where_the_vectors_say() {
    for case in vectors("bound") {
        let payload = QrisPayload::parse(case["payload"].as_str().unwrap()).unwrap();
        let bound = payload
            .with_amount(
                Rupiah(case["amount"].as_u64().unwrap()),
                case["bill_number"].as_str(),
            )
            .unwrap();
        assert_eq!(bound.text(), case["result"].as_str().unwrap());
        assert!(bound.check().is_valid());
    }
}

const AMOUNT: Rupiah = Rupiah(16_800);

fn field(tag: u8, value: &str) -> String {
    format!("{tag:02}{:02}{value}", value.chars().count())
}

fn sealed(body: &str) -> String {
    format!("{body}6304{:04X}", crc16(format!("{body}6304").as_bytes()))
}

/// A code for [`AMOUNT`], with one field replaced or added.
fn code_with(tag: u8, value: &str) -> String {
    let account = field(0, "ID.CONTOH.WWW")
        + &field(1, "936000000000000001")
        + &field(2, "CONTOH1")
        + &field(3, "UMI");
    let national = field(0, "ID.CO.QRIS.WWW") + &field(2, "ID0000000000001") + &field(3, "UMI");
    let mut fields = std::collections::BTreeMap::from([
        (0, "01"),
        (1, "12"),
        (26, account.as_str()),
        (51, &national),
        (52, "8398"),
        (53, "360"),
        (54, "16800"),
        (58, "ID"),
        (59, "IURAN CONTOH PAYUNG"),
        (60, "JAKARTA"),
    ]);
    fields.insert(tag, value);
    sealed(
        &fields
            .iter()
            .map(|(tag, value)| field(*tag, value))
            .collect::<String>(),
    )
}

fn ours() -> Vec<QrisMerchant> {
    let accounts = vec!["936000000000000001".to_owned()];
    vec![QrisMerchant {
        nmid: "ID0000000000001".to_owned(),
        name: "IURAN CONTOH PAYUNG".to_owned(),
        accounts,
    }]
}

#[test]
fn a_code_is_shown_only_when_everything_fits_the_bill() {
    let good = code_with(61, "10110");
    let shown = PayableQris::check(&good, AMOUNT, &ours()).unwrap();
    assert_eq!(
        (shown.text(), shown.city(), shown.merchant()),
        (good.as_str(), "JAKARTA", &ours()[0])
    );
    // As some acquirers write the same amount.
    assert!(PayableQris::check(&code_with(54, "16800.00"), AMOUNT, &ours()).is_ok());

    let refused = |text: &str| PayableQris::check(text, AMOUNT, &ours()).unwrap_err();
    assert_eq!(
        PayableQris::check(&good, Rupiah(16_801), &ours()),
        Err(Unpayable::OtherAmount)
    );
    assert_eq!(
        PayableQris::check(&good, AMOUNT, &[]),
        Err(Unpayable::OtherMerchant)
    );
    assert_eq!(refused(&code_with(54, "16800.50")), Unpayable::OtherAmount);
    assert_eq!(refused(&code_with(54, "168000")), Unpayable::OtherAmount);
    assert_eq!(refused(&code_with(55, "01")), Unpayable::Fee);
    assert_eq!(
        refused(&code_with(59, "IURAN CONTOH PAYUNQ")),
        Unpayable::OtherMerchant
    );
    let other = field(0, "ID.CO.QRIS.WWW") + &field(2, "ID0000000000002") + &field(3, "UMI");
    assert_eq!(refused(&code_with(51, &other)), Unpayable::OtherMerchant);
    // The national id is ours, and an account by which apps may route the money is not.
    let theirs = field(0, "ID.CONTOH.WWW") + &field(1, "936000000000000002");
    assert_eq!(refused(&code_with(27, &theirs)), Unpayable::OtherMerchant);
    // The national id stands twice, and the second one is somebody else's.
    assert_eq!(refused(&code_with(50, &other)), Unpayable::OtherMerchant);
    assert_eq!(refused(&good.replace("JAKARTA", "JAKARTX")).code(), "crc");
    assert_eq!(refused(&good[..good.len() - 4]).code(), "overrun");
    assert_eq!(refused("").code(), "empty");
    let foreign = "00020101021226210009SG.CONTOH01042222520400005303702540516800\
                   5802SG5919IURAN CONTOH PAYUNG6007JAKARTA";
    assert_eq!(refused(&sealed(foreign)), Unpayable::NotQris);
}

#[test]
fn no_amount_is_put_into_a_code_that_may_be_damaged() {
    let payload = |text: &str| QrisPayload::parse(text).unwrap();
    let damaged = payload(&code_with(61, "10110").replace("JAKARTA", "JAKARTX"));
    let problem = damaged.with_amount(AMOUNT, None).unwrap_err();
    assert!(
        matches!(
            problem,
            BindProblem::Payload(QrisProblem {
                fault: QrisFault::Crc,
                ..
            })
        ),
        "{problem}"
    );
    let good = payload(&code_with(61, "10110"));
    assert_eq!(
        good.with_amount(Rupiah(0), None),
        Err(BindProblem::NoAmount)
    );
    assert_eq!(
        good.with_amount(Rupiah(10_u64.pow(13)), None),
        Err(BindProblem::LargeAmount)
    );
    for number in ["", "12345678901234567890123456", "tab\t", "é"] {
        assert_eq!(
            good.with_amount(AMOUNT, Some(number)),
            Err(BindProblem::BillNumber),
            "{number}"
        );
    }
    let full = [3, 5, 7].map(|sub| field(sub, &"X".repeat(25))).concat();
    let full = payload(&code_with(62, &full));
    assert_eq!(
        full.with_amount(AMOUNT, Some("1234567890")),
        Err(BindProblem::NoRoom)
    );
    assert!(full.with_amount(AMOUNT, Some("12345678")).is_ok());
}

prop_compose! {
    fn any_field()(tag in 0_u8..100, value in "[ -~]{0,40}|.{0,20}") -> (u8, String) { (tag, value) }
}

proptest! {
    #[test]
    fn what_is_read_is_written_the_same(fields in proptest::collection::vec(any_field(), 1..20)) {
        let text: String = fields.iter().map(|(tag, value)| field(*tag, value)).collect();
        let payload = QrisPayload::parse(&text).unwrap();
        let read: Vec<(u8, String)> = payload.fields().map(|field| (field.tag, field.value.to_owned())).collect();
        prop_assert_eq!(&read, &fields);
        let again: String = payload.fields().map(|it| field(it.tag, it.value)).collect();
        prop_assert_eq!(again, text);
        let _ = payload.check();
    }

    #[test]
    fn offsets_say_where_a_field_stands(fields in proptest::collection::vec(any_field(), 1..20)) {
        let text: String = fields.iter().map(|(tag, value)| field(*tag, value)).collect();
        for it in QrisPayload::parse(&text).unwrap().fields() {
            let from: String = text.chars().skip(it.at).collect();
            prop_assert!(from.starts_with(&field(it.tag, it.value)));
        }
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in "[0-9]{0,60}|.{0,60}") {
        if let Ok(payload) = QrisPayload::parse(&text) {
            let _ = payload.check();
            let _ = payload.with_amount(AMOUNT, Some("1"));
        }
    }

    #[test]
    fn any_one_changed_character_is_noticed(at in any::<proptest::sample::Index>(), by in "[0-9A-Z]") {
        let good = code_with(61, "10110");
        let at = at.index(good.len());
        let mut changed = good.clone();
        changed.replace_range(at..=at, &by);
        prop_assume!(changed != good);
        prop_assert!(PayableQris::check(&changed, AMOUNT, &ours()).is_err());
    }

    #[test]
    fn an_amount_is_the_only_change(amount in 1_u64..10_000_000_000_000, twice in any::<bool>()) {
        let first = QrisPayload::parse(&code_with(1, "11")).unwrap();
        let bound = first.with_amount(Rupiah(amount), None).unwrap();
        let bound = if twice { bound.with_amount(Rupiah(amount), None).unwrap() } else { bound };
        prop_assert!(bound.check().is_valid());
        prop_assert!(bound.value(54).is_some_and(|text| text == amount.to_string()));
        prop_assert_eq!(bound.value(1), Some("12"));
        let rest = |payload: &QrisPayload| -> Vec<(u8, String)> {
            let fields = payload.fields().filter(|field| ![1, 54, 63].contains(&field.tag));
            fields.map(|field| (field.tag, field.value.to_owned())).collect()
        };
        prop_assert_eq!(rest(&bound), rest(&first));
    }
}
