//! The code of a poster or a helper at a desk: kept, shown, removed, and refused with its place.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "in a test both say that it failed"
)]

mod common;

use common::{DONE, Desk, WRONG_INPUT};
use payung_tests::samples;
use serde_json::json;

#[test]
fn a_code_is_kept_shown_at_home_and_removed() {
    let desk = Desk::new();
    assert_eq!(desk.json(&["referral"]), (json!(null), DONE));
    let (kept, code) = desk.json(&["referral", " pasar-7"]);
    assert_eq!((&kept["code"], code), (&json!("PASAR7"), DONE));
    assert_eq!(desk.json(&["home"]).0["referral"], kept);
    let words = kept["words"].as_str().unwrap();
    let home = desk.run(&["home"]);
    assert!(home.out.contains(words), "{}", home.out);
    assert!(home.out.contains("referral --remove"), "{}", home.out);
    let (link, _) = desk.json(&["referral", "payung://daftar?kode=WARUNG-2"]);
    assert_eq!(link["code"], "WARUNG2", "the newest holds");
    assert_eq!(desk.json(&["referral", "--remove"]), (json!(null), DONE));
    assert_eq!(desk.json(&["home"]).0["referral"], json!(null));
    assert_eq!(
        desk.run(&["referral"]).out,
        "Tidak ada kode yang disimpan.\n"
    );
}

#[test]
fn what_is_no_code_is_refused_with_its_place_and_a_registration_takes_the_code_along() {
    let desk = Desk::with_answers(&samples::answers());
    for text in [
        "ABC",
        "PASAR-0",
        "https://lain.example/app/daftar?kode=ABCD",
    ] {
        let run = desk.run(&["referral", text]);
        assert_eq!((run.code, run.out.as_str()), (WRONG_INPUT, ""), "{text}");
        assert!(run.err.starts_with("CODE: "), "{}", run.err);
    }
    let both = desk.run(&["referral", "PASAR-7", "--remove"]);
    assert_eq!(both.code, WRONG_INPUT, "{}", both.err);
    desk.run(&["referral", "PASAR-7"]);
    desk.register();
    assert_eq!(desk.json(&["referral"]).0, json!(null), "it was used");
}
