//! QRIS payloads at a desk: what they say, an amount put into them, their picture.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "in a test both say that it failed"
)]

mod common;

use common::{DONE, Desk, WRONG_INPUT};
use payung_model::payment::qris::crc16;
use serde_json::json;

/// An invented merchant's static code.
fn payload(currency: &str, country: &str) -> String {
    let head = format!(
        "00020101021126330013ID.CONTOH.WWW011200000000000151440014ID.CO.QRIS.WWW0215ID00000000000010303UMI\
         520483985303{currency}5802{country}5919IURAN CONTOH PAYUNG6007JAKARTA61051011062130509CONTOH-14\
         6304"
    );
    format!("{head}{:04X}", crc16(head.as_bytes()))
}

#[test]
fn a_code_is_told_field_by_field() {
    let desk = Desk::new();
    let (view, code) = desk.json(&["qris", "check", &payload("360", "ID")]);
    assert_eq!(
        (code, &view["valid"], &view["qris"]),
        (DONE, &json!(true), &json!(true)),
        "{view}"
    );
    assert_eq!(
        (&view["problems"], &view["fields"][0]),
        (&json!([]), &json!({"tag": "00", "value": "01"}))
    );
    assert_eq!(
        view["fields"][10],
        json!({"tag": "62", "value": "0509CONTOH-14"}),
        "{view}"
    );
    assert_eq!(
        view["fields"].as_array().unwrap().last().unwrap()["tag"],
        "63"
    );
}

#[test]
fn a_damaged_code_is_refused_with_the_place() {
    let desk = Desk::new();
    let damaged = payload("360", "ID").replace("JAKARTA", "JAKARTX");
    let (view, code) = desk.json(&["qris", "check", &damaged]);
    let place = damaged.len() - 8;
    assert_eq!(
        (code, &view["valid"], &view["qris"]),
        (WRONG_INPUT, &json!(false), &json!(true))
    );
    assert_eq!(
        (&view["problems"][0]["code"], &view["problems"][0]["offset"]),
        (&json!("crc"), &json!(place))
    );
    let file = desk.path("code.png");
    for line in [
        vec!["qris", "check", &damaged],
        vec!["qris", "amount", &damaged, "16800"],
        vec!["qris", "png", &damaged, &file],
        vec!["qris", "show", &damaged],
    ] {
        let run = desk.run(&line);
        assert_eq!(run.code, WRONG_INPUT, "{run:?}");
        assert!(
            run.err.contains("qris: ") && run.err.contains(&format!("{place}")),
            "{run:?}"
        );
    }
    assert!(!desk.file("code.png").exists());
    for (cut, place) in [("", "0"), ("0002016304", "6"), ("bukan kode", "0")] {
        let run = desk.run(&["qris", "amount", cut, "16800"]);
        assert_eq!((run.code, run.out.as_str()), (WRONG_INPUT, ""), "{run:?}");
        assert!(run.err.contains(&format!("ke-{place}")), "{run:?}");
    }
}

#[test]
fn an_amount_is_put_in_and_the_payload_printed_alone() {
    let desk = Desk::new();
    let run = desk.run(&["qris", "amount", &payload("360", "ID"), "16800"]);
    assert_eq!((run.code, run.err.as_str()), (DONE, ""), "{run:?}");
    assert_eq!(run.out.lines().count(), 1);
    let bound = run.out.trim_end();
    assert!(
        bound.contains("010212")
            && bound.contains("540516800")
            && bound.contains("53033605405168005802ID")
    );
    assert_eq!(desk.json(&["qris", "check", bound]).1, DONE);
    let (view, code) = desk.json(&["qris", "amount", bound, "45600", "--bill", "CONTOH-1"]);
    assert_eq!(code, DONE);
    let again = view["payload"].as_str().unwrap();
    assert!(
        again.contains("540545600") && again.contains("62250108CONTOH-10509CONTOH-14"),
        "{again}"
    );
}

#[test]
fn what_is_no_amount_or_no_indonesian_code_is_refused() {
    let desk = Desk::new();
    let good = payload("360", "ID");
    for amount in ["0", "16.800", "abc", "99999999999999"] {
        let run = desk.run(&["qris", "amount", &good, amount]);
        assert_eq!(
            (run.code, run.out.as_str()),
            (WRONG_INPUT, ""),
            "{amount}: {run:?}"
        );
    }
    assert_eq!(
        desk.run(&["qris", "amount", &payload("702", "SG"), "16800"])
            .code,
        WRONG_INPUT
    );
    let run = desk.run(&[
        "qris",
        "amount",
        &good,
        "16800",
        "--bill",
        "12345678901234567890123456",
    ]);
    assert_eq!(run.code, WRONG_INPUT, "{run:?}");
}

#[test]
fn the_picture_goes_to_a_file_and_to_the_screen() {
    let desk = Desk::new();
    let good = payload("360", "ID");
    let (view, code) = desk.json(&["qris", "png", &good, &desk.path("code.png")]);
    let file = std::fs::read(desk.file("code.png")).unwrap();
    assert_eq!(
        (code, view["bytes"].as_u64()),
        (DONE, Some(file.len() as u64))
    );
    assert!(file.starts_with(b"\x89PNG"));
    let run = desk.run(&["qris", "show", &good]);
    assert!(
        run.code == DONE && run.out.contains('▀') && run.out.lines().count() > 20,
        "{run:?}"
    );
    let nowhere = desk.path("no/such/folder.png");
    assert_eq!(
        desk.run(&["qris", "png", &good, &nowhere]).code,
        WRONG_INPUT
    );
}
