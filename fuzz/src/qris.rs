//! QRIS payloads: what is read is written the same, problems stand where they say, and an amount
//! changes nothing else.

use payung_model::payment::picture::Modules;
use payung_model::payment::qris::{PayableQris, QrisMerchant, QrisPayload, crc16};
use payung_model::units::Rupiah;

use crate::text;

const AMOUNT: Rupiah = Rupiah(16_800);

/// The shared vectors' payloads.
pub fn seeds() -> Vec<Vec<u8>> {
    let vectors: serde_json::Value =
        serde_json::from_str(include_str!("../../tests/vectors/qris.json"))
            .expect("the vectors are JSON");
    let cases = ["checks", "bound"]
        .into_iter()
        .filter_map(|part| vectors[part].as_array())
        .flatten();
    cases
        .filter_map(|case| case["payload"].as_str())
        .map(|text| text.as_bytes().to_vec())
        .collect()
}

/// Reads the bytes as a payload, and once more with the right checksum, which no fuzzer finds by
/// chance.
pub fn check(data: &[u8]) {
    let text = text(data);
    read(&text);
    if let Some(head) = text.get(..text.len().saturating_sub(4)) {
        read(&format!("{head}{:04X}", crc16(head.as_bytes())));
    }
}

fn read(text: &str) {
    let length = text.chars().count();
    let payload = match QrisPayload::parse(text) {
        Ok(payload) => payload,
        Err(problem) => return assert!(problem.offset() <= length),
    };
    assert_eq!(payload.text(), text);
    let written: String = payload.fields().map(|it| field(it.tag, it.value)).collect();
    assert_eq!(written, text, "what is read is written the same");
    let check = payload.check();
    for problem in check.problems.iter().chain(&check.warnings) {
        assert!(problem.offset <= length, "{problem:?}");
    }
    let merchant = payload
        .nmid()
        .zip(payload.value(59))
        .map(|(nmid, name)| QrisMerchant {
            nmid: nmid.to_owned(),
            name: name.to_owned(),
            accounts: Vec::new(),
        });
    let merchants: Vec<QrisMerchant> = merchant.into_iter().collect();
    if let Ok(shown) = PayableQris::check(text, AMOUNT, &merchants) {
        assert!(check.is_valid() && check.is_qris, "nothing broken is shown");
        assert!(
            shown.text() == text
                && payload
                    .value(54)
                    .is_some_and(|amount| amount.contains("16800"))
        );
    }
    let Ok(bound) = payload.with_amount(AMOUNT, None) else {
        return;
    };
    assert!(
        check.is_valid() && check.is_qris,
        "nothing broken gets an amount"
    );
    assert!(bound.check().is_valid(), "{}", bound.text());
    let rest = |payload: &QrisPayload| -> Vec<(u8, String)> {
        let fields = payload.fields().filter(|it| ![1, 54, 63].contains(&it.tag));
        fields.map(|it| (it.tag, it.value.to_owned())).collect()
    };
    assert_eq!(
        rest(&bound),
        rest(&payload),
        "an amount changes nothing else"
    );
    assert_eq!(
        bound.with_amount(AMOUNT, None).as_ref(),
        Ok(&bound),
        "twice is once"
    );
    assert!(Modules::qr(bound.text()).is_ok() == (bound.text().len() <= 2_331));
}

fn field(tag: u8, value: &str) -> String {
    format!("{tag:02}{:02}{value}", value.chars().count())
}
